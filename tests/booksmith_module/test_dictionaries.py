"""Tests of dictionaries: the languages that have one, and what is in it."""

from __future__ import annotations

import pytest

from booksmith_module.dictionaries import words_of


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en-GB", "teaspoon"),
        ("de", "löffel"),
        ("fr-CA", "cuillère"),
        ("es", "cuchara"),
        ("it", "cucchiaio"),
        ("pt-BR", "colher"),
    ],
)
def test_a_language_has_its_words_in_small_letters(language: str, word: str) -> None:
    """Whatever its region; a made-up name is in none of them."""
    words = words_of(language)

    assert words is not None
    assert word in words
    assert "fezziwig" not in words


def test_a_language_without_a_list_says_so() -> None:
    """It is not taken for a language without words."""
    assert words_of("fi") is None
    assert words_of("") is None
