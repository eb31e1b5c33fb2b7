"""Corrections: what an editor wants read otherwise than the book file has it, and the book so corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from booksmith_module.book import LEFT_OUT, Block, Book, Chapter, Skipped
from booksmith_module.on_demand import ChaptersOnDemand
from booksmith_module.rewording import reworded

_SHOWN_CHARACTERS = 50


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """What is read instead of a block.

    It names the block by its words: where the book does not have them any more, it has lapsed.

    Attributes:
        chapter: Number of the block's chapter, from 1.
        written: The block's text as the book has it.
        text: What is read instead; empty leaves the block out.
        nth: Which of the chapter's blocks with this text it is, from 1.
    """

    chapter: int
    written: str
    text: str
    nth: int = 1

    @property
    def place(self) -> tuple[int, str, int]:
        """What it is about: two of the same are not both kept."""
        return self.chapter, self.written, self.nth


@dataclass(frozen=True, slots=True)
class Direction:
    """Who reads a chapter, and how, instead of what the book says.

    Attributes:
        chapter: Its number, from 1.
        title: Its title; where the chapter of the number has another, this has lapsed.
        style: How to read it, empty for the narrator's own style; None leaves it to the book.
        voice: Who reads it, as `render --voice` takes it, empty for the narrator; None leaves it to the book.
    """

    chapter: int
    title: str
    style: str | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one book.

    Attributes:
        texts: In the order in which they were made.
        directions: In the order of their chapters, one for each.
    """

    texts: tuple[TextCorrection, ...] = ()
    directions: tuple[Direction, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.texts or self.directions)

    @property
    def chapters(self) -> frozenset[int]:
        """Numbers of the chapters that they are about."""
        texts, directions = self.texts, self.directions
        return frozenset({text.chapter for text in texts} | {each.chapter for each in directions})

    def to_json(self) -> dict[str, Any]:
        """Return them as an object for `json.dump`."""
        return {
            "texts": [asdict(text) for text in self.texts],
            "directions": [asdict(direction) for direction in self.directions],
        }

    @classmethod
    def from_json(cls, written: Any) -> Corrections:
        """Return what `to_json` wrote.

        Raises:
            KeyError: A part is missing.
            TypeError: A part is of the wrong kind.
            ValueError: The same.
            AttributeError: The same.
        """
        return cls(
            tuple(
                TextCorrection(int(c["chapter"]), str(c["written"]), str(c["text"]), int(c["nth"]))
                for c in written["texts"]
            ),
            tuple(
                Direction(int(d["chapter"]), str(d["title"]), _text(d["style"]), _text(d["voice"]))
                for d in written["directions"]
            ),
        )

    def with_texts(self, changed: Iterable[TextCorrection]) -> Corrections:
        """Return them with others put in; one whose text is as written only takes out what was there."""
        texts = {correction.place: correction for correction in self.texts}
        for correction in changed:
            texts.pop(correction.place, None)
            if correction.text != correction.written:
                texts[correction.place] = correction
        return replace(self, texts=tuple(texts.values()))

    def with_direction(self, direction: Direction) -> Corrections:
        """Return them with a chapter's direction put in; an empty one takes out what was there."""
        kept = {other.chapter: other for other in self.directions}
        kept[direction.chapter] = direction
        if direction.style is None and direction.voice is None:
            del kept[direction.chapter]
        return replace(self, directions=tuple(kept[number] for number in sorted(kept)))

    def without(self, other: Corrections) -> Corrections:
        """Return those that are not among others."""
        return Corrections(
            tuple(text for text in self.texts if text not in other.texts),
            tuple(direction for direction in self.directions if direction not in other.directions),
        )


def _text(written: Any) -> str | None:
    return None if written is None else str(written)


def corrected(book: Book, corrections: Corrections) -> Book:
    """Return a book as its editor wants it read; what has lapsed is among its warnings.

    Args:
        book: As read. Of its chapters only those that are corrected are looked at, one at a time.
        corrections: Of this book.
    """
    if not corrections:
        return book
    gone = lapsed(book, corrections)
    standing = corrections.without(gone)
    left_out = [Skipped(LEFT_OUT, 1, f"chapter {c.chapter}", c.written) for c in standing.texts if not c.text]
    warnings = [f"{said} is not heeded: the book is another there now." for said in _named(gone)]
    return replace(
        book,
        chapters=CorrectedChapters(book.chapters, standing),
        unplaced=(*book.unplaced, *left_out),
        warnings=(*book.warnings, *warnings),
    )


def lapsed(book: Book, corrections: Corrections) -> Corrections:
    """Return the corrections that fit nothing in a book any more."""
    texts: list[TextCorrection] = []
    directions: list[Direction] = []
    for number in sorted(corrections.chapters):
        chapter = book.chapters[number - 1] if 1 <= number <= len(book.chapters) else None
        counts = Counter(block.text for block in chapter.blocks) if chapter else Counter[str]()
        texts += [c for c in corrections.texts if c.chapter == number and not 1 <= c.nth <= counts[c.written]]
        directions += [
            d
            for d in corrections.directions
            if d.chapter == number and (chapter is None or chapter.title != d.title)
        ]
    return Corrections(tuple(texts), tuple(directions))


def _named(gone: Corrections) -> Iterator[str]:
    for correction in gone.texts:
        yield f"Your correction of “{_shortened(correction.written)}” in chapter {correction.chapter}"
    for direction in gone.directions:
        yield f"Your voice or style of chapter {direction.chapter} “{_shortened(direction.title)}”"


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARACTERS else f"{flat[: _SHOWN_CHARACTERS - 1].rstrip()}…"


class CorrectedChapters(ChaptersOnDemand):
    """The chapters of a book, each corrected when it is asked for.

    Args:
        chapters: As read; those of a long book come from the disk.
        corrections: Those that have not lapsed.
    """

    def __init__(self, chapters: Sequence[Chapter], corrections: Corrections) -> None:
        self._chapters = chapters
        self._corrections = corrections

    def __len__(self) -> int:
        return len(self._chapters)

    def _chapter(self, place: int) -> Chapter:
        return corrected_chapter(place + 1, self._chapters[place], self._corrections)


def corrected_chapter(number: int, chapter: Chapter, corrections: Corrections) -> Chapter:
    """Return a chapter as its editor wants it read.

    Args:
        number: Its own.
        chapter: As read.
        corrections: Those that have not lapsed.
    """
    if any(correction.chapter == number for correction in corrections.texts):
        blocks = corrected_blocks(number, chapter.blocks, corrections.texts)
        chapter = replace(chapter, blocks=tuple(block for _, block in blocks))
    for direction in corrections.directions:
        if (direction.chapter, direction.title) == (number, chapter.title):
            style = chapter.style_prompt if direction.style is None else direction.style
            voice = chapter.voice if direction.voice is None else direction.voice
            chapter = replace(chapter, style_prompt=style, voice=voice)
    return chapter


def corrected_blocks(
    number: int, blocks: Sequence[Block], corrections: Iterable[TextCorrection]
) -> Iterator[tuple[int, Block]]:
    """Return a chapter's blocks as they are to be read, each with its number among those of the book.

    Args:
        number: The chapter's.
        blocks: As the book has them.
        corrections: Of the whole book.
    """
    wanted = {(c.written, c.nth): c.text for c in corrections if c.chapter == number}
    seen: Counter[str] = Counter()
    for index, block in enumerate(blocks):
        seen[block.text] += 1
        text = wanted.get((block.text, seen[block.text]), block.text)
        if text == block.text:
            yield index, block
        elif text:
            yield index, reworded(block, text)
