"""Which reader fits a file, by what is in it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions

_NOT_EPUB_HINT = "Choose an EPUB file, or convert this file to EPUB with Calibre."


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
            beginning = stream.read(4)
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
    if beginning[:2] != b"PK":
        raise BookError("not-epub", f"{path.name} is not a valid EPUB: {_nature(beginning)}", _NOT_EPUB_HINT)


def _nature(beginning: bytes) -> str:
    if beginning == b"%PDF":
        return "it is a PDF, which VOX-1 does not read yet"
    return "it is no zip container, so it is broken or another kind of file"


def reader_for(path: Path) -> Callable[[Path, ReadingOptions], Book]:
    """Return the function that reads this file.

    Raises:
        BookError: None does.
    """
    from booksmith_module.readers.epub import read_epub  # noqa: PLC0415  # only the child loads parsers

    if not zipfile.is_zipfile(path):
        raise BookError(
            "damaged",
            f"{path.name} is damaged: its zip container is corrupt or cut short",
            "Download or copy the book again.",
        )
    return read_epub
