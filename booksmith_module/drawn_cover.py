"""Drawn covers: title and author on a plain colour, for a book that has no cover of its own.

Run as ``python -m booksmith_module.drawn_cover``, it reads ``{"title": ..., "authors": [...]}`` from its
standard input and writes a JPEG: MuPDF and its fonts stay out of the process that asks.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 60.0
_WIDTH_PX, _HEIGHT_PX = 1600, 2400
_MARGIN_PX = 170
_JPEG_QUALITY = 88
# Dark enough for white letters: contrast 7:1 and more (WCAG 2.1, level AAA).
_COLOURS = ("#1f3a4d", "#4a2c3a", "#2b4a36", "#4d3a1f", "#33305a", "#5a2e24", "#1f4a4a", "#3d3d3d")
_STYLE = "body { font-family: serif; color: white; text-align: center; }"
_MOST_CHARACTERS = 200


def drawn_cover(title: str, authors: Sequence[str]) -> bytes:
    """Return a cover as a JPEG, drawn in a process of its own; empty where that fails: a book needs none."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "booksmith_module.drawn_cover"],
            input=json.dumps({"title": title, "authors": list(authors)}).encode(),
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            cwd=_ROOT,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError):
        log.exception("No cover could be drawn for %s", title)
        return b""
    return done.stdout


def draw_cover(title: str, authors: Sequence[str]) -> bytes:
    """Return a cover as a JPEG, the same for the same book.

    MuPDF brings fonts for every script it knows, so a Japanese title has its characters.
    """
    import pymupdf  # noqa: PLC0415  # a tenth of a second, for books without a cover only

    with pymupdf.open() as document:
        page = document.new_page(width=_WIDTH_PX, height=_HEIGHT_PX)
        page.draw_rect(page.rect, fill=_colour(title), color=None)
        left, right = _MARGIN_PX, _WIDTH_PX - _MARGIN_PX
        _write(page, pymupdf.Rect(left, 420, right, 1450), title, size_px=150)
        page.draw_line((left + 400, 1550), (right - 400, 1550), color=(1, 1, 1), width=4)
        _write(page, pymupdf.Rect(left, 1650, right, 2200), ", ".join(authors), size_px=84)
        image: bytes = page.get_pixmap(alpha=False).tobytes("jpeg", jpg_quality=_JPEG_QUALITY)
    return image


def _write(page: Any, place: Any, text: str, size_px: int) -> None:
    """Write a text into a box, smaller where it is long."""
    shown = html.escape(text[:_MOST_CHARACTERS])
    markup = f'<p style="font-size: {size_px}px">{shown}</p>'
    page.insert_htmlbox(place, markup, css=_STYLE, scale_low=0)


def _colour(title: str) -> tuple[float, float, float]:
    number = hashlib.sha256(title.encode("utf-8", "replace")).digest()[0] % len(_COLOURS)
    red, green, blue = (int(_COLOURS[number][at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def main() -> int:
    """Draw the cover that is asked for on standard input."""
    wanted = json.load(sys.stdin)
    sys.stdout.buffer.write(draw_cover(wanted["title"], wanted["authors"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
