"""Numbers in words, by num2words2; what it has no words for is said by its digits, never an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import num2words2

# The library claims types and has none.
_in_words: Callable[..., object] = num2words2.num2words

_LONGEST = 15
"""Digits; nobody follows a longer number read as one, and Italian has words for no more than 66."""

# No such language; beyond its largest word (two kinds); no ordinal below zero.
_HAS_NO_WORDS = (NotImplementedError, OverflowError, KeyError, TypeError)


def cardinal(number: int | str, language: str) -> str:
    """Return a whole number in words: ``42`` is "forty-two".

    Args:
        number: Or its digits, with "-" before them where it is negative.
        language: As num2words2 names it: "en", "en_GB", "de", "fr", "fr_CH", "pt_BR" ...
    """
    return _words(str(number), "cardinal", language)


def ordinal(number: int | str, language: str) -> str:
    """Return a place in a row in words: ``42`` is "forty-second"; arguments as for ``cardinal``."""
    return _words(str(number), "ordinal", language)


def year(number: int | str, language: str) -> str:
    """Return a year in words: ``1984`` is "nineteen eighty-four"; arguments as for ``cardinal``."""
    return _words(str(number), "year", language)


def digits(written: str, language: str) -> str:
    """Return each digit of a text in words, "007" as "zero zero seven"; all else in it is left out."""
    return " ".join(_digit(character, language) for character in written if character.isdecimal())


@lru_cache(maxsize=8192)
def _words(written: str, kind: str, language: str) -> str:
    if len(written) > _LONGEST:
        return digits(written, language)
    try:
        return str(_in_words(int(written), to=kind, lang=language))
    except _HAS_NO_WORDS:
        return digits(written, language)


@lru_cache(maxsize=256)
def _digit(character: str, language: str) -> str:
    try:
        return str(_in_words(int(character), lang=language))
    except _HAS_NO_WORDS:
        return character
