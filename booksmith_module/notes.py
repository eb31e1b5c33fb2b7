"""Notes: found by the marks that lead to them, and put where the listener wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.options import Notes

_KIND = "note"
_OPENS_WITH_NUMBER = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§])[\])]?[.:]?\s")


class NotesOf:
    """The notes of a book, taken out of its documents.

    Args:
        documents: Of the book; afterwards only the notes that are to be read where they stand are in them.
        notes: What the listener wants.
    """

    def __init__(self, documents: Sequence[Document], notes: Notes) -> None:
        self._notes = notes
        self._by_block: dict[int, list[Block]] = {}  # by the identity of the block that has the mark
        _recognise(documents)
        if notes is not Notes.SKIP:
            self._take_referred(documents)
        else:
            for document in documents:
                document.remove(_note_numbers(document), _KIND)

    def placed(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return a chapter's blocks with the notes they refer to."""
        chapter: list[Block] = []
        end: list[Block] = []
        for block in blocks:
            chapter.append(block)
            target = chapter if self._notes is Notes.IN_PLACE else end
            target += self._by_block.pop(id(block), [])
        return tuple(chapter + end)

    def _take_referred(self, documents: Sequence[Document]) -> None:
        """Move each note to the first block that refers to it; one that nothing refers to stays."""
        by_file = {document.file: document for document in documents}
        taken: dict[str, set[int]] = {document.file: set() for document in documents}
        for document in documents:
            for number, target in document.references:
                place = _place(by_file, target)
                if place is None or document.blocks[number].kind is BlockKind.NOTE:
                    continue
                numbers = [n for n in _note_at(*place) if n not in taken[place[0].file]]
                taken[place[0].file].update(numbers)
                notes = [place[0].blocks[n] for n in numbers]
                self._by_block.setdefault(id(document.blocks[number]), []).extend(notes)
        for document in documents:
            document.drop(taken[document.file])


def _recognise(documents: Sequence[Document]) -> None:
    """Know as a note what begins with a mark and has a mark in the text leading to it."""
    by_file = {document.file: document for document in documents}
    order = {document.file: number for number, document in enumerate(documents)}
    for document in documents:
        for number, target in document.references:
            place = _place(by_file, target)
            if place is None:
                continue
            note_in, at = place
            is_later = (order[note_in.file], at) > (order[document.file], number)
            block = note_in.blocks[at]
            opens_with_mark = at in note_in.opens_with_mark or _OPENS_WITH_NUMBER.match(block.text)
            if is_later and opens_with_mark and block.kind is not BlockKind.HEADING:
                note_in.blocks[at] = replace(block, kind=BlockKind.NOTE)


def _place(by_file: dict[str, Document], target: str) -> tuple[Document, int] | None:
    file, _, fragment = target.partition("#")
    document = by_file.get(file)
    number = document.anchors.get(fragment) if document else None
    if document is None or number is None or number >= len(document.blocks):
        return None
    return document, number


def _note_at(document: Document, start: int) -> list[int]:
    """The blocks of the note that begins at a block; none if there is no note."""
    numbers = []
    for number in range(start, len(document.blocks)):
        is_other = number > start and (number in document.opens_with_mark or number in _anchored(document))
        if document.blocks[number].kind is not BlockKind.NOTE or is_other:
            break
        numbers.append(number)
    return numbers


def _anchored(document: Document) -> set[int]:
    return set(document.anchors.values())


def _note_numbers(document: Document) -> list[int]:
    return [number for number, block in enumerate(document.blocks) if block.kind is BlockKind.NOTE]
