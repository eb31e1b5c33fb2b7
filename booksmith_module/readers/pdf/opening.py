"""Opening: a PDF opened safely, or refused with the reason."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import pymupdf

from booksmith_module import limits
from booksmith_module.errors import BookError

MUPDF_ERRORS = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
"""What PyMuPDF raises for a part of a file that it cannot read."""
_SIGNATURE_WITHIN = 1024
_TAIL_BYTES = 4096
_AGAIN = "Download or copy the book again. If it opens in a PDF viewer, print it to a new PDF there."


def _is_pdf(beginning: bytes) -> bool:
    """Whether the first bytes of a file are a PDF's, before which some programs write others.

    See ISO 32000-1, annex H.3, note 13.
    """
    return not beginning.startswith(b"PK") and b"%PDF-" in beginning


def open_pdf(path: Path, password: str = "") -> Any:
    """Open a PDF.

    Raises:
        BookError: It is empty, no PDF, damaged, cut short, protected, or has too many pages.
    """
    # MuPDF would print what it repairs on its own; what matters of it is asked for below.
    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    _check_beginning(path)
    try:
        document = pymupdf.open(path, filetype="pdf")
        _unlock(document, path, password)
        page_count = document.page_count
    except MUPDF_ERRORS as err:
        raise _damaged(path, _reason(path)) from err
    if document.is_repaired and (page_count == 0 or _is_cut_short(path)):
        raise _damaged(path, _reason(path))
    if page_count == 0:
        raise _damaged(path, "it has no pages")
    if page_count > limits.MAX_PAGES:
        raise BookError(
            "too-large",
            f"{path.name} says that it has {page_count:,} pages, more than VOX-1 reads",
            "If this is a real book, split it into volumes first.",
        )
    return document


def _check_beginning(path: Path) -> None:
    with path.open("rb") as stream:
        beginning = stream.read(_SIGNATURE_WITHIN)
    if not beginning:
        raise BookError("empty", f"{path.name} is empty (0 bytes)", "Download or copy the book again.")
    if not _is_pdf(beginning):
        start = beginning.lstrip()[:15].lower()
        nature = (
            "it is a web page" if start.startswith((b"<!doctype html", b"<html")) else "it has no PDF header"
        )
        raise BookError(
            "not-pdf", f"{path.name} is not a valid PDF: {nature}", "Choose the book's PDF or EPUB file."
        )


def _unlock(document: Any, path: Path, password: str) -> None:
    """Open a protected file with the password; one that only forbids printing and the like is open."""
    if not document.needs_pass:
        return
    if not password:
        raise BookError(
            "password", f"{path.name} is protected by a password", "Give the password with --password."
        )
    if not document.authenticate(password):
        raise BookError(
            "password", f"The password does not open {path.name}", "Check the password given with --password."
        )


def _reason(path: Path) -> str:
    if _is_cut_short(path):
        return "it is cut short (truncated), so the end of the book is missing"
    return "its structure is broken beyond repair"


def _is_cut_short(path: Path) -> bool:
    """Whether the end of a PDF is missing: its marker, or all that follows objects after it."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.rfind(b"%%EOF")
        if end < 0 or content.rfind(b"startxref", 0, end) < 0:
            return True
        return len(content) - end > _TAIL_BYTES and content.find(b" obj", end) >= 0


def _damaged(path: Path, reason: str) -> BookError:
    return BookError("damaged", f"{path.name} is a damaged PDF: {reason}", _AGAIN)
