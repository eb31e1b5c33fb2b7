"""Tests of numbers in words: right where there are words, digits where not, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.normalise import numbers

LANGUAGES = ["en", "en_GB", "de", "fr", "es", "it", "pt", "pt_BR", "xx", ""]


@pytest.mark.parametrize(
    ("kind", "number", "language", "words"),
    [
        (numbers.cardinal, 42, "en", "forty-two"),
        (numbers.cardinal, "-7", "en", "minus seven"),
        (numbers.cardinal, 118, "it", "centodiciotto"),
        (numbers.ordinal, 42, "en", "forty-second"),
        (numbers.year, 1984, "en", "nineteen eighty-four"),
        (numbers.year, 1984, "de", "neunzehnhundertvierundachtzig"),
        (numbers.digits, "007", "en", "zero zero seven"),
        (numbers.digits, "٤٢", "en", "four two"),
        (numbers.cardinal, "12", "xx", "1 2"),
    ],
)
def test_a_number_is_said_in_words(kind: object, number: int | str, language: str, words: str) -> None:
    """Each kind of reading is the library's, and a language it lacks keeps its digits."""
    assert callable(kind)
    assert kind(number, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("say", [numbers.cardinal, numbers.ordinal, numbers.year])
def test_an_endless_number_is_said_by_its_digits(say: object, language: str) -> None:
    """A number with no words, even one that Python will not read, is said all the same."""
    assert callable(say)
    assert len(str(say("9" * 6000, language)).split()) == 6000


@given(number=st.integers(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_number_is_an_error(number: int, language: str) -> None:
    """Every whole number has a reading as amount, place and year."""
    assert numbers.cardinal(number, language)
    assert numbers.ordinal(number, language)
    assert numbers.year(number, language)
