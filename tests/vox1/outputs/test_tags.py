"""Tests of vox1.outputs.tags: every container, read back by mutagen and by ffmpeg."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from booksmith_module.drawn_cover import drawn_cover
from tests.vox1.outputs.made import audiobook
from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed
from vox1.outputs.languages import iso_639_2
from vox1.outputs.m4b import Mark
from vox1.outputs.tags import Tags, Track, write_tags

HOSTILE = "T; = # \\ \n日本 [CHAPTER]\\"
TAGS = Tags(
    title=HOSTILE,
    author="Ann Author, B. Writer",
    narrator="The Voice",
    genre="Fantasy; Sea stories",
    year="1926",
    description="é" * 400,
    language="en-GB",
    publisher="A Press",
    cover_jpeg=drawn_cover("A Tale", ("Ann Author",)),
    subtitle="A Tale",
    series="The Rains",
    series_part="2",
    isbn="9780306406157",
)
BARE = replace(
    TAGS,
    year="",
    description="",
    language="",
    publisher="",
    cover_jpeg=b"",
    subtitle="",
    series="",
    series_part="",
    isbn="",
)
MARKS = [Mark("One", 0, 100), Mark("Zwei = ü", 100, 200)]
CODERS = {
    "mp3": ("-c:a", "libmp3lame"),
    "opus": ("-c:a", "libopus"),
    "flac": ("-c:a", "flac"),
    "wav": ("-c:a", "pcm_s16le"),
}
Make = Callable[[str], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes an audio file of 0.2 seconds; an M4B has two chapters."""

    def make(suffix: str) -> Path:
        path = tmp_path / f"a.{suffix}"
        if suffix == "m4b":
            return audiobook(tmp_path, np.zeros(4800, np.float32), MARKS, path.name)
        source = tmp_path / "source.wav"
        soundfile.write(source, np.zeros(9600, np.int16), 48_000)
        ffmpeg.run(("-i", str(source), *CODERS[suffix], str(path)))
        return path

    return make


def _seen_by_ffmpeg(path: Path) -> str:
    """The metadata as ffmpeg, and so Audiobookshelf's ffprobe, reads it: names in capitals."""
    listed = ffmpeg.output_of(("-i", str(path), "-f", "ffmetadata", "-")).decode("utf-8", "replace")
    # Opus has its tags on the stream, and they are only shown.
    shown = ffmpeg.run(("-i", str(path), "-map", "0:a:0", "-f", "null", "-"))
    return re.sub(r"\\(.)", r"\1", listed, flags=re.DOTALL) + shown.partition("Stream mapping")[0]


@pytest.mark.parametrize("suffix", ["m4b", "mp3", "opus", "flac", "wav"])
def test_ffmpeg_reads_what_a_library_looks_for(suffix: str, make: Make) -> None:
    """By the names that Audiobookshelf's prober knows, in any case of letters."""
    path = make(suffix)

    write_tags(path, TAGS, chapters=MARKS)

    seen = _seen_by_ffmpeg(path)
    wanted = {
        "album": "T; = #",
        "artist": "Ann Author, B. Writer",
        "composer": "The Voice",
        "genre": "Fantasy",
        "publisher": "A Press",
        "subtitle|TIT3": "A Tale",
        "series": "The Rains",
        "series-part": "2",
        "isbn": "9780306406157",
        "language": "en",
        "comment|description": "éééé",
    }
    for name, value in wanted.items():
        assert re.search(rf"^\s*(?:{name})\s*[=:] ?{re.escape(value)}", seen, re.MULTILINE | re.IGNORECASE), (
            name
        )


@pytest.mark.parametrize("suffix", ["m4b", "mp3", "opus", "flac", "wav"])
def test_ffmpeg_reads_the_chapters(suffix: str, make: Make) -> None:
    """Where they begin and what they are called."""
    path = make(suffix)

    write_tags(path, TAGS, chapters=MARKS)

    seen = _seen_by_ffmpeg(path)
    assert re.findall(r"Chapter #0:\d+: start (0\.[01])0*,", seen) == ["0.0", "0.1"]
    assert re.findall(r"^\s*title\s*: (One|Zwei = ü)$", seen, re.MULTILINE) == ["One", "Zwei = ü"]


