"""Tests of captions, read back with the parsers that other programs use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import lemony_lrc_parser
import pysubs2
import pytest
import webvtt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vox1.errors import DiskError
from vox1.outputs.captions import FORMATS, CaptionTags, write_captions
from vox1.outputs.cues import Cue, CuedChapter, Moment
from vox1.outputs.formats import CAPTIONS

PROPERTY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TAGS = CaptionTags("The Book", "A. Writer", "A Voice")
AWKWARD = (
    "a --> b",
    "00:00:01,000 --> 00:00:02,000",
    "WEBVTT",
    "NOTE this & that &amp; <b>bold</b> <00:01.000>",
    "[00:12.00] [ti:no] [x]",
    r"{\an8}up {y:i}down",
    "7",
    "one\n\ntwo\r\n\r\nthree\u2028four\x85five\x0b\x00six",
    "\ud800 half \ufeff mark",
    "« Où ? »\u00a0!",
    "שלום עולם, Anna.",
    "STYLE",
    "-->",
)
TEXTS = st.one_of(
    st.sampled_from(AWKWARD), st.text(max_size=120), st.text("ab <>&-[]:0.\n{}\\", max_size=120)
)


def chapter(*texts: str, number: int = 1, title: str = "One", start: float = 0.0) -> CuedChapter:
    """Return a chapter whose sentences are heard for three seconds each, with a second after them."""
    cues = tuple(Cue(text, (), 4.0 * at, 4.0 * at + 3) for at, text in enumerate(texts))
    return CuedChapter(number, title, start, 4.0 * len(texts), cues)


def write(folder: Path, *chapters: CuedChapter, tags: CaptionTags = TAGS) -> dict[str, Path]:
    """Write captions in every format, and return where they are."""
    paths = write_captions(FORMATS, iter(chapters), tags, lambda suffix: folder / f"book{suffix}")
    return dict(zip(FORMATS, paths, strict=True))


def read_srt(path: Path) -> list[tuple[int, int, str]]:
    """Return start and end in milliseconds and the text of each screen."""
    subtitles = pysubs2.load(str(path), encoding="utf-8-sig", format_="srt", keep_html_tags=True)
    return [(one.start, one.end, one.text.replace(r"\N", "\n")) for one in subtitles]


def read_vtt(path: Path) -> list[tuple[int, int, str]]:
    """Return the same."""
    return [
        (to_ms(one.start), to_ms(one.end), unescaped(one.raw_text)) for one in webvtt.read(str(path)).captions
    ]


def unescaped(text: str) -> str:
    """Return a text of WebVTT as it is shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def to_ms(clock: str) -> int:
    """Return the milliseconds of a time as WebVTT has it."""
    hours, minutes, seconds = clock.split(":")
    return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))


def read_lrc(path: Path) -> list[tuple[int, str]]:
    """Return start in milliseconds and text of each line."""
    lyrics = lemony_lrc_parser.loads(path.read_text(encoding="utf-8-sig"))
    return [(line.start, line.text) for line in lyrics]


def words(text: str) -> list[str]:
    """Return what must not be lost of a text: its letters and digits, word by word."""
    return re.findall(r"[^\W_]+", text.encode("utf-8", "replace").decode())


@given(texts=st.lists(TEXTS, max_size=6))
@PROPERTY
def test_whatever_the_text_each_format_gives_it_back(texts: list[str], tmp_path: Path) -> None:
    """All words in order, and no screen before the one before it."""
    said = [text for text in texts if text.strip()]
    paths = write(tmp_path, chapter(*texts))

    for found in (read_srt(paths["srt"]), read_vtt(paths["vtt"])):
        assert [word for *_, text in found for word in words(text)] == [
            word for text in said for word in words(text)
        ]
        edges = [edge for start, end, _ in found for edge in (start, end)]
        assert edges == sorted(edges)
        assert all(start < end for start, end, _ in found)
    starts = [start for start, _ in read_lrc(paths["lrc"])]
    assert all(first < second for first, second in pairwise(starts))


