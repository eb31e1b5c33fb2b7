"""Asides: what was taken out of a book's documents, put where it stood between the blocks of its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from booksmith_module.book import Block, Chapter, Skipped, Unread
from booksmith_module.document import Document
from booksmith_module.notes import NotesOf


class AsidesOf:
    """The blocks of a book that are not read. Make it when no document is changed any more.

    What a document without any other blocks had stands after the one before it. A note stands after the
    first block with its mark.

    Args:
        documents: In reading order.
        notes: Of the book.
    """

    def __init__(self, documents: Sequence[Document], notes: NotesOf) -> None:
        self._notes = notes
        self._before: dict[int, list[Block]] = {}  # by the identity of the block that follows
        self._after: dict[int, list[Block]] = {}
        self._waiting: list[Block] = []  # for the first block of the book
        last: Block | None = None
        for document in documents:
            self._know(document, last)
            last = document.blocks[-1] if document.blocks else last

    def _know(self, document: Document, last: Block | None) -> None:
        if document.blocks and self._waiting:
            self._before[id(document.blocks[0])], self._waiting = self._waiting, []
        last = document.blocks[-1] if document.blocks else last
        for number, block in document.unread:
            if number < len(document.blocks):
                self._before.setdefault(id(document.blocks[number]), []).append(block)
            elif last is not None:
                self._after.setdefault(id(last), []).append(block)
            else:
                self._waiting.append(block)

    def placed(self, chapter: Chapter) -> Chapter:
        """Return a chapter with what is not read of it."""
        unread: list[Unread] = []
        for number, block in enumerate(chapter.blocks):
            before = self._before.pop(id(block), [])
            after = [*self._notes.unread_after(block), *self._after.pop(id(block), [])]
            unread += [Unread(aside, number) for aside in before]
            unread += [Unread(aside, number + 1) for aside in after]
        return replace(chapter, unread=tuple(unread))

    def unplaced(self) -> list[Skipped]:
        """Return what has no chapter to stand in. Ask after all chapters were placed."""
        left = [*self._before.values(), *self._after.values(), self._waiting]
        return [
            Skipped(block.listed_as, 1, block.source.file if block.source else "", block.text)
            for blocks in left
            for block in blocks
        ]
