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
_BEGIN = rf"(?<!{_LETTER})"
_BEGIN_NOT_ELIDED = rf"(?<!{_LETTER}')"
_END = rf"(?!{_LETTER}|'(?!{_HANGS_ON}(?!{_LETTER}))\p{{L}})"
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
    """An entry made ready.

    Attributes:
        entry: As the listener wrote it.
        rank: Its precedence, the first being 0.
        pattern: What finds it.
    """

    entry: Entry
    rank: int
    pattern: regex.Pattern[str]


class Matcher:
    """Finds a lexicon's words in texts of one language.

    A word is found by its first letters, so that a text takes as long with thousands of entries as
    with ten; regular expressions and words of scripts without spaces are looked for one by one.

    Args:
        lexicon: What to find.
        language: A BCP 47 tag, resolved.
    """

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        elides = is_eliding(language)
        self._by_token: defaultdict[str, list[_Word]] = defaultdict(list)
        self._anywhere: list[_Word] = []
        self._regexes: list[_Word] = []
        for rank, entry in enumerate(lexicon.entries_for(language)):
            if entry.is_regex:
                flags = 0 if entry.match_case else regex.IGNORECASE
                self._regexes.append(_Word(entry, rank, regex.compile(entry.written, flags)))
                continue
            folded = _folded(entry.written)[0]
            word = _Word(entry, rank, _pattern(folded, entry, elides=elides))
            token = _TOKEN.match(folded)
            if token and not _HAS_UNSPACED.search(folded):
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
        for token in _TOKEN.finditer(folded) if self._by_token else ():
            for word in self._by_token.get(token.group().casefold(), ()):
                match = word.pattern.match(folded, token.start())
                if match:
                    yield word.rank, _replacement(match, word, alignment)
        for word in self._anywhere:
            for match in word.pattern.finditer(folded):
                yield word.rank, _replacement(match, word, alignment)

    def _regexes_in(self, text: str) -> Iterator[tuple[int, Replacement]]:
        """Matches of regular expressions that leave something to say, each with the rank of its entry."""
        for word in self._regexes:
            try:
                for match in word.pattern.finditer(text, timeout=_MOST_SECONDS):
                    spoken = " ".join(match.expand(word.entry.spoken).split())
                    if match.end() > match.start() and is_sayable(spoken):
                        yield word.rank, Replacement(match.start(), match.end(), spoken)
            except TimeoutError as err:
                raise InputError(
                    f"The regular expression “{word.entry.written}” takes too long on “{text[:40]}…”",
                    "Remove it from the lexicon, or write it without a repeat inside a repeat.",
                    "slow-regex",
                ) from err


def _replacement(match: regex.Match[str], word: _Word, alignment: Alignment) -> Replacement:
    return Replacement(*alignment.source_span(match.start(), match.end()), word.entry.spoken)


def _folded(text: str) -> tuple[str, Alignment]:
    """A text as a keyboard has it, without curly apostrophes, and its alignment to the text."""
    return substitute(_VARIANT, lambda match: _plain(match.group()), text)


def _plain(written: str) -> str:
    return _VARIANTS.get(written, unicodedata.normalize("NFC", written))


def _pattern(folded: str, entry: Entry, *, elides: bool) -> regex.Pattern[str]:
    """What finds a word, whole where its first and last characters are letters."""
    begin = end = ""
    if _IS_LETTER.match(folded[0]):
        begin = _BEGIN if elides else _BEGIN + _BEGIN_NOT_ELIDED
    if _IS_LETTER.match(folded[-1]):
        end = _END
    case = "" if entry.match_case else "i"
    return regex.compile(f"{begin}(?{case}:{regex.escape(folded)}){end}", _V1)
