"""Editing: a book whose chapters are renamed, joined, split, moved, directed, reworded or left out of. Pure.

No word is lost by any of it, but for those that a rewording replaces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from booksmith_module import unread
from booksmith_module.alignment import Alignment, Edit
from booksmith_module.book import Block, BlockKind, Book, Chapter, Role, Source, Span, Unread
from booksmith_module.clean import clean
from booksmith_module.errors import BookError
from booksmith_module.rewording import reworded

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What an odd clipboard has; no engine takes it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A book that was edited.

    Attributes:
        book: As it is now.
        origins: For each of its chapters, the numbers of those before that it was made of.
    """

    book: Book
    origins: tuple[tuple[int, ...], ...]

    def carried(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return which chapters are made of some before, such as those that are to be narrated."""
        before = frozenset(numbers)
        return frozenset(new for new, old in enumerate(self.origins, 1) if before.intersection(old))

    def carried_back(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return which chapters before went into some of now."""
        return frozenset(old for number in numbers for old in self.origins[number - 1])


def renamed(book: Book, number: int, title: str) -> Edited:
    """Give a chapter another title.

    Args:
        book: As it is.
        number: The chapter's, from 1.
        title: Not empty.

    Raises:
        BookError: There is no such chapter, or the title is empty.
    """
    title = _line(title)
    if not title:
        raise BookError("no-title", "A chapter needs a title", "Type at least one word.")
    return _changed(book, number, replace(_chapter(book, number), title=title))


def directed(book: Book, numbers: Iterable[int], voice: str | None, style: str | None) -> Edited:
    """Have chapters read by another voice, or in another style.

    Args:
        book: As it is.
        numbers: The chapters', from 1.
        voice: As `render --voice` takes it, empty for the book's narrator; None leaves it as it is.
        style: How to read, empty for the narrator's own style; None leaves it as it is.

    Raises:
        BookError: There is no such chapter.
    """
    chapters = list(book.chapters)
    for number in numbers:
        chapter = _chapter(book, number)
        chapters[number - 1] = replace(
            chapter,
            voice=chapter.voice if voice is None else _line(voice),
            style_prompt=chapter.style_prompt if style is None else _line(style),
        )
    return _with(book, chapters, [(number,) for number in range(1, len(chapters) + 1)])


def merged(book: Book, number: int) -> Edited:
    """Join a chapter with the next. What either of them has read is read.

    Raises:
        BookError: There is no such chapter, or none after it, or the two are in two languages.
    """
    if number >= len(book.chapters):
        raise BookError(
            "no-next-chapter", "There is no chapter after this one to join it with", "Choose an earlier one."
        )
    first, second = _chapter(book, number), _chapter(book, number + 1)
    if (first.language or book.language) != (second.language or book.language):
        raise BookError(
            "two-languages",
            f"“{first.title}” and “{second.title}” are in two languages, and a chapter has one",
            "Leave them apart: each is read in its own language.",
        )
    is_read = first.enabled or second.enabled
    joined = replace(
        first,
        blocks=(*first.blocks, *second.blocks),
        unread=(*first.unread, *_moved(second.unread, len(first.blocks))),
        role=first.role if first.role is second.role else Role.BODY,
        enabled=is_read,
        reason="" if is_read else first.reason,
        style_prompt=first.style_prompt or second.style_prompt,
        voice=first.voice or second.voice,
    )
    chapters = list(book.chapters)
    chapters[number - 1 : number + 1] = [joined]
    origins: list[tuple[int, ...]] = [(old,) for old in range(1, len(book.chapters) + 1)]
    origins[number - 1 : number + 1] = [(number, number + 1)]
    return _with(book, chapters, origins)


def split(book: Book, number: int, block: int, character: int, title: str = "") -> Edited:
    """Split a chapter in two.

    Args:
        book: As it is.
        number: The chapter's, from 1.
        block: The one in which the second part begins, from 0.
        character: Of that block's text, with which it begins; 0 for all of it.
        title: Of the second part; empty for its heading, or its first words.

    Raises:
        BookError: There is no such chapter, or one of the parts would have nothing to say.
    """
    chapter = _chapter(book, number)
    if not 0 <= block < len(chapter.blocks):
        raise _nothing_to_split()
    before, inside, after = chapter.blocks[:block], chapter.blocks[block], chapter.blocks[block + 1 :]
    head, tail = _split_block(inside, character)
    first, second = (*before, *head), (*tail, *after)
    if not any(b.text for b in first) or not any(b.text for b in second):
        raise _nothing_to_split()
    chapters = list(book.chapters)
    # What stands right before the second part is a note of the first, more often than not.
    rest = next((i for i, one in enumerate(chapter.unread) if one.before > block), len(chapter.unread))
    shift = len(second) - len(chapter.blocks)
    new = replace(
        chapter,
        title=_line(title) or _first_words(second),
        blocks=second,
        unread=_moved(chapter.unread[rest:], shift),
    )
    chapters[number - 1 : number] = [replace(chapter, blocks=first, unread=chapter.unread[:rest]), new]
    origins = [(old,) for old in range(1, len(book.chapters) + 1)]
    origins.insert(number, (number,))
    return _with(book, chapters, origins)


def moved(book: Book, number: int, place: int) -> Edited:
    """Have a chapter stand in another place.

    Args:
        book: As it is.
        number: The chapter's, from 1.
        place: The number that it is to have; the nearest where there is none such.

    Raises:
        BookError: There is no such chapter.
    """
    _chapter(book, number)
    order = list(range(1, len(book.chapters) + 1))
    order.insert(min(max(place, 1), len(order)) - 1, order.pop(number - 1))
    chapters = list(book.chapters)
    return _with(book, [chapters[old - 1] for old in order], [(old,) for old in order])


def retold(book: Book, number: int, block: int, text: str) -> Edited:
    """Have another text read in a block.

    Args:
        book: As it is.
        number: The chapter's, from 1.
        block: From 0.
        text: What is read instead; empty leaves the block out, and lists it as skipped.

    Raises:
        BookError: There is no such chapter or block.
    """
    chapter = _chapter(book, number)
    if not 0 <= block < len(chapter.blocks) or not chapter.blocks[block].text:
        raise BookError(
            "no-paragraph", "There is no such paragraph any more", "Choose the sentence once more."
        )
    old = chapter.blocks[block]
    line_ends = [i for i, c in enumerate(text) if c == "\n"] if old.kind is BlockKind.VERSE else []
    new, _ = clean(_HALF_CHARACTER.sub("\ufffd", text), [], line_ends)
    if not new:
        return switched_at(book, number, [_place(chapter, block)])
    blocks = (*chapter.blocks[:block], reworded(old, new), *chapter.blocks[block + 1 :])
    return _changed(book, number, replace(chapter, blocks=blocks))


def switched_at(book: Book, number: int, places: Collection[int]) -> Edited:
    """Have blocks of a chapter read that are not, or not read that are.

    Args:
        book: As it is.
        number: The chapter's, from 1.
        places: Of the blocks among all of the chapter, read or not, from 0.

    Raises:
        BookError: There is no such chapter or block.
    """
    chapter = _chapter(book, number)
    if not set(places) <= set(range(len(chapter.blocks) + len(chapter.unread))):
        raise BookError("no-paragraph", "There is no such paragraph any more", "Choose it once more.")
    return _changed(book, number, unread.switched_at(chapter, places))


def switched(book: Book, on: Collection[str] = (), off: Collection[str] = ()) -> Edited:
    """Have all blocks of some kinds read, and none of others; see `unread.switched`.

    Args:
        book: As it is.
        on: Kinds, as `Skipped.kind` has them: ``note``, ``table``, ``licence`` ...
        off: The same.
    """
    chapters = [unread.switched(chapter, on, off) for chapter in book.chapters]
    return _with(book, chapters, [(number,) for number in range(1, len(chapters) + 1)])


def _place(chapter: Chapter, block: int) -> int:
    """The place of a block that is read, among all of its chapter."""
    return block + sum(one.before <= block for one in chapter.unread)


def _moved(unread_blocks: Iterable[Unread], by: int) -> tuple[Unread, ...]:
    return tuple(replace(one, before=one.before + by) for one in unread_blocks)


def _chapter(book: Book, number: int) -> Chapter:
    if not 1 <= number <= len(book.chapters):
        raise BookError("no-chapter", f"There is no chapter {number}", "Choose one from the list.")
    return book.chapters[number - 1]


def _line(typed: str) -> str:
    """A line of text as it can be kept: single spaces, whole characters."""
    return _HALF_CHARACTER.sub("\ufffd", " ".join(typed.split()))


def _changed(book: Book, number: int, chapter: Chapter) -> Edited:
    chapters = list(book.chapters)
    chapters[number - 1] = chapter
    return _with(book, chapters, [(old,) for old in range(1, len(chapters) + 1)])


def _with(book: Book, chapters: Sequence[Chapter], origins: Sequence[tuple[int, ...]]) -> Edited:
    return Edited(replace(book, chapters=tuple(chapters)), tuple(origins))


def _nothing_to_split() -> BookError:
    return BookError(
        "nothing-to-split",
        "One of the two chapters would be empty",
        "Choose a sentence that has others before it; the second chapter begins with it.",
    )


def _first_words(blocks: Sequence[Block]) -> str:
    """A title for a part without one: its heading, or how it begins."""
    text = next(block.text for block in blocks if block.text)
    words = text.split()
    return " ".join(words) if len(words) <= 8 else f"{' '.join(words[:6])}…"


def _split_block(block: Block, character: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """A block as it stands before and after a place in it; nothing where there are no words."""
    end = len(block.text[:character].rstrip())
    start = len(block.text) - len(block.text[character:].lstrip())
    if not end:
        return (), (block,)
    if start >= len(block.text):
        return (block,), ()
    return (_part(block, 0, end),), (_part(block, start, len(block.text)),)


def _part(block: Block, start: int, end: int) -> Block:
    """The part of a block between two characters, with the part of its source that it was made of."""
    source = block.source and _part_of_source(block.source, start, end)
    spans = (
        Span(max(span.start, start) - start, min(span.end, end) - start, span.speaker)
        for span in block.spans
        if span.start < end and start < span.end
    )
    return replace(block, text=block.text[start:end], source=source, spans=tuple(spans))


def _part_of_source(source: Source, start: int, end: int) -> Source:
    first, last = source.alignment.source_span(start, end)
    edits = (
        Edit(max(e.source_start, first), min(e.source_end, last), max(e.start, start), min(e.end, end))
        for e in source.alignment.edits
        if e.start < end and start < e.end
    )
    alignment = Alignment(tuple(edits)).moved(-first, -start)
    return replace(source, start=source.start + first, end=source.start + last, alignment=alignment)
