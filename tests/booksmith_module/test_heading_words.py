"""Tests of the words that headings are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module import heading_lines, heading_words, headings
from booksmith_module.heading_lines import HeadingKind
from booksmith_module.heading_words import Division, Label, read_label
from booksmith_module.readers.pdf import words

_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ACT, CHAPTER, PART, SECTION = Division.ACT, Division.CHAPTER, Division.PART, Division.SECTION


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Chapter 12", Label(CHAPTER, "12", "", "")),
        ("CHAPTER THE FIRST", Label(CHAPTER, "the first", "", "")),
        ("Chap. IV.--The Mill", Label(CHAPTER, "iv", ".--", "The Mill")),
        ("Letter No. 3", Label(CHAPTER, "3", "", "")),
        ("Lesson Twenty-One: Rain", Label(CHAPTER, "twenty-one", ": ", "Rain")),
        ("3. Kapitel", Label(CHAPTER, "3", "", "")),
        ("Letztes Kapitel", Label(CHAPTER, "letztes", "", "")),
        ("Zweiter Aufzug", Label(ACT, "zweiter", "", "")),
        ("1er acte", Label(ACT, "1er", "", "")),
        ("IIe partie", Label(PART, "iie", "", "")),
        ("Première partie – La Nuit", Label(PART, "première", " – ", "La Nuit")),
        ("Primera parte", Label(PART, "primera", "", "")),
        ("II PARTE", Label(PART, "ii", "", "")),
        ("Seção 4", Label(SECTION, "4", "", "")),
        ("Глава 2", Label(CHAPTER, "2", "", "")),
        ("第十二章 雨", Label(CHAPTER, "第十二", " ", "雨")),
        ("第２部", Label(PART, "第２", "", "")),
        ("終章", Label(CHAPTER, "", "", "")),
    ],
)
def test_a_label_is_a_word_and_a_number(text: str, label: Label) -> None:
    """In either order, in any case, with the title apart from them."""
    assert read_label(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "Le livre de la forêt",  # l with an ending
        "CE LIVRE",
        "Ver libro",
        "Der Brief",
        "Mi carta",
        "Mi libro",
        "Die Szene",
        "12 Chapter One",  # a page number and a running head
        "Chapter",
        "Part mice",
        "a tenth part of it",
        "Bookish",
        "Partisan 1",
        "Act civilly",
        "一部の人",
        "三回",
    ],
)
def test_words_that_look_like_a_number_make_no_label(text: str) -> None:
    """Letters of Roman numerals are words in six languages; so are the Chinese figures before a counter."""
    assert read_label(text) is None
    assert not headings.is_chapter(text)
    assert not headings.is_part(text)
    assert not words.is_chapter(text)
    assert not words.is_part(text)


@given(st.sampled_from(_TENS), st.sampled_from(_ONES), st.sampled_from(["Chapter", "Teil", "Acte", "Libro"]))
def test_every_roman_numeral_numbers(tens: str, ones: str, word: str) -> None:
    """A numeral of one or two places is read after a word in any case, and alone in one case."""
    number = tens + ones
    if number:
        for written in (number, number.upper(), number.capitalize()):
            label = read_label(f"{word} {written}")
            assert label is not None
            assert (label.number, label.title) == (number, "")
        assert heading_words.is_number(number.upper())


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever a line is, each question has an answer, and what a label is made of stands in the text."""
    label = read_label(text)
    questions = (
        heading_words.is_number,
        heading_words.is_stand_alone,
        heading_words.is_matter,
        heading_words.is_reference,
        heading_words.is_contents,
        heading_words.is_end,
    )
    assert all(ask(text) in {True, False} for ask in questions)
    assert label is None or label.title in text


@pytest.mark.parametrize("text", ["IV", "iv.", "- 7 -", "[3]", "Seven", "TWENTY-ONE", "Zwölf", "* 12 *"])
def test_numbers_stand_alone(text: str) -> None:
    """In figures, Roman numerals and words, with what is set around them."""
    assert heading_words.is_number(text)


@pytest.mark.parametrize("text", ["Vi", "Mix", "MI", "CD", "Last", "1999", "The First", "“One!”", "", "-"])
def test_other_words_are_no_numbers(text: str) -> None:
    """A numeral is in one case and no more than a book has chapters; a word in quotes is said."""
    assert not heading_words.is_number(text)


def test_speech_is_no_heading() -> None:
    """A word in quotes, or after the dash that French speech begins with, is said by someone."""
    for text in ("“Conclusion?”", "— Introduction.", '"Index!"'):
        assert heading_lines.heading_line(text) is None
        assert not words.is_chapter(text)


@pytest.mark.parametrize(
    "text", ["Prologue", "VORWORT", "Épilogue.", "Postfazione", "Posfácio", "Author’s Note"]
)
def test_every_reader_knows_what_stands_alone(text: str) -> None:
    """The same words are known in an EPUB, a text and a PDF."""
    line = heading_lines.heading_line(text)

    assert headings.is_chapter(text)
    assert words.is_chapter(text)
    assert line is not None
    assert line.kind is HeadingKind.NAMED


@pytest.mark.parametrize("text", ["Dedication", "Appendix B", "Anhang 2", "Annexe IV", "Danksagung"])
def test_what_stands_around_a_book_is_matter(text: str) -> None:
    """An appendix may have a letter or a number; none of it is a chapter of the story."""
    assert heading_words.is_matter(text)
    assert not heading_words.is_stand_alone(text)


def test_a_contents_list_is_named_in_six_languages() -> None:
    """With a stop, in capitals; not a table with a number."""
    titles = ("CONTENTS.", "Inhalt", "Table des matières", "Índice", "Indice generale", "Sumário:")
    assert all(map(heading_words.is_contents, titles))
    assert not heading_words.is_contents("Table 3")


def test_the_end_is_of_a_division_or_of_all() -> None:
    """A title may begin with the words "end of"."""
    ends = ("THE END", "Finis.", "FIN", "_Ende_", "El fin", "End of Volume I", "The end of the first book.")
    assert all(map(heading_words.is_end, ends))
    assert not heading_words.is_end("End of an Era")
    assert not heading_words.is_end("The Endless Road")


def test_a_clause_is_no_chapter_of_a_text() -> None:
    """On a page the type shows what a section is, and in an EPUB its element; in a text nothing does."""
    assert heading_lines.heading_line("Section 4. The seller") is None
    assert words.is_chapter("Section 4. The Seller")
    assert headings.is_chapter("Section 4. The seller")


@pytest.mark.parametrize(
    "text", ["Chapter 3, which", "Part two of the plan", "Chapter Ivory", "vol. lx. No. 2, p. 9"]
)
def test_a_line_that_goes_on_is_no_heading(text: str) -> None:
    """In a text and on a page, the rest of a line must begin like a title, apart from the number."""
    assert heading_lines.heading_line(text) is None
    assert not words.is_chapter(text)
    assert not words.is_part(text)
