"""Tests of refusing at once what is no book."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from booksmith_module.detect import check_file, reader_for
from booksmith_module.errors import BookError
from booksmith_module.readers.epub import read_epub


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "0 bytes"),
        (b"<!DOCTYPE html><title>Not found</title>", "not-epub", "no zip container"),
        (b"Once upon a time", "not-epub", "no zip container"),
        (b"P", "not-epub", "no zip container"),
    ],
)
def test_other_files_are_refused_by_what_is_in_them(
    tmp_path: Path, content: bytes, code: str, words: str
) -> None:
    """A name that ends in .epub convinces nobody; the message says what the file is."""
    path = tmp_path / "book.epub"
    path.write_bytes(content)

    with pytest.raises(BookError, match=words) as caught:
        check_file(path)

    assert (caught.value.code, bool(caught.value.hint)) == (code, True)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf\n", b"X" * 900])
def test_a_pdf_is_known_by_its_first_bytes(tmp_path: Path, before: bytes) -> None:
    """Its name does not matter, and some programs write other bytes before the header."""
    path = tmp_path / "book.epub"
    path.write_bytes(before + b"%PDF-1.7\n")

    check_file(path)

    assert reader_for(path).__name__ == "read_pdf"


def test_a_web_page_called_pdf_is_refused(tmp_path: Path) -> None:
    """What a shop answers instead of the book is not read as one."""
    path = tmp_path / "book.pdf"
    path.write_text("<!DOCTYPE html><html><body><p>Please log in first.</p></body></html>")

    with pytest.raises(BookError, match="not a valid PDF") as caught:
        check_file(path)

    assert caught.value.code == "not-pdf"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder of that name, such as an unpacked book, is no book file."""
    with pytest.raises(BookError, match="folder") as caught:
        check_file(tmp_path)

    assert caught.value.code == "not-a-book"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The message has the whole path, for a mistyped folder is as likely as a mistyped name."""
    with pytest.raises(BookError) as caught:
        check_file(tmp_path / "no.epub")

    assert caught.value.code == "not-found"
    assert str(tmp_path) in caught.value.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "book.epub")

    with pytest.raises(BookError, match="not a file"):
        check_file(tmp_path / "book.epub")


def test_an_epub_passes_and_has_a_reader(tmp_path: Path, make_epub: Callable[..., Path]) -> None:
    """A real book goes to the EPUB reader, whatever its name ends in."""
    path = make_epub(tmp_path / "book.zip", [("One", "<p>Text.</p>")])

    check_file(path)

    assert reader_for(path) is read_epub


def test_half_a_zip_has_no_reader(tmp_path: Path) -> None:
    """What begins like a zip container and is none is damaged."""
    path = tmp_path / "book.epub"
    path.write_bytes(b"PK\x03\x04" + bytes(100))

    with pytest.raises(BookError) as caught:
        reader_for(path)

    assert caught.value.code == "damaged"
