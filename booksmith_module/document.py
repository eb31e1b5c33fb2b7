"""Document: one file of a book as blocks, before it is known what is read and where chapters begin."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from booksmith_module.book import Block, Skipped


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document that says what it is.

    Attributes:
        types: EPUB structural types and ARIA roles.
        start: Number of its first block.
        end: Number of the block after its last one.
    """

    types: frozenset[str]
    start: int
    end: int


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
        ends: Where the elements with an id end that hold more than one block: the number of the block after
            their last one.
        references: Note marks in order: the number of the block that holds one, and the note it leads to,
            as ``file#id``.
        opens_with_mark: Numbers of the blocks that begin with a note mark: notes, most likely.
        linked: The share of a block's characters that is inside links to places in the book, by number; no
            entry for none.
        set_apart: Paragraphs that look like headings, by number: the level that their class says, or 0 for
            one that is all bold, or centred.
        sections: Parts that say what they are, inner ones first.
        unread: Blocks that were taken out, in order, each with the number of the block that it stood before.
        skipped: What is in none of the blocks: page numbers, note marks, running heads, hidden text ...
        language: What it declares as its own; empty where it declares none.
    """

    file: str
    types: frozenset[str] = frozenset()
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    references: list[tuple[int, str]] = field(default_factory=list)
    opens_with_mark: set[int] = field(default_factory=set)
    linked: dict[int, float] = field(default_factory=dict)
    set_apart: dict[int, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    unread: list[tuple[int, Block]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    language: str = ""

    def remove(self, numbers: Collection[int], kind: str) -> None:
        """Take blocks out, which are not to be read; anchors then lead to what follows.

        Args:
            numbers: Of the blocks.
            kind: What they are, in the words of `Skipped.kind`.
        """
        self.remove_each([(kind, numbers)])

    def remove_each(self, found: Iterable[tuple[str, Collection[int]]]) -> None:
        """Take blocks of several kinds out at once; see `remove`."""
        kinds: dict[int, str] = {}
        for kind, numbers in found:
            for number in numbers:
                kinds.setdefault(number, kind)
        gone = [(number, _listed_as(self.blocks[number], kind)) for number, kind in kinds.items()]
        # What was taken out before a block stands before it still: the sort keeps the order of equals.
        self.unread = sorted([*self.unread, *gone], key=lambda taken: taken[0])
        self.drop(kinds)

    def drop(self, numbers: Collection[int]) -> None:
        """Take blocks out that stand somewhere else now."""
        gone = frozenset(numbers)
        if not gone:
            return
        moved, kept = [], 0
        for number in range(len(self.blocks) + 1):
            moved.append(kept)
            kept += number not in gone
        self.blocks = [block for number, block in enumerate(self.blocks) if number not in gone]
        self.anchors = {name: moved[number] for name, number in self.anchors.items()}
        self.ends = {name: moved[number] for name, number in self.ends.items()}
        self.references = [(moved[n], target) for n, target in self.references if n not in gone]
        self.opens_with_mark = {moved[number] for number in self.opens_with_mark - gone}
        self.linked = {moved[n]: share for n, share in self.linked.items() if n not in gone}
        self.set_apart = {moved[n]: level for n, level in self.set_apart.items() if n not in gone}
        self.unread = [(moved[number], block) for number, block in self.unread]
        sections = (Section(part.types, moved[part.start], moved[part.end]) for part in self.sections)
        self.sections = [part for part in sections if part.start < part.end]


def _listed_as(block: Block, kind: str) -> Block:
    return block if block.listed_as == kind else replace(block, reason=kind)