def test_tags_come_back_as_they_were(make: Make) -> None:
    """In an M4B each where Audiobookshelf and Apple look for it, hostile characters and all."""
    book = make("m4b")
    write_tags(book, TAGS)
    media = MP4(book)
    assert media["\xa9nam"] == media["\xa9alb"] == [HOSTILE]
    assert media["\xa9ART"] == media["aART"] == ["Ann Author, B. Writer"]
    assert media["\xa9wrt"] == media["\xa9nrt"] == ["The Voice"]
    assert (media["\xa9gen"], media["\xa9day"]) == (["Fantasy; Sea stories"], ["1926"])
    assert (media["stik"], media["pgap"]) == ([2], True)
    assert media["----:com.apple.iTunes:LANGUAGE"] == [b"en-GB"]
    assert media["----:com.apple.iTunes:SERIES-PART"] == [b"2"]
    assert (media["\xa9mvn"], media["\xa9mvi"], media["shwm"]) == (["The Rains"], [2], [1])
    assert media["soal"] == media["sonm"] == [f"The Rains 02 - {HOSTILE}"]
    assert media["ldes"] == ["é" * 400]
    assert media["covr"] == [MP4Cover(TAGS.cover_jpeg, MP4Cover.FORMAT_JPEG)]


def test_a_part_between_two_books_is_no_movement(make: Make) -> None:
    """Movement tags hold whole numbers only; the part itself is kept as it is written."""
    book = make("m4b")
    write_tags(book, replace(TAGS, series_part="2.5"))
    media = MP4(book)
    assert media["----:com.apple.iTunes:SERIES-PART"] == [b"2.5"]
    assert media["\xa9grp"] == ["The Rains #2.5"]
    assert media["soal"] == [f"The Rains 02.5 - {HOSTILE}"]
    assert "\xa9mvi" not in media


@pytest.mark.parametrize(
    ("part", "movement"),
    [("2", 2), ("007", 7), ("3.0", 3), ("2.5", None), ("", None), ("II", None), ("1-3", None), ("²", None)],
)
def test_movements_are_whole_numbers(part: str, movement: int | None) -> None:
    """Anything else has none."""
    assert replace(TAGS, series_part=part).movement == movement


def test_the_short_description_is_cut_between_characters(make: Make) -> None:
    """255 bytes of two-byte characters are 127 of them."""
    book = make("m4b")
    write_tags(book, TAGS)
    assert MP4(book)["desc"] == ["é" * 127]


@given(description=st.text())
def test_a_short_description_is_a_beginning_of_at_most_255_bytes(description: str) -> None:
    """Whatever it is made of."""
    short = replace(TAGS, description=description).short_description

    assert len(short.encode("utf-8")) <= 255
    assert description.startswith(short)
    assert len(description.encode("utf-8")) > 252 or short == description


def test_tags_leave_the_chapters_alone(make: Make) -> None:
    """mutagen writes tags, ffmpeg chapters; neither undoes the other."""
    book = make("m4b")
    write_tags(book, TAGS)
    chapters = MP4(book).chapters
    assert chapters is not None
    assert [(chapter.start, chapter.title) for chapter in chapters] == [(0.0, "One"), (0.1, "Zwei = ü")]


def test_what_a_book_does_not_say_is_not_written(make: Make) -> None:
    """No empty atoms: some players show them as blank lines."""
    book = make("m4b")
    write_tags(book, BARE)
    named = ("\xa9nam", "\xa9alb", "\xa9ART", "aART", "\xa9wrt", "\xa9nrt", "\xa9gen", "stik", "pgap")
    assert set(MP4(book).keys()) - {"\xa9too"} == set(named)


def test_a_chapters_own_file_has_its_own_title(make: Make) -> None:
    """In the album that is the book."""
    track = Track("Chapter the Second", 2, 9)
    for suffix in ("m4b", "mp3", "opus", "flac", "wav"):
        write_tags(make(suffix), TAGS, track)

    folder = make("m4b").parent
    write_tags(folder / "a.m4b", TAGS, track)
    media = MP4(folder / "a.m4b")
    assert (media["\xa9nam"], media["\xa9alb"], media["trkn"]) == ([track.title], [HOSTILE], [(2, 9)])
    wav: Any = WAVE(folder / "a.wav")
    for tags in (ID3(folder / "a.mp3"), wav.tags):
        assert (str(tags["TIT2"]), str(tags["TALB"]), str(tags["TRCK"])) == (track.title, HOSTILE, "2/9")
    for comments in (OggOpus(folder / "a.opus"), FLAC(folder / "a.flac")):
        assert (comments["title"], comments["album"]) == ([track.title], [HOSTILE])
        assert (comments["tracknumber"], comments["tracktotal"]) == (["2"], ["9"])


def test_an_mp3_has_its_cover_its_series_and_its_language(make: Make) -> None:
    """In the frames that players look at."""
    path = make("mp3")
    write_tags(path, TAGS, chapters=MARKS)
    tags = ID3(path)
    assert (str(tags["TLAN"]), str(tags["MVNM"]), str(tags["MVIN"])) == ("eng", "The Rains", "2")
    assert str(tags["TXXX:SERIES-PART"]) == "2"
    assert tags["APIC:"].data == TAGS.cover_jpeg
    assert tags["CTOC:contents"].child_element_ids == ["chapter1", "chapter2"]


