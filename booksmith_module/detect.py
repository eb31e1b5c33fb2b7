"""Which reader fits a file, by what is in it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions

_NOT_BOOK_HINT = "Choose an EPUB or PDF file, or convert this file to EPUB with Calibre."
_NATURE = "it is no zip container, so it is broken or another kind of file"
_SIGNATURE_WITHIN = 1024


def check_file(path: Path) -> None:
    """Refuse at once what no reader could read.

    Raises:
        BookError: The file is missing, a folder, empty, too large, or of a kind not read.
    """
    if path.is_dir():
        raise BookError("not-a-book", f"{path} is a folder, not a book", "Choose the book file itself.")
    if path.exists() and not path.is_file():  # opening a pipe would wait for its other end
        raise BookError("not-a-book", f"{path} is not a file", "Choose the book file itself.")
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_SIGNATURE_WITHIN)
        size_bytes = path.stat().st_size
    except FileNotFoundError as err:
        raise BookError("not-found", f"There is no file {path}", "Check the name and the folder.") from err
    except OSError as err:
        raise BookError(
            "unreadable", f"{path} cannot be opened: {err.strerror}", "Check that you may read it."
        ) from err
    if size_bytes == 0:
        raise BookError("empty", f"{path.name} is empty (0 bytes)", "Download or copy the book again.")
    if size_bytes > limits.MAX_FILE_BYTES:
        raise BookError(
            "too-large", f"{path.name} is larger than 500 MB", "If this is a real book, split it first."
        )
    if beginning[:2] != b"PK" and not is_pdf(beginning):
        raise BookError("not-epub", f"{path.name} is not a valid EPUB or PDF: {_NATURE}", _NOT_BOOK_HINT)


def is_pdf(beginning: bytes) -> bool:
    """Whether the first bytes of a file are a PDF's, before which some programs write others.

    See ISO 32000-1, annex H.3, note 13.
    """
    return not beginning.startswith(b"PK") and b"%PDF-" in beginning[:_SIGNATURE_WITHIN]


def reader_for(path: Path) -> Callable[[Path, ReadingOptions], Book]:
    """Return the function that reads this file.

    Raises:
        BookError: None does.
    """
    with path.open("rb") as stream:
        if is_pdf(stream.read(_SIGNATURE_WITHIN)):
            from booksmith_module.readers.pdf import read_pdf  # noqa: PLC0415  # only the child loads parsers

            return read_pdf
    from booksmith_module.readers.epub import read_epub  # noqa: PLC0415  # only the child loads parsers

    if not zipfile.is_zipfile(path):
        raise BookError(
            "damaged",
            f"{path.name} is damaged: its zip container is corrupt or cut short",
            "Download or copy the book again.",
        )
    return read_epub
