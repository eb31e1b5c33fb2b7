"""What a file says of itself, before it is put in the words of a container."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_SHORT_BYTES = 255
"""What the ``desc`` atom holds for iTunes; the whole goes elsewhere."""
_WIDTH = 2
"""Digits of a part in what is sorted by, so that the tenth book stands after the ninth."""


class Chapter(Protocol):
    """A chapter's place in a file, as `vox1.outputs.m4b.Mark` has it."""

    @property
    def title(self) -> str:
        """As the player shows it."""

    @property
    def start_ms(self) -> int:
        """Where it begins."""

    @property
    def end_ms(self) -> int:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class Track:
    """Which part of a book a file is.

    Attributes:
        title: Its own, such as a chapter's.
        number: From 1.
        total: How many files the book has.
    """

    title: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Tags:
    """What the file says of the book.

    Attributes:
        title: The book's.
        author: Its authors, joined by commas.
        narrator: The voice.
        genre: One or more with semicolons between them; ``Audiobook`` where the book names none.
        year: Four digits, or empty.
        description: About the book, or empty.
        language: A BCP 47 tag, or empty.
        publisher: Of the book file, or empty.
        cover_jpeg: The cover, or empty.
        subtitle: Of the book, or empty.
        series: That the book is part of, or empty.
        series_part: Its number there, such as ``2`` or ``2.5``, or empty.
        isbn: 10 or 13 digits that were checked, or empty.
    """

    title: str
    author: str
    narrator: str
    genre: str
    year: str
    description: str
    language: str
    publisher: str
    cover_jpeg: bytes
    subtitle: str = ""
    series: str = ""
    series_part: str = ""
    isbn: str = ""

    @property
    def genres(self) -> list[str]:
        """Each genre."""
        return [genre.strip() for genre in self.genre.split(";") if genre.strip()]

    @property
    def short_description(self) -> str:
        """As much of the description as 255 bytes hold, cut between characters."""
        return self.description.encode("utf-8", "replace")[:_SHORT_BYTES].decode("utf-8", "ignore")

    @property
    def grouping(self) -> str:
        """The series as people write it, ``Name #2``; Audiobookshelf reads it where it finds no better."""
        return f"{self.series} #{self.series_part}" if self.series and self.series_part else self.series

    @property
    def movement(self) -> int | None:
        """The part as the movement tags take it, which know whole numbers only; None for any other."""
        whole = re.fullmatch(r"0*(\d{1,4})(?:\.0+)?", self.series_part.strip())
        return int(whole[1]) if self.series and whole else None

    @property
    def sort_title(self) -> str:
        """What a book of a series is sorted by, ``Series 02 - Title``; empty where its title will do."""
        part = re.fullmatch(r"(\d+)(\.\d+)?", self.series_part.strip())
        if not self.series:
            return ""
        number = f" {part[1].zfill(_WIDTH)}{part[2] or ''}" if part else ""
        return f"{self.series}{number} - {self.title}"
