"""Tests of shelved chapters: they are like those of a tuple, and stay in their file."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from booksmith_module.book import Block, BlockKind, Chapter
from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from booksmith_module.shelved import ShelvedChapters

CHAPTERS = tuple(
    Chapter(f"Chapter {number}", (Block(BlockKind.PARAGRAPH, f"It rained {number} days. " * number),))
    for number in range(1, 8)
)


def shelved(count: int = len(CHAPTERS)) -> ShelvedChapters:
    """Return the chapters out of a file."""
    lines = (
        json.dumps(
            {
                "label": chapter.title,
                "text": chapter.text,
                "blocks": [{"kind": block.kind.value, "text": block.text} for block in chapter.blocks],
            }
        )
        for chapter in CHAPTERS
    )
    return ShelvedChapters(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), count)


def test_they_are_the_chapters_that_were_written() -> None:
    """One by one, from the end, in slices, and as often as they are asked for."""
    chapters = shelved()

    assert len(chapters) == len(CHAPTERS)
    assert chapters == CHAPTERS
    assert (chapters[0], chapters[-1], chapters[2:4]) == (CHAPTERS[0], CHAPTERS[-1], CHAPTERS[2:4])
    assert list(reversed(chapters)) == list(reversed(CHAPTERS))
    assert chapters != CHAPTERS[1:]
    with pytest.raises(IndexError):
        chapters[len(CHAPTERS)]


def test_threads_do_not_get_in_each_others_way() -> None:
    """A place is sought and read in one go."""
    chapters = shelved()
    numbers = [index % len(CHAPTERS) for index in range(500)]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: chapters[n], numbers)) == [CHAPTERS[n] for n in numbers]


def test_a_missing_chapter_is_noticed_at_once() -> None:
    """Not when it is to be spoken, hours later."""
    with pytest.raises(ValueError, match="chapter 8 of 8"):
        shelved(len(CHAPTERS) + 1)


def test_the_file_is_closed_with_the_book(tmp_path: Path) -> None:
    """No handle stays open for books that are done with; an unclosed one would be a warning here."""
    (tmp_path / "book.txt").write_text("Chapter 1\n\nIt rained.\n", encoding="utf-8")

    book = read_book(tmp_path / "book.txt")
    stream = book.chapters._stream  # type: ignore[attr-defined]
    assert not stream.closed
    del book
    assert stream.closed


def test_the_file_of_a_refused_book_is_closed_too(tmp_path: Path) -> None:
    """Its error is all that is left."""
    (tmp_path / "book.epub").write_bytes(b"PK\x03\x04 nothing")

    with pytest.raises(BookError):
        read_book(tmp_path / "book.epub")
