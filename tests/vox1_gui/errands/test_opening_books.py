"""Books that open only when more is known of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from backend import Backend
from booksmith_module.book import Book
from booksmith_module.options import DEFAULTS, ReadingOptions
from vox1.control import Control
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.settings import Settings
from vox1_gui.errands.books import book_on, open_book
from vox1_gui.errands.desk import Desk

TONE = Settings(engine="tone")
RIGHT, WRONG = "river", "lake"


def desk(folders: Folders, backend: Any = None) -> Desk:
    """An empty desk."""
    return Desk(backend or Backend(folders), Control(), lambda _: None, {})


def pdf(path: Path, **how: Any) -> Path:
    """A book of one page."""
    with pymupdf.open() as document:
        document.new_page().insert_text((60, 80), "The lamp is lit by the river, and nobody sleeps.")
        document.save(path, **how)
    return path


def test_a_password_is_asked_for_once(tmp_path: Path, folders: Folders) -> None:
    """The book is kept as it was read: a render, and the next start, need none."""
    path = pdf(tmp_path / "locked.pdf", encryption=5, user_pw=RIGHT)  # AES-256
    for reading in (ReadingOptions(), ReadingOptions(password=WRONG)):
        with pytest.raises(InputError) as refused:
            open_book(desk(folders), path, TONE, reading)
        assert refused.value.code == "password"

    opened = open_book(desk(folders), path, TONE, ReadingOptions(audit=True, password=RIGHT))

    assert opened.book.render_path.suffix == ".json"
    assert "lamp is lit" in book_on(desk(folders), path).book.chapters[0].text


class Recogniser(Backend):
    """Reads scans as if Tesseract were there."""

    def read(self, path: Path, options: ReadingOptions = DEFAULTS, control: Any = None) -> Book:
        """Read a book; a scan only where it is to be recognised."""
        if path.suffix == ".pdf" and not options.ocr:
            raise InputError("It is a scan", "Read it with --ocr.", "scan")
        return super().read(path, options, control)


def test_a_scan_is_recognised_once(tmp_path: Path, folders: Folders) -> None:
    """That takes seconds for each page, and a render would not do it."""
    path = pdf(tmp_path / "scan.pdf")
    with pytest.raises(InputError) as refused:
        open_book(desk(folders, Recogniser(folders)), path, TONE)
    assert refused.value.code == "scan"

    opened = open_book(desk(folders, Recogniser(folders)), path, TONE, ReadingOptions(ocr=True))

    assert opened.book.render_path.suffix == ".json"
    assert "lamp is lit" in book_on(desk(folders, Recogniser(folders)), path).book.chapters[0].text
