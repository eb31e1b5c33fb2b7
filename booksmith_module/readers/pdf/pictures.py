"""Pictures: where a page has drawings and images rather than text."""

from __future__ import annotations

from typing import Any

import pymupdf

from booksmith_module.readers.pdf.flow import Column
from booksmith_module.readers.pdf.opening import MUPDF_ERRORS

_MOST_PAGES = 400
_LEAST_POINTS = 12.0
_LEAST_GAP = 2.0


def has_picture(page: Any) -> bool:
    """Whether a page without text shows anything: an image, or more than a rule or two."""
    try:
        drawn = page.get_bboxlog()
    except MUPDF_ERRORS:
        return True
    area = max(page.rect.width * page.rect.height, 1)
    images = [pymupdf.Rect(box) for kind, box in drawn if kind == "fill-image"]
    if any(box.width * box.height > 0.02 * area for box in images):
        return True
    return sum(kind in {"fill-path", "stroke-path"} for kind, _ in drawn) > 20


def pictured_gaps(document: Any, columns: list[Column]) -> frozenset[tuple[int, int]]:
    """Return the places where a wide gap between lines has a picture in it.

    Each is the page and the rounded baseline of the line below the gap. Pages are looked at only
    where there is such a gap, and not more than some hundreds of them.
    """
    gaps: dict[int, list[tuple[float, float]]] = {}
    for column in columns:
        for above, below in zip(column.lines, column.lines[1:], strict=False):
            if below.baseline - above.baseline >= _LEAST_GAP * column.leading:
                gaps.setdefault(column.page, []).append((above.baseline, below.baseline))
    found = set()
    for page in list(gaps)[:_MOST_PAGES]:
        try:
            drawn = [
                pymupdf.Rect(box) for kind, box in document[page - 1].get_bboxlog() if "text" not in kind
            ]
        except MUPDF_ERRORS:
            continue
        for top, bottom in gaps[page]:
            if any(
                min(box.y1, bottom) - max(box.y0, top) > _LEAST_POINTS for box in drawn if _is_picture(box)
            ):
                found.add((page, round(bottom)))
    return frozenset(found)


def _is_picture(box: Any) -> bool:
    return bool(box.width > _LEAST_POINTS and box.height > _LEAST_POINTS)
