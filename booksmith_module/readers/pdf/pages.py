"""Pages: the text of each page as pieces of lines, without what a reader of the page cannot see."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pymupdf

from booksmith_module import limits
from booksmith_module.book import Skipped, is_sayable
from booksmith_module.errors import BookError
from booksmith_module.readers.pdf.lines import Line, Run

# Ligatures are spelled out, pictures stay where they are, and what lies outside the page is seen.
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
# MuPDF's FZ_STEXT_FILLED and FZ_STEXT_STROKED: characters with neither are drawn in no way.
_DRAWN = 16 | 32
_RIGHT_TO_LEFT = ("R", "AL")
_LEVEL = 0.1
"""Most a line may rise or fall, per point of its width, to count as level."""
_NEARLY_WHITE = 0xF0
_SMALLEST_SIZE = 1.5
_SMALLEST_BODY = 4.0
_LOOK_DPI = 60
_LOOK_PIXELS = 1200


@dataclass(slots=True)
class Page:
    """One page.

    Attributes:
        number: The first is 1.
        width: In points, as the page is looked at.
        height: In points.
        pieces: What is to be read, in the order of the file; running heads and the like among it.
        skipped: Text that cannot be seen, or stands in another direction.
        is_mirrored: Whether places are measured from the right, because its script runs from there.
    """

    number: int
    width: float
    height: float
    pieces: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    is_mirrored: bool = False

    @property
    def where(self) -> str:
        """The page in words."""
        return f"page {self.number}"

    def skip(self, lines: Iterable[Line], kind: str) -> None:
        """Take those of the pieces that are still on the page off it, and itemise their words."""
        identities = {id(line) for line in lines}
        self.note(kind, (piece.text for piece in self.pieces if id(piece) in identities))
        self.pieces = [piece for piece in self.pieces if id(piece) not in identities]

    def note(self, kind: str, texts: Iterable[str]) -> None:
        """Itemise words that are not read."""
        sayable = [text for text in texts if is_sayable(text)]
        if sayable:
            self.skipped.append(Skipped(kind, len(sayable), self.where, "\n".join(sayable)))


@dataclass(slots=True)
class _Piece:
    """A line as MuPDF has it, before it is known whether it is read.

    Attributes:
        spans: MuPDF's dictionaries.
        direction: Degrees its text is turned by, in quarters: 0, 90, 180 or 270; 45 for any other.
        box: MuPDF's bounding box.
        is_drawn: Whether any of it is filled or stroked.
    """

    spans: list[dict[str, Any]]
    direction: int
    box: tuple[float, float, float, float]
    is_drawn: bool
    letters: int


def read_page(page: Any, number: int, recognised: Any = None) -> Page:
    """Return the text of a page.

    Args:
        page: The page.
        number: Its number, the first being 1.
        recognised: A text page of PyMuPDF that is read instead of the page's own text.

    Raises:
        BookError: It has more text than any page.
        RuntimeError: MuPDF cannot read it.
    """
    everything = recognised or page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=_FLAGS)
    found = page.get_text("dict", flags=_FLAGS, textpage=everything)
    pieces = [
        piece
        for block in found["blocks"]
        for line in block.get("lines", ())
        if (piece := _piece(line)) is not None
    ]
    if sum(piece.letters for piece in pieces) > limits.MAX_PAGE_CHARACTERS:
        raise BookError(
            "too-large",
            f"Page {number} has more text than any page of a book",
            "If this is a real book, split it first.",
        )
    read = Page(number, page.rect.width, page.rect.height)
    shown = _shown(pieces, page, read)
    turned = _main_direction(shown)
    read.note("rotated text", (_text_of(piece) for piece in shown if piece.direction != turned))
    if turned in {90, 270}:
        read.width, read.height = read.height, read.width
    level = [piece for piece in shown if piece.direction == turned]
    read.is_mirrored = _runs_from_right(level)
    read.pieces = [_line(piece, read, turned) for piece in level]
    return read


def _piece(line: dict[str, Any]) -> _Piece | None:
    spans = line["spans"]
    letters = sum(len(span["text"]) - span["text"].count(" ") for span in spans)
    if not letters:
        return None
    is_drawn = any(span["char_flags"] & _DRAWN and span["alpha"] for span in spans if span["text"].strip())
    return _Piece(spans, _direction(line["dir"]), line["bbox"], is_drawn, letters)


def _direction(vector: tuple[float, float]) -> int:
    across, down = vector
    if abs(down) < _LEVEL:
        return 0 if across > 0 else 180
    if abs(across) < _LEVEL:
        return 90 if down < 0 else 270
    return 45


def _text_of(piece: _Piece) -> str:
    return " ".join("".join(span["text"] for span in piece.spans).split())


def _main_direction(pieces: Iterable[_Piece]) -> int:
    letters: Counter[int] = Counter()
    for piece in pieces:
        letters[piece.direction] += piece.letters
    letters.pop(45, 0)
    return max(letters, key=lambda turn: (letters[turn], -turn)) if letters else 0


def _shown(pieces: list[_Piece], page: Any, read: Page) -> list[_Piece]:
    """The pieces that a reader of the page sees; the others are itemised.

    Text that is drawn in no way is the text of a scan where it is most of the page, else a trick.
    """
    drawn = sum(piece.letters for piece in pieces if piece.is_drawn)
    is_recognised = drawn < sum(piece.letters for piece in pieces if not piece.is_drawn)
    body_size = max((span["size"] for piece in pieces for span in piece.spans), default=0)
    look = _Look(page)
    shown: list[_Piece] = []
    hidden: list[_Piece] = []
    for piece in pieces:
        is_seen = (
            _is_inside(piece.box, page.rect)
            and (is_recognised or (piece.is_drawn and look.shows(piece)))
            and not (piece.spans[0]["size"] < _SMALLEST_SIZE and body_size > _SMALLEST_BODY)
        )
        (shown if is_seen else hidden).append(piece)
    read.note("hidden text", map(_text_of, hidden))
    return shown


def _is_inside(box: tuple[float, float, float, float], page: Any) -> bool:
    """Whether the middle of a box is on the page; its corner is the origin of what MuPDF measures."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(0 <= across <= page.width and 0 <= down <= page.height)


