"""Tests of the lists of abbreviations."""

from __future__ import annotations

import pytest

from vox1.script.abbreviations import ABBREVIATIONS, Abbreviations


def kinds(known: Abbreviations) -> list[frozenset[str]]:
    """Return the four lists of a language."""
    return [known.leading, known.numbering, known.middle, known.closing]


@pytest.mark.parametrize("language", sorted(ABBREVIATIONS))
def test_every_entry_is_written_as_it_is_looked_up(language: str) -> None:
    """An entry with its last full stop, or with capitals inside, would never be found."""
    for entry in frozenset.union(*kinds(ABBREVIATIONS[language])):
        assert not entry.endswith(".")
        assert entry in {entry.lower(), entry.capitalize(), entry.upper()}


@pytest.mark.parametrize("language", sorted(ABBREVIATIONS))
def test_no_entry_is_told_to_end_and_not_to_end(language: str) -> None:
    """What never ends a sentence is in no other list that says when it does."""
    known = ABBREVIATIONS[language]

    assert known.leading.isdisjoint(known.middle | known.closing)
    assert known.middle.isdisjoint(known.closing)


def test_no_everyday_word_is_listed() -> None:
    """A listed word joins its sentence to the next, so what often ends one is left out."""
    everyday = {
        "en": {"in", "sun", "may", "will", "am", "pa", "ed", "miss", "mark", "sat"},
        "de": {"so", "dir", "komm", "mag", "do", "mi", "man", "ob", "bin"},
        "fr": {"me", "mer", "jeu", "sous", "vers", "an", "sec", "lundi"},
        "es": {"sol", "mar", "col", "don", "tres", "sal", "mal"},
        "it": {"mare", "col", "don", "tre", "mai", "lei", "sua"},
        "pt": {"cor", "ver", "com", "mar", "mai", "sol", "mais"},
    }
    for language, words in everyday.items():
        known = ABBREVIATIONS[language]
        assert words.isdisjoint(known.leading | known.middle | known.closing)
