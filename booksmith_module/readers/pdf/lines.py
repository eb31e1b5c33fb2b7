"""Lines: the pieces of text on a page, with where they stand and how they are set."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

# A gap between two pieces of one line that is wider than this is a space, in ems.
_SPACE_EMS = 0.16
# Pieces whose heights overlap by this share of the lower one stand on one line.
_SAME_LINE_OVERLAP = 0.5
_COMBINING = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "˚": "\u030a",
    "ˇ": "\u030c",
    "˝": "\u030b",
    "¸": "\u0327",
}
_ACCENT = re.compile("[´`¨ˆ˜¯˘˙˚ˇ˝¸]")
# A single capital before the accent is the beginning of the same word: kerning parted them.
_ACCENTED = re.compile(r"((?<!\w)[A-Z]\s(?=\S[a-z])|)([´`¨ˆ˜¯˘˙˚ˇ˝¸])\s?([^\W\d_])")
_DROP_CAP_SIZE = 1.7
_DROP_CAP_LETTERS = 2
_RAISED_BY = 0.12
_RAISED_SIZE = 0.92


@dataclass(slots=True)
class Run:
    """Characters of one font and size.

    Attributes:
        text: As extracted, with the spaces between words.
        x0: Left edge in points from the page's left (from its right, in a book that runs that way).
        x1: Right edge, without spaces at the end.
        baseline: In points from the page's top.
        size: Of the font, in points.
        font: Its name in the file.
        is_bold: Whether it is a heavy face.
        is_italic: Whether it is slanted.
        is_mono: Whether all its letters are equally wide.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    is_bold: bool = False
    is_italic: bool = False
    is_mono: bool = False

    @property
    def letters(self) -> int:
        """Characters that are no spaces."""
        return len(self.text) - self.text.count(" ")


class Part(Enum):
    """What a line is part of."""

    TEXT = "text"
    HEADING = "heading"
    CONTENTS = "contents"
    FORMULA = "formula"
    VERSE = "verse"
    TURNED_OVER = "turned over"
    """The rest of a line of verse that was too long for the page."""


@dataclass(slots=True)
class Line:
    """A line of text, or a piece of one that stands apart.

    Attributes:
        page: Its page, the first being 1.
        runs: In reading order; never empty.
        y0: Top edge in points from the page's top.
        y1: Bottom edge.
        x0: Left edge.
        x1: Right edge.
        marks: Note marks that were taken out of it.
        pieces: How many pieces with wide gaps between them it was put together from.
        part: What it is part of, where that is not a paragraph.
        level: Of a heading, 1 for the outermost.
        group: Lines with the same number other than 0 are one heading.
    """

    page: int
    runs: list[Run]
    y0: float
    y1: float
    x0: float = 0
    x1: float = 0
    marks: list[str] = field(default_factory=list)
    pieces: int = 1
    part: Part = Part.TEXT
    level: int = 0
    group: int = 0
    _text: str | None = None
    _size: float = 0
    _baseline: float = 0

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take text, edges and type size from the runs again, after a change to them."""
        self.x0 = min(run.x0 for run in self.runs)
        self.x1 = max(run.x1 for run in self.runs)
        self._text = None
        main = self._main_run()
        self._size, self._baseline = main.size, main.baseline

    def _main_run(self) -> Run:
        """A run of the size that most letters have."""
        if len(self.runs) == 1:
            return self.runs[0]
        letters: Counter[float] = Counter()
        for run in self.runs:
            letters[round(run.size, 1)] += run.letters
        size = max(letters, key=lambda size: (letters[size], size))
        return max((run for run in self.runs if round(run.size, 1) == size), key=lambda run: run.letters)

    @property
    def text(self) -> str:
        """Its text with single spaces."""
        if self._text is None:
            self._text = compose_accents(" ".join("".join(run.text for run in self.runs).split()))
        return self._text

    @property
    def size(self) -> float:
        """The type size of most of its letters, in points."""
        return self._size

    @property
    def baseline(self) -> float:
        """The baseline of most of its letters, in points from the page's top."""
        return self._baseline

    @property
    def width(self) -> float:
        """In points."""
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        """Halfway between its edges."""
        return (self.x0 + self.x1) / 2

    @property
    def is_bold(self) -> bool:
        """Whether all its letters are heavy."""
        return all(run.is_bold for run in self.runs if run.text.strip())

    @property
    def is_italic(self) -> bool:
        """Whether all its letters are slanted."""
        return all(run.is_italic for run in self.runs if run.text.strip())

    @property
    def font(self) -> str:
        """The font of the most letters."""
        return max(self.runs, key=lambda run: run.letters).font

    def is_raised(self, run: Run) -> bool:
        """Whether a run of it is a superscript."""
        return (
            run.baseline < self._baseline - _RAISED_BY * self._size and run.size <= _RAISED_SIZE * self._size
        )