class _Look:
    """What a page looks like, drawn once and only when a piece of it may be white on white."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._picture: Any = None

    def shows(self, piece: _Piece) -> bool:
        """Whether a piece can be seen against what is behind it."""
        if not all(_is_nearly_white(span["color"]) for span in piece.spans if span["text"].strip()):
            return True
        if self._picture is None:
            self._picture = self._drawn()
        scale = self._picture.width / max(self._page.rect.width, 1)
        x0, y0, x1, y1 = (int(edge * scale) for edge in piece.box)
        x0, x1 = max(x0, 0), min(x1 + 1, self._picture.width)
        samples, stride = self._picture.samples_mv, self._picture.stride
        shades = {
            shade
            for row in range(max(y0, 0), min(y1 + 1, self._picture.height))
            for shade in samples[row * stride + x0 : row * stride + x1]
        }
        return bool(shades) and max(shades) - min(shades) > 255 - _NEARLY_WHITE

    def _drawn(self) -> Any:
        longest = max(self._page.rect.width, self._page.rect.height, 1)
        scale = min(_LOOK_DPI / 72, _LOOK_PIXELS / longest)
        return self._page.get_pixmap(
            matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False
        )


def _is_nearly_white(colour: int) -> bool:
    return all((colour >> shift) & 0xFF >= _NEARLY_WHITE for shift in (16, 8, 0))


def _runs_from_right(pieces: Iterable[_Piece]) -> bool:
    """Whether most of a page's letters are of a script that is read from right to left."""
    balance = 0
    for piece in pieces:
        for span in piece.spans:
            if span["text"].isascii():
                balance -= len(span["text"])
            else:
                balance += sum(
                    1 if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT else -1
                    for letter in span["text"]
                    if letter.isalpha()
                )
    return balance > 0


def _line(piece: _Piece, page: Page, turned: int) -> Line:
    runs: list[Run] = []
    top, bottom = page.height, 0.0
    for span in piece.spans:
        text = span["text"]
        if not text.strip():
            if runs and not runs[-1].text.endswith(" "):
                runs[-1].text += " "
            continue
        x0, y0, x1, y1 = _upright(span["bbox"], page, turned)
        baseline = _upright((*span["origin"], *span["origin"]), page, turned)[1]
        top, bottom = min(top, y0), max(bottom, y1)
        x0, x1 = _without_spaces(span, x0, x1)
        if page.is_mirrored:
            x0, x1 = page.width - x1, page.width - x0
        run = Run(
            text,
            x0,
            x1,
            baseline,
            span["size"],
            span["font"],
            bool(span["flags"] & pymupdf.TEXT_FONT_BOLD) or _is_called_bold(span["font"]),
            bool(span["flags"] & pymupdf.TEXT_FONT_ITALIC),
            bool(span["flags"] & pymupdf.TEXT_FONT_MONOSPACED),
        )
        if runs and _is_alike(runs[-1], run):
            runs[-1].text += run.text
            runs[-1].x0, runs[-1].x1 = min(runs[-1].x0, run.x0), max(runs[-1].x1, run.x1)
        else:
            runs.append(run)
    return Line(page.number, runs, top, bottom)


def _without_spaces(span: dict[str, Any], x0: float, x1: float) -> tuple[float, float]:
    """The edges of a span without the spaces at its ends, whose width is reckoned."""
    text, size = span["text"], span["size"]
    is_mono = span["flags"] & pymupdf.TEXT_FONT_MONOSPACED
    space = (x1 - x0) / len(text) if is_mono else 0.25 * size
    before = len(text) - len(text.lstrip())
    after = len(text) - len(text.rstrip())
    if (before + after) * space >= x1 - x0:
        return x0, x1
    return x0 + before * space, x1 - after * space


def _is_alike(one: Run, other: Run) -> bool:
    return (
        one.font == other.font
        and abs(one.size - other.size) < 0.05
        and abs(one.baseline - other.baseline) < 0.1 * one.size
    )


def _is_called_bold(font: str) -> bool:
    name = font.rsplit("+", 1)[-1].lower()
    return "bold" in name or "black" in name or "heavy" in name or name.startswith("cmbx")


def _upright(
    box: tuple[float, float, float, float], page: Page, turned: int
) -> tuple[float, float, float, float]:
    """A box as it stands when the page is turned so that its text is level."""
    x0, y0, x1, y1 = box
    if turned == 90:
        return page.width - y1, x0, page.width - y0, x1
    if turned == 270:
        return y0, page.height - x1, y1, page.height - x0
    if turned == 180:
        return page.width - x1, page.height - y1, page.width - x0, page.height - y0
    return box
