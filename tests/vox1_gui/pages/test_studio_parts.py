"""The Studio's pure parts: words, charts, the receipt as it is read, and the sentence that is heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vox1_gui.errands.test_queue_file import BOOK
from vox1 import events
from vox1.events import Status
from vox1_gui import texts
from vox1_gui.activity import Activity, Level
from vox1_gui.errands.listening import Sentence
from vox1_gui.errands.receipts import Flagged, LeftOut, MadeChapter, ReceiptPage
from vox1_gui.errands.renders import RenderNews, Spoken
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.at_end import notice
from vox1_gui.pages.studio.charts import placed, rounded_up
from vox1_gui.pages.studio.listening import sentence_at
from vox1_gui.pages.studio.receipt import told
from vox1_gui.pages.studio.record import Record
from vox1_gui.queued import QueueState
from vox1_gui.words import figure


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English."""
    texts.use("en")
    yield
    texts.use("en")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (89, "1 min"), (3599, "1 h 0 min"), (45_296, "12 h 35 min")],
)
def test_lengths_are_told_as_people_tell_them(seconds: float, text: str) -> None:
    """Never sixty minutes."""
    assert words.length(seconds) == text


def test_numbers_have_the_signs_of_the_language() -> None:
    """In German, commas and points change places."""
    assert figure(12_345.6, 1) == "12,345.6"
    texts.use("de")
    assert figure(12_345.6, 1) == "12.345,6"


def test_a_hundred_per_cent_is_whole() -> None:
    """999 of 1,000 are not."""
    assert words.percent(0.9999) == "99 %"
    assert words.percent(1.0) == "100 %"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (30, "done in less than a minute"),
        (2 * 3600, "done at about 14:00"),
        (14 * 3600, "done tomorrow at about 02:00"),
        (38 * 3600, "done in 2 days at about 02:00"),
    ],
)
def test_the_end_is_told_as_a_time_of_the_clock(seconds: int, text: str) -> None:
    """To the minute, and with the day where it is another."""
    now = datetime(2026, 6, 1, 12).astimezone().timestamp()
    assert words.due(now + seconds, now) == text


def test_a_very_long_title_ends_in_dots() -> None:
    """It must not push the page out of the window."""
    assert len(words.title("long " * 100)) <= 120
    assert words.title("a\nb") == "a b"


@given(st.floats(1e-6, 1e6))
def test_the_top_of_a_scale_is_round_and_above_the_value(value: float) -> None:
    """And not so far above that the line lies on the ground."""
    top = rounded_up(value)
    assert value <= top * 1.000001
    assert top <= value * 10.000001
    assert f"{top:e}"[0] in "125"


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 200)), min_size=1, max_size=900).map(sorted))
def test_a_line_is_drawn_inside_of_its_picture(values: list[tuple[float, float]]) -> None:
    """From left to right, and with no more points than can be seen."""
    points = placed(values, 0.0, 900.0, 100.0, (300, 80))
    assert all(0 <= x <= 299 and 1 <= y <= 79 for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert len(points) <= 151


def test_the_sentence_that_is_heard_is_found() -> None:
    """In the pause after it, it is still the one."""
    sentences = [Sentence(1.0, 2.0, "One."), Sentence(3.0, 4.0, "Two.")]
    heard = [sentence_at(sentences, seconds) for seconds in (0.5, 1.0, 2.5, 3.0, 99.0)]
    assert heard == [None, 0, 0, 1, 1]


def test_a_receipt_says_what_is_missing_and_why() -> None:
    """And what is in the book and not read."""
    chapter = MadeChapter(1, "One", 0.0, 60.0, -18.0, -2.0, 0, is_heard=True, passes_acx=None)
    flagged = (
        Flagged("1.2", "One", "Not\nspoken.", ("it is silent",), is_missing=True),
        Flagged("1.3", "One", "Odd.", ("its pitch is odd", "it is long"), is_missing=False),
    )
    page = ReceiptPage(
        status="incomplete",
        seconds=60.0,
        words_in_book=1200,
        words_spoken=1198,
        engine="tone",
        voice="Tone",
        cast=("Low tone",),
        language="en",
        files=(),
        chapters=(chapter,),
        flagged=flagged,
        not_narrated=("2. Index",),
        left_out=(LeftOut("note mark", 12, "1"), LeftOut("ornament", 1, "")),
        warnings=("A page could not be read.",),
    )
    text = "".join(part for part, _ in told(page))
    for line in (
        "Incomplete: parts of the book are missing",
        "1 min of audio, 1 chapter.",
        "1,198 of 1,200 words",
        "Read by Tone, Low tone (tone).",
        "1 passage is missing",
        "1.2  Not spoken.\nit is silent",
        "its pitch is odd; it is long",
        "A page could not be read.",
        "2. Index",
        "Note marks (12): 1 …",
        "Ornament (1)\n",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        ((True, True), "Every chapter passes ACX's test"),
        ((True, False), "1 chapter does not pass ACX's test of the sound\n2. Two\n"),
    ],
)
def test_a_receipt_says_what_acx_would_refuse(passed: tuple[bool, bool], text: str) -> None:
    """By name, so that it can be mended before it is sent in."""
    chapters = tuple(
        MadeChapter(number, title, 0.0, 60.0, -18.0, -2.0, 0, is_heard=False, passes_acx=one)
        for number, title, one in zip((1, 2), ("One", "Two"), passed, strict=True)
    )
    page = ReceiptPage(
        status="complete",
        seconds=120.0,
        words_in_book=200,
        words_spoken=200,
        engine="tone",
        voice="Tone",
        cast=(),
        language="en",
        files=(),
        chapters=chapters,
        flagged=(),
        not_narrated=(),
        left_out=(),
        warnings=(),
    )
    assert text in "".join(part for part, _ in told(page))


