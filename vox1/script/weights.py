"""Weights: how long one text takes to say beside another, in letters of an alphabet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

_SYLLABLE = 3.0
"""A narrator says about 15 letters of an alphabet in a second, and 5 syllables (see `EngineRow.size_for`)."""
_CATEGORIES = {
    "Nd": 4.5,  # "seven"
    "Nl": 4.5,
    "No": 4.5,
    "Sc": 6.0,  # "dollar"
    "Lm": 0.5,
    "Mn": 0.4,  # a vowel over a consonant
    "Mc": 0.8,
    "Zs": 0.35,
}
_SIGNS = dict.fromkeys("%&@+=", 5.0)
_OF_SYLLABLES = (
    (0x1100, 0x11FF, 1.0),  # single letters of Korean
    (0x3041, 0x30FF, 2.0),  # kana
    (0x3400, 0x9FFF, _SYLLABLE),
    (0xAC00, 0xD7A3, _SYLLABLE),
    (0xF900, 0xFAFF, _SYLLABLE),
    (0x20000, 0x3FFFF, _SYLLABLE),
)
_CONSONANTS_ONLY = ((0x0590, 0x06FF, 1.6),)
"""Hebrew and Arabic leave most vowels out."""
_VOWELS = frozenset("aeiouyаеиоуыэюяєіїαεηιουω")
_VOWEL = 1.3
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_SPELLED = 4
_LETTER_NAME = 2.5
"""Of a letter that is said by its name: "B B C", "US"."""


def running_weights(text: str) -> list[float]:
    """Return the weight of what stands before each character of a text, and of the whole at the end.

    Pauses have no weight: they are heard, and need not be guessed.
    """
    weights = [_weight(character) for character in text]
    for word in _WORD.finditer(text):
        if _is_spelled(word.group()):
            weights[word.start() : word.end()] = [_LETTER_NAME] * len(word.group())
    return list(accumulate(weights, initial=0.0))


def _is_spelled(word: str) -> bool:
    """Whether a word in capitals is said letter by letter; one that is a vowel is a word ("I", "À")."""
    return word.isupper() and len(word) <= _LONGEST_SPELLED and (len(word) > 1 or _weight(word) == 1.0)


@lru_cache(maxsize=4096)
def _weight(character: str) -> float:
    if character in _SIGNS:
        return _SIGNS[character]
    category = unicodedata.category(character)
    if category in _CATEGORIES:
        return _CATEGORIES[category]
    if category[0] != "L":
        return 0.0
    for first, last, weight in (*_OF_SYLLABLES, *_CONSONANTS_ONLY):
        if first <= ord(character) <= last:
            return weight
    plain = unicodedata.normalize("NFD", character.lower())[0]
    return _VOWEL if plain in _VOWELS else 1.0
