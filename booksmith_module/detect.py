"""Which reader fits a file, by what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.errors import BookError
from booksmith_module.nature import Nature, NoBook, is_container, nature_of
from booksmith_module.options import ReadingOptions

_NOT_EPUB_HINT = "Choose an EPUB file, or convert this file to EPUB with Calibre."
_NOT_PDF = "it is a web page, perhaps what a shop answered instead of the book"
_NOT_PDF_HINT = "Download or copy the book again; its name says PDF, but it is something else."
_NOT_EPUB = "it is no zip container, so it is broken or another kind of file"


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
        size_bytes = path.stat().st_size
        # What is in a container is looked at in the child: its list of names may be made to fill the memory.
        nature = None if is_container(path) else nature_of(path)
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
            "too-large",
            f"{path.name} is larger than {limits.MAX_FILE_BYTES >> 20} MB",
            "If this is a real book, split it first.",
        )
    if nature is not None:
        _check_nature(path, nature)


def _check_nature(path: Path, nature: Nature | NoBook) -> None:
    if isinstance(nature, NoBook):
        raise BookError(nature.code, f"{path.name} is {nature.is_what}", nature.hint)
    # A shop's error page or half a download: its words are not the book.
    if path.suffix.lower() == ".epub" and nature in {Nature.TEXT, Nature.MARKDOWN, Nature.HTML}:
        raise BookError("not-epub", f"{path.name} is not a valid EPUB: {_NOT_EPUB}", _NOT_EPUB_HINT)
    if path.suffix.lower() == ".pdf" and nature is Nature.HTML:
        raise BookError("not-pdf", f"{path.name} is not a valid PDF: {_NOT_PDF}", _NOT_PDF_HINT)
    if nature not in _READERS and nature is not Nature.DAMAGED_ZIP:
        raise BookError(
            "not-epub", f"{path.name} is a {nature.value}, which VOX-1 does not read yet", _NOT_EPUB_HINT
        )


def reader_for(path: Path) -> Callable[[Path, ReadingOptions], Book]:
    """Return the function that reads this file.

    Raises:
        BookError: It is damaged, or no book.
    """
    nature = nature_of(path)
    if nature is Nature.DAMAGED_ZIP:
        raise BookError(
            "damaged",
            f"{path.name} is damaged: its zip container is corrupt or cut short",
            "Download or copy the book again.",
        )
    _check_nature(path, nature)
    assert isinstance(nature, Nature)  # noqa: S101 - anything else was refused
    return _READERS[nature]()


# Each parser is imported when it is needed: only the child loads them, and only the one it uses.


def _epub() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.epub import read_epub  # noqa: PLC0415

    return read_epub


def _pdf() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.pdf import read_pdf  # noqa: PLC0415

    return read_pdf


def _docx() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.docx import read_docx  # noqa: PLC0415

    return read_docx


def _html() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.html import read_html  # noqa: PLC0415

    return read_html


def _markdown() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.markdown import read_markdown  # noqa: PLC0415

    return read_markdown


def _text() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.text import read_text  # noqa: PLC0415

    return read_text


def _calibre() -> Callable[[Path, ReadingOptions], Book]:
    from booksmith_module.readers.calibre import read_through_calibre  # noqa: PLC0415

    return read_through_calibre


_READERS: dict[Nature, Callable[[], Callable[[Path, ReadingOptions], Book]]] = {
    Nature.EPUB: _epub,
    Nature.PDF: _pdf,
    Nature.DOCX: _docx,
    Nature.HTML: _html,
    Nature.MARKDOWN: _markdown,
    Nature.TEXT: _text,
    Nature.CALIBRE: _calibre,
}
