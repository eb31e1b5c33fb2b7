"""Hyphens: words broken at a line's end put together again, with the book as its own dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SOFT = "\u00ad"
_HYPHENS = "-\u2010\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-\u2010][^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W\d_]+(?:['’-][^\W\d_]+)*)[{_HYPHENS}]$")
_REST = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)((?:[-\u2010][^\W\d_]+)*)")
# Endings by which a word may differ from the form of it that stands elsewhere in the book.
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "n", "en", "e", "r", "ment", "ness")
_COMMON = 3
_DASHES = "—―"


@dataclass(slots=True)
class Dictionary:
    """The words of a book that are not broken.

    Attributes:
        words: How often each occurs, in small letters.
        compounds: How often each word with a hyphen in it occurs.
        first: How many different compounds a word is the first part of.
        last: How many different compounds a word is the last part of.
        has_soft: Whether the file marks the hyphens of broken words as such.
        is_dash_spaced: Whether long dashes have spaces around them.
    """

    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    has_soft: bool = False
    is_dash_spaced: bool = False

    def join(self, above: str, below: str) -> str:  # noqa: PLR0911  # rules in order
        """Return two lines of one paragraph as one text."""
        if not above or not below:
            return above + below
        if above[-1] in _HYPHENS and (broken := _BROKEN.search(above)) and (rest := _REST.match(below)):
            if self._is_one_word(broken[1], rest[1], above[-1]):
                return above[:-1] + below
            return above[:-1] + "-" + below
        if above[-1] == SOFT:
            return above[:-1] + below
        if above[-1] in "-\u2010" and below[0].isalnum() and not above[-2:-1].isspace() and len(above) > 1:
            return above + below
        if not self.is_dash_spaced and (above[-1] in _DASHES or below[0] in _DASHES):
            return above + below
        return f"{above} {below}"

    def _is_one_word(self, start: str, end: str, hyphen: str) -> bool:
        """Whether the hyphen between two parts is there for the line's end only."""
        if hyphen == SOFT:
            return True
        first, last = start.lower(), end.lower()
        whole, compound = first + last, f"{first}-{last}"
        if self.words[whole] != self.compounds[compound]:
            return self.words[whole] > self.compounds[compound]
        if self.has_soft or end[0].isupper() > start.isupper():
            return False
        if any(self._knows(form) for form in _forms(whole)):
            return True
        if any(self.compounds[form] for form in _forms(compound)):
            return False
        tail = first.rsplit("-", 1)[-1]
        are_words = self.words[tail] >= _COMMON and self.words[last] >= _COMMON
        return not (are_words and (self.first[tail] or self.last[last]))

    def _knows(self, word: str) -> bool:
        return self.words[word] > 0


def _forms(word: str) -> Iterable[str]:
    for ending in _ENDINGS:
        yield word + ending
        if word.endswith(ending) and len(word) > len(ending) + 3:
            yield word.removesuffix(ending)


def read_dictionary(texts: Iterable[str]) -> Dictionary:
    """Return the words that stand whole in the lines of a book."""
    found = Dictionary()
    spaced = close = soft = 0
    is_rest = False
    for text in texts:
        soft += text.endswith(SOFT)
        words = _WORD.findall(text)[is_rest:]
        is_rest = text.endswith(tuple(_HYPHENS))
        if words and is_rest:
            words.pop()
        for word in words:
            found.words[word.lower().replace("\u2010", "-")] += 1
        for dash in _DASHES:
            spaced += text.count(f" {dash} ")
            close += len(re.findall(rf"\w{dash}\w", text))
    for word, count in list(found.words.items()):
        if "-" in word:
            found.compounds[word] += count
            first, _, last = word.partition("-")
            found.first[first] += 1
            found.last[last.rpartition("-")[2]] += 1
            for part in word.split("-"):
                found.words[part] += count
    found.has_soft = soft >= 3
    found.is_dash_spaced = spaced > close
    return found
