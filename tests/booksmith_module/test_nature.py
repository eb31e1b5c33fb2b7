"""Tests of what a file is, whatever it is called."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from booksmith_module.detect import check_file, reader_for
from booksmith_module.errors import BookError
from booksmith_module.nature import Nature, NoBook, nature_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def palm(kind: bytes) -> bytes:
    """Return the beginning of a Palm database."""
    return b"Book".ljust(60, b"\0") + kind + bytes(40)


def file(folder: Path, content: bytes, name: str = "book.xyz") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(folder: Path, name: str = "book.zip", **entries: str) -> Path:
    """Write a zip container; ``word__document.xml`` stands for ``word/document.xml``."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as container:
        for entry, content in entries.items():
            container.writestr(entry.replace("__", "/"), content)
    return path


@pytest.mark.parametrize(
    ("content", "nature"),
    [
        (b"%PDF-1.7\n", Nature.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", Nature.PDF),
        (palm(b"BOOKMOBI"), Nature.CALIBRE),
        (palm(b"TEXtREAd"), Nature.CALIBRE),
        (b"{\\rtf1\\ansi Text}", Nature.CALIBRE),
        (b"ITOLITLS", Nature.CALIBRE),
        (b'<?xml version="1.0"?>\n<FictionBook xmlns="x">', Nature.CALIBRE),
        ('<?xml version="1.0"?>\n<FictionBook xmlns="x">'.encode("utf-16"), Nature.CALIBRE),
        (b"<!DOCTYPE html><html>", Nature.HTML),
        (b"\n<!-- saved from x -->\n<HTML lang=de>", Nature.HTML),
        (b'<?xml version="1.0"?><html xmlns="x"/>', Nature.HTML),
        ("<html><p>Text".encode("utf-16"), Nature.HTML),
        (b"<p>Only a piece</p>", Nature.HTML),
        (b'<?xml version="1.0"?>\n<?xml-stylesheet href="a"?><!-- x --><html/>', Nature.HTML),
        (b"Once upon a time <p>", Nature.TEXT),
        (b"The file begins with <fulfillmentToken> or <FictionBook>.", Nature.TEXT),
        ("Once upon a time".encode("utf-16-le"), Nature.TEXT),
        ("Été à la côte".encode("cp1252"), Nature.TEXT),
        (b"One\0two", Nature.TEXT),
    ],
)
def test_content_says_what_a_file_is(tmp_path: Path, content: bytes, nature: Nature) -> None:
    """Names such as .xyz or .jpg change nothing."""
    assert nature_of(file(tmp_path, content)) is nature
    assert nature_of(file(tmp_path, content, "book.jpg")) is nature


@pytest.mark.parametrize("ending", ["md", "MARKDOWN", "mkd"])
def test_only_markdown_is_known_by_its_name(tmp_path: Path, ending: str) -> None:
    """The same letters are a plain text under any other name."""
    assert nature_of(file(tmp_path, b"# One\n\nText", f"book.{ending}")) is Nature.MARKDOWN
    assert nature_of(file(tmp_path, b"# One\n\nText", "book.text")) is Nature.TEXT


def test_a_page_that_begins_in_the_middle_is_known_by_its_name(tmp_path: Path) -> None:
    """Pieces of pages begin with any element; without a tag they are words."""
    assert nature_of(file(tmp_path, b"Rain. <br>It rained.", "page.htm")) is Nature.HTML
    assert nature_of(file(tmp_path, b"1 < 2, it rained.", "page.htm")) is Nature.TEXT


def test_containers_are_known_by_what_is_in_them(tmp_path: Path, make_epub: Callable[..., Path]) -> None:
    """An EPUB, a Word document and an OpenDocument text are zip containers all."""
    odt = "application/vnd.oasis.opendocument.text"

    assert nature_of(make_epub(tmp_path / "a.docx", [("One", "<p>Text</p>")])) is Nature.EPUB
    assert nature_of(zipped(tmp_path, **{"word__document.xml": "<x/>"})) is Nature.DOCX
    assert nature_of(zipped(tmp_path, **{"mimetype": odt, "content.xml": "<x/>"})) is Nature.CALIBRE
    assert nature_of(zipped(tmp_path, "a.fb2.zip", **{"a.fb2": "<FictionBook/>"})) is Nature.CALIBRE
    assert nature_of(file(tmp_path, b"PK\x03\x04" + bytes(100))) is Nature.DAMAGED_ZIP


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"\xff\xd8\xff\xe0", "a picture", "not-a-book"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "not-a-book"),
        (b"ID3\x04", "a sound file", "not-a-book"),
        (b"\0\0\0\x20ftypM4B ", "a sound or film file", "not-a-book"),
        (b"MZ\x90\0", "a program", "not-a-book"),
        (b"\x7fELF", "a program", "not-a-book"),
        (b"Rar!\x1a", "an archive", "not-a-book"),
        (bytes(range(1, 9)) * 100, "data of some program", "not-a-book"),
        (b'<fulfillmentToken xmlns="http://ns.adobe.com/adept">', "ticket for Adobe", "loan-ticket"),
        (
            b'{"id": "1", "encryption": {"profile": "http://readium.org/lcp/basic-profile"}}',
            "licence",
            "loan-ticket",
        ),
        (b"From: <Saved>\r\nContent-Type: multipart/related;\r\n", "MHTML", "old-format"),
        (b"\xeaDRMION\xee", "DRM", "drm"),
        (OLE + "WordDocument".encode("utf-16-le"), "DOC", "old-format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password", "drm"),
        (OLE, "old Office", "old-format"),
    ],
)
def test_what_is_no_book_is_named(tmp_path: Path, content: bytes, words: str, code: str) -> None:
    """The listener learns what the file is and what to do, before anything is started."""
    with pytest.raises(BookError) as caught:
        check_file(file(tmp_path, content, "book.epub"))

    assert (caught.value.code, bool(caught.value.hint)) == (code, True)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"xl__workbook.xml": "x"}, "spreadsheet"),
        ({"ppt__presentation.xml": "x"}, "presentation"),
        ({"Index__Document.iwa": "x"}, "Pages"),
        ({"1.jpg": "x", "2.jpg": "x"}, "pictures only"),
        ({"book.txt": "x", "other.pdf": "x"}, "archive"),
        ({}, "archive"),
    ],
)
def test_containers_of_other_things_are_named(tmp_path: Path, entries: dict[str, str], words: str) -> None:
    """A zip container may hold anything."""
    with pytest.raises(BookError, match=words):
        reader_for(zipped(tmp_path, **entries))


def test_a_text_in_the_name_of_an_epub_is_refused(tmp_path: Path) -> None:
    """It is a shop's error page or half a download, not the book."""
    for content in (b"Once upon a time", b"<html>Not found</html>", b"# One"):
        with pytest.raises(BookError) as caught:
            check_file(file(tmp_path, content, "book.EPUB"))
        assert caught.value.code == "not-epub"


@pytest.mark.parametrize(
    ("content", "name", "reader"),
    [
        (b"Text", "a.txt", "read_text"),
        (b"Text", "a.md", "read_markdown"),
        (b"<html>Text", "a", "read_html"),
        (b"{\\rtf", "a", "read_through_calibre"),
    ],
)
def test_each_kind_has_its_reader(tmp_path: Path, content: bytes, name: str, reader: str) -> None:
    """The one that is named after it."""
    assert reader_for(file(tmp_path, content, name)).__name__ == reader


def test_natures_are_books_or_named(tmp_path: Path) -> None:
    """A file of a thousand zeros is neither, and is said to be empty of text by its reader."""
    assert isinstance(nature_of(file(tmp_path, bytes(1000))), Nature | NoBook)