def rows(pieces: Iterable[Line]) -> list[Line]:
    """Return whole lines, top to bottom, from pieces that may stand beside each other."""
    ordered = sorted(pieces, key=lambda piece: (piece.baseline, piece.x0))
    capitals = [piece for piece in ordered if _may_be_drop_cap(piece)]
    joined: list[list[Line]] = []
    drop_caps = [cap for cap in capitals if _is_drop_cap(cap, ordered)]
    for piece in ordered:
        if any(piece is cap for cap in drop_caps):
            continue
        row = next((row for row in reversed(joined[-4:]) if _is_beside(row, piece)), None)
        if row is None:
            joined.append([piece])
        else:
            row.append(piece)
    lines = sorted((_joined(row) for row in joined), key=lambda line: (line.baseline, line.x0))
    for cap in drop_caps:
        _add_drop_cap(cap, lines)
    return lines


def _is_beside(row: Sequence[Line], piece: Line) -> bool:
    """Whether a piece stands in a row, to the left or right of all that is in it."""
    y0, y1 = min(part.y0 for part in row), max(part.y1 for part in row)
    overlap = min(y1, piece.y1) - max(y0, piece.y0)
    if overlap < _SAME_LINE_OVERLAP * min(y1 - y0, piece.y1 - piece.y0):
        return False
    sizes = max(row[0].size, piece.size)
    if abs(row[0].baseline - piece.baseline) > _SAME_LINE_OVERLAP * sizes:
        return False
    slack = 0.1 * sizes
    return all(piece.x0 >= part.x1 - slack or piece.x1 <= part.x0 + slack for part in row)


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    row.sort(key=lambda piece: piece.x0)
    runs: list[Run] = []
    for piece in row:
        first = piece.runs[0]
        if runs and piece.x0 - runs[-1].x1 > _SPACE_EMS * min(first.size, runs[-1].size):
            runs[-1].text += " "
        runs += piece.runs
    y0, y1 = min(piece.y0 for piece in row), max(piece.y1 for piece in row)
    return Line(row[0].page, runs, y0, y1, pieces=len(row))


def _may_be_drop_cap(piece: Line) -> bool:
    letters = piece.text.strip("“\"'‘«„¿¡")
    return len(letters) <= _DROP_CAP_LETTERS and letters[:1].isupper()


def _is_drop_cap(cap: Line, pieces: Sequence[Line]) -> bool:
    """Whether two lines of smaller type stand to the right of a letter and within its height."""
    reach = 1.5 * cap.size
    right = [
        piece
        for piece in pieces
        if piece is not cap
        and cap.size >= _DROP_CAP_SIZE * piece.size
        and 0 <= piece.x0 - cap.x1 + 0.3 * piece.size <= reach
        and cap.baseline - cap.size <= piece.baseline <= cap.baseline + 0.4 * piece.size
    ]
    return len({round(piece.baseline) for piece in right}) > 1


def _add_drop_cap(cap: Line, lines: list[Line]) -> None:
    """Put a drop cap before the first line beside it; those beside it then begin where it does."""
    beside = [
        line
        for line in lines
        if line.x0 >= cap.x1 - 0.3 * line.size
        and cap.baseline - cap.size <= line.baseline <= cap.baseline + 0.4 * line.size
    ]
    first = min(beside, key=lambda line: line.baseline)
    first.runs.insert(0, cap.runs[0])
    for run in cap.runs:
        run.baseline, run.size = first.baseline, first.size
        run.text = run.text.strip()
    first.measure()
    for line in beside:
        line.x0 = cap.x0
    first.y0 = min(first.y0, cap.y0)


def compose_accents(text: str) -> str:
    """Put accents that are characters of their own onto their letters.

    TeX's older fonts have no accented letters: it prints an accent and then the letter over it.
    """
    if not _ACCENT.search(text):
        return text
    return _ACCENTED.sub(_composed, text)


def _composed(match: re.Match[str]) -> str:
    before, accent, after = match.groups()
    letter = unicodedata.normalize("NFC", after + _COMBINING[accent])
    return (before.rstrip() if len(before) > 1 else before) + letter if len(letter) == 1 else match.group()


def usual(values: Iterable[float], step: float = 0.5) -> float:
    """Return the value that occurs most, to the nearest step; 0 where there is none."""
    counted = Counter(round(value / step) for value in values)
    return max(counted, key=lambda key: (counted[key], -key)) * step if counted else 0


def median(values: Iterable[float]) -> float:
    """Return the middle value; 0 where there is none."""
    listed = list(values)
    return statistics.median(listed) if listed else 0
