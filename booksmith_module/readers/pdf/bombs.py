"""Bombs: pages that would need more memory than any page, found before MuPDF inflates them."""

from __future__ import annotations

import zlib
from typing import Any

from booksmith_module import limits
from booksmith_module.errors import BookError

_SUSPECT_RAW_BYTES = 4_000
"""Deflate packs no more than 1,032 to 1: what is smaller than this and packed once is harmless."""
_MANY_BYTES = 8 * 2**20
_MOST_STRINGS = 150_000
"""Strings of text that a page of more than many bytes may show; drawings of that size have few."""


def check_page(document: Any, page: Any, number: int) -> None:
    """Refuse a page whose contents swell beyond all measure.

    Raises:
        BookError: They do.
        RuntimeError: MuPDF cannot find them.
    """
    total = 0
    for xref in page.get_contents():
        filters = document.xref_get_key(xref, "Filter")[1]
        layers = filters.count("Flate") or filters.count("/Fl")
        raw = document.xref_stream_raw(xref) or b""
        if not layers or (layers == 1 and len(raw) < _SUSPECT_RAW_BYTES):
            continue
        content = _inflated(raw, layers)
        total += len(content)
        strings = content.count(b"(") + content.count(b"<") if len(content) > _MANY_BYTES else 0
        if total > limits.MAX_PAGE_BYTES or strings > _MOST_STRINGS:
            raise BookError(
                "too-large",
                f"Page {number} holds more than any page of a book",
                "If this is a real book, split it first.",
            )


def _inflated(raw: bytes, layers: int) -> bytes:
    """The content of a stream, but hardly more than a page may have; empty where it is damaged."""
    for _ in range(layers):
        try:
            raw = zlib.decompressobj().decompress(raw, limits.MAX_PAGE_BYTES + 1)
        except zlib.error:
            return b""
    return raw
