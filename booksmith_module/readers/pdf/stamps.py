"""Stamps: what stands in the same words at the same place on a good part of the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from booksmith_module.book import is_sayable
from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.pages import Page

_LEAST_PAGES = 4
SHARE_OF_PAGES = 0.4
"""What stands on so many of the pages needs no other sign of being furniture."""
_MOST_OF_PAGE = 0.3
"""Stamps are no larger a share of the pages' letters: else pages are alike, as forms are."""
_CROSSING = 0.6
"""The share of a line's height that something drawn over it covers, at least."""
_CLOSE = 1.5
"""In ems: a line so near is of the same block."""


def find_stamps(pages: Sequence[Page], body: Body) -> tuple[list[tuple[Page, list[Line]]], bool]:
    """Return the stamps of each page.

    What is set as the text or its headings are is no stamp, nor what stands in a line of its own
    between lines of text: each page of a workbook may say "Answers" halfway down.

    Returns:
        Each page with its stamps, and whether so much repeats that the pages are alike, as forms are,
        and nothing should be taken off for standing where it does.
    """
    least = max(_LEAST_PAGES, len(pages) * SHARE_OF_PAGES)
    places: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        places.update({_stamp(piece) for piece in page.pieces})
    stamps = {stamp for stamp, count in places.items() if count >= least and is_sayable(stamp[0])}
    repeated = [
        (page, [piece for piece in page.pieces if _stamp(piece) in stamps and not folio(piece.text)])
        for page in pages
    ]
    letters = sum(len(piece.text) for page in pages for piece in page.pieces)
    if sum(len(piece.text) for _, found in repeated for piece in found) > _MOST_OF_PAGE * letters:
        return [], True
    return [(page, _apart(page, found, body)) for page, found in repeated], False


def _stamp(piece: Line) -> tuple[str, int, int]:
    return piece.text, round(piece.x0 / 2), round(piece.baseline / 2)


def _apart(page: Page, repeated: Sequence[Line], body: Body) -> list[Line]:
    """Those of the repeated pieces of a page that stand apart from its text; none where they are all."""
    identities = {id(piece) for piece in repeated}
    others = [piece for piece in page.pieces if id(piece) not in identities]
    return [
        piece
        for piece in repeated
        if any(_crosses(piece, other) for other in others)
        or not (body.is_text(piece) or body.is_heading(piece) or _is_in_text(piece, others))
    ]


def _crosses(piece: Line, other: Line) -> bool:
    """Whether a piece is drawn over another, as a watermark is."""
    overlap = min(piece.y1, other.y1) - max(piece.y0, other.y0)
    is_beside = other.x0 >= piece.x1 or piece.x0 >= other.x1
    return not is_beside and overlap > _CROSSING * (other.y1 - other.y0)


def _is_in_text(piece: Line, others: Sequence[Line]) -> bool:
    """Whether a piece has text above and below it, or is close to some; beside the text it has none."""
    across = [other for other in others if other.x0 < piece.x1 and piece.x0 < other.x1]
    if not across:
        return not others
    has_both = min(line.baseline for line in across) < piece.baseline < max(line.baseline for line in across)
    return has_both or min(abs(line.baseline - piece.baseline) for line in across) < _CLOSE * piece.size
