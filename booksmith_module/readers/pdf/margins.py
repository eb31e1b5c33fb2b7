"""Margins: the line numbers that run down the side of transcripts and verse."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from booksmith_module.readers.pdf.furniture import LINE_NUMBER
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.pages import Page

_STEPS = frozenset({1, 2, 3, 4, 5, 10})
_LEAST_NUMBERS = 3
_LEAST_BY_ONES = 6
_LEAST_REACH = 0.6
"""Of the height of the text, where every line has a number."""
_ALIGNED_POINTS = 3.0


def remove_line_numbers(pages: Iterable[Page]) -> None:
    """Take the numbers of lines off the pages and itemise them."""
    for page in pages:
        numbers = [piece for piece in page.pieces if piece.text.isdecimal() and len(piece.text) <= 4]
        if len(numbers) >= _LEAST_NUMBERS:
            for column in _aligned(numbers):
                others = [piece for piece in page.pieces if not any(piece is number for number in column)]
                if _number_lines(column, others):
                    page.skip(column, LINE_NUMBER)


def _aligned(numbers: Sequence[Line]) -> list[list[Line]]:
    """Groups of numbers whose right or left edges stand above each other."""
    groups: list[list[Line]] = []
    for number in sorted(numbers, key=lambda number: number.baseline):
        for group in groups:
            if (
                min(abs(group[0].x1 - number.x1), abs(group[0].x0 - number.x0)) <= _ALIGNED_POINTS
                and group[-1].baseline < number.baseline
            ):
                group.append(number)
                break
        else:
            groups.append([number])
    return [group for group in groups if len(group) >= _LEAST_NUMBERS]


def _number_lines(column: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether numbers rise by equal steps beside the text, and not within it."""
    values = [int(number.text) for number in column]
    steps = {after - before for before, after in itertools.pairwise(values)}
    if len(steps) != 1 or not steps <= _STEPS or not others:
        return False
    step = steps.pop()
    beside = [piece for piece in others if column[0].y0 <= piece.baseline <= column[-1].y1]
    left = max(number.x1 for number in column)
    right = min(number.x0 for number in column)
    if not beside or not (
        all(piece.x0 >= left for piece in beside) or all(piece.x1 <= right for piece in beside)
    ):
        return False
    if step > 1:
        return step >= 5 or len(column) > _LEAST_NUMBERS
    lines = sorted({round(piece.baseline) for piece in others})
    reach = column[-1].baseline - column[0].baseline
    height = max(lines[-1] - lines[0], 1)
    numbered = {round(number.baseline) for number in column}
    bare = [line for line in lines if not any(abs(line - near) <= 3 for near in numbered)]
    return len(column) >= _LEAST_BY_ONES and reach >= _LEAST_REACH * height and len(bare) <= 0.25 * len(lines)
