"""Matching: where a text holds the words of a lexicon."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from booksmith_module.alignment import Alignment, substitute
from booksmith_module.book import is_sayable
from vox1.errors import InputError
from vox1.script.lexicon import Entry, Lexicon

_MOST_SECONDS = 2.0
"""For one regular expression on one chunk; a good one takes microseconds."""

# Scripts that set no spaces between words: there every place is the edge of one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]"
_V1 = regex.VERSION1  # for the difference of two sets
_HAS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_IS_LETTER = regex.compile(_LETTER, _V1)
_TOKEN = regex.compile(rf"{_LETTER}+", _V1)
# "O'Brien" is one word, "Hermione's" is a word and what hangs on it.
_HANGS_ON = r"(?i:s|d|ll|ve|re|m)"
_BEGIN = regex.compile(rf"(?<!{_LETTER})(?<!{_LETTER}')", _V1)
_BEGIN_OR_ELIDED = regex.compile(rf"(?<!{_LETTER})", _V1)
_END = regex.compile(rf"(?!{_LETTER}|'(?!{_HANGS_ON}(?!{_LETTER}))\p{{L}})", _V1)
_ELIDING = frozenset(
    ("ca", "co", "eo", "fr", "fur", "it", "lij", "nap", "oc", "pms", "rm", "scn", "vec", "wa")
)
"""Languages that write "l'" or "d'" before a name and mean two words."""

_VARIANTS = {
    **dict.fromkeys("’ʼ＇", "'"),
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\u2060", ""),
    **{ligature: unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"},
}
"""Letters and marks that books write in several ways, as a keyboard has them."""
_VARIANT = re.compile(rf".[\u0300-\u036f]+|[{''.join(_VARIANTS)}]")


def is_eliding(language: str) -> bool:
    """Whether in a language "l'Hermione" is two words."""
    return language.lower().partition("-")[0] in _ELIDING


class Replacement(NamedTuple):
    """A stretch of the written text, ``text[start:end]``, and how it is said."""

    start: int
    end: int
    spoken: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word made ready.

    Attributes:
        entry: As the listener wrote it.
        rank: Its precedence, the first being 0.
        folded: What is looked for, in small letters unless capitals count.
        begins: Whether its first character is a letter, so that no other may stand before it.
        ends: Whether its last one is, so that no other may follow.
    """

    entry: Entry
    rank: int
    folded: str
    begins: bool
    ends: bool

    def is_at(self, start: int, text: str, begin: regex.Pattern[str]) -> bool:
        """Whether a folded text has the word there, whole; ``begin`` matches where words may begin."""
        found = text[start : start + len(self.folded)]
        return (
            (found if self.entry.match_case else found.lower()) == self.folded
            and (not self.begins or begin.match(text, start) is not None)
            and (not self.ends or _END.match(text, start + len(found)) is not None)
        )


class Matcher:
    """Finds a lexicon's words in texts of one language.

    A word is found by its first letters, so that a text takes as long with thousands of entries as
    with ten; regular expressions and words of scripts without spaces are looked for one by one.

    Args:
        lexicon: What to find.
        language: A BCP 47 tag, resolved.
    """

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self._begin = _BEGIN_OR_ELIDED if is_eliding(language) else _BEGIN
        self._by_token: defaultdict[str, list[_Word]] = defaultdict(list)
        self._anywhere: list[_Word] = []
        self._regexes: list[tuple[int, Entry, regex.Pattern[str]]] = []
        for rank, entry in enumerate(lexicon.entries_for(language)):
            if entry.is_regex:
                flags = 0 if entry.match_case else regex.IGNORECASE
                self._regexes.append((rank, entry, regex.compile(entry.written, flags)))
            else:
                self._add(_word(rank, entry))

    def _add(self, word: _Word) -> None:
        token = _TOKEN.match(word.folded)
        if token and not _HAS_UNSPACED.search(word.folded):
            self._by_token[token.group().casefold()].append(word)
        else:
            self._anywhere.append(word)

    def replacements(self, text: str) -> list[Replacement]:
        """Return what is said otherwise, in order, not overlapping.

        Of matches that overlap the longest counts, then the most specific (see
        `Lexicon.entries_for`), then the first.

        Raises:
            InputError: A regular expression takes too long on this text.
        """
        found = [*self._words_in(text), *self._regexes_in(text)]
        found.sort(key=lambda pair: (pair[1].start - pair[1].end, pair[0], pair[1].start))
        chosen: list[Replacement] = []
        for _, match in found:
            place = bisect_left(chosen, match)
            is_free = (place == 0 or chosen[place - 1].end <= match.start) and (
                place == len(chosen) or match.end <= chosen[place].start
            )
            if is_free:
                chosen.insert(place, match)
        return chosen

    def _words_in(self, text: str) -> Iterator[tuple[int, Replacement]]:
        """Matches of words, each with the rank of its entry."""
        if not (self._by_token or self._anywhere):
            return
        folded, alignment = _folded(text)
        for word, start in self._places(folded):
            if word.is_at(start, folded, self._begin):
                span = alignment.source_span(start, start + len(word.folded))
                yield word.rank, Replacement(*span, word.entry.spoken)

    def _places(self, folded: str) -> Iterator[tuple[_Word, int]]:
        """Where in a folded text which words may be."""
        for token in _TOKEN.finditer(folded) if self._by_token else ():
            for word in self._by_token.get(token.group().casefold(), ()):
                yield word, token.start()
        lowered = folded.lower()
        searched = folded if len(lowered) != len(folded) else lowered  # "İ" becomes two characters
        for word in self._anywhere:
            start = searched.find(word.folded.lower())
            while start >= 0:
                yield word, start
                start = searched.find(word.folded.lower(), start + 1)

    def _regexes_in(self, text: str) -> Iterator[tuple[int, Replacement]]:
        """Matches of regular expressions that leave something to say, each with the rank of its entry."""
        for rank, entry, pattern in self._regexes:
            try:
                for match in pattern.finditer(text, timeout=_MOST_SECONDS):
                    spoken = " ".join(match.expand(entry.spoken).split())
                    if match.end() > match.start() and is_sayable(spoken):
                        yield rank, Replacement(match.start(), match.end(), spoken)
            except TimeoutError as err:
                raise InputError(
                    f"The regular expression “{entry.written}” takes too long on “{text[:40]}…”",
                    "Remove it from the lexicon, or write it without a repeat inside a repeat.",
                    "slow-regex",
                ) from err


def _word(rank: int, entry: Entry) -> _Word:
    folded = _folded(entry.written)[0]
    begins, ends = (_IS_LETTER.match(character) is not None for character in (folded[0], folded[-1]))
    return _Word(entry, rank, folded if entry.match_case else folded.lower(), begins, ends)


def _folded(text: str) -> tuple[str, Alignment]:
    """A text as a keyboard has it, without curly apostrophes, and its alignment to the text."""
    return substitute(_VARIANT, lambda match: _plain(match.group()), text)


def _plain(written: str) -> str:
    return _VARIANTS.get(written, unicodedata.normalize("NFC", written))
