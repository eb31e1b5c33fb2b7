"""Dictionaries: the words of a language that a voice can be trusted with."""

from __future__ import annotations

from spellchecker import SpellChecker


def words_of(language: str) -> frozenset[str] | None:
    """Return a language's words in small letters; None where there is no list of them.

    The lists have common first names and places too. They come with pyspellchecker.

    Args:
        language: A BCP 47 tag.
    """
    code = language.lower().partition("-")[0]
    if code not in SpellChecker.languages():
        return None
    return frozenset(SpellChecker(language=code).word_frequency.keys())
