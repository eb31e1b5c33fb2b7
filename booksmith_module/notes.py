"""Notes: taken out of the text, and put where the listener wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from booksmith_module.book import Block, BlockKind, Skipped
from booksmith_module.document import Document
from booksmith_module.note_blocks import Place, know_notes, place_of
from booksmith_module.options import Notes

_KIND = "note"


class NotesOf:
    """The notes of a book, taken out of its documents.

    Args:
        documents: Of the book; afterwards only the notes that nothing refers to are in them, and none to be
            read if the listener wants none.
        notes: What the listener wants.
    """

    def __init__(self, documents: Sequence[Document], notes: Notes) -> None:
        self._notes = notes
        self._by_block: dict[int, list[Block]] = {}  # by the identity of the block that has the mark
        know_notes(documents)
        self._take_referred(documents)
        for document in documents if notes is Notes.SKIP else ():
            document.remove(_note_numbers(document), _KIND)

    def placed(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return a chapter's blocks with the notes they refer to, if those are read."""
        if self._notes is Notes.SKIP:
            return tuple(blocks)
        chapter: list[Block] = []
        end: list[Block] = []
        for block in blocks:
            chapter.append(block)
            target = chapter if self._notes is Notes.IN_PLACE else end
            target += self._by_block.pop(id(block), [])
        return tuple(chapter + end)

    def unread_after(self, block: Block) -> list[Block]:
        """Return the notes that a block refers to, if those are not read."""
        return self._by_block.pop(id(block), []) if self._notes is Notes.SKIP else []

    def unplaced(self) -> list[Skipped]:
        """Return the notes whose mark is in no chapter: its block was left out, and they with it.

        Ask after all chapters were placed.
        """
        texts: dict[str, list[str]] = {}
        for notes in self._by_block.values():
            for note in notes:
                texts.setdefault(note.source.file if note.source else "", []).append(note.text)
        return [Skipped(_KIND, len(left), file, "\n".join(left)) for file, left in texts.items()]

    def _take_referred(self, documents: Sequence[Document]) -> None:
        """Move each note to the first block that refers to it; one that nothing refers to stays."""
        numbers = {document.file: number for number, document in enumerate(documents)}
        starts = [set(document.opens_with_mark) for document in documents]
        for number, start in _referred(documents, numbers):
            starts[number].add(start)
        taken: list[set[int]] = [set() for _ in documents]
        for document in documents:
            for number, target in document.references:
                place = place_of(documents, numbers, target)
                if place is None or document.blocks[number].kind is BlockKind.NOTE:
                    continue
                note_in = documents[place[0]]
                note = _note_at(note_in, place[1], starts[place[0]])
                new = [at for at in note if at not in taken[place[0]]]
                taken[place[0]].update(new)
                notes = [note_in.blocks[at] for at in new]
                self._by_block.setdefault(id(document.blocks[number]), []).extend(notes)
        for document, numbers_taken in zip(documents, taken, strict=True):
            document.drop(numbers_taken)


def _referred(documents: Sequence[Document], numbers: dict[str, int]) -> Iterable[Place]:
    """Where marks lead to."""
    for document in documents:
        for _, target in document.references:
            place = place_of(documents, numbers, target)
            if place is not None:
                yield place


def _note_at(document: Document, start: int, starts: set[int]) -> list[int]:
    """The blocks of the note that begins at a block; none if there is no note."""
    numbers = []
    for number in range(start, len(document.blocks)):
        if document.blocks[number].kind is not BlockKind.NOTE or (number > start and number in starts):
            break
        numbers.append(number)
    return numbers


def _note_numbers(document: Document) -> list[int]:
    return [number for number, block in enumerate(document.blocks) if block.kind is BlockKind.NOTE]
