"""The 12 bad PDFs: each is read, or refused by its fault."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pymupdf
import pytest

from booksmith_module import limits
from tests.booksmith_module.readers.pdf_pages import TOP, of_objects, paragraph, stream, write
from tests.hostile.cases import Case, Make, Outcome, check, reading

RAIN = "It rained all day and the river rose to the garden wall."
HEBREW = "\u05d6\u05d4 \u05e1\u05e4\u05e8 \u05e2\u05dc \u05e0\u05e8 \u05d5\u05e2\u05dc \u05e0\u05d4\u05e8"
LIGATURES = "The \ufb01re and the \ufb02ame were di\ufb00erent."
UNLOCKS = "lamp"
AES_256 = 5  # what PyMuPDF calls PDF_ENCRYPT_AES_256
CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
_PAGES_PER_LINE = 50
FONT = "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>"


def raw(content: bytes) -> Make:
    """Return a maker of a file of these bytes."""

    def make(folder: Path) -> Path:
        (folder / "book.pdf").write_bytes(content)
        return folder / "book.pdf"

    return make


def of_page(contents: bytes, count: int = 1) -> bytes:
    """Return a PDF of one page that says it has so many."""
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents 4 0 R/Resources{FONT}>>"
    return of_objects(CATALOG, f"<</Type/Pages/Kids[3 0 R]/Count {count}>>", page, contents)


def shown(text: str) -> bytes:
    """Return what shows a line of text."""
    return f"BT /F 12 Tf 50 200 Td ({text}) Tj ET".encode()


def many_pages(folder: Path) -> Path:
    """Write as many pages as a book may have; most are blank, and each that is not has its own line."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + 2 * limits.MAX_PAGES, 2))
    objects: list[str | bytes] = [CATALOG, f"<</Type/Pages/Kids[{kids}]/Count {limits.MAX_PAGES}>>"]
    for number in range(limits.MAX_PAGES):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents {4 + 2 * number} 0 R"
        text = b"" if number % _PAGES_PER_LINE else shown(line(number))
        objects += (f"{page}/Resources{FONT}>>", stream(text))
    return raw(of_objects(*objects))(folder)


def line(number: int) -> str:
    """Return a sentence that no other page has."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")
    return f"The {letters} rained on {letters[::-1]} today."


def protected(user: str) -> Make:
    """Return a maker of a file with an owner's password, and a reader's."""

    def make(folder: Path) -> Path:
        with pymupdf.open(write(folder / "plain.pdf", [paragraph(RAIN, TOP)])) as document:
            document.save(folder / "book.pdf", user_pw=user, owner_pw="owner", encryption=AES_256)
        return folder / "book.pdf"

    return make


def cut_short(folder: Path) -> Path:
    """Write the first half of a book."""
    whole = write(folder / "whole.pdf", [paragraph(RAIN, TOP)] * 9).read_bytes()
    return raw(whole[: len(whole) // 2])(folder)


def huge_page(folder: Path) -> Path:
    """Write a page whose picture would not fit into any memory, with white text that asks for one."""
    with pymupdf.open() as document:
        page = document.new_page(width=1_000_000, height=1_000_000)
        page.insert_text((500, 500), "unseen", color=(1, 1, 1), fontsize=20)
        page.insert_text((500, 600), RAIN, fontsize=20)
        document.save(folder / "book.pdf")
    return folder / "book.pdf"


def scan(folder: Path) -> Path:
    """Write two pages of pictures."""
    with pymupdf.open() as document:
        picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80))
        picture.clear_with(120)
        for _ in range(2):
            page = document.new_page()
            page.insert_image(page.rect, pixmap=picture)
        document.save(folder / "book.pdf")
    return folder / "book.pdf"


def two_scripts(folder: Path) -> Path:
    """Write a page from the right to the left, and one with letters joined in print."""
    with pymupdf.open() as document:
        for markup in (f"<p dir=rtl>{HEBREW}</p>", f"<p>{LIGATURES}</p>"):
            page = document.new_page(width=300, height=300)
            page.insert_htmlbox(pymupdf.Rect(40, 40, 260, 260), markup)
        document.save(folder / "book.pdf")
    return folder / "book.pdf"


BOMB = zlib.compress(b"BT /F 1 Tf 50 50 Td " + b"(lamp lamp lamp) Tj " * 300_000 + b"ET", 9)

CASES = (
    Case(
        "pages that hold themselves",
        raw(of_objects(CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>")),
        code="damaged",
        says=("damaged PDF",),
    ),
    Case(
        "999,999,999 pages",
        raw(of_page(stream(shown(RAIN)), 999_999_999)),
        code="damaged",
        says=("damaged PDF",),
    ),
    Case(
        "a page that swells",
        raw(of_page(stream(BOMB, "/Filter/FlateDecode"))),
        code="too-large",
        says=("Page 1",),
    ),
    Case("a page as large as a town", huge_page, RAIN),
    Case("empty", raw(b""), code="empty", says=("is empty",)),
    Case("cut short", cut_short, code="damaged", says=("cut short",)),
    Case(
        "a web page",
        raw(b"<!DOCTYPE html><html><body>Please log in.</body></html>"),
        code="not-pdf",
        says=("web page",),
    ),
    Case("a password", protected(UNLOCKS), code="password", says=("protected by a password",)),
    Case("an owner's password", protected(""), RAIN),
    Case("no text", scan, code="scan", says=("scan",)),
    Case("10,000 pages", many_pages, " ".join(map(line, range(0, limits.MAX_PAGES, _PAGES_PER_LINE)))),
    Case(
        "from the right, and letters in one",
        two_scripts,
        f"{HEBREW} The fire and the flame were different.",
    ),
)
ALSO = (Case("a password that opens", protected(UNLOCKS), RAIN, password=UNLOCKS),)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Outcome]]]:
    """What comes of each case."""
    with reading((*CASES, *ALSO), tmp_path_factory.mktemp("pdf")) as found:
        yield found


@pytest.mark.parametrize("case", [*CASES, *ALSO], ids=lambda case: case.name)
def test_a_bad_pdf_comes_to_its_right_end(case: Case, outcomes: dict[str, Future[Outcome]]) -> None:
    """Read in full, or refused by the name of its fault."""
    check(case, outcomes[case.name].result())
