"""Book: what BookSmith makes of a file, and what everything after it works on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from booksmith_module.alignment import IDENTITY, Alignment


class BlockKind(Enum):
    """What a stretch of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    VERSE = "verse"
    """Lines that keep their ends: the text has a newline between them."""
    LIST_ITEM = "list-item"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"
    """A footnote or endnote, wherever it stands on the page."""
    IMAGE_DESCRIPTION = "image-description"
    """The alternative text of a picture."""
    SCENE_BREAK = "scene-break"
    """No text to speak; a pause."""


_LISTED_AS = {
    BlockKind.TABLE: "table",
    BlockKind.CODE: "program listing",
    BlockKind.CAPTION: "caption",
    BlockKind.NOTE: "note",
    BlockKind.IMAGE_DESCRIPTION: "image description",
}
"""What `Skipped` calls the kinds that may be switched off as a whole."""


class Role(Enum):
    """Which part of a book a chapter belongs to."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a block stands in the book file.

    Attributes:
        file: The document inside the book, such as ``OEBPS/chapter1.xhtml``.
        place: The element, as a path of names and one-based positions among like-named siblings,
            such as ``html/body/section/p[3]``.
        start: First character of the block in the element's own text (all of its text nodes joined).
        end: The character after the last one.
        alignment: From those characters to the block's text.
    """

    file: str
    place: str
    start: int
    end: int
    alignment: Alignment = IDENTITY


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a block's text that somebody other than the narrator says.

    Attributes:
        start: Its first character.
        end: The character after the last.
        speaker: Who says it, by the name that the book's cast has.
    """

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, verse or the like.

    Attributes:
        kind: What it is.
        text: As it will be read, with single spaces; empty for a scene break.
        source: Where it came from; None in a book that was typed into a manifest.
        level: Of a heading, 1 for the outermost; 0 for all else.
        spans: What speakers say of it, in order and apart; the narrator says the rest.
        reason: What it is that is usually not read, such as ``licence``, where its kind does not say so;
            empty for all else.
    """

    kind: BlockKind
    text: str
    source: Source | None = None
    level: int = 0
    spans: tuple[Span, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if bool(self.text) == (self.kind is BlockKind.SCENE_BREAK):
            raise ValueError(f"a {self.kind.value} block with text {self.text!r}")

    @property
    def listed_as(self) -> str:
        """What `Skipped.kind` calls it, and the switch that all of its kind have; empty for running text."""
        return self.reason or _LISTED_AS.get(self.kind, "")


KNOWN_KINDS = frozenset(_LISTED_AS.values())
"""Kinds that any book may have."""

LEFT_OUT = "left out by a correction"
"""The kind of `Skipped` that is a block which the editor does not want read."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A block that has its place in a chapter, and is not read.

    Attributes:
        block: As it is read where it is switched on.
        before: Number of the block, of those that are read, that it stands before; their count for the end.
            Several with the same number stand in their order.
    """

    block: Block
    before: int

    @property
    def reason(self) -> str:
        """Why it is not read, as `Skipped.kind` has it."""
        return self.block.listed_as or LEFT_OUT


@dataclass(frozen=True, slots=True)
class Chapter:
    """One narrated division of the book.

    Attributes:
        title: As the contents list names it, or its heading.
        blocks: Those that are read, in order.
        role: Front matter, body or back matter.
        enabled: Whether it is read by default.
        reason: What it is that is not read by default, such as ``contents list``; empty where it is read.
        style_prompt: How it should be read, for engines that take direction.
        voice: Who reads it, as `render --voice` takes it; empty for the book's narrator.
        language: Its own, a BCP 47 tag; empty where it is the book's.
        unread: Blocks between them that are not read, in order.
    """

    title: str
    blocks: tuple[Block, ...]
    role: Role = Role.BODY
    enabled: bool = True
    reason: str = ""
    style_prompt: str = ""
    voice: str = ""
    language: str = ""
    unread: tuple[Unread, ...] = ()

    @property
    def text(self) -> str:
        """All that will be narrated, blocks separated by an empty line."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    @property
    def words(self) -> int:
        """Words to be narrated; see `count_words`."""
        return count_words(self.text)


LOST_DOCUMENT = "damaged document"
"""The kind of `Skipped` that is a part of the book which could not be read at all."""


def is_sayable(text: str) -> bool:
    """Whether there is anything in a text to say: a letter, a digit, or a sign with a name such as ``$``.

    A row of asterisks or hearts has none; it is an ornament.
    """
    return any(
        unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Sc" or c in "%&@+=" for c in text
    )


_LETTERED = re.compile(r"\S*[^\W_]\S*")
_UNLETTERED = re.compile(r"(?<!\S)(?:(?!\s)[\W_])+(?!\S)")


def count_words(text: str) -> int:
    """Return how many words there are to say, counted between spaces."""
    # Nearly every word has a letter or digit; only the few others are looked at one by one.
    return len(_LETTERED.findall(text)) + sum(map(is_sayable, _UNLETTERED.findall(text)))


_SAMPLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the book that will not be read.

    Attributes:
        kind: What it is: ``note``, ``note mark``, ``page number``, ``picture`` ...
        count: How many of them.
        where: The document inside the book, or the page of a PDF.
        text: All of their words, one of them after the other, a line each.
    """

    kind: str
    count: int
    where: str
    text: str

    @property
    def sample(self) -> str:
        """The beginning of the first one's text; empty where it has none."""
        return self.text.partition("\n")[0][:_SAMPLE_CHARACTERS].rstrip()


def merge_skipped(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Return one entry for each kind and place, in order of first sight."""
    merged: dict[tuple[str, str], list[Skipped]] = {}
    for item in skipped:
        merged.setdefault((item.kind, item.where), []).append(item)
    return tuple(
        Skipped(kind, sum(i.count for i in items), where, "\n".join(i.text for i in items if i.text))
        for (kind, where), items in merged.items()
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """The book's cover, made safe and small enough for any player.

    Attributes:
        jpeg: An RGB baseline JPEG.
        width_px: Its width.
        height_px: Its height.
    """

    jpeg: bytes
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose words are said in a voice of their own.

    Attributes:
        name: As the spans have it.
        voice: As `render --voice` takes it; empty for the narrator's.
        style_prompt: How they speak, for engines that take direction.
    """

    name: str
    voice: str = ""
    style_prompt: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A book as BookSmith read it.

    Attributes:
        title: The book's title; the file's name where the book has none.
        authors: In the book's order.
        language: A BCP 47 tag such as ``en-GB``; empty where the book does not say.
        chapters: In reading order, those not read by default among them. A long book's are made anew
            whenever they are asked for: ask for each once.
        unplaced: What is not read and has no place between the blocks of a chapter: page numbers, note marks,
            damaged documents ...
        warnings: Sentences for the reader about what was odd or missing in the file.
        cover: None where the book has none or it cannot be shown.
        subtitle: Empty where there is none.
        series: The name of the series that the book is part of, or empty.
        series_number: Its number there, such as ``2`` or ``2.5``, or empty.
        description: The publisher's text about the book, without markup.
        publisher: Who published the file.
        year: Four digits, or empty.
        subjects: Genres and topics.
        identifier: An ISBN, UUID or address that names the edition.
        audited_words: How many words of the file were counted a second way; 0 where they were not.
            What of them is neither read nor listed is a warning.
        voice: Who reads it, as `render --voice` takes it; empty where the book does not say.
        cast: Its speakers, by their names.
    """

    title: str
    authors: tuple[str, ...]
    language: str
    chapters: Sequence[Chapter]
    unplaced: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    cover: Cover | None = None
    subtitle: str = ""
    series: str = ""
    series_number: str = ""
    description: str = ""
    publisher: str = ""
    year: str = ""
    subjects: tuple[str, ...] = ()
    identifier: str = ""
    audited_words: int = 0
    voice: str = ""
    cast: tuple[Speaker, ...] = ()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """All that is left out of the chapters, counted. It looks at each chapter: ask once."""
        return merge_skipped(chain(self.unplaced, *map(skipped_of, self.chapters)))


def skipped_of(chapter: Chapter) -> Iterator[Skipped]:
    """Return what is left out of a chapter."""
    for unread in chapter.unread:
        source = unread.block.source
        yield Skipped(unread.reason, 1, source.file if source else chapter.title, unread.block.text)
