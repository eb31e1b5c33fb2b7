"""Tests of the lists of words that begin sentences."""

from __future__ import annotations

import pytest

from vox1.script.abbreviations import ABBREVIATIONS
from vox1.script.first_words import FIRST_WORDS


@pytest.mark.parametrize("language", sorted(FIRST_WORDS))
def test_every_word_is_written_as_it_is_looked_up(language: str) -> None:
    """Words are looked up in small letters and with a straight apostrophe."""
    assert all(word == word.lower() and "’" not in word for word in FIRST_WORDS[language])


@pytest.mark.parametrize("language", sorted(FIRST_WORDS))
def test_a_language_with_first_words_has_abbreviations(language: str) -> None:
    """First words are only asked for after an abbreviation."""
    assert language in ABBREVIATIONS
