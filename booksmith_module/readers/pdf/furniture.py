"""Furniture: running heads, feet, page numbers and stamps, found by what repeats from page to page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from booksmith_module.book import is_sayable
from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.pages import Page
from booksmith_module.readers.pdf.words import is_chapter

PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"
LINE_NUMBER = "line number"

_ROUNDS = 4
"""Most lines of furniture at one edge of a page."""
_LINES_OF_HEAD = 3
_SLOT_POINTS = 4
"""Lines whose distances from the edge differ by less stand in the same place."""
_LEAST_PAGES = 3
_SHARE_OF_PAGES = 0.4
"""What stands on so many of the pages needs no other sign of being furniture."""
_SHARE_OF_SLOT = 0.5
"""Where so many of the lines in one place are furniture, all of them are that look alike."""
_MARGIN = 0.075
"""The share of a page's height, at the top and the foot, in which few texts begin."""
_LARGE = 1.3
"""Type of this size, compared with the text, is that of headings."""
_LARGE_FOLIO = 1.15
"""Numbers in type larger than this are headings too."""
_MOST_OF_PAGE = 0.3
"""Stamps are no larger a share of the pages' letters: else pages are alike, as forms are."""
_NUMERAL = re.compile(r"\b(?:\d+|[ivxlc]+)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """What stands at the very top or foot of a page.

    Attributes:
        page: The page.
        pieces: Its pieces, left to right.
        place: Its distance from the edge, in points.
        gap: The widest step from baseline to baseline among it and the next two lines, in points; 0
            where it is all of the page.
        folios: The page numbers that a piece of it, or all of it, may be: kind, value and piece.
        kind: What kind of furniture it is; empty where it is none.
    """

    page: Page
    pieces: list[Line]
    place: float
    gap: float
    folios: list[tuple[str, int, Line]] = field(default_factory=list)
    kind: str = ""

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def pattern(self) -> str:
        """Its text with every number alike."""
        return _NUMERAL.sub("#", self.text).casefold()

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)


def remove_furniture(pages: Sequence[Page], body: Body) -> None:
    """Take running heads, feet, page numbers and stamps off the pages and itemise them."""
    are_alike = _remove_stamps(pages)
    for _ in range(_ROUNDS):
        top = [row for page in pages if (row := _edge_row(page, is_top=True))]
        foot = [row for page in pages if (row := _edge_row(page, is_top=False))]
        offsets = _mark_folios(top, foot, body, len(pages))
        for rows in (top, foot):
            standing = [row for row in rows if not are_alike or _stands_off(row, body)]
            _mark_repeated(standing, offsets, body, len(pages))
            _mark_alike(rows, body, len(pages))
        if len(pages) <= 2:
            _mark_margins(top, foot, body)
        found = [row for row in [*top, *foot] if row.kind]
        for row in found:
            _remove(row)
        if not found:
            break


def _edge_row(page: Page, *, is_top: bool) -> _Row | None:
    """The first or last line of a page, with the pieces beside it."""
    if not page.pieces:
        return None
    ordered = sorted(page.pieces, key=lambda piece: piece.baseline, reverse=not is_top)
    first = ordered[0]
    near = 0.6 * first.size
    pieces = [piece for piece in ordered if abs(piece.baseline - first.baseline) <= near]
    others = ordered[len(pieces) :]
    if any(piece.size > 1.6 * first.size and piece.y0 < first.baseline < piece.y1 for piece in others):
        return None  # a drop cap beside the first line
    place = first.baseline if is_top else page.height - first.baseline
    row = _Row(page, sorted(pieces, key=lambda piece: piece.x0), place, _gap(first, others))
    row.folios = list(_folios(row))
    return row


def _gap(first: Line, others: Sequence[Line]) -> float:
    """The widest step between a line and the next, or the two after that: heads may have two lines."""
    steps: list[float] = []
    before = first
    for piece in others:
        step = abs(piece.baseline - before.baseline)
        if step > 0.5 * first.size:
            steps.append(step)
            before = piece
        if len(steps) == _LINES_OF_HEAD:
            break
    return max(steps, default=0)


def _folios(row: _Row) -> Iterable[tuple[str, int, Line]]:
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


def _mark_folios(
    top: Sequence[_Row], foot: Sequence[_Row], body: Body, page_count: int
) -> set[tuple[str, int]]:
    """Mark the rows with a number that rises with the pages.

    Returns:
        The kinds of page numbers that do, and by how much they differ from the number of the page.
    """
    offsets: Counter[tuple[str, int]] = Counter()
    for row in [*top, *foot]:
        offsets.update({(kind, value - row.page.number) for kind, value, _ in row.folios})
    least = _LEAST_PAGES if page_count > _LEAST_PAGES else 2
    right = {offset for offset, count in offsets.items() if count >= least}
    for rows in (top, foot):
        numbered = [row for row in rows if row.folios]
        alone = [row for row in numbered if _is_only_folio(row) and row.size <= _LARGE_FOLIO * body.size]
        places = Counter(_slot(row) for row in alone if _has_offset(row, right))
        for row in alone:
            is_in_place = any(places[_slot(row) + step] >= least for step in (-1, 0, 1))
            is_only_page = page_count < _LEAST_PAGES and rows is foot and row.gap > 1.3 * row.size
            is_first = PAGE_NUMBER not in {item.kind for item in row.page.skipped}
            if is_in_place or is_only_page or (is_first and _has_offset(row, right)):
                row.kind = PAGE_NUMBER
        for row in numbered:
            if not row.kind and len(row.pieces) > 1 and _has_offset(row, right):
                row.kind = RUNNING_HEAD
    return right


def _has_offset(row: _Row, right: set[tuple[str, int]]) -> bool:
    return any((kind, value - row.page.number) in right for kind, value, _ in row.folios)


def _is_only_folio(row: _Row) -> bool:
    return folio(row.text) is not None


def _slot(row: _Row) -> int:
    return round(row.place / _SLOT_POINTS)


def _mark_repeated(rows: Sequence[_Row], offsets: set[tuple[str, int]], body: Body, page_count: int) -> None:
    """Mark the rows whose text stands in the same place on other pages, but for a page number."""
    least = _LEAST_PAGES if page_count > 2 * _LEAST_PAGES else 2
    texts: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if not _is_only_folio(row) and row.gap:
            texts[row.text.casefold()].append(row)
            if _has_page_number(row, offsets) and not (_is_heading(row, body) or is_chapter(row.text)):
                texts[row.pattern].append(row)
    for alike in texts.values():
        if len(alike) < least or not is_sayable(alike[0].text):
            continue
        places = Counter(_slot(row) for row in alike)
        for row in alike:
            near = sum(places[_slot(row) + step] for step in (-1, 0, 1))
            if near >= (least if _stands_off(row, body) else max(_LEAST_PAGES, _SHARE_OF_PAGES * page_count)):
                row.kind = row.kind or RUNNING_HEAD


def _stands_off(row: _Row, body: Body) -> bool:
    """Whether a row is set apart from the text next to it, and is not the whole page."""
    if not row.gap:
        return False
    is_other_type = abs(row.size - body.size) > 0.6 or row.pieces[0].font != body.font
    return is_other_type or row.gap > 1.2 * body.leading


def _has_page_number(row: _Row, offsets: set[tuple[str, int]]) -> bool:
    """Whether one of the numbers in a row rises with the pages."""
    numbers = (folio(word) for word in _NUMERAL.findall(row.text))
    return any((found[0], found[1] - row.page.number) in offsets for found in numbers if found)


def _mark_alike(rows: Sequence[_Row], body: Body, page_count: int) -> None:
    """Mark the rows that stand where most rows are furniture and look like them, or apart as most do."""
    slots: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        slots[_slot(row)].append(row)
    for slot, here in slots.items():
        around = [*here, *slots.get(slot - 1, ()), *slots.get(slot + 1, ())]
        marked = [row for row in around if row.kind]
        is_of_heads = len(marked) >= _LEAST_PAGES and len(marked) >= _SHARE_OF_SLOT * len(around)
        sizes = {round(row.size, 1) for row in marked} if is_of_heads else set()
        apart = Counter(round(row.size) for row in around if _is_apart(row, body))
        least = max(2 * _LEAST_PAGES, 0.5 * page_count)
        for row in here:
            if row.kind or not is_sayable(row.text) or not _stands_off(row, body) or _is_heading(row, body):
                continue
            is_like_them = any(abs(row.size - size) < 0.6 for size in sizes)
            if is_like_them or (_is_apart(row, body) and apart[round(row.size)] >= least):
                row.kind = RUNNING_HEAD


def _is_heading(row: _Row, body: Body) -> bool:
    """Whether a row is in such type that only a heading can be."""
    return row.size >= _LARGE * body.size


def _is_apart(row: _Row, body: Body) -> bool:
    return row.size <= 0.92 * body.size and (row.gap == 0 or row.gap > 1.3 * body.leading)


def _mark_margins(top: Sequence[_Row], foot: Sequence[_Row], body: Body) -> None:
    """On the only page or two, mark what stands in the margin in smaller type of another font."""
    for row in [*top, *foot]:
        is_small = row.size < 0.93 * body.size
        is_other = row.pieces[0].font != body.font
        if not row.kind and is_small and is_other and row.place < _MARGIN * row.page.height:
            row.kind = RUNNING_HEAD


def _remove(row: _Row) -> None:
    if row.kind == RUNNING_HEAD and len(row.pieces) > 1:
        numbers = [piece for _, _, piece in row.folios if folio(piece.text)]
        row.page.skip(numbers, PAGE_NUMBER)
        identities = {id(piece) for piece in numbers}
        row.pieces = [piece for piece in row.pieces if id(piece) not in identities]
    row.page.skip(row.pieces, row.kind)


def _remove_stamps(pages: Sequence[Page]) -> bool:
    """Take off what stands in the same words at the same place on a good part of the pages.

    Returns:
        Whether so much does that the pages are alike, as forms are, and nothing is taken off.
    """
    least = max(_LEAST_PAGES + 1, len(pages) * _SHARE_OF_PAGES)
    places: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        places.update({_stamp(piece) for piece in page.pieces})
    stamps = {stamp for stamp, count in places.items() if count >= least and is_sayable(stamp[0])}
    stamped = [
        (page, [piece for piece in page.pieces if _stamp(piece) in stamps and not folio(piece.text)])
        for page in pages
    ]
    letters = sum(len(piece.text) for page in pages for piece in page.pieces)
    if sum(len(piece.text) for _, found in stamped for piece in found) > _MOST_OF_PAGE * letters:
        return True
    for page, found in stamped:
        if len(found) < len(page.pieces):
            page.skip(found, RUNNING_HEAD)
    return False


def _stamp(piece: Line) -> tuple[str, int, int]:
    return piece.text, round(piece.x0 / 2), round(piece.baseline / 2)
