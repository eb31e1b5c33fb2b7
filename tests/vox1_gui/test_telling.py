"""Telling: every event of the core has its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vox1 import events
from vox1.events import Event, Finished, Status
from vox1_gui import texts
from vox1_gui.activity import Activity, Entry, Level
from vox1_gui.telling import Teller
from vox1_gui.words import size

KINDS = {
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}


def finished(status: Status, failed: int = 0, doubtful: int = 0) -> Finished:
    """Return the end of a render of 40 passages."""
    outputs = (Path("Output/Rain.m4b"),)
    return Finished(status, outputs, None, 40, 30, 10, 2, failed, doubtful, 3725.0, 60.0)


FLAGGED = (
    "When the render is over, listen to it in the Studio. There you can have it spoken again, or change its"
    " text."
)
WAITING = (
    "Check your connection to the internet. It is tried again by itself in 1:35 minutes; what has come stays."
)
EXAMPLES: list[tuple[Event, Level, str, str]] = [
    (
        events.Planned("Rain", Path("Rain.m4b"), 2, 40, 10),
        Level.INFO,
        "“Rain”: 2 chapters with 40 passages to be spoken",
        "10 of them are spoken already and are used again.",
    ),
    (
        events.EngineReady("tone", "cpu", 1),
        Level.INFO,
        "The voice is ready. It runs on the processor and speaks one passage at a time.",
        "",
    ),
    (
        events.EngineRestarted("tone", "it ended", 2),
        Level.INFO,
        "The voice stopped and was started again: it ended",
        "Nothing is lost, and there is nothing to do. It speaks 2 passages at once from now on.",
    ),
    (
        events.ChunkSpoken("12.34", "The Roof", 4.25, reused=False, attempt=1),
        Level.DETAIL,
        "Passage 12.34 is spoken (4.2 s)",
        "",
    ),
    (
        events.ChunkRetried("12.34", 1, "it is silent"),
        Level.DETAIL,
        "Passage 12.34: take 1 was no good, and it is spoken again: it is silent",
        "",
    ),
    (
        events.ChunkSetAside("12.34", "Drip.", "it is silent"),
        Level.WARNING,
        "Passage 12.34 could not be spoken and is missing (it is silent): Drip.",
        FLAGGED,
    ),
    (
        events.ChunkDoubtful("12.34", "Drip.", "its pitch is odd"),
        Level.WARNING,
        "Passage 12.34 may not sound right (its pitch is odd): Drip.",
        FLAGGED,
    ),
    (
        events.ChapterEncoded(12, "The Roof", 754.0, -19.0, 1.0),
        Level.INFO,
        "Chapter 12, The Roof, is in the audiobook (12:34)",
        "",
    ),
    (events.Paused(), Level.INFO, "The render is paused: nothing new is begun until you go on", ""),
    (events.Resumed(), Level.INFO, "The render goes on", ""),
    (
        events.DiskLow(Path("takes"), 90_000_000, 2_100_000_000),
        Level.WARNING,
        "The disk is nearly full: only 90 MB are free in takes",
        "Delete something, or empty the bin. It waits until 2.1 GB are free, then goes on by itself.",
    ),
    (
        events.DiskFreed(Path("takes"), 3_000_000_000),
        Level.INFO,
        "There is room in takes again: it goes on",
        "",
    ),
    (
        events.ModelProgress("small", "model.bin", 0, 484_000_000, 0.0),
        Level.INFO,
        "small is being fetched or checked (484 MB)",
        "",
    ),
    (
        events.ModelWaiting("small", "the hub does not answer", 95.0),
        Level.WARNING,
        "small cannot be fetched at the moment: the hub does not answer",
        WAITING,
    ),
    (
        events.ModelReady("small", Path("models/small"), 484_000_000, None),
        Level.INFO,
        "small is ready (484 MB)",
        "",
    ),
    (events.Warned("A picture is missing."), Level.WARNING, "A picture is missing.", ""),
    (
        events.Error("odd", "It is odd", "Wait a moment."),
        Level.ERROR,
        "It is odd",
        "Wait a moment.",
    ),
    (
        events.Error("disk-full", "The disk is full", "Name other folders with --output-dir."),
        Level.ERROR,
        "The disk is full",
        "Free some space, or choose other folders under Advanced. Nothing finished is lost.",
    ),
    (
        finished(Status.COMPLETE),
        Level.INFO,
        "Rain is finished: an audiobook of 1:02:05",
        "It is in Output.",
    ),
]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are compared."""
    texts.use("en")
    yield
    texts.use("")


