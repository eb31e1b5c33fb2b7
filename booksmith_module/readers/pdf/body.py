"""Body: how the running text of a book is set, measured over all its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from booksmith_module.readers.pdf.lines import Line, usual

_HEADING = 1.14
"""Type of this size, compared with the text, is that of headings."""
_LEADING_IN_SIZES = (0.9, 3.0)


@dataclass(frozen=True, slots=True)
class Body:
    """The usual measures of the running text.

    Attributes:
        size: Of the type, in points.
        font: Of the most letters.
        leading: From one baseline to the next, in points.
        indent: Of a paragraph's first line, in points; 0 where paragraphs are not indented.
        width: Of a column, in points.
        is_bold: Whether the running text itself is set in a heavy face.
    """

    size: float
    font: str
    leading: float
    indent: float = 0
    width: float = 0
    is_bold: bool = False

    def is_body(self, line: Line) -> bool:
        """Whether a line is of the size of the running text."""
        return abs(line.size - self.size) <= 0.06 * self.size

    def is_text(self, line: Line) -> bool:
        """Whether a line is set in the type of the running text."""
        return self.is_body(line) and line.font == self.font

    def is_heading(self, line: Line) -> bool:
        """Whether a line is set in type that is larger or heavier than the running text's."""
        return line.size >= _HEADING * self.size or (
            line.is_bold and not self.is_bold and line.size > self.size - 0.6
        )


def measure(columns: Iterable[Sequence[Line]]) -> Body:
    """Return the measures of the text that has most letters."""
    listed = [column for column in columns if column]
    letters: Counter[float] = Counter()
    fonts: Counter[tuple[str, bool]] = Counter()
    for column in listed:
        for line in column:
            for run in line.runs:
                letters[round(run.size * 4) / 4] += run.letters
                fonts[run.font, run.is_bold] += run.letters
    if not letters:
        return Body(10, "", 12)
    size = max(letters, key=lambda key: (letters[key], key))
    font, is_bold = max(fonts, key=lambda key: (fonts[key], key))
    bare = Body(size, font, 1.2 * size)
    widths = [_edges(column, bare) for column in listed]
    leading = usual(_steps(listed, bare), 0.25) or bare.leading
    width = usual((right - left for left, right in widths if right > left), 2)
    indent = _usual_indent(listed, widths, bare)
    return Body(size, font, leading, indent, width, is_bold)


def _steps(columns: Iterable[Sequence[Line]], body: Body) -> Iterable[float]:
    least, most = (share * body.size for share in _LEADING_IN_SIZES)
    for column in columns:
        for above, below in pairwise(column):
            step = below.baseline - above.baseline
            if least < step < most and body.is_body(above) and body.is_body(below):
                yield step


def _edges(column: Sequence[Line], body: Body) -> tuple[float, float]:
    """The left and right edge of a column that is long enough to have them; zeros for others."""
    lines = [line for line in column if body.is_body(line)]
    if len(lines) < 8:
        return 0, 0
    return usual((line.x0 for line in lines), 1), usual((line.x1 for line in lines), 2)


def _usual_indent(
    columns: Sequence[Sequence[Line]], edges: Sequence[tuple[float, float]], body: Body
) -> float:
    """The distance that most indented lines between lines that are not indented have."""
    indents: Counter[float] = Counter()
    lines = 0
    for column, (left, right) in zip(columns, edges, strict=True):
        if right <= left:
            continue
        for above, line, below in zip(column, column[1:], column[2:], strict=False):
            indent = line.x0 - left
            lines += 1
            if (
                0.5 * body.size < indent < 5 * body.size
                and body.is_body(line)
                and min(abs(below.x0 - left), abs(above.x0 - left)) < 0.3 * body.size
                and line.baseline - above.baseline < 2.2 * body.size
            ):
                indents[round(indent * 2) / 2] += 1
    if indents.total() < max(2, 0.02 * lines):
        return 0
    return max(indents, key=lambda key: (indents[key], -key))


ENDS_SENTENCE = re.compile(r"[.!?…:;]['\"”’»“)\]]*(?:\d{1,3}|[*†‡])?$|[.!?…][—-]?['\"”’»]+$")
"""A line whose end may be the end of a paragraph."""
