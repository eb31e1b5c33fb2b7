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
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_DIGIT_LETTERS = 8
"""A digit takes as long to say as this many letters, and two numbers often begin alike."""
_REPEAT_LETTERS = 9
"""Two stretches of a text are the same from this many letters on: two words, more than half a second."""


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


def repeated_share(text: str) -> float:
    """Return how much of a text is in stretches that stood in it before: a share of its letters."""
    letters = "".join(
        character * (_DIGIT_LETTERS if character.isdigit() else 1)
        for character in text.casefold()
        if character.isalnum()
    )
    seen: set[str] = set()
    count = covered = 0
    for start in range(len(letters) - _REPEAT_LETTERS + 1):
        stretch = letters[start : start + _REPEAT_LETTERS]
        if stretch in seen:
            count += start + _REPEAT_LETTERS - max(covered, start)
            covered = start + _REPEAT_LETTERS
        seen.add(stretch)
    return count / max(1, len(letters))


def _letters(text: str) -> Iterator[str]:
    """The characters without accents; a short i keeps its breve, since it is a consonant."""
    for character in text.casefold():
        if _SYLLABIC.match(character) or character == "й":
            yield character
        else:
            yield from (c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
