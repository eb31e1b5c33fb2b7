"""Tests of suggestions: names that a voice may not know, and nothing that is no name."""

from __future__ import annotations

import time

import pytest

from booksmith_module.book import Block, BlockKind, Book, Chapter
from vox1.script.lexicon import EMPTY, Lexicon, new_entry
from vox1.script.suggestions import Suggestion, suggest

KNOWN = frozenset(
    [
        "the",
        "old",
        "saw",
        "and",
        "said",
        "he",
        "was",
        "in",
        "a",
        "with",
        "of",
        "then",
        "came",
        "tom",
        "schloss",
        "berg",
        "arbeit",
        "zimmer",
        "le",
        "la",
        "vit",
        "ne",
        "it's",
    ]
)


def names(
    *texts: str,
    language: str = "en",
    kind: BlockKind = BlockKind.PARAGRAPH,
    known: frozenset[str] | None = KNOWN,
    lexicon: Lexicon = EMPTY,
    least: int = 1,
) -> list[str]:
    """Return the words that are suggested for a chapter of these paragraphs."""
    chapter = Chapter("One", tuple(Block(kind, text) for text in texts))
    book = Book("A Book", ("Ann",), language, (chapter,))
    return [suggestion.word for suggestion in suggest(book, language, known, lexicon, least)]


def test_unknown_names_come_most_frequent_first() -> None:
    """With how often they occur anywhere, and the first sentence in which one must be a name."""
    text = "Fezziwig came. Then Cratchit saw Fezziwig. The old Fezziwig’s saw. He was with Cratchit."
    book = Book("A Book", (), "en", (Chapter("One", (Block(BlockKind.PARAGRAPH, text),)),))

    assert suggest(book, "en", KNOWN, Lexicon(), 1) == [
        Suggestion("Fezziwig", 3, "Then Cratchit saw Fezziwig."),
        Suggestion("Cratchit", 2, "Then Cratchit saw Fezziwig."),
    ]
    assert [name.count for name in suggest(book, "en", KNOWN, Lexicon(), 3)] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "Zork came. Zork saw.",
        "He said, “Zork was old.”",
        "He saw: Zork.",
        "Then he—Zork!—came.",
        "He saw zork and Zork and zork.",
        "He was in the ZORK with J. and I.",
        "He saw Tom and Tom’s.",
    ],
)
def test_what_need_not_be_a_name_is_not_suggested(text: str) -> None:
    """A capital that begins something, a word in small letters, initials, and what a dictionary has."""
    assert names(text) == []


def test_a_heading_is_no_evidence() -> None:
    """There any word may have a capital."""
    assert names("The Old Zork", kind=BlockKind.HEADING) == []


@pytest.mark.parametrize("name", ["O’Brien", "O'Brien", "McZork", "Zoë", "Ngũgĩ", "Jokinen", "Дарья"])
def test_names_are_found_whole(name: str) -> None:
    """With apostrophes, capitals inside, and letters of any script."""
    assert names(f"He saw {name}’s and {name}.") == [name]


def test_a_name_that_the_lexicon_has_is_not_suggested() -> None:
    """The listener has seen to it."""
    assert names("He saw Zork and Mork.", lexicon=Lexicon((new_entry("Zork", "x"),))) == ["Mork"]


def test_an_elided_article_is_no_part_of_a_name() -> None:
    """The lexicon finds the name behind it too."""
    assert names("Il vit l’Hermione.", language="fr") == ["Hermione"]


@pytest.mark.parametrize(
    ("word", "is_known"),
    [("Schlossberg", True), ("Arbeitszimmer", True), ("Zimmerzork", False), ("Bergen", False)],
)
def test_a_compound_of_known_words_is_known_in_german(word: str, is_known: bool) -> None:  # noqa: FBT001
    """German joins words freely, and each noun has a capital."""
    assert names(f"Le saw {word}.", language="de") == ([] if is_known else [word])
    assert names(f"Le saw {word}.") == [word]


def test_without_a_dictionary_every_name_is_suggested() -> None:
    """Better too many than none."""
    assert names("He saw Tom and Zork.", known=None) == ["Tom", "Zork"]


def test_a_long_book_takes_seconds() -> None:
    """Three hundred thousand words."""
    began = time.monotonic()
    assert names(*["Then the old Zork saw Tom, and he came with a Mork. " * 50] * 500)[0] == "Mork"
    assert time.monotonic() - began < 30
