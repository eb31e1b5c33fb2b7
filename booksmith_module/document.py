"""Document: one file of a book as blocks, before it is known what is read and where chapters begin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field

from booksmith_module.book import Block, Skipped


@dataclass(slots=True)
class Document:
    """One XHTML file of an EPUB, or the whole of a book that is one file.

    Attributes:
        file: Its name inside the book.
        types: What it says it is: EPUB structural types (``titlepage``, ``bodymatter``) of its body and of
            an only section inside it.
        title: What its head calls it; often of no use.
        blocks: Its text in order, with notes, tables, captions and image descriptions where they stand.
        anchors: Where each element id stands: the number of the first block at or after it.
        references: Note marks in order: the number of the block that holds one, and the note it leads to,
            as ``file#id``.
        skipped: What is in none of the blocks: page numbers, note marks, running heads, hidden text ...
    """

    file: str
    types: frozenset[str] = frozenset()
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    references: list[tuple[int, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def remove(self, numbers: Collection[int], kind: str) -> None:
        """Take blocks out and count them as skipped; anchors then lead to what follows.

        Args:
            numbers: Of the blocks.
            kind: What they are, in the words of `Skipped.kind`.
        """
        gone = sorted(set(numbers))
        if not gone:
            return
        texts = [self.blocks[number].text for number in gone]
        self.skipped.append(Skipped(kind, len(gone), self.file, "\n".join(text for text in texts if text)))
        self.drop(gone)

    def drop(self, numbers: Collection[int]) -> None:
        """Take blocks out that stand somewhere else now."""
        gone = sorted(set(numbers))
        is_gone = frozenset(gone)
        self.blocks = [block for number, block in enumerate(self.blocks) if number not in is_gone]
        self.anchors = {name: number - bisect_left(gone, number) for name, number in self.anchors.items()}
        self.references = [
            (number - bisect_left(gone, number), target)
            for number, target in self.references
            if number not in is_gone
        ]
