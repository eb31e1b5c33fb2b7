"""Flow: the running text of a book as columns of lines in reading order."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.lines import Line, median

_FEW_LINES = 8
_FOOT = 0.9


@dataclass(slots=True)
class Column:
    """A column of a page, or a stretch of it across the page.

    Attributes:
        page: Its page, the first being 1.
        lines: Top to bottom.
        left: Where lines begin that are not indented.
        right: Where full lines end.
        leading: The usual distance between its baselines.
    """

    page: int
    lines: list[Line]
    left: float = 0
    right: float = 0
    leading: float = 0


@dataclass(slots=True)
class Note:
    """A footnote.

    Attributes:
        page: The page it begins on.
        mark: The number or sign before it.
        lines: Its text, without the mark.
    """

    page: int
    mark: str
    lines: list[Line]

    @property
    def name(self) -> str:
        """What references to it call it."""
        return f"note-{self.page}-{self.mark}"


@dataclass(slots=True)
class Flow:
    """The text of a book.

    Attributes:
        columns: In reading order.
        notes: Those that begin on a page, by its number.
        body: The measures of the running text.
    """

    columns: list[Column]
    body: Body
    notes: dict[int, list[Note]] = field(default_factory=dict)

    def lines(self) -> Iterable[Line]:
        """All lines of the running text, in order."""
        return (line for column in self.columns for line in column.lines)


def make_columns(pages: Iterable[tuple[int, Sequence[list[Line]]]], body: Body) -> list[Column]:
    """Return the columns of a book with their edges measured.

    Args:
        pages: The number of each page, and its columns of lines.
        body: The measures of the running text.
    """
    columns = [Column(page, lines) for page, listed in pages for lines in listed if lines]
    for column in columns:
        _measure(column, body)
    _borrow_edges(columns, body)
    return columns


def _measure(column: Column, body: Body) -> None:
    lines = [line for line in column.lines if body.is_body(line)] or column.lines
    column.left = _outermost(line.x0 for line in lines)
    column.right = -_outermost(-line.x1 for line in lines)
    steps = [
        below.baseline - above.baseline
        for above, below in itertools.pairwise(lines)
        if 0.9 * body.size < below.baseline - above.baseline < 2.2 * body.size
    ]
    column.leading = median(steps) if len(steps) > 3 else body.leading


def _outermost(edges: Iterable[float]) -> float:
    """The lowest of the values that enough lines have: one line may stick out."""
    counted = Counter(round(edge / 2) for edge in edges)
    least = max(2, 0.06 * counted.total()) if counted.total() >= _FEW_LINES else 1
    common = [edge for edge, count in counted.items() if count + counted.get(edge + 1, 0) >= least]
    return min(common or counted) * 2


def _borrow_edges(columns: Sequence[Column], body: Body) -> None:
    """Give short columns the edges of the long ones on such pages that they stand between."""
    edges: dict[int, Counter[float]] = defaultdict(Counter)
    for column in columns:
        if len(column.lines) >= _FEW_LINES:
            edges[column.page % 2][column.left] += 1
    for column in columns:
        known = edges[column.page % 2] or edges[1 - column.page % 2]
        if len(column.lines) >= _FEW_LINES or not body.width:
            continue
        around = [
            left
            for left in known
            if left - body.size <= column.left and column.right <= left + body.width + body.size
        ]
        if around:
            column.left = max(around, key=lambda left: (known[left], left))
            column.right = max(column.right, column.left + body.width)
