"""Edges: what stands at the very top and foot of each page, and whether the text runs on past it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from booksmith_module.readers.pdf.body import ENDS_SENTENCE, Body
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.pages import Page

_LINES_OF_HEAD = 3
_SLOT_POINTS = 4
"""Lines whose distances from the edge differ by less stand in the same place."""
_SAME_ROW_EMS = 0.6
_NUMERAL = re.compile(r"\b(?:\d+|[ivxlc]+)\b", re.IGNORECASE)
_NOT_CLOSED = re.compile(r"[,;:—–-]$")
_SHARE_OF_FULL = 0.1
"""So many pages, at least, are full."""
_FULL = 0.85
"""A line whose words take this share of the column's width is no title."""
_LONG = 0.6
"""A line of this share of the column's width is one of a paragraph."""


@dataclass(slots=True)
class Row:
    """What stands at the very top or foot of a page.

    Attributes:
        page: The page.
        pieces: Its pieces, left to right.
        place: Its distance from the edge, in points.
        inner: The pieces of each of the next lines towards the middle of the page, nearest line first.
        folios: The page numbers that a piece of it, or all of it, may be: kind, value and piece.
        kind: What kind of furniture it is; empty where it is none.
    """

    page: Page
    pieces: list[Line]
    place: float
    inner: Sequence[Sequence[Line]]
    folios: list[tuple[str, int, Line]] = field(default_factory=list)
    kind: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def pattern(self) -> str:
        """Its text with every number alike."""
        return _NUMERAL.sub("#", self.text).casefold()

    @property
    def numerals(self) -> list[str]:
        """The numbers in it, as printed."""
        return _NUMERAL.findall(self.text)

    @property
    def size(self) -> float:
        """Of its largest type, in points."""
        return max(piece.size for piece in self.pieces)

    @property
    def slot(self) -> int:
        """Its place, alike for rows that stand at the same one; neighbours differ by 1."""
        return round(self.place / _SLOT_POINTS)

    @property
    def step(self) -> float:
        """From its baseline to the next line's, in points; 0 where it is all of the page."""
        return abs(self.inner[0][0].baseline - self.pieces[0].baseline) if self.inner else 0

    @property
    def gap(self) -> float:
        """The widest step among it and the next two lines, for heads may have two; 0 where it is all."""
        baselines = [self.pieces[0].baseline, *(line[0].baseline for line in self.inner)]
        return max((abs(b - a) for a, b in pairwise(baselines)), default=0)


def edge_row(page: Page, *, is_top: bool) -> Row | None:
    """Return the first or last line of a page, with the pieces beside it; None where there is no text."""
    if not page.pieces:
        return None
    ordered = sorted(page.pieces, key=lambda piece: piece.baseline, reverse=not is_top)
    first = ordered[0]
    near = _SAME_ROW_EMS * first.size
    pieces = [piece for piece in ordered if abs(piece.baseline - first.baseline) <= near]
    others = ordered[len(pieces) :]
    if any(piece.size > 1.6 * first.size and piece.y0 < first.baseline < piece.y1 for piece in others):
        return None  # a drop cap beside the first line
    place = first.baseline if is_top else page.height - first.baseline
    row = Row(page, sorted(pieces, key=lambda piece: piece.x0), place, _inner(first, others))
    row.folios = list(_folios(row))
    return row


def _inner(first: Line, others: Iterable[Line]) -> list[list[Line]]:
    """The next lines, as many as a head and the text below it may be."""
    found: list[list[Line]] = []
    before = first
    for piece in others:
        if abs(piece.baseline - before.baseline) > 0.5 * first.size:
            if len(found) == _LINES_OF_HEAD:
                break
            found.append([])
            before = piece
        if found:
            found[-1].append(piece)
    return found


def _folios(row: Row) -> Iterable[tuple[str, int, Line]]:
    """The pieces of a row that may be page numbers; those at its ends only."""
    if len(row.pieces) == 1 and not folio(row.text):
        words = row.text.split()
        for word in (words[0], words[-1]):
            if found := folio(word):
                yield (*found, row.pieces[0])
        return
    for piece in (row.pieces[0], row.pieces[-1]):
        if found := folio(piece.text):
            yield (*found, piece)


def runs_on_below(row: Row, body: Body) -> bool:
    """Whether the text below the first row of a page is the rest of a sentence of the page before.

    A heading, or the first line of a letter or a poem, has no such text below it.
    """
    if not may_cut(row, body):
        return False
    for pieces in row.inner:
        if _is_long(pieces, body):
            return _begins_small(pieces, body)
        if _begins_small(pieces, body):
            return False
    return False


def breaks_off(foot: Sequence[Row], body: Body) -> set[int]:
    """Return the pages that are full and end in the middle of a sentence, given the last row of each."""
    slots = Counter(row.slot for row in foot if body.is_body(row.pieces[0]))
    least = max(2, _SHARE_OF_FULL * slots.total())
    lowest = min((slot for slot, count in slots.items() if count + slots[slot + 1] >= least), default=0)
    reach = lowest + 1 + body.leading / _SLOT_POINTS
    return {
        row.page.number
        for row in foot
        if body.is_body(row.pieces[0]) and row.slot <= reach and not ENDS_SENTENCE.search(row.text)
    }


def may_cut(row: Row, body: Body) -> bool:
    """Whether a row may stand between two parts of a sentence: it leads to no text and is none."""
    return not _NOT_CLOSED.search(row.text) and not _is_of_paragraph(row, body)


def runs_on(row: Row, body: Body) -> bool:
    """Whether a page, whose first row is given, begins with the rest of a sentence."""
    return _begins_small(row.pieces, body) or runs_on_below(row, body)


def _is_of_paragraph(row: Row, body: Body) -> bool:
    """Whether a row is itself in the middle of a paragraph: full, or with a small letter first."""
    words = sum(piece.width for piece in row.pieces if body.is_text(piece))
    return words >= _FULL * body.width > 0 or _begins_small(row.pieces, body)


def _is_long(pieces: Sequence[Line], body: Body) -> bool:
    width = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    return width >= _LONG * body.width


def _begins_small(pieces: Sequence[Line], body: Body) -> bool:
    first = min(pieces, key=lambda piece: piece.x0)
    return body.is_text(first) and first.text[:1].islower()
