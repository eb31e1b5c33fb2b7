"""Tests of the wordage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.wordage import Wordage, bare_consonants, said_letters, wordage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Wordage(0, 0, 0, 0, 0)),
        ("… — !", Wordage(0, 0, 0, 0, 0)),
        ("The cat sat.", Wordage(6, 3, 3, 3, 0)),
        ("beautiful", Wordage(4, 5, 3, 1, 0)),
        ("No 25.", Wordage(1, 1, 1, 2, 2)),
        ("élève", Wordage(2, 3, 3, 1, 0)),
        ("Мой кот", Wordage(4, 2, 2, 2, 0)),
        ("さくら", Wordage(0, 6, 3, 1, 0)),
        ("中文", Wordage(0, 4, 2, 1, 0)),
    ],
)
def test_what_a_text_gives_to_say_is_counted_in_its_script(text: str, expected: Wordage) -> None:
    """Accents are no letters, й is a consonant, a character of Chinese is a syllable."""
    assert wordage(text) == expected


@given(st.text(), st.text())
def test_two_texts_give_as_much_as_both(one: str, other: str) -> None:
    """Counts add up over a sentence end."""
    both = wordage(f"{one}. {other}")

    assert both.counts == tuple(map(sum, zip(wordage(one).counts, wordage(other).counts, strict=True)))


@given(st.text(), st.text())
def test_the_letters_of_two_texts_are_those_of_both(one: str, other: str) -> None:
    """In order; the same letter is the same number wherever it stands."""
    assert said_letters(one + other) == said_letters(one) + said_letters(other)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("… — !", 0), ("cat.", 3), ("7", 8), ("中文", 6)])
def test_what_takes_longer_to_say_is_more_letters(text: str, count: int) -> None:
    """A digit is a word, an ideograph a syllable; no two of their parts are the same."""
    assert len(said_letters(text)) == len(set(said_letters(text))) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 0),
        ("“K,”", 1),
        ("Bzkrrt!", 6),
        ("élan", 0),
        ("7th", 0),
        ("вдруг", 0),
        ("к", 1),
        ("שלום", 0),
        ("", 0),
    ],
)
def test_words_without_a_vowel_are_known_in_alphabets_that_have_vowels(word: str, count: int) -> None:
    """Hebrew writes none."""
    assert bare_consonants(word) == count
