"""Book: what BookSmith makes of a file, and what everything after it works on."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum

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
    SCENE_BREAK = "scene-break"
    """No text to speak; a pause."""


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
class Block:
    """One heading, paragraph, verse or the like.

    Attributes:
        kind: What it is.
        text: As it will be read, with single spaces; empty for a scene break.
        source: Where it came from; None in a book that was typed into a manifest.
    """

    kind: BlockKind
    text: str
    source: Source | None = None

    def __post_init__(self) -> None:
        if bool(self.text) == (self.kind is BlockKind.SCENE_BREAK):
            raise ValueError(f"a {self.kind.value} block with text {self.text!r}")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One narrated division of the book.

    Attributes:
        title: As the contents list names it, or its heading.
        blocks: In reading order.
        role: Front matter, body or back matter.
        enabled: Whether it is read by default.
        style_prompt: How it should be read, for engines that take direction.
    """

    title: str
    blocks: tuple[Block, ...]
    role: Role = Role.BODY
    enabled: bool = True
    style_prompt: str = ""

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


def count_words(text: str) -> int:
    """Return how many words there are to say, counted between spaces."""
    return sum(map(is_sayable, text.split()))


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the book that will not be read.

    Attributes:
        kind: What it is: ``footnote``, ``note reference``, ``page number``, ``image`` ...
        count: How many of them.
        where: The document inside the book.
        sample: The beginning of the first one's text; empty where it has none.
    """

    kind: str
    count: int
    where: str
    sample: str


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
class Book:
    """A book as BookSmith read it.

    Attributes:
        title: The book's title; the file's name where the book has none.
        authors: In the book's order.
        language: A BCP 47 tag such as ``en-GB``; empty where the book does not say.
        chapters: In reading order, those not read by default among them.
        skipped: What is left out of the chapters, counted.
        warnings: Sentences for the reader about what was odd or missing in the file.
        cover: None where the book has none or it cannot be shown.
        description: The publisher's text about the book, without markup.
        publisher: Who published the file.
        year: Four digits, or empty.
        subjects: Genres and topics.
        identifier: An ISBN, UUID or address that names the edition.
    """

    title: str
    authors: tuple[str, ...]
    language: str
    chapters: tuple[Chapter, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    cover: Cover | None = None
    description: str = ""
    publisher: str = ""
    year: str = ""
    subjects: tuple[str, ...] = ()
    identifier: str = ""
