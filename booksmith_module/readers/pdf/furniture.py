"""Furniture: running heads, feet, page numbers and stamps, found by what repeats from page to page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from booksmith_module.book import is_sayable
from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.edges import (
    Row,
    breaks_off,
    edge_row,
    may_cut,
    runs_on,
    runs_on_below,
)
from booksmith_module.readers.pdf.notes import is_foot_of_note
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.pages import Page
from booksmith_module.readers.pdf.stamps import SHARE_OF_PAGES, find_stamps
from booksmith_module.readers.pdf.words import is_chapter

PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"
LINE_NUMBER = "line number"

_ROUNDS = 4
"""Most lines of furniture at one edge of a page."""
_LEAST_PAGES = 3
_SHARE_OF_SLOT = 0.5
"""Where so many of the lines in one place are furniture, all of them are that look alike."""
_MARGIN = 0.075
"""The share of a page's height, at the top and the foot, in which few texts begin."""
_LARGE = 1.3
"""Type of this size, compared with the text, is that of headings."""
_LARGE_FOLIO = 1.15
"""Numbers in type larger than this are headings too."""
_SHARE_OF_RUNNING_ON = 0.2
"""Below so many of the running heads of prose, at least, a page begins in the middle of a sentence."""
_OFF = 1.3
"""In leadings: a line so far from the text stands off."""
_FAR = 3.0
"""In leadings: a line so far from the text is none of it."""
_IN_RHYTHM = 1.35
"""In ems: lines no further apart than this are of one block."""
_LIKE_TEXT = re.compile(r"[.,;:!?…—–-]['\"”’»)]*$")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What else tells furniture at one edge of the pages.

    Attributes:
        offsets: The kinds of page numbers, and by how much they differ from the number of the page.
        cutting: The pages whose row at this edge stands between two parts of a sentence.
        body: The measures of the running text.
        page_count: How many pages there are.
    """

    offsets: set[tuple[str, int]]
    cutting: set[int]
    body: Body
    page_count: int


def remove_furniture(pages: Sequence[Page], body: Body) -> None:
    """Take running heads, feet, page numbers and stamps off the pages and itemise them."""
    stamps, are_alike = find_stamps(pages, body)
    for page, found in stamps:
        page.skip(found, RUNNING_HEAD)
    for _ in range(_ROUNDS):
        top = [row for page in pages if (row := edge_row(page, is_top=True))]
        foot = [row for page in pages if (row := edge_row(page, is_top=False))]
        offsets = _mark_folios(top, foot, body, len(pages))
        feet = [row for row in foot if row.kind or not is_foot_of_note(row.page, row.pieces[0], body)]
        for rows, cutting in ((top, _heads_cutting(top, foot, body)), (feet, _feet_cutting(top, feet, body))):
            standing = [row for row in rows if not are_alike or _stands_off(row, body)]
            signs = _Signs(offsets, cutting, body, len(pages))
            _mark_repeated(standing, signs)
            _mark_alike(rows, signs)
        if len(pages) <= 2:
            _mark_margins(top, feet, body)
        marked = [row for row in [*top, *foot] if row.kind]
        for row in marked:
            _remove(row)
        if not marked:
            break


def _mark_folios(
    top: Sequence[Row], foot: Sequence[Row], body: Body, page_count: int
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
        places = Counter(row.slot for row in alone if _has_offset(row, right))
        for row in alone:
            is_in_place = any(places[row.slot + step] >= least for step in (-1, 0, 1))
            is_only_page = page_count < _LEAST_PAGES and rows is foot and row.gap > 1.3 * row.size
            is_first = PAGE_NUMBER not in {item.kind for item in row.page.skipped}
            if is_in_place or is_only_page or (is_first and _has_offset(row, right)):
                row.kind = PAGE_NUMBER
        for row in numbered:
            if not row.kind and len(row.pieces) > 1 and _has_offset(row, right):
                row.kind = RUNNING_HEAD
    return right


def _has_offset(row: Row, right: set[tuple[str, int]]) -> bool:
    return any((kind, value - row.page.number) in right for kind, value, _ in row.folios)


def _is_only_folio(row: Row) -> bool:
    return folio(row.text) is not None


def _heads_cutting(top: Sequence[Row], foot: Sequence[Row], body: Body) -> set[int]:
    """Pages whose first row stands between two parts of a sentence."""
    open_pages = {number + 1 for number in breaks_off(foot, body)}
    return {
        row.page.number
        for row in top
        if runs_on_below(row, body) or (row.page.number in open_pages and may_cut(row, body))
    }


def _feet_cutting(top: Sequence[Row], foot: Sequence[Row], body: Body) -> set[int]:
    """Pages whose last row stands between two parts of a sentence."""
    before = {row.page.number - 1 for row in top if runs_on(row, body)}
    return {
        row.page.number
        for row in foot
        if may_cut(row, body) and (row.page.number in before or _is_below_open_line(row, body))
    }


def _is_below_open_line(row: Row, body: Body) -> bool:
    """Whether a row stands off from a line above it that has no stop at its end."""
    return row.step > _OFF * body.leading and row.inner[0][-1].text[-1:].isalpha()


def _mark_repeated(rows: Sequence[Row], signs: _Signs) -> None:
    """Mark the rows whose text stands in the same place on other pages, but for a page number."""
    body, page_count = signs.body, signs.page_count
    least = _LEAST_PAGES if page_count > 2 * _LEAST_PAGES else 2
    texts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not _is_only_folio(row) and row.gap:
            texts[row.text.casefold()].append(row)
            if _has_page_number(row, signs.offsets) and not (_is_heading(row, body) or is_chapter(row.text)):
                texts[row.pattern].append(row)
    for alike in texts.values():
        if len(alike) < least or not is_sayable(alike[0].text):
            continue
        places = Counter(row.slot for row in alike)
        are_text = _may_be_text(alike, signs)
        for row in alike:
            near = sum(places[row.slot + step] for step in (-1, 0, 1))
            if are_text and not _stands_far(row, body):
                continue
            if near >= (least if _stands_off(row, body) else max(_LEAST_PAGES, SHARE_OF_PAGES * page_count)):
                row.kind = row.kind or RUNNING_HEAD


def _may_be_text(alike: Sequence[Row], signs: _Signs) -> bool:
    """Whether rows of the same words may be lines of the book: headings, salutations, a refrain, code.

    Where the text of some pages runs on past them they are not, nor where they stand above headings and
    above text, nor in small type that is not that of the lines next to it.
    """
    above_headings = {row.page.number for row in alike if signs.body.is_heading(row.inner[0][0])}
    proofs = signs.cutting | (above_headings if len(above_headings) < len(alike) else set())
    cutting = sum(row.page.number in proofs for row in alike)
    if cutting >= max(1, _SHARE_OF_RUNNING_ON * len(alike)):
        return False
    if not any(letter.isupper() or letter.islower() for letter in alike[0].text):
        return False  # a script in which a sentence's beginning cannot be told
    return all(_is_set_as_text(row, signs.body) for row in alike)


def _is_set_as_text(row: Row, body: Body) -> bool:
    """Whether the type of a row is no smaller than the text's, or that of a block it is a line of."""
    if row.size > body.size - 0.6:
        return True
    inner, outer = row.inner[0][0], row.pieces[0]
    is_alike = inner.font == outer.font and abs(inner.size - outer.size) < 0.3
    return is_alike and row.step <= _IN_RHYTHM * outer.size


