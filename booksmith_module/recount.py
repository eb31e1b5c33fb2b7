"""Recount: a book with what the audit of its file found, as warnings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from booksmith_module.audit import audit
from booksmith_module.book import LOST_DOCUMENT, Book
from booksmith_module.extract import UncountedError, extract
from booksmith_module.options import ReadingOptions

_SAMPLE_WORDS = 8


def recounted(path: Path, book: Book, options: ReadingOptions) -> Book:
    """Return the book with the count of its file's words, and a warning of each kind of difference.

    A file that cannot be counted is a warning too: nobody would know what is missing.

    Args:
        path: The file that the book was read from.
        book: As read.
        options: How it was read.
    """
    lost = {item.where for item in book.unplaced if item.kind == LOST_DOCUMENT}
    try:
        source = extract(path, options, lost)
    except UncountedError as err:
        unsure = f"The words of the book could not be counted a second way ({err}), so some may be missing"
        return replace(book, warnings=(*book.warnings, unsure))
    found = audit(source.pieces, book, source.hidden)
    warnings = () if found.is_balanced else _differences(found.missing, found.extra)
    return replace(book, audited_words=found.words, warnings=(*book.warnings, *warnings))


def _differences(missing: Counter[str], extra: Counter[str]) -> tuple[str, ...]:
    states = ((missing, "neither read nor listed"), (extra, "read but not in the file"))
    return tuple(
        f"{_counted(words.total())} {state}, such as: {_sample(words)}" for words, state in states if words
    )


def _counted(words: int) -> str:
    return "1 word is" if words == 1 else f"{words:,} words are"


def _sample(words: Counter[str]) -> str:
    return ", ".join(word for word, _ in words.most_common(_SAMPLE_WORDS))
