"""Passages: the text of the open book, a chapter at a time, and where in it something stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from booksmith_module.book import Book, Chapter, Skipped
from booksmith_module.unread import in_order
from vox1_gui.errands.books import book_on
from vox1_gui.errands.desk import Desk

_MOST_HITS = 2_000
_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or the like.

    Attributes:
        kind: The value of its `BlockKind`.
        text: Empty for a scene break.
        sentences: First character of each sentence, and the one after its last; one where it is not read.
        reason: Why it is not read; None where it is.
    """

    kind: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not read.

    Attributes:
        kind: What it is.
        where: The document in the book file, the page, or the chapter's title.
        text: Its words, a line for each; empty for pictures.
        count: How many of them.
    """

    kind: str
    where: str
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter, to be read on the screen.

    Attributes:
        number: From 1.
        title: Its title.
        language: A BCP 47 tag, resolved.
        voice: Who reads it; empty for the book's narrator.
        style: How it is read; empty for the narrator's style.
        blocks: All, read or not, in the order of the book and numbered from 0.
        left_out: What else is in the same part of the book file and is not read.
    """

    number: int
    title: str
    language: str
    voice: str
    style: str
    blocks: tuple[TextBlock, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the book where something stands.

    Attributes:
        number: The chapter's.
        block: From 0, as in `ChapterText`.
        start: First character in the block.
        end: The one after the last.
    """

    number: int
    block: int
    start: int
    end: int


def chapter_text(desk: Desk, path: Path, number: int) -> ChapterText | None:
    """Return a chapter's text; None where there is no such chapter any more.

    Raises:
        InputError: The book cannot be read.
        DiskError: The disk refuses.
    """
    from vox1.script.sentences import sentence_spans  # noqa: PLC0415  # the window does not load it

    book = book_on(desk, path).book
    if not 1 <= number <= len(book.chapters):
        return None
    chapter = book.chapters[number - 1]
    language = chapter.language or book.language or _DEFAULT_LANGUAGE
    blocks = []
    for one in in_order(chapter):
        desk.control.check()
        text, reason = one.block.text, None if one.is_read else one.reason
        spans = sentence_spans(text, language) if one.is_read else []
        whole = [(0, len(text))] if text else []
        blocks.append(TextBlock(one.block.kind.value, text, tuple(spans or whole), reason))
    return ChapterText(
        number=number,
        title=chapter.title,
        language=language,
        voice=chapter.voice,
        style=chapter.style_prompt,
        blocks=tuple(blocks),
        left_out=tuple(_near(chapter, book.unplaced)),
    )


def _near(chapter: Chapter, skipped: Iterable[Skipped]) -> Iterator[LeftOut]:
    """What is left out in the documents, or on the pages, that a chapter has its text from."""
    sources = [one.block.source for one in in_order(chapter) if one.block.source]
    places = {source.file for source in sources} | {source.place for source in sources}
    for item in skipped:
        if item.where in places:
            yield LeftOut(item.kind, item.where, item.text, item.count)


def all_left_out(desk: Desk, path: Path) -> tuple[LeftOut, ...]:
    """Return all that is in the book file and not in any chapter, by its kind.

    Raises:
        InputError: The book cannot be read.
        DiskError: The disk refuses.
    """
    skipped = book_on(desk, path).book.skipped
    order = {kind: place for place, kind in enumerate(dict.fromkeys(item.kind for item in skipped))}
    listed = (LeftOut(item.kind, item.where, item.text, item.count) for item in skipped)
    return tuple(sorted(listed, key=lambda item: order[item.kind]))


def find_text(desk: Desk, path: Path, wanted: str) -> tuple[Hit, ...]:
    """Return where something stands in the book, in any capitals; the first two thousand places.

    Raises:
        Cancelled: It was given up.
        InputError: The book cannot be read.
        DiskError: The disk refuses.
    """
    words = wanted.split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    hits: list[Hit] = []
    for hit in _hits(desk, book_on(desk, path).book, pattern):
        hits.append(hit)
        if len(hits) == _MOST_HITS:
            break
    return tuple(hits)


def _hits(desk: Desk, book: Book, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for number, chapter in enumerate(book.chapters, 1):
        desk.control.check()
        for index, one in enumerate(in_order(chapter)):
            for match in pattern.finditer(one.block.text):
                yield Hit(number, index, *match.span())
