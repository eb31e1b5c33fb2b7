"""The workspace: what is open, as all pages share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from vox1.settings import Settings
from vox1_gui.watched import Watched

BOOK_ENDINGS = (".epub", ".pdf", ".docx", ".txt", ".md", ".html", ".htm", ".fb2", ".json")
"""Of files that can be books."""


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter of the open book, as lists show it.

    Attributes:
        number: From 1, in the book as it stands now.
        title: Its title.
        words: How many are read of it.
        seconds: About how long it will be, as reckoned before anything was spoken.
        enabled: Whether it is read by default.
        reason: Why it is not, such as ``contents list``; empty where it is.
        style: How it is read, where it differs from the narrator's style.
        voice: Who reads it, where it is not the narrator.
        state: How far its render is: ``new``, ``part``, ``done`` or ``flagged``.
    """

    number: int
    title: str
    words: int
    seconds: float = 0.0
    enabled: bool = True
    reason: str = ""
    style: str = ""
    voice: str = ""
    state: str = "new"


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A book that was opened.

    Attributes:
        path: The file that the listener opened.
        render_path: What is rendered: the same, or the manifest that holds what was edited.
        title: Its title.
        authors: In order.
        language: A BCP 47 tag; empty where nobody knows.
        cover_jpeg: The cover, small enough to be shown; None where it has none.
        chapters: In order.
        ticked: Numbers of the chapters that are to be narrated.
    """

    path: Path
    render_path: Path
    title: str
    authors: tuple[str, ...]
    language: str
    cover_jpeg: bytes | None
    chapters: tuple[ChapterRow, ...]
    ticked: frozenset[int]

    @property
    def words(self) -> int:
        """How many words are to be narrated."""
        return sum(chapter.words for chapter in self.chapters if chapter.number in self.ticked)

    @property
    def seconds(self) -> float:
        """About how long what is to be narrated will be, as reckoned before anything was spoken."""
        return sum(chapter.seconds for chapter in self.chapters if chapter.number in self.ticked)


@dataclass(slots=True)
class Workspace:
    """What is open.

    Attributes:
        book: The book; None before one was opened.
        settings: The listener's choices, voice included, as they are kept for all books.
    """

    book: Watched[OpenBook | None] = field(default_factory=lambda: Watched[OpenBook | None](None))
    settings: Watched[Settings] = field(default_factory=lambda: Watched(Settings()))

    def forget_all(self) -> None:
        """Tell nobody any more: all pages are made anew."""
        self.book.forget_all()
        self.settings.forget_all()
