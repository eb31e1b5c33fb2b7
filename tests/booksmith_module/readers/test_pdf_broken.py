"""Tests of PDFs that cannot be read: each is refused with its cause, or what is missing is said."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pymupdf
import pytest

from booksmith_module import limits
from booksmith_module.book import LOST_DOCUMENT, Book
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions
from booksmith_module.readers.pdf import ocr, read_pdf
from tests.booksmith_module.readers.pdf_pages import of_objects, pages_of, stream, write

AES_256 = 5  # what PyMuPDF calls PDF_ENCRYPT_AES_256
OWNER = {"encryption": AES_256, "owner_pw": "owner", "permissions": 0}


def refusal(path: Path, options: ReadingOptions = ReadingOptions()) -> BookError:  # noqa: B008  # it is frozen
    """Return the error that a file is refused with."""
    with pytest.raises(BookError) as caught:
        read_pdf(path, options)
    assert caught.value.hint
    return caught.value


def read_or_refuse(path: Path) -> Book | BookError:
    """Return the book, or the error that the file is refused with."""
    try:
        return read_pdf(path)
    except BookError as error:
        return error


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    """MuPDF repairs such files into books with fewer pages; nobody would know what is missing."""
    whole = write(tmp_path / "whole.pdf", pages_of(12)).read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])

    error = refusal(path)

    assert (error.code, "cut short" in error.message) == ("damaged", True)


def test_noise_after_a_header_is_refused(tmp_path: Path) -> None:
    """The header alone makes no PDF."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)

    assert refusal(path).code == "damaged"


def test_a_password_is_asked_for_and_opens(tmp_path: Path) -> None:
    """A wrong one is said to be wrong."""
    path = write(tmp_path / "plain.pdf", pages_of(2))
    with pymupdf.open(path) as document:
        document.save(tmp_path / "a.pdf", user_pw="lamp", **OWNER)

    assert "--password" in refusal(tmp_path / "a.pdf").hint
    wrong, right = (ReadingOptions(password=word) for word in ("no", "lamp"))
    assert "does not open" in refusal(tmp_path / "a.pdf", wrong).message
    assert read_pdf(tmp_path / "a.pdf", right).chapters


def scan(path: Path, text_pages: int = 0) -> Path:
    """Write a PDF of pictures, after some pages of text."""
    write(path.with_suffix(".text.pdf"), pages_of(max(text_pages, 1)))
    with pymupdf.open(path.with_suffix(".text.pdf")) as document:
        if not text_pages:
            document.delete_page(0) if document.page_count > 1 else None
        picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80))
        picture.clear_with(120)
        for _ in range(2):
            page = document.new_page()
            page.insert_image(page.rect, pixmap=picture)
        if not text_pages:
            document.delete_page(0)
        document.save(path)
    return path


def test_a_scan_without_text_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Tesseract there is --ocr; without it, where to get it."""
    path = scan(tmp_path / "a.pdf")
    monkeypatch.setattr(ocr, "_data_folder", lambda: None)
    assert "Install Tesseract" in refusal(path).hint
    with pytest.raises(BookError, match="scan") as tried:
        read_pdf(path, ReadingOptions(ocr=True))
    assert tried.value.code == "no-text"
    assert "Install Tesseract" in tried.value.hint

    monkeypatch.setattr(ocr, "_data_folder", lambda: tmp_path)
    error = refusal(path)

    assert error.code == "scan"
    assert "scan" in error.message
    assert "--ocr" in error.hint


def test_a_scan_is_recognised_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract gives PyMuPDF a page of text; the book says that it was recognised."""
    path = scan(tmp_path / "a.pdf")
    asked: list[dict[str, object]] = []

    def recognised(page: pymupdf.Page, **settings: object) -> object:
        asked.append(settings)
        page.insert_text((60, 80), "The lamp is lit by the river.")
        return page.get_textpage(flags=pymupdf.TEXT_PRESERVE_WHITESPACE)

    monkeypatch.setattr(ocr, "_data_folder", lambda: tmp_path)
    monkeypatch.setattr(pymupdf.Page, "get_textpage_ocr", recognised)

    book = read_pdf(path, ReadingOptions(ocr=True))

    assert book.chapters[0].text.count("The lamp is lit by the river.") == 2
    assert any("Pages 1-2" in warning and "recognised" in warning for warning in book.warnings)
    assert asked[0]["language"] == "eng"


def test_pictures_between_pages_of_text_are_named(tmp_path: Path) -> None:
    """A page that was scanned may have words on it that are not heard."""
    book = read_pdf(scan(tmp_path / "a.pdf", text_pages=3))

    assert any("Pages 4-5" in warning for warning in book.warnings)


@pytest.mark.parametrize("count", [999_999_999, limits.MAX_PAGES + 1, 40, -3])
def test_page_counts_that_lie_end_soon(tmp_path: Path, count: int) -> None:
    """What the tree says is not believed, or the book is refused."""
    content = stream(b"BT /F 12 Tf 50 50 Td (The lamp is lit.) Tj ET")
    path = tmp_path / "a.pdf"
    path.write_bytes(
        of_objects(
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[3 0 R]/Count {count}>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
            "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>>>",
            content,
        )
    )
    began = time.monotonic()

    outcome = read_or_refuse(path)

    if isinstance(outcome, BookError):
        assert outcome.code in {"damaged", "too-large"}
    else:
        assert "The lamp is lit." in outcome.chapters[0].text
        assert outcome.warnings
    assert time.monotonic() - began < 20


def test_a_page_packed_twice_is_refused_unopened(tmp_path: Path) -> None:
    """Two kilobytes may hold more than the memory; they are never inflated whole."""
    raw = zlib.compress(b"(lamp lamp lamp) Tj " * 5_000_000)
    path = tmp_path / "a.pdf"
    path.write_bytes(
        of_objects(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>",
            stream(zlib.compress(raw), "/Filter[/FlateDecode/FlateDecode]"),
        )
    )

    assert "more than any page" in refusal(path).message


def test_a_page_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The other pages are read; the loss is in the list and in a warning."""
    path = write(tmp_path / "whole.pdf", pages_of(4))
    with pymupdf.open(path) as document:
        number = document.page_xref(2)
        document.update_object(number, "null")
        document.save(tmp_path / "a.pdf")

    book = read_pdf(tmp_path / "a.pdf")

    assert any("Page 3 could not be read" in warning for warning in book.warnings)
    assert [item.where for item in book.skipped if item.kind == LOST_DOCUMENT] == ["page 3"]


def test_damage_inside_a_page_is_said(tmp_path: Path) -> None:
    """A compressed page that breaks off has lost words."""
    path = write(tmp_path / "whole.pdf", pages_of(3))
    with pymupdf.open(path) as document:
        number = document[1].get_contents()[0]
        raw = zlib.compress(document.xref_stream(number))
        document.update_stream(number, raw[: len(raw) // 2], compress=False)
        document.xref_set_key(number, "Filter", "/FlateDecode")
        document.save(tmp_path / "a.pdf")

    assert any("Page 2" in warning for warning in read_pdf(tmp_path / "a.pdf").warnings)


def test_mupdf_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What it repairs is said by us, in words."""
    whole = write(tmp_path / "whole.pdf", pages_of(3)).read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(whole.replace(b"startxref", b"startxrex"))

    outcome = read_or_refuse(path)

    assert isinstance(outcome, BookError) or outcome.warnings
    assert capfd.readouterr() == ("", "")