@given(texts=st.lists(TEXTS, min_size=1, max_size=4), title=TEXTS)
@PROPERTY
def test_titles_never_become_captions(texts: list[str], title: str, tmp_path: Path) -> None:
    """Whatever the title of a book or chapter looks like, it is a comment or a tag, on a line of its own."""
    plain, odd = tmp_path / "plain", tmp_path / "odd"
    paths = write(plain, chapter(*texts))
    odd_paths = write(odd, chapter(*texts, title=title), tags=CaptionTags(title, title, title))

    assert read_vtt(odd_paths["vtt"]) == read_vtt(paths["vtt"])
    assert read_lrc(odd_paths["lrc"]) == read_lrc(paths["lrc"])
    assert odd_paths["srt"].read_bytes() == paths["srt"].read_bytes()


@given(
    times=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), max_size=12),
    starts=st.lists(st.floats(0, 500_000), min_size=1, max_size=3),
)
@PROPERTY
def test_times_never_go_backwards(
    times: list[tuple[float, float]], starts: list[float], tmp_path: Path
) -> None:
    """Not for sentences of no length, nor where rounding or a fault before would have it so."""
    edges = sorted(edge for pair in times for edge in pair)
    cues = tuple(
        Cue(f"Sentence {at}.", (), *pair) for at, pair in enumerate(zip(edges[::2], edges[1::2], strict=True))
    )
    chapters = [CuedChapter(at, "", start, 20.0, cues) for at, start in enumerate(sorted(starts), 1)]

    paths = write(tmp_path, *chapters)

    written = [(start, end) for start, end, _ in read_vtt(paths["vtt"])]
    assert len(written) == len(cues) * len(starts)
    assert all(end - start >= 10 for start, end in written)
    assert all(end <= start for (_, end), (start, _) in pairwise(written))
    lines = [start for start, _ in read_lrc(paths["lrc"])]
    assert all(first < second for first, second in pairwise(lines))


def test_every_format_says_the_same(tmp_path: Path) -> None:
    """As the parsers read it: two chapters, the second where its audio begins."""
    paths = write(tmp_path, chapter("One.", "Two & two."), chapter("Three.", number=2, start=8.5))

    assert read_srt(paths["srt"]) == [(0, 3000, "One."), (4000, 7000, "Two & two."), (8500, 11500, "Three.")]
    assert read_vtt(paths["vtt"]) == read_srt(paths["srt"])
    assert read_lrc(paths["lrc"]) == [(0, "One."), (4000, "Two & two."), (8500, "Three.")]


def test_files_are_written_as_their_players_want_them(tmp_path: Path) -> None:
    """SRT as SubRip does it; WebVTT with comments; LRC with tags, and a first line that may be lost."""
    paths = write(tmp_path, chapter("Yes.", title="A --> B"), tags=CaptionTags("The [Book]", "", "A Voice"))

    assert paths["srt"].read_bytes() == b"\xef\xbb\xbf1\r\n00:00:00,000 --> 00:00:03,000\r\nYes.\r\n\r\n"
    assert paths["vtt"].read_text("utf-8") == (
        "WEBVTT\n\nNOTE\nThe [Book]\nA Voice\n\nNOTE Chapter 1: A → B\n\n"
        "00:00:00.000 --> 00:00:03.000\nYes.\n\n"
    )
    assert paths["lrc"].read_bytes() == (
        b"\xef\xbb\xbf[re:VOX-1]\n[ti:The (Book)]\n[al:The (Book)]\n[by:A Voice]\n[00:00.00]Yes.\n"
    )


def test_books_of_more_than_a_hundred_hours_keep_their_times(tmp_path: Path) -> None:
    """Hours have as many digits as they need, and so have the minutes of LRC."""
    paths = write(tmp_path, chapter("Late.", start=100 * 3600.0 + 61))

    assert read_vtt(paths["vtt"]) == [(360_061_000, 360_064_000, "Late.")]
    assert "100:01:01,000 --> 100:01:04,000" in paths["srt"].read_text("utf-8-sig")
    assert "[6001:01.00]Late." in paths["lrc"].read_text("utf-8-sig")