def _stands_far(row: Row, body: Body) -> bool:
    """Whether a row that is no heading stands far from the text and reads like a title."""
    if body.is_heading(row.pieces[0]) or is_chapter(row.text) or _LIKE_TEXT.search(row.text):
        return False
    return row.step > _FAR * body.leading


def _stands_off(row: Row, body: Body) -> bool:
    """Whether a row is set apart from the text next to it, and is not the whole page."""
    if not row.gap:
        return False
    is_other_type = abs(row.size - body.size) > 0.6 or row.pieces[0].font != body.font
    return is_other_type or row.gap > 1.2 * body.leading


def _has_page_number(row: Row, offsets: set[tuple[str, int]]) -> bool:
    """Whether one of the numbers in a row rises with the pages."""
    numbers = (folio(word) for word in row.numerals)
    return any((found[0], found[1] - row.page.number) in offsets for found in numbers if found)


def _mark_alike(rows: Sequence[Row], signs: _Signs) -> None:
    """Mark the rows that stand where most rows are furniture and look like them, or apart as most do."""
    body = signs.body
    slots: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        slots[row.slot].append(row)
    for slot, here in slots.items():
        around = [*here, *slots.get(slot - 1, ()), *slots.get(slot + 1, ())]
        marked, apart = _sizes_marked(around), _sizes_apart(around, signs)
        for row in here:
            if row.kind or not is_sayable(row.text) or not _stands_off(row, body) or _is_heading(row, body):
                continue
            is_like_them = any(abs(row.size - size) < 0.6 for size in marked)
            if is_like_them or (_is_apart(row, body) and round(row.size) in apart):
                row.kind = RUNNING_HEAD


def _sizes_marked(around: Sequence[Row]) -> set[float]:
    """The type sizes of the furniture in one place, where most of what stands there is."""
    marked = [row for row in around if row.kind]
    is_of_heads = len(marked) >= _LEAST_PAGES and len(marked) >= _SHARE_OF_SLOT * len(around)
    return {round(row.size, 1) for row in marked} if is_of_heads else set()


def _sizes_apart(around: Sequence[Row], signs: _Signs) -> set[int]:
    """The sizes of small type that stands apart in one place on most pages, and cuts sentences."""
    apart = [row for row in around if _is_apart(row, signs.body)]
    counted = Counter(round(row.size) for row in apart)
    cutting = Counter(round(row.size) for row in apart if row.page.number in signs.cutting)
    least = max(2 * _LEAST_PAGES, 0.5 * signs.page_count)
    return {
        size
        for size, count in counted.items()
        if count >= least and cutting[size] >= _SHARE_OF_RUNNING_ON * count
    }


def _is_heading(row: Row, body: Body) -> bool:
    """Whether a row is in such type that only a heading can be."""
    return row.size >= _LARGE * body.size


def _is_apart(row: Row, body: Body) -> bool:
    return row.size <= 0.92 * body.size and (row.gap == 0 or row.gap > 1.3 * body.leading)


def _mark_margins(top: Sequence[Row], foot: Sequence[Row], body: Body) -> None:
    """On the only page or two, mark what stands in the margin in smaller type of another font."""
    for row in [*top, *foot]:
        is_small = row.size < 0.93 * body.size
        is_other = row.pieces[0].font != body.font
        if not row.kind and is_small and is_other and row.place < _MARGIN * row.page.height:
            row.kind = RUNNING_HEAD


def _remove(row: Row) -> None:
    if row.kind == RUNNING_HEAD and len(row.pieces) > 1:
        numbers = [piece for _, _, piece in row.folios if folio(piece.text)]
        row.page.skip(numbers, PAGE_NUMBER)
        identities = {id(piece) for piece in numbers}
        row.pieces = [piece for piece in row.pieces if id(piece) not in identities]
    row.page.skip(row.pieces, row.kind)
