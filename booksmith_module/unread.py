"""Unread: the blocks of a chapter that are not read, taken out of the others and put back. Pure.

Whatever is done here, a chapter's blocks, read or not, stay in the order that they have in the book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from booksmith_module.book import KNOWN_KINDS, Block, Book, Chapter, Unread
from booksmith_module.options import ReadingOptions


@dataclass(frozen=True, slots=True)
class Standing:
    """A block where it stands in a chapter.

    Attributes:
        block: Itself.
        is_read: Whether it is.
        number: Among the blocks that are read, or among those that are not, from 0.
    """

    block: Block
    is_read: bool
    number: int

    @property
    def reason(self) -> str:
        """Why it is not read, or would not be."""
        return Unread(self.block, 0).reason


def in_order(chapter: Chapter) -> Iterator[Standing]:
    """Return all blocks of a chapter, read or not, in the order of the book."""
    waiting = list(enumerate(chapter.unread))[::-1]
    for number, block in enumerate(chapter.blocks):
        while waiting and waiting[-1][1].before <= number:
            place, unread = waiting.pop()
            yield Standing(unread.block, is_read=False, number=place)
        yield Standing(block, is_read=True, number=number)
    for place, unread in reversed(waiting):
        yield Standing(unread.block, is_read=False, number=place)


def arranged(chapter: Chapter, standing: Iterable[Standing]) -> Chapter:
    """Return a chapter with some blocks, in order; `Standing.number` is of no account."""
    blocks: list[Block] = []
    unread: list[Unread] = []
    for one in standing:
        if one.is_read:
            blocks.append(one.block)
        else:
            unread.append(Unread(one.block, len(blocks)))
    return replace(chapter, blocks=tuple(blocks), unread=tuple(unread))


def switched(chapter: Chapter, on: Collection[str], off: Collection[str]) -> Chapter:
    """Return a chapter in which some kinds of blocks are read, and others are not.

    Args:
        chapter: As it is.
        on: Kinds, as `Skipped.kind` has them, of which all blocks are read.
        off: Kinds of which none are.
    """
    is_changed = any(unread.reason in on for unread in chapter.unread) or any(
        block.listed_as in off for block in chapter.blocks if off
    )
    if not is_changed:
        return chapter

    def is_read(one: Standing) -> bool:
        if one.is_read:
            return one.block.listed_as not in off
        return one.reason in on

    return arranged(chapter, (replace(one, is_read=is_read(one)) for one in in_order(chapter)))


def chosen(book: Book, options: ReadingOptions) -> Book:
    """Return a book with the kinds switched that the listener names; one that is not there is a warning."""
    on, off = options.switched_on, options.switched_off
    if not on and not off:
        return book
    there = {kind.name for kind in kinds_of(book.chapters)}
    strange = [kind for kind in dict.fromkeys((*on, *off)) if kind not in {*there, *KNOWN_KINDS}]
    known = ", ".join(sorted(there)) or "nothing"
    warnings = [
        f"Nothing in this book is called “{one}”; what can be switched is: {known}." for one in strange
    ]
    return replace(
        book,
        chapters=tuple(switched(chapter, on, off) for chapter in book.chapters),
        warnings=(*book.warnings, *warnings),
    )


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind of blocks that can be switched.

    Attributes:
        name: As `Skipped.kind` has it.
        read: How many of them are read.
        unread: How many are not.
    """

    name: str
    read: int
    unread: int


def kinds_of(chapters: Iterable[Chapter]) -> tuple[KindCount, ...]:
    """Return which kinds of blocks can be switched in a book, in order of first sight."""
    return summed(count for chapter in chapters for count in _counted(chapter))


def _counted(chapter: Chapter) -> Iterator[KindCount]:
    read = Counter(block.listed_as for block in chapter.blocks)
    unread = Counter(one.reason for one in chapter.unread)
    for name in filter(None, dict.fromkeys((*read, *unread))):
        yield KindCount(name, read[name], unread[name])


def summed(counts: Iterable[KindCount]) -> tuple[KindCount, ...]:
    """Return one count for each kind, in order of first sight."""
    sums: dict[str, KindCount] = {}
    for one in counts:
        before = sums.get(one.name, KindCount(one.name, 0, 0))
        sums[one.name] = KindCount(one.name, before.read + one.read, before.unread + one.unread)
    return tuple(sums.values())


def switched_at(chapter: Chapter, places: Collection[int]) -> Chapter:
    """Return a chapter in which some blocks are read that were not, or the other way round.

    Args:
        chapter: As it is.
        places: Of the blocks in `in_order`, from 0.
    """
    return arranged(
        chapter,
        (
            replace(one, is_read=not one.is_read) if place in places else one
            for place, one in enumerate(in_order(chapter))
        ),
    )


def kept_in_place(unread: Sequence[Unread], old: Sequence[Block], new: Sequence[Block]) -> tuple[Unread, ...]:
    """Return what is not read, after the same block as before, in a chapter whose blocks are others now.

    Args:
        unread: With places among the old blocks.
        old: The blocks that were.
        new: Those that are, the same objects where they stayed.
    """
    places = {id(block): number for number, block in enumerate(new, 1)}
    ends = [0]
    for block in old:
        ends.append(max(places.get(id(block), 0), ends[-1]))
    return tuple(replace(one, before=ends[min(max(one.before, 0), len(old))]) for one in unread)