def test_more_chapters_than_a_list_holds_are_several_lists(make: Make) -> None:
    """ID3 counts in one byte: 300 chapters are two lists under one, and all of them are read."""
    path = make("mp3")
    marks = [Mark(f"No. {number}", number, number + 1) for number in range(300)]
    write_tags(path, TAGS, chapters=marks)
    tags = ID3(path)
    assert tags["CTOC:contents"].child_element_ids == ["part1", "part2"]
    assert [len(tags[f"CTOC:part{number}"].child_element_ids) for number in (1, 2)] == [255, 45]
    assert _seen_by_ffmpeg(path).count("Chapter #0:") == 300


def test_opus_and_flac_have_their_covers(make: Make) -> None:
    """As the picture block of FLAC, in both."""
    opus, flac = make("opus"), make("flac")
    write_tags(opus, TAGS)
    write_tags(flac, TAGS)
    inside = Picture(base64.b64decode(OggOpus(opus)["metadata_block_picture"][0]))
    (beside,) = FLAC(flac).pictures
    assert inside.data == beside.data == TAGS.cover_jpeg
    assert FLAC(flac)["genre"] == ["Fantasy", "Sea stories"]


@pytest.mark.parametrize("suffix", ["m4b", "mp3", "opus", "flac", "wav"])
def test_tags_written_again_replace_those_before(suffix: str, make: Make) -> None:
    """A corrected book has nothing left of what was wrong."""
    path = make(suffix)
    write_tags(path, TAGS, chapters=MARKS)
    write_tags(path, BARE)
    seen = _seen_by_ffmpeg(path)
    assert "The Rains" not in seen
    assert "A Press" not in seen


@pytest.mark.parametrize("suffix", ["m4b", "mp3", "opus", "flac", "wav"])
def test_text_that_is_no_unicode_does_no_harm(suffix: str, make: Make) -> None:
    """Half of a surrogate pair, and a zero in the middle, as broken books have them."""
    path = make(suffix)
    bad = "One\0Two \ud800"
    write_tags(path, replace(TAGS, title=bad, series=bad, description=bad), Track(bad, 1, 1), MARKS)
    assert "Two ?" in _seen_by_ffmpeg(path) or suffix == "m4b"


@pytest.mark.parametrize("suffix", ["m4b", "mp3", "opus", "flac", "wav"])
def test_a_file_that_is_no_audio_is_an_error(suffix: str, tmp_path: Path) -> None:
    """mutagen's own errors do not come through."""
    broken = tmp_path / f"broken.{suffix}"
    broken.write_bytes(b"not audio at all")
    with pytest.raises(EncoderFailed, match="could not be written"):
        write_tags(broken, TAGS)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "eng"),
        ("de", "deu"),
        ("pt_BR", "por"),
        ("grc", "grc"),
        ("x", "und"),
        ("", "und"),
        ("zz", "und"),
    ],
)
def test_languages_have_three_letters(tag: str, code: str) -> None:
    """As MP4's streams and ID3 ask for."""
    assert iso_639_2(tag) == code


@pytest.mark.parametrize("suffix", ["mp3", "wav", "flac", "opus"])
def test_a_chapter_with_an_endless_title_is_not_lost(suffix: str, make: Make) -> None:
    """ffmpeg leaves out one whose title is longer than it likes: titles are cut as in an M4B."""
    path = make(suffix)
    marks = [Mark("One", 0, 50), Mark("e\u0301" * 150, 50, 100), Mark("Three", 100, 200)]
    write_tags(path, TAGS, chapters=marks)
    listed = ffmpeg.output_of(("-i", str(path), "-f", "ffmetadata", "-")).decode("utf-8", "replace")
    assert listed.count("[CHAPTER]\n") == len(marks) + HOSTILE.count("[CHAPTER]\n")


@pytest.mark.parametrize("suffix", ["mp3", "wav"])
def test_chapters_in_id3_stand_in_the_order_of_time(suffix: str, make: Make) -> None:
    """The shortest title came first, and ffmpeg lists them as they stand; nothing else is moved."""
    path = make(suffix)
    titles = ["A long first title", "Two", "The third of them", "4", HOSTILE]
    marks = [Mark(title, 40 * number, 40 * number + 40) for number, title in enumerate(titles)]
    write_tags(path, TAGS, chapters=marks)
    listed = ffmpeg.output_of(("-i", str(path), "-f", "ffmetadata", "-")).decode("utf-8", "replace")
    starts = [int(start) for start in re.findall(r"START=(\d+)", listed)]
    assert starts == sorted(starts)
    tag = mutagen.File(path).tags
    assert [tag[f"CHAP:chapter{n}"].start_time for n in range(1, 6)] == [0, 40, 80, 120, 160]
    assert tag["TALB"].text == [" ".join(HOSTILE.split())] or tag["TALB"].text == [HOSTILE]
    assert tag.getall("APIC")[0].data == TAGS.cover_jpeg
