"""Alignment: where each character of a changed text came from.

A book's text is changed twice on its way to the voice: cleaned as it is read, and spelled out for
speech. Repair, captions and read-along need the way back, so every change is recorded as an Edit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """One replacement: ``source[source_start:source_end]`` became ``text[start:end]``."""

    source_start: int
    source_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The edits between a source text and the text made of it; outside them both are equal.

    Attributes:
        edits: In order, never overlapping in either text.
    """

    edits: tuple[Edit, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the source that ``text[start:end]`` was made of.

        A span that touches an edit takes in all that the edit replaced; text deleted at either
        end of the span stays outside it.
        """
        return self._source_start(start), max(self._source_start(start), self._source_end(end))

    def _source_start(self, position: int) -> int:
        index = bisect_right(self.edits, position, key=lambda edit: edit.start) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        return edit.source_start if position < edit.end else edit.source_end + position - edit.end

    def _source_end(self, position: int) -> int:
        index = bisect_left(self.edits, position, key=lambda edit: edit.start) - 1
        if index < 0:
            return position
        edit = self.edits[index]
        return edit.source_end if position <= edit.end else edit.source_end + position - edit.end

    def inverse(self) -> Alignment:
        """Return the alignment from the text to its source: its ``source_span`` asks where source went."""
        return Alignment(tuple(Edit(e.start, e.end, e.source_start, e.source_end) for e in self.edits))

    def then(self, later: Alignment) -> Alignment:
        """Return the alignment of doing this first and ``later`` on its result."""
        if not self.edits or not later.edits:
            return self if self.edits else later
        ends = [edit.end for edit in self.edits]
        later_ends = [edit.source_end for edit in later.edits]
        edits = []
        for low, high in _joined_spans(self.edits, later.edits):
            edits.append(
                Edit(
                    low + _shift(self.edits, bisect_left(ends, low)),
                    high + _shift(self.edits, bisect_right(ends, high)),
                    low - _shift(later.edits, bisect_left(later_ends, low)),
                    high - _shift(later.edits, bisect_right(later_ends, high)),
                )
            )
        return Alignment(tuple(edits))

    def moved(self, source_by: int, by: int) -> Alignment:
        """Return the same edits with both texts' positions moved, for joining texts end to end."""
        return Alignment(
            tuple(
                Edit(e.source_start + source_by, e.source_end + source_by, e.start + by, e.end + by)
                for e in self.edits
            )
        )


IDENTITY = Alignment()
"""Nothing was changed."""


def _shift(edits: Sequence[Edit], count: int) -> int:
    """How far ahead of the text the source is after the first ``count`` edits, in characters."""
    return edits[count - 1].source_end - edits[count - 1].end if count else 0


def _joined_spans(first: Sequence[Edit], later: Sequence[Edit]) -> list[tuple[int, int]]:
    """Spans of the text in the middle that either side changed, touching ones as one."""
    spans = sorted(
        [(edit.start, edit.end) for edit in first] + [(edit.source_start, edit.source_end) for edit in later]
    )
    joined = [spans[0]]
    for low, high in spans[1:]:
        if low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def rewrite(source: str, changes: Iterable[tuple[int, int, str]]) -> tuple[str, Alignment]:
    """Replace spans of a text and return the new text with its alignment.

    Args:
        source: The text to change.
        changes: ``(start, end, replacement)`` in order, not overlapping; ``start == end`` inserts.
    """
    parts: list[str] = []
    edits: list[Edit] = []
    read, written = 0, 0
    for start, end, replacement in changes:
        parts += (source[read:start], replacement)
        written += start - read
        edits.append(Edit(start, end, written, written + len(replacement)))
        written += len(replacement)
        read = end
    if not edits:
        return source, IDENTITY
    parts.append(source[read:])
    return "".join(parts), Alignment(tuple(edits))


def substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], source: str
) -> tuple[str, Alignment]:
    """Do ``pattern.sub(replacement, source)`` and return the new text with its alignment."""
    changes = ((m.start(), m.end(), replacement(m)) for m in pattern.finditer(source))
    return rewrite(source, (c for c in changes if source[c[0] : c[1]] != c[2]))
