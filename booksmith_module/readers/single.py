"""Books that are one file of text: what their readers do the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from booksmith_module import headings, limits
from booksmith_module.assemble import Found, assemble
from booksmith_module.book import Book, Skipped
from booksmith_module.document import Document
from booksmith_module.errors import BookError
from booksmith_module.options import ReadingOptions


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that is one document.

    Raises:
        BookError: It is larger than a document may be, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.MAX_DOCUMENT_BYTES + 1)
    except OSError as err:
        raise BookError(
            "unreadable", f"{path} cannot be opened: {err.strerror}", "Check that you may read it."
        ) from err
    if len(content) > limits.MAX_DOCUMENT_BYTES:
        raise too_large(f"{path.name} is larger than {limits.MAX_DOCUMENT_BYTES >> 20} MB")
    return content


def book_of(
    path: Path,
    found: Found,
    options: ReadingOptions,
) -> Book:
    """Return the book of what was found in a file; without a title it is called as the file is.

    Raises:
        BookError: It has no text, or more than a book may have.
    """
    characters = sum(len(block.text) for document in found.documents for block in document.blocks)
    if characters > limits.MAX_BOOK_CHARACTERS:
        raise too_large(f"{path.name} has more than {limits.MAX_BOOK_CHARACTERS:,} characters")
    title = " ".join(found.metadata.title.split()) or name_of(path)
    book = assemble(replace(found, metadata=replace(found.metadata, title=title)), options)
    if not any(chapter.words for chapter in book.chapters):
        raise no_text(path)
    return book


def name_of(path: Path) -> str:
    """Return a file's name without its ending; it may hold bytes that are no characters."""
    return path.stem.encode("utf-8", "replace").decode()


def first_heading(documents: Sequence[Document]) -> str:
    """Return the first heading of the outermost level; empty where there is none, or it is a chapter's."""
    found = [block for document in documents for block in document.blocks if block.level]
    outermost = min((block.level for block in found), default=0)
    title = next((" ".join(block.text.split()) for block in found if block.level == outermost), "")
    return "" if headings.is_chapter(title) or headings.is_part(title) else title


def characters_lost(documents: Sequence[Document]) -> list[str]:
    """Return a warning where characters could not be read."""
    lost = sum(block.text.count("\ufffd") for document in documents for block in document.blocks)
    return [f"{lost:,} character{'s' if lost > 1 else ''} could not be read"] if lost else []


def skipped_words(kind: str, texts: Sequence[str], where: str) -> list[Skipped]:
    """Return the entry for what is left out, none where there is nothing."""
    lines = [" ".join(text.split()) for text in texts]
    return [Skipped(kind, len(lines), where, "\n".join(filter(None, lines)))] if lines else []


def too_large(message: str) -> BookError:
    """Return the error for what is larger than a book may be."""
    return BookError("too-large", message, "If this is a real book, split it into volumes first.")


def no_text(path: Path) -> BookError:
    """Return the error for a file without words."""
    return BookError(
        "no-text",
        f"{path.name} has no text in it",
        "It may be a book of pictures only. VOX-1 can read only text.",
    )
