"""Tests of hyphens at the ends of lines: which of them are the word's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.readers.hyphens import Dictionary, read_dictionary

ENGLISH = (
    "It was the lamp of the garden, and the captain was there with that letter of the morning,",
    "and the river was near the house that the sister of the captain had made on her own.",
)
FRENCH = (
    "Les lampes et les pierres sont dans une maison qui est près des jardins et de la rivière,",
    "et le matin est beau dans les champs où une femme chante pour des enfants et pour lui.",
)
GERMAN = (
    "Das Haus und die Tür sind alt, und der Mann in dem Garten ist ein Freund von dem Kind,",
    "das mit der Lampe durch die Tür in das Haus geht und dort die Stadt und den Fluss sieht.",
)
SPANISH = (
    "La lámpara de la casa era vieja y el hombre que la llevaba sobre todo quería dormir,",
    "porque la noche era larga y el río pasaba cerca del jardín con sus piedras y su agua.",
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("There were twenty-", "one of them.", "There were twenty-one of them."),
        ("He is a self-", "made man.", "He is a self-made man."),
        ("She met an ex-", "wife there.", "She met an ex-wife there."),
        ("It was half-", "past nine.", "It was half-past nine."),
        ("A good-", "natured lamp.", "A good-natured lamp."),
        ("A highly-", "decorated lamp.", "A highly-decorated lamp."),
        ("His mother-", "in-law said no.", "His mother-in-law said no."),
        ("His mother-in-", "law said no.", "His mother-in-law said no."),
        ("The book-", "seller's lamp.", "The bookseller's lamp."),
        ("The won-", "derful lamp.", "The wonderful lamp."),
        ("The com-", "monplace lamp.", "The commonplace lamp."),
        ("He came to-", "gether with her.", "He came together with her."),
        ("The Fezzi-", "wigs sat there.", "The Fezziwigs sat there."),
        ("The Anglo-", "Saxon lamp.", "The Anglo-Saxon lamp."),
        ("One Mr. Mac-", "Donald sat there.", "One Mr. MacDonald sat there."),
        ("THE WON-", "DERFUL LAMP", "THE WONDERFUL LAMP"),
        ("THE WELL-", "KNOWN LAMP", "THE WELL-KNOWN LAMP"),
    ],
)
def test_english_compounds_keep_their_hyphens(first: str, second: str, expected: str) -> None:
    """Two words that no dictionary has as one are a compound, even where the book has it nowhere else."""
    assert read_dictionary(ENGLISH).join(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Il y en a vingt-", "deux.", "Il y en a vingt-deux."),
        ("Il dit peut-", "être.", "Il dit peut-être."),
        ("La grand-", "mère chante.", "La grand-mère chante."),
        ("Une jour-", "née claire.", "Une journée claire."),
        ("Jean de Roche-", "fort chante.", "Jean de Rochefort chante."),
        ("Elle voit Saint-", "Malo.", "Elle voit Saint-Malo."),
    ],
)
def test_french_compounds_keep_their_hyphens(first: str, second: str, expected: str) -> None:
    """French makes words with hyphens too; what may be a name in two parts is put together."""
    assert read_dictionary(FRENCH).join(first, second) == expected


@pytest.mark.parametrize(
    ("lines", "first", "second", "expected"),
    [
        (GERMAN, "Er ging zur Haus-", "tür hin.", "Er ging zur Haustür hin."),
        (GERMAN, "Die EU-", "Staaten sagen.", "Die EU-Staaten sagen."),
        (SPANISH, "Iba sobre-", "todo a dormir.", "Iba sobretodo a dormir."),
    ],
)
def test_languages_that_join_words_have_no_compounds(
    lines: tuple[str, ...], first: str, second: str, expected: str
) -> None:
    """Two known words make one in German, and by chance in Spanish; initials keep their hyphen."""
    assert read_dictionary(lines).join(first, second) == expected


def test_the_book_knows_better_than_the_dictionary() -> None:
    """How a book writes a word elsewhere settles it."""
    lines = [*ENGLISH, "The book-seller had a goodnatured lamp."]

    found = read_dictionary(lines)

    assert found.join("One book-", "seller") == "One book-seller"
    assert found.join("One good-", "natured") == "One goodnatured"


@given(
    st.text("abcdefgh-", max_size=12), st.text("abcdefgh -", max_size=12), st.sampled_from("-\u2010\u00ad")
)
def test_joining_loses_no_letter(above: str, below: str, hyphen: str) -> None:
    """Whatever is judged, letters stay as they are and in order."""
    joined = Dictionary().join(above + hyphen, below)

    assert [c for c in joined if c.isalpha()] == [c for c in above + below if c.isalpha()]
