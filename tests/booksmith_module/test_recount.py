"""Tests of the recount: what the audit finds is said in words, and so is that it could not be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from booksmith_module.book import LOST_DOCUMENT, Block, BlockKind, Book, Chapter, Skipped
from booksmith_module.child import read_book
from booksmith_module.options import DEFAULTS, Notes, ReadingOptions
from booksmith_module.recount import recounted

MakeEpub = Callable[..., Path]
SAMPLE = Path(__file__).parents[2] / "samples" / "five-teaspoons-of-rain.epub"
AUDITED = ReadingOptions(audit=True)
PROSE = "The rain had begun before anyone was awake, and it went on through the day."


def book_of(text: str) -> Book:
    """Return a book of one paragraph."""
    return Book("T", (), "en", (Chapter("One", (Block(BlockKind.PARAGRAPH, text),)),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A text of three words."""
    (tmp_path / "a.txt").write_text("It rained cats.", encoding="utf-8")
    return tmp_path / "a.txt"


def test_a_book_that_has_all_words_is_only_counted(path: Path) -> None:
    """The number is for the listener; there is nothing to warn of."""
    book = recounted(path, book_of("It rained cats."), DEFAULTS)

    assert (book.audited_words, book.warnings) == (3, ())


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("It rained.", ("1 word is neither read nor listed, such as: cats",)),
        (
            "Cats.",
            (
                "3 words are neither read nor listed, such as: It, rained, cats",
                "1 word is read but not in the file, such as: Cats",
            ),
        ),
        ("It rained cats and dogs.", ("2 words are read but not in the file, such as: and, dogs",)),
    ],
)
def test_differences_are_warnings_with_examples(path: Path, text: str, warnings: tuple[str, ...]) -> None:
    """How many words, in which direction, and which."""
    book = recounted(path, replace(book_of(text), warnings=("Before",)), DEFAULTS)

    assert book.warnings == ("Before", *warnings)


def test_a_book_that_cannot_be_counted_says_so(tmp_path: Path) -> None:
    """No second opinion is no good opinion."""
    (tmp_path / "a.epub").write_bytes(b"PK\x03\x04")

    book = recounted(tmp_path / "a.epub", book_of("It rained."), DEFAULTS)

    (warning,) = book.warnings
    assert "could not be counted a second way" in warning
    assert book.audited_words == 0


def test_a_document_that_is_lost_is_lost_once(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Its reader has said so; its noise is not counted as words."""
    path = make_epub(tmp_path / "a.epub", [("", f"<p>{PROSE}</p>"), ("", b"a b c \x00\x01")])
    lost = Skipped(LOST_DOCUMENT, 1, "EPUB/chapter-2.xhtml", "")

    assert recounted(path, replace(book_of(PROSE), unplaced=(lost,)), DEFAULTS).warnings == ()


@pytest.mark.parametrize("notes", Notes)
def test_the_sample_balances(notes: Notes) -> None:
    """Every word of the sample is read or listed, wherever its note is read."""
    book = read_book(SAMPLE, replace(AUDITED, notes=notes))

    assert book.audited_words > 2_700
    assert book.warnings == ()


def test_markdown_is_counted(tmp_path: Path) -> None:
    """Links, listings, notes, numbers and front matter: all are read or listed."""
    text = f"""---
title: Rain
---
# One

1. {PROSE}[^1]
2. A [link](http://x.org 'to') and `a[code](it)`.

```python
print("<b>")
```

[^1]: A *note*.
"""
    (tmp_path / "a.md").write_text(text, encoding="utf-8")

    book = read_book(tmp_path / "a.md", AUDITED)

    assert book.audited_words > 30
    assert [warning for warning in book.warnings if "word" in warning and "language" not in warning] == []