def test_a_render_is_a_line_for_each_chapter_in_the_log() -> None:
    """With what was spoken of it under it, whatever came first; its end is told once."""
    texts.use("en")
    activity = Activity()
    record = Record(activity)
    planned = events.Planned("Ä book", Path("a.m4b"), 1, 3, 0, (events.PlannedPart(2, "The Duck", 3),))
    record.note_news(BOOK, RenderNews(0.1, (Spoken(2, "2.1", "2.3", 0, 3, 9.0),), (planned,)))
    done = events.ChapterEncoded(2, "The Duck", 9.0, -20.0, 2.0)
    end = events.Finished(Status.COMPLETE, (Path("out/a.m4b"),), None, 3, 3, 0, 0, 0, 0, 9.0, 1.0)
    record.note_news(BOOK, RenderNews(0.2, (), (done, end)))
    record.note_book(BOOK)

    told = list(activity.entries)
    detail, chapter = told[1], told[2]
    assert [entry.level for entry in told] == [Level.INFO, Level.DETAIL, Level.INFO, Level.INFO]
    assert chapter.text == "Chapter 2, The Duck, is in the audiobook (0:09)"
    assert (detail.line, detail.heading) == (chapter.line, "Chapter 2, The Duck")
    assert told[3].hint == "It is in out."


def test_a_render_that_could_not_begin_is_told_too() -> None:
    """It has no events of its own."""
    activity = Activity()
    failed = replace(BOOK, state=QueueState.FAILED, problem="a.epub is not there", hint="Open it again.")
    Record(activity).note_book(failed)
    (entry,) = activity.entries
    assert (entry.level, entry.text, entry.hint) == (Level.ERROR, "a.epub is not there", "Open it again.")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("state", list(QueueState))
def test_every_state_has_its_words(language: str, state: QueueState) -> None:
    """In the list, in the heading and in the notice."""
    texts.use(language)
    book = replace(BOOK, state=state)
    assert words.state(book)
    summary = words.summary(book, None, 0.0)
    assert summary or state is QueueState.FAILED
    if state not in {QueueState.WAITING, QueueState.RENDERING, QueueState.PAUSED}:
        assert "Ä book" in notice([book])


def test_several_books_are_told_of_in_one_notice() -> None:
    """How many are complete."""
    failed = replace(BOOK, state=QueueState.FAILED)
    assert notice([BOOK, BOOK]) == "2 audiobooks are complete."
    assert notice([BOOK, failed]).startswith("1 of 2 audiobooks are complete.")
