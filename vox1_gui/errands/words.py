"""Words: how the listener has one of them said, and which sentences of the open book that changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from booksmith_module.book import Book
from vox1_gui.errands.books import book_beside
from vox1_gui.errands.desk import Desk

_TOLD_SECONDS = 0.1
_MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Respelling:
    """How a word is to be said.

    Attributes:
        written: As the book has it.
        spoken: As it sounds.
        is_for_all: Whether in all books, not in this one alone.
    """

    written: str
    spoken: str
    is_for_all: bool = False


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence that is said otherwise.

    Attributes:
        chapter: Its chapter's number.
        before: As it was said.
        after: As it will be.
    """

    chapter: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a respelling changes, as far as the book was looked through.

    Attributes:
        sentences: Those found since the last of these.
        total: How many were found in all.
    """

    sentences: tuple[ChangedSentence, ...]
    total: int


def try_word(desk: Desk, path: Path, respelling: Respelling) -> int:
    """Tell which sentences a respelling changes, chapter by chapter, and return how many.

    Raises:
        Cancelled: It was given up.
        InputError: There is no word, or nothing to say for it.
        DiskError: The lexicon is damaged.
    """
    from vox1.script.lexicon import new_entry  # noqa: PLC0415  # the window does not load it

    entry = new_entry(respelling.written, respelling.spoken)
    total, waiting, told = 0, [], time.monotonic()
    for number, part in _chapters_with(desk, book_beside(desk, path), entry.written):
        for change in desk.backend.try_lexicon(path, entry, part).changes:
            total += 1
            if total <= _MOST_SHOWN:
                waiting.append(ChangedSentence(number, change.before.text, change.after.text))
        if waiting and time.monotonic() - told > _TOLD_SECONDS:
            desk.tell(Changes(tuple(waiting), total))
            waiting, told = [], time.monotonic()
    desk.tell(Changes(tuple(waiting), total))
    return total


def _chapters_with(desk: Desk, book: Book, word: str) -> Iterator[tuple[int, Book]]:
    """The chapters that may hold a word, each as a book of its own, with their numbers."""
    wanted = word.split(maxsplit=1)[0].casefold()
    for number, chapter in enumerate(book.chapters, 1):
        desk.control.check()
        if wanted in chapter.text.casefold():
            yield number, replace(book, chapters=(replace(chapter, enabled=True),))


def add_word(desk: Desk, path: Path, respelling: Respelling) -> None:
    """Have a word said otherwise from now on.

    Raises:
        InputError: There is no word, or nothing to say for it.
        DiskError: The lexicon is damaged, or the disk refuses.
        ProjectBusy: Another VOX-1 is changing a lexicon.
    """
    from vox1.script.lexicon import new_entry  # noqa: PLC0415  # the window does not load it

    book = book_beside(desk, path)
    language = book.language.partition("-")[0] if respelling.is_for_all else ""
    entry = new_entry(respelling.written, respelling.spoken, language)
    desk.backend.add_words([entry], None if respelling.is_for_all else path, book.title)
