"""Columns: the pieces of a page put in the order they are read in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from booksmith_module.readers.pdf.lines import Line, rows

_LEAST_ROWS = 3
"""So many lines must stand beside each other to be columns."""
_LEAST_WORDS = 2.5
"""So many words a line: fewer are the cells of a table, or page numbers in a contents list."""
_LEAST_SHARE = 0.15
"""So much of a page's text must stand in columns."""
_LEAST_WIDTH = 0.18
"""So much of the text's width each column must have."""
_MOST_CUTS = 40


def columns(pieces: Sequence[Line]) -> list[list[Line]]:
    """Return whole lines in reading order, one list for each column or stretch across the page."""
    cut = _best_cut(pieces)
    if cut is None:
        return [rows(pieces)] if pieces else []
    found: list[list[Line]] = []
    across: list[Line] = []
    for band in _bands(pieces, cut):
        left, right = band.sides
        if _are_columns(left, right, _width(pieces)):
            if across:
                found.append(rows(across))
                across = []
            found += columns(left)
            found += columns(right)
        else:
            across += [*left, *right]
        across += band.below
    if across:
        found.append(rows(across))
    return found


class _Band:
    """What stands left and right of a cut between two lines that run across it.

    Attributes:
        sides: Left and right.
        below: The line across the cut that ends it.
    """

    __slots__ = ("below", "sides")

    def __init__(self) -> None:
        self.sides: tuple[list[Line], list[Line]] = ([], [])
        self.below: list[Line] = []


def _bands(pieces: Iterable[Line], cut: float) -> list[_Band]:
    bands = [_Band()]
    for piece in sorted(pieces, key=lambda piece: (piece.baseline, piece.x0)):
        slack = 0.2 * piece.size
        if piece.x1 <= cut + slack:
            bands[-1].sides[0].append(piece)
        elif piece.x0 >= cut - slack:
            bands[-1].sides[1].append(piece)
        else:
            bands[-1].below.append(piece)
            bands.append(_Band())
    return bands


def _best_cut(pieces: Sequence[Line]) -> float | None:
    """Where columns are parted: the left edge of a column with the most text in and beside it."""
    if len(pieces) < 2 * _LEAST_ROWS:
        return None
    left, width = min(piece.x0 for piece in pieces), _width(pieces)
    starts = Counter(
        round(piece.x0 / 2) * 2
        for piece in pieces
        if left + _LEAST_WIDTH * width < piece.x0 < left + (1 - _LEAST_WIDTH) * width
    )
    cuts = [start for start, count in starts.most_common(_MOST_CUTS) if count >= _LEAST_ROWS]
    scored = [(_letters_in_columns(pieces, start - 2, width), -start) for start in cuts]
    letters, start = max(scored, default=(0, 0))
    if letters <= _LEAST_SHARE * sum(len(piece.text) for piece in pieces):
        return None
    return -start - 2


def _letters_in_columns(pieces: Sequence[Line], cut: float, width: float) -> int:
    return sum(
        len(piece.text)
        for band in _bands(pieces, cut)
        if _are_columns(*band.sides, width)
        for side in band.sides
        for piece in side
    )


def _are_columns(left: Sequence[Line], right: Sequence[Line], width: float) -> bool:
    """Whether two sides are columns of text rather than the cells of a table."""
    if min(_row_count(left), _row_count(right)) < _LEAST_ROWS:
        return False
    gap = min(piece.x0 for piece in right) - max(piece.x1 for piece in left)
    if gap < 0.4 * left[0].size:
        return False
    top = max(min(piece.baseline for piece in side) for side in (left, right))
    bottom = min(max(piece.baseline for piece in side) for side in (left, right))
    if bottom - top < (_LEAST_ROWS - 1) * left[0].size:
        return False
    return all(
        _width(side) >= _LEAST_WIDTH * width
        and sum(piece.text.count(" ") + 1 for piece in side) >= _LEAST_WORDS * _row_count(side)
        for side in (left, right)
    )


def _row_count(pieces: Iterable[Line]) -> int:
    return len({round(piece.baseline / 3) for piece in pieces})


def _width(pieces: Iterable[Line]) -> float:
    edges = [(piece.x0, piece.x1) for piece in pieces]
    return max(x1 for _, x1 in edges) - min(x0 for x0, _ in edges) if edges else 0
