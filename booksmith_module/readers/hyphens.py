"""Hyphens: words broken at a line's end put together again, with the book as its own dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from booksmith_module.dictionaries import words_of

SOFT = "\u00ad"
HYPHENS = "-\u2010\u00ad¬"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-\u2010][^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W\d_]+(?:['’-][^\W\d_]+)*)[{HYPHENS}]$")
_REST = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)((?:[-\u2010][^\W\d_]+)*)")
# Endings by which a word may differ from the form of it that stands elsewhere in the book.
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "n", "en", "e", "r", "ment", "ness")
_APOSTROPHE = re.compile("['’]")
_PRINTERS = frozenset("\u00ad¬")
"""Signs that are never a word's own."""
_NAME_PREFIXES = frozenset(("Mc", "Mac"))
_COMMON = 3
_FEW = 3
_FEWEST_COMMON = 3
_MANY_LINES = 100
_LEAST_BROKEN = 0.015
"""Fewer lines than this end in a hyphen where words are not broken."""
_DASHES = "—―"
# Languages that make new words with a hyphen, and words that are common in them only. Others make
# them without one ("Haustür"), or hardly make any.
_COMPOUNDING = {
    "en": (("the", "and", "of", "was", "that", "with"), 0.07),
    "fr": (("et", "les", "des", "est", "une", "dans"), 0.04),
}


@dataclass
class Dictionary:
    """The words of a book that are not broken.

    Attributes:
        words: How often each occurs, in small letters.
        compounds: How often each word with a hyphen in it occurs.
        first: How many different compounds a word is the first part of.
        last: How many different compounds a word is the last part of.
        breaks_words: Whether words are broken at the ends of lines: where hardly a line ends in a
            hyphen, or the hyphens of broken words are marked as such, the others are the words' own.
        is_dash_spaced: Whether long dashes have spaces around them.
    """

    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    breaks_words: bool = True
    is_dash_spaced: bool = False

    def join(self, above: str, below: str) -> str:  # noqa: PLR0911  # rules in order
        """Return two lines of one paragraph as one text."""
        if not above or not below:
            return above + below
        if above[-1] in HYPHENS and (broken := _BROKEN.search(above)) and (rest := _REST.match(below)):
            if self.is_one_word(broken[1], rest.group(), above[-1]):
                return above[:-1] + below
            return above[:-1] + "-" + below
        if above[-1] in _PRINTERS:
            return above[:-1] + below
        if above[-1] in "-\u2010" and below[0].isalnum() and not above[-2:-1].isspace() and len(above) > 1:
            return above + below
        if not self.is_dash_spaced and (above[-1] in _DASHES or below[0] in _DASHES):
            return above + below
        return f"{above} {below}"

    def is_one_word(self, start: str, end: str, hyphen: str) -> bool:
        """Return whether the hyphen between two parts of a word is there for the line's end only.

        Args:
            start: The letters before it, with the hyphens among them.
            end: Those after it.
            hyphen: The sign at the line's end.
        """
        if hyphen in _PRINTERS:
            return True
        first, (last, *more) = start.lower(), end.lower().replace("\u2010", "-").split("-")
        whole, compound = first + last, f"{first}-{last}"
        if self.words[whole] != self.compounds[compound]:
            return self.words[whole] > self.compounds[compound]
        if not self.breaks_words:
            return False
        if end[0].isupper() and not (start + end).isupper():
            return start in _NAME_PREFIXES
        return self._may_be_one_word(first, last, is_chain=bool(more), is_name=start.istitle())

    def _may_be_one_word(self, first: str, last: str, *, is_chain: bool, is_name: bool) -> bool:
        """Judge two parts that stand nowhere in the book as one, with or without a hyphen.

        Args:
            first: What stands before the hyphen, in small letters.
            last: What stands after it, up to the next hyphen.
            is_chain: Whether another hyphen follows.
            is_name: Whether the two may be a name.
        """
        tail = first.rsplit("-", 1)[-1]
        if any(self._knows(form) for form in _forms(tail + last)):
            return True
        if any(self.compounds[form] for form in _forms(f"{first}-{last}")):
            return False
        are_known = self._knows(tail) and self._knows(last)
        if self._lexicon is not None:
            are_parts = are_known and (is_chain or tail != first)
            return not are_parts and self._is_one_in(self._lexicon, tail, last, is_name=is_name)
        if are_known and (is_chain or tail != first or self.first[tail] >= _COMMON):
            return False  # "self-contentment" in a book with other such words, "jack-in-the-box"
        are_common = min(self.words[tail], self.words[last]) >= _COMMON
        return not (are_common and (self.first[tail] or self.last[last]))

    def _is_one_in(self, lexicon: frozenset[str], first: str, last: str, *, is_name: bool) -> bool:
        """Judge two parts by the words of the language; those of a name must be in the book itself."""
        head, rest = _APOSTROPHE.split(first)[-1], _APOSTROPHE.split(last)[0]
        if head + rest in lexicon:
            return True
        return not all(self._knows(part) or (part in lexicon and not is_name) for part in (head, rest))

    @cached_property
    def _lexicon(self) -> frozenset[str] | None:
        """The words of the book's language, where compounds are made with a hyphen in it."""
        total = self.words.total()
        for language, (common, share) in _COMPOUNDING.items():
            if sum(self.words[word] for word in common) >= max(_FEWEST_COMMON, share * total):
                return words_of(language)
        return None

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
    spaced = close = soft = hyphens = lines = 0
    is_rest = False
    for text in texts:
        lines += 1
        soft += text.endswith(SOFT)
        hyphens += text.endswith(tuple(HYPHENS))
        words = _WORD.findall(text)[is_rest:]
        is_rest = text.endswith(tuple(HYPHENS))
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
    found.breaks_words = soft < _FEW and (lines < _MANY_LINES or hyphens >= _LEAST_BROKEN * lines)
    found.is_dash_spaced = spaced > close
    return found
