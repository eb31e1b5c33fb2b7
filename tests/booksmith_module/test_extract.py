"""Tests of extraction: each kind of file gives its words without help from its reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from booksmith_module.extract import UncountedError, extract
from booksmith_module.options import DEFAULTS, ReadingOptions
from tests.booksmith_module.readers.pdf_pages import pages_of, write

MakeEpub = Callable[..., Path]


def words(path: Path, options: ReadingOptions = DEFAULTS) -> str:
    """Return the words of a file."""
    return " ".join(extract(path, options).pieces)


def test_an_epubs_documents_are_counted_once_and_in_order(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Two names for one document, names with escapes, unknown entries and pictures in the reading order."""
    manifest = (
        '<item id="again" href="chapter-1.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="odd" href="a%20name.xhtml" media-type="text/x-unknown"/>'
        '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="picture" href="a.png" media-type="image/png"/>'
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in ("again", "odd", "gone", "picture", "nobody"))
    files = {"EPUB/a name.xhtml": b"<p>Then it stopped.</p>", "EPUB/a.png": b"no words"}
    path = make_epub(
        tmp_path / "a.epub", [("", "<p>It rained.</p>")], manifest=manifest, spine=spine, files=files
    )

    assert words(path) == "It rained Then it stopped"


def test_a_lost_document_is_not_counted(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Its reader has named it, and noise has no words."""
    path = make_epub(tmp_path / "a.epub", [("", "<p>It rained.</p>"), ("", "<p>Then not.</p>")])

    assert extract(path, DEFAULTS, {"EPUB/chapter-2.xhtml"}).pieces == ["It", "rained"]


@pytest.mark.parametrize(
    ("markdown", "pieces"),
    [
        ("# A *title*\n\nsnake_case un**believ**able", "A title snake case un believ able"),
        ("[a duck](http://duck.org/a_(b) 'its title') swims", "a duck swims"),
        (
            '![a duck](duck.png) [it][d] [swims][nowhere]\n\n[d]: <duck.html> "Duck"',
            "a duck it swims nowhere",
        ),
        ("[d][]\n\n[D]: duck.html\n    (Duck)", "d Duck"),
        (
            "<http://duck.org> <b title='x'>and</b> ann@duck.org <!-- not -->",
            "http duck org and ann duck org",
        ),
        ("a `[code](shown)` and ``<b>`x`` \\`[not](code)`", "a code shown and b x not"),
        ("```html\n<p>Code &amp; all</p>\n```\nText &eacute;", "html p Code amp all p Text é"),
        ("> ~~~\n> [a](b)\n> ~~~\n\n[a](b)", "a b a"),
        ("one ` tick\n\nand [a](b) ` another", "one tick and a another"),
        ("[the\nduck]\n\n[The Duck]:\n  http://duck.org", "the duck"),
        ("[`d[0]`][`d()`]\n\n[`d()`]: d.html", "d 0"),
        ("[^1]: A note.\n\n[Editor]: this is no target", "1 A note Editor this is no target"),
        ("\ue00012\ue001", "12"),
    ],
)
def test_markdown_loses_its_signs_and_targets(tmp_path: Path, markdown: str, pieces: str) -> None:
    """What is left is what the page shows; code is shown as it is."""
    path = tmp_path / "a.md"
    path.write_text(markdown, encoding="utf-8")

    assert words(path) == pieces


def test_what_markdown_hides_is_known(tmp_path: Path) -> None:
    """A reader may show the target of a link; it made nothing up."""
    path = tmp_path / "a.md"
    path.write_text("[a duck](duck.html)", encoding="utf-8")

    assert extract(path, DEFAULTS).hidden == Counter(duck=1, html=1)


def test_a_protected_pdf_is_counted_with_its_password(tmp_path: Path) -> None:
    """It was read with the same."""
    path = write(tmp_path / "plain.pdf", pages_of(1))
    plain = words(path)
    with pymupdf.open(path) as document:
        document.save(tmp_path / "a.pdf", user_pw="lamp", owner_pw="owner", encryption=5)

    word = "lamp"
    assert words(tmp_path / "a.pdf", ReadingOptions(password=word)) == plain
    with pytest.raises(UncountedError):
        words(tmp_path / "a.pdf")


def test_recognised_pages_cannot_be_counted(tmp_path: Path) -> None:
    """Their words are in no file."""
    with pymupdf.open() as document:
        document.new_page()
        document.save(tmp_path / "a.pdf")

    with pytest.raises(UncountedError, match="recognised"):
        words(tmp_path / "a.pdf", ReadingOptions(ocr=True))


@pytest.mark.parametrize("content", [b"PK\x03\x04", bytes(60) + b"BOOKMOBI"])
def test_what_cannot_be_counted_says_why(tmp_path: Path, content: bytes) -> None:
    """No words would look like a book without any."""
    path = tmp_path / "a.epub"
    path.write_bytes(content)

    with pytest.raises(UncountedError, match="only one way"):
        extract(path, DEFAULTS)