@pytest.mark.parametrize(
    ("event", "level", "text", "hint"), EXAMPLES, ids=[type(example[0]).__name__ for example in EXAMPLES]
)
def test_an_event_has_its_sentence(event: Event, level: Level, text: str, hint: str) -> None:
    """In plain words, and with what to do where something is wrong."""
    entry = Teller("Rain").entry_of(event)
    assert entry
    assert (entry.level, entry.text, entry.hint) == (level, text, hint)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_event_is_without_words(language: str) -> None:
    """A new event must be given its sentence, in every language."""
    assert {type(event) for event, *_ in EXAMPLES} == KINDS
    texts.use(language)
    entries = [Teller("Rain").entry_of(event) for event, *_ in EXAMPLES]
    assert all(entry and entry.text and "{" not in entry.text + entry.hint for entry in entries)


@pytest.mark.parametrize(
    ("end", "level", "hint"),
    [
        (finished(Status.COMPLETE, doubtful=1), Level.INFO, "1 passage may not sound right"),
        (finished(Status.INCOMPLETE, failed=3), Level.WARNING, "3 passages could not be spoken"),
        (finished(Status.CANCELLED), Level.INFO, "go on where it stopped"),
        (finished(Status.FAILED), Level.ERROR, "Everything spoken is kept"),
    ],
)
def test_whatever_the_end_the_next_thing_to_do_is_said(end: Finished, level: Level, hint: str) -> None:
    """Missing passages are no success, and a stop is no failure."""
    entry = Teller("Rain").entry_of(end)
    assert entry
    assert entry.level is level
    assert hint in entry.hint


def test_all_of_a_chapter_stands_in_one_line() -> None:
    """The heading is its title, which events of a failed take leave out."""
    teller = Teller("Rain")
    told = [
        teller.entry_of(events.ChunkSpoken("2.1", "Roof", 3.0, reused=False, attempt=1)),
        teller.entry_of(events.ChunkRetried("2.2", 1, "it is silent")),
        teller.entry_of(events.ChunkDoubtful("2.2", "Drip.", "it is odd")),
        teller.entry_of(events.ChapterEncoded(2, "Roof", 60.0, None, 0.0)),
    ]
    assert {entry.heading for entry in told if entry} == {"Chapter 2, Roof"}
    lines = {entry.line for entry in told if entry}
    assert len(lines) == 1
    other = teller.entry_of(events.ChunkSpoken("3.1", "Sea", 3.0, reused=False, attempt=1))
    assert other
    assert other.line not in lines


def test_a_later_render_of_the_same_book_has_lines_of_its_own() -> None:
    """What happened today is not put under yesterday's heading."""
    spoken = events.ChunkSpoken("2.1", "Roof", 3.0, reused=True, attempt=1)
    first, second = Teller("Rain").entry_of(spoken), Teller("Rain").entry_of(spoken)
    assert first
    assert second
    assert first.line != second.line


def test_the_title_is_known_from_the_plan() -> None:
    """Whoever begins a render need not know it."""
    teller = Teller()
    teller.entry_of(events.Planned("Rain", Path("Rain.m4b"), 2, 40, 0))
    entry = teller.entry_of(finished(Status.CANCELLED))
    assert entry
    assert (entry.text, entry.topic) == ("Rain was stopped", "Rain")


def test_a_download_is_told_file_by_file() -> None:
    """It tells its progress several times a second: that is for a bar, not for the log."""
    teller = Teller()
    notes: list[Entry] = []
    for file in ("a", "a", "a", "b", "b"):
        teller.tell(events.ModelProgress("small", file, 5, 9, 1.0), notes.append)
    assert [(entry.level, entry.text) for entry in notes] == [
        (Level.INFO, "small is being fetched or checked (0 KB)"),
        (Level.DETAIL, "Now at b"),
    ]


def test_an_event_that_nobody_knows_is_a_bug() -> None:
    """It must not be passed over in silence."""
    with pytest.raises(TypeError, match="Event"):
        Teller().entry_of(Event())


def test_entries_reach_whoever_watches(tmp_path: Path) -> None:
    """The log page, and whoever else shows the latest."""
    activity = Activity()
    seen: list[Entry] = []
    activity.watch(seen.append)
    Teller().tell(events.Warned(f"{tmp_path} is odd."), activity.add)
    assert list(activity.entries) == seen
    assert [entry.text for entry in seen] == [f"{tmp_path} is odd."]


def test_sizes_are_as_people_read_them() -> None:
    """Megabytes up to a gigabyte."""
    assert [size(1_000_000), size(999_000_000), size(4_540_000_000)] == ["1 MB", "999 MB", "4.5 GB"]