def test_long_sentences_are_cut_where_their_words_are_heard(tmp_path: Path) -> None:
    """At the moments that are known, and between them by the length of the text."""
    text = "It was dark and cold in the old house on the hill; " * 2 + "and nobody came."
    second = text.index("It", 1)
    moments = (Moment(second, 9.0), Moment(text.index("and nobody"), 11.0))
    one = CuedChapter(1, "", 0.0, 20.0, (Cue(text, (), 0.0, 12.0, moments),))

    found = read_vtt(write(tmp_path, one)["vtt"])

    assert [(start, end) for start, end, _ in found] == [(0, 9000), (9000, 12500)]
    assert found[1][2].startswith("It was")


def test_short_sentences_stay_long_enough_to_be_read(tmp_path: Path) -> None:
    """Up to half a second longer than they are heard, but never into the next."""
    cues = tuple(Cue("Yes.", (), start, start + 0.2) for start in (0.0, 0.4, 3.0))
    found = read_vtt(write(tmp_path, CuedChapter(1, "", 0.0, 9.0, cues))["vtt"])

    assert [(start, end) for start, end, _ in found] == [(0, 400), (400, 1100), (3000, 3700)]


def test_lyrics_are_cleared_where_nobody_speaks(tmp_path: Path) -> None:
    """A line of LRC would else stay until the next."""
    cues = (Cue("One.", (), 0.0, 3.0), Cue("Two.", (), 4.0, 6.0), Cue("Three.", (), 9.0, 12.0))
    path = write(tmp_path, CuedChapter(1, "", 0.0, 14.5, cues))["lrc"]

    assert path.read_text("utf-8-sig").splitlines()[-5:] == [
        "[00:00.00]One.",
        "[00:04.00]Two.",
        "[00:06.00]",
        "[00:09.00]Three.",
        "[00:12.00]",
    ]


def test_what_is_read_from_the_right_is_marked_so(tmp_path: Path) -> None:
    """Each line by itself, though it may begin with a Latin name; others are left as they are."""
    arabic = "قال الرجل العجوز الذي كان يجلس بجانب النافذة كل يوم إن Anna لن تعود أبدا إلى هذا البيت القديم. "
    texts = [text for *_, text in read_vtt(write(tmp_path, chapter(arabic, "Plain."))["vtt"])]

    lines = [line for text in texts for line in text.split("\n")]
    assert all(line[0] == "\u202b" and line[-1] == "\u202c" for line in lines[:-1])
    assert lines[-1] == "Plain."


def test_chapters_are_asked_for_once_and_one_at_a_time(tmp_path: Path) -> None:
    """A book of forty hours has a hundred thousand cues: they are made as they are written."""
    asked: list[int] = []

    def chapters() -> Iterator[CuedChapter]:
        for number in range(1, 4):
            asked.append(number)
            yield chapter("Yes.", number=number, start=4.0 * number)

    paths = write_captions(["srt", "vtt", "srt"], chapters(), TAGS, lambda suffix: tmp_path / f"x{suffix}")

    assert asked == [1, 2, 3]
    assert [path.name for path in paths] == ["x.srt", "x.vtt"]


def test_nothing_is_left_where_a_chapter_fails(tmp_path: Path) -> None:
    """The captions of the last render stay, whole."""
    old = write(tmp_path, chapter("Old."))
    before = {path: path.read_bytes() for path in old.values()}

    def chapters() -> Iterator[CuedChapter]:
        yield chapter("New.")
        raise DiskError("The take cannot be read", "Try again.")

    with pytest.raises(DiskError, match="take"):
        write_captions(FORMATS, chapters(), TAGS, lambda suffix: tmp_path / f"book{suffix}")

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_settings_and_writers_know_the_same_formats() -> None:
    """Settings are loaded by the window, and writers are not."""
    assert tuple(FORMATS) == CAPTIONS
