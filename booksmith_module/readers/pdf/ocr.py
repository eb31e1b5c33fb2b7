"""OCR: the text of scanned pages recognised by Tesseract, where it is installed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pymupdf

from booksmith_module.readers.pdf.opening import MUPDF_ERRORS
from booksmith_module.readers.pdf.pages import Page, read_page

_DPI = 300
_MOST_POINTS = 2000.0
"""Pages larger than this would need too much memory as a picture."""
# Tesseract's names of the languages that books declare (its tessdata file names).
_LANGUAGES = {
    "en": "eng",
    "de": "deu",
    "fr": "fra",
    "es": "spa",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
    "ru": "rus",
    "pl": "pol",
    "sv": "swe",
    "da": "dan",
    "fi": "fin",
    "cs": "ces",
    "el": "ell",
}


def ocr_hint(*, was_tried: bool) -> str:
    """Return what to do with a scan on this machine.

    Args:
        was_tried: Whether its text was to be recognised.
    """
    if _data_folder() is None:
        again = "try again" if was_tried else "read it with --ocr"
        return (
            f"Install Tesseract (https://tesseract-ocr.github.io) and {again}, "
            "or make its text readable with OCRmyPDF."
        )
    if was_tried:
        return "No text could be recognised in its pictures. Try OCRmyPDF with other settings."
    return "Read it with --ocr, which recognises the text with Tesseract."


def recognise(page: Any, number: int, language: str) -> Page | None:
    """Return the text of a scanned page; None where Tesseract is missing or finds none.

    Args:
        page: The page.
        number: Its number.
        language: Of the book, as a BCP 47 tag; English where it is empty or not installed.
    """
    folder = _data_folder()
    if folder is None or max(page.rect.width, page.rect.height) > _MOST_POINTS:
        return None
    try:
        recognised = page.get_textpage_ocr(
            language=_tesseract_language(folder, language), dpi=_DPI, full=True, tessdata=str(folder)
        )
        read = read_page(page, number, recognised)
    except MUPDF_ERRORS:
        return None
    return read if read.pieces else None


def _data_folder() -> Path | None:
    """Where Tesseract's language files are; None where it is not installed."""
    if shutil.which("tesseract") is None:
        return None
    try:
        folder = pymupdf.get_tessdata()
    except MUPDF_ERRORS:
        return None
    return Path(folder) if folder else None


def _tesseract_language(folder: Path, language: str) -> str:
    name = _LANGUAGES.get(language.partition("-")[0].lower(), "eng")
    return name if (folder / f"{name}.traineddata").is_file() else "eng"
