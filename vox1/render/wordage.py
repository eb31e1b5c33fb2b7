"""Wordage: how much a text gives to say, counted in what its speech takes time for, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache

_VOWELS = frozenset("aeiouyæøœıαειηουωаеиоуыэюяієї")
_SYLLABIC = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
"""Kana and Hangul: a character is a syllable."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff]")
"""Thai, Lao, Burmese, Khmer and kana, which are written without spaces between words."""
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_ALPHABETS = re.compile("[a-zα-ωа-я]+")
"""Those that write their vowels, which are all known here."""
_DIGIT_LETTERS, _SYLLABLE_LETTERS = 8, 3
"""A digit, or a character that is a syllable, takes about as long to say as so many letters."""


@dataclass(frozen=True, slots=True)
class Wordage:
    """What a text gives to say.

    Attributes:
        consonants: Letters that are no vowels; of scripts that write none, all letters.
        vowels: Letters that are.
        syllables: Groups of vowels, kana, Hangul and ideographs.
        words: Runs of letters or digits.
        digits: Said as a word each, or more.
    """

    consonants: int
    vowels: int
    syllables: int
    words: int
    digits: int

    @property
    def counts(self) -> tuple[int, ...]:
        """All of them, in order."""
        return astuple(self)


@lru_cache(maxsize=4096)
def wordage(text: str) -> Wordage:
    """Count what a text gives to say."""
    consonants = vowels = syllables = words = digits = 0
    after_vowel = in_word = False
    for character in _letters(text):
        is_vowel = character in _VOWELS
        stands_alone = bool(_SYLLABIC.match(character) or _IDEOGRAPHS.match(character))
        if character.isdigit():
            digits += 1
        elif is_vowel or stands_alone:
            vowels += 1 + stands_alone  # a syllable of its own has a consonant too
            syllables += stands_alone or not after_vowel
        elif character.isalpha():
            consonants += 1
        is_said = character.isalnum()
        words += is_said and not in_word
        after_vowel, in_word = is_vowel, is_said
    return Wordage(consonants, vowels, syllables, words, digits)


def is_spaced(text: str) -> bool:
    """Return whether a text has spaces between all of its words: as Chinese, Japanese and Thai have not."""
    return not any(_UNSPACED.match(character) or _IDEOGRAPHS.match(character) for character in text)


def bare_consonants(word: str) -> int:
    """Return how many letters a word without a vowel has; 0 for others, and where vowels are not written."""
    letters = "".join(character for character in _letters(word) if character.isalnum())
    is_bare = _ALPHABETS.fullmatch(letters) and _VOWELS.isdisjoint(letters)
    return len(letters) if is_bare else 0


def said_letters(text: str) -> tuple[int, ...]:
    """Return the letters of a text as numbers that all take about as long to say.

    The same letter is the same number; a digit or an ideograph is several, in order.
    """
    return tuple(
        _DIGIT_LETTERS * ord(character) + part
        for character in text.casefold()
        if character.isalnum()
        for part in range(_parts(character))
    )


def _parts(character: str) -> int:
    if character.isdigit():
        return _DIGIT_LETTERS
    return _SYLLABLE_LETTERS if _SYLLABIC.match(character) or _IDEOGRAPHS.match(character) else 1


def _letters(text: str) -> Iterator[str]:
    """The characters without accents; a short i keeps its breve, since it is a consonant."""
    for character in text.casefold():
        if _SYLLABIC.match(character) or character == "й":
            yield character
        else:
            yield from (c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
