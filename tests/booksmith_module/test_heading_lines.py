"""Tests of what a line that stands alone says it is."""

from __future__ import annotations

import pytest

from booksmith_module.heading_lines import HeadingKind, HeadingLine, heading_line, is_all_capitals, title_key

CHAPTER, PART, NUMBER = HeadingKind.CHAPTER, HeadingKind.PART, HeadingKind.NUMBER


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("CHAPTER I", HeadingLine(CHAPTER, "i")),
        ("CHAPTER IV.", HeadingLine(CHAPTER, "iv")),
        ("Chapter 12", HeadingLine(CHAPTER, "12")),
        ("Chapter Twenty-One", HeadingLine(CHAPTER, "twenty-one")),
        ("CHAPTER THE FIRST", HeadingLine(CHAPTER, "the first")),
        ("Chapter 3: The Storm", HeadingLine(CHAPTER, "3", "The Storm")),
        ("CHAPTER II. The Pool", HeadingLine(CHAPTER, "ii", "The Pool")),
        ("Letter 2", HeadingLine(CHAPTER, "2")),
        ("Part One", HeadingLine(PART, "one")),
        ("BOOK THE SECOND--THE GOLDEN THREAD", HeadingLine(PART, "the second", "THE GOLDEN THREAD")),
        ("_Chapter 5_", HeadingLine(CHAPTER, "5")),
        ("Kapitel 3", HeadingLine(CHAPTER, "3")),
        ("Drittes Kapitel", HeadingLine(CHAPTER, "drittes")),
        ("3. Kapitel", HeadingLine(CHAPTER, "3")),
        ("Erster Teil", HeadingLine(PART, "erster")),
        ("CHAPITRE PREMIER", HeadingLine(CHAPTER, "premier")),
        ("Première partie", HeadingLine(PART, "première")),
        ("Chapitre IV : La Nuit", HeadingLine(CHAPTER, "iv", ": La Nuit")),
        ("Capítulo primero", HeadingLine(CHAPTER, "primero")),
        ("CAPÍTULO XII", HeadingLine(CHAPTER, "xii")),
        ("Capitolo secondo", HeadingLine(CHAPTER, "secondo")),
        ("Parte prima", HeadingLine(PART, "prima")),
        ("Capítulo terceiro", HeadingLine(CHAPTER, "terceiro")),
        ("I", HeadingLine(NUMBER, "i")),
        ("XIV.", HeadingLine(NUMBER, "xiv")),
        ("- 7 -", HeadingLine(NUMBER, "7")),
        ("II. A Case of Identity", HeadingLine(NUMBER, "ii", "A Case of Identity")),
        ("PROLOGUE", HeadingLine(HeadingKind.NAMED)),
        ("Épilogue", HeadingLine(HeadingKind.NAMED)),
        ("Author’s Note", HeadingLine(HeadingKind.NAMED)),
        ("Appendix B", HeadingLine(HeadingKind.NAMED)),
        ("Inhaltsverzeichnis", HeadingLine(HeadingKind.CONTENTS)),
        ("TABLE DES MATIÈRES.", HeadingLine(HeadingKind.CONTENTS)),
    ],
)
def test_headings_say_what_they_are(line: str, heading: HeadingLine) -> None:
    """Words and numbers of six languages, in any case and with any stops."""
    found = heading_line(line)

    assert found is not None
    assert (found.kind, found.number) == (heading.kind, heading.number)
    assert found.title.strip(": ") == heading.title.strip(": ")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Chapter",
        "Part two of the plan was simpler.",
        "Book I read last year,",
        "chapter 3",
        "Chapter one was the best of all.",
        "I am.",
        "It rained.",
        "Partly cloudy",
        "Mix",
        "1999",
        "A Study in Scarlet",
        "Part One " + "and so on " * 20,
    ],
)
def test_sentences_are_no_headings(line: str) -> None:
    """A paragraph that begins with such a word is text."""
    assert heading_line(line) is None


@pytest.mark.parametrize(
    ("line", "is_it"), [("THE END", True), ("I", False), ("ÉTÉ", True), ("McCoy", False)]
)
def test_capitals_are_two_letters_at_least(line: str, is_it: bool) -> None:  # noqa: FBT001 - a table's column
    """One capital alone is a word such as I."""
    assert is_all_capitals(line) == is_it


@pytest.mark.parametrize("entry", ["The Storm ..... 12", "THE STORM    xii", "The Storm.", "_The Storm_\t12"])
def test_the_contents_list_and_the_chapter_have_one_key(entry: str) -> None:
    """Page numbers, leaders, stops and case differ between the two."""
    assert title_key(entry) == title_key("The Storm")
