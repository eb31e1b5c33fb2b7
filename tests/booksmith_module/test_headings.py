"""Tests of what a heading's words say it is."""

from __future__ import annotations

import pytest

from booksmith_module import headings


@pytest.mark.parametrize(
    "text",
    [
        "Chapter 1",
        "CHAPTER THE FIRST",
        "Chapter XIV. The Mill",
        "Stave One",
        "Kapitel 3",
        "Erstes Kapitel",
        "Chapitre premier",
        "CAPÍTULO IV",
        "Prologue",
        "第十二章 雨",
        "Глава 2",
    ],
)
def test_chapters_are_named_by_word_and_number(text: str) -> None:
    """In several languages, in figures, Roman numerals and words."""
    assert headings.is_chapter(text)
    assert not headings.is_part(text)


@pytest.mark.parametrize("text", ["PART TWO", "Book the First", "Zweites Buch", "Livre III", "第二部"])
def test_parts_are_named_by_word_and_number(text: str) -> None:
    """A part holds chapters: it is not one."""
    assert headings.is_part(text)
    assert not headings.is_chapter(text)


@pytest.mark.parametrize(
    "text", ["The Mill", "A chapter of accidents", "Partly true", "Bookish", "1914 and after"]
)
def test_other_titles_are_neither(text: str) -> None:
    """A title that begins or ends like a label is a title."""
    assert not headings.is_chapter(text)
    assert not headings.is_part(text)
    assert not headings.is_number(text)


@pytest.mark.parametrize("text", ["IV", "12.", "Seven", "* 3 *", "XXI"])
def test_numbers_alone_are_numbers(text: str) -> None:
    """In figures, Roman numerals and words, with what is set around them."""
    assert headings.is_number(text)
    assert headings.is_bare_label(text)


def test_the_end_is_an_end() -> None:
    """What closes a text in several languages; not a title about one."""
    assert all(map(headings.is_end, ("THE END", "Finis.", "FIN", "Ende", "End of Volume I")))
    assert not headings.is_end("The Endless Road")
