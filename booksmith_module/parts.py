"""Parts: what the sections of a document say it is, at each of its places."""

from __future__ import annotations

from booksmith_module.document import Document
from booksmith_module.roles import NAMED_TYPES, role_of_types


class Parts:
    """The parts of a document that say what they are, found by block.

    Args:
        document: Its sections hold one another or stand apart, inner ones first.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._innermost = [-1] * len(document.blocks)  # by block: the number of a section, or -1
        self._outer = [-1] * len(document.sections)
        self._begin = {part.start for part in document.sections if part.types & NAMED_TYPES}
        for number in range(len(document.sections) - 1, -1, -1):
            part = document.sections[number]
            self._outer[number] = self._innermost[part.start]
            self._innermost[part.start : part.end] = [number] * (part.end - part.start)

    def types_of(self, start: int, end: int) -> frozenset[str]:
        """Return what the innermost part that holds these blocks says it is, else the document."""
        number = self._innermost[start] if start < end else -1
        while number >= 0:
            part = self._document.sections[number]
            if end <= part.end and role_of_types(part.types):
                return part.types
            number = self._outer[number]
        return self._document.types

    def begins_at(self, number: int) -> bool:
        """Whether the document, or a part that is one whole thing, begins at a block and says what it is."""
        return number in self._begin or (number == 0 and bool(self._document.types & NAMED_TYPES))
