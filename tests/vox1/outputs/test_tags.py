"""Tests of vox1.outputs.tags."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp4 import MP4, MP4Cover

from tests.vox1.outputs.made import audiobook
from vox1.errors import EncoderFailed
from vox1.outputs.m4b import Mark
from vox1.outputs.tags import Tags, write_tags

HOSTILE = "T; = # \\ \n日本 [CHAPTER]\\"
TAGS = Tags(
    title=HOSTILE,
    author="Ann Author, B. Writer",
    narrator="The Voice",
    genre="Audiobook",
    year="1926",
    description="é" * 400,
    language="en-GB",
    publisher="A Press",
    cover_jpeg=b"\xff\xd8\xff\xe0 a jpeg",
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An M4B of 0.2 seconds with two chapters."""
    marks = [Mark("One", 0, 100), Mark("Two", 100, 200)]
    return audiobook(tmp_path, np.zeros(4800, np.float32), marks)


def test_tags_come_back_as_they_were(book: Path) -> None:
    """Each where Audiobookshelf and Apple look for it, hostile characters and all."""
    write_tags(book, TAGS)
    media = MP4(book)
    assert media["\xa9nam"] == media["\xa9alb"] == [HOSTILE]
    assert media["\xa9ART"] == media["aART"] == ["Ann Author, B. Writer"]
    assert media["\xa9wrt"] == media["\xa9nrt"] == ["The Voice"]
    assert (media["\xa9gen"], media["\xa9day"], media["stik"]) == (["Audiobook"], ["1926"], [2])
    assert media["----:com.apple.iTunes:LANGUAGE"] == [b"en-GB"]
    assert media["ldes"] == ["é" * 400]
    assert media["covr"] == [MP4Cover(TAGS.cover_jpeg, MP4Cover.FORMAT_JPEG)]


def test_the_short_description_is_cut_between_characters(book: Path) -> None:
    """255 bytes of two-byte characters are 127 of them."""
    write_tags(book, TAGS)
    assert MP4(book)["desc"] == ["é" * 127]


def test_tags_leave_the_chapters_alone(book: Path) -> None:
    """mutagen writes tags, ffmpeg chapters; neither undoes the other."""
    write_tags(book, TAGS)
    chapters = MP4(book).chapters
    assert chapters is not None
    assert [(chapter.start, chapter.title) for chapter in chapters] == [(0.0, "One"), (0.1, "Two")]


def test_what_a_book_does_not_say_is_not_written(book: Path) -> None:
    """No empty atoms: some players show them as blank lines."""
    write_tags(book, replace(TAGS, year="", description="", language="", publisher="", cover_jpeg=b""))
    names = set(MP4(book).keys())
    assert not names & {"\xa9day", "desc", "ldes", "\xa9pub", "covr", "----:com.apple.iTunes:LANGUAGE"}


def test_a_file_that_is_no_mp4_is_an_error(tmp_path: Path) -> None:
    """mutagen's own errors do not come through."""
    broken = tmp_path / "broken.m4b"
    broken.write_bytes(b"not an mp4")
    with pytest.raises(EncoderFailed, match="could not be written"):
        write_tags(broken, TAGS)
