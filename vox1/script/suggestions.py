"""Suggestions: the names of a book that a voice may not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import regex

from booksmith_module.book import BlockKind, Book
from vox1.script.lexicon import Lexicon
from vox1.script.matching import Matcher, is_eliding
from vox1.script.sentences import sentence_spans

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’][\p{L}][\p{L}\p{M}]*)*")
_POSSESSIVE = regex.compile(r"['’](?i:s|d|ll|ve|re|m)$")
_ELISION = regex.compile(r"^\p{L}{1,6}['’](?=\p{Lu})")
# Before a word that has its capital for another reason than being a name.
_NEW_BEGINNING = frozenset('“”„"«»‹›‘:—–-([¿¡•*…?!')
_COMPOUNDING = frozenset(("de", "nl"))
"""Languages that join words to new ones that are in no list."""
_LINKS = ("", "s", "es", "n", "en", "er", "-")
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to listen to before the whole book is spoken.

    Attributes:
        word: As the book has it, without a possessive's ending.
        count: How often it occurs.
        example: The first sentence with it.
    """

    word: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen of words in a book.

    Attributes:
        counts: How often each occurs as it is written.
        examples: For those with a capital inside a sentence, the first one.
    """

    counts: Counter[str]
    examples: dict[str, str]


def suggest(
    book: Book, language: str, known: frozenset[str] | None, lexicon: Lexicon, least: int
) -> list[Suggestion]:
    """Return the names in a book that are in no dictionary, the most frequent first.

    A name has a capital inside sentences, and occurs with a small letter less often.

    Args:
        book: As read; chapters that are not read by default are left out.
        language: A BCP 47 tag, resolved.
        known: The language's words in small letters; None where there is no list of them.
        lexicon: Words that it has are no news.
        least: How often a name must occur.
    """
    seen = _seen(book, language)
    matcher = Matcher(lexicon, language)
    compounds = language.lower().partition("-")[0] in _COMPOUNDING
    found = [
        Suggestion(word, seen.counts[word], example)
        for word, example in seen.examples.items()
        if seen.counts[word] >= least
        and seen.counts[word] > seen.counts[word.lower()]
        and not (known and _is_known(word.lower().replace("’", "'"), known, compounds=compounds))
        and not matcher.replacements(word)
    ]
    return sorted(found, key=lambda suggestion: (-suggestion.count, suggestion.word))


def _seen(book: Book, language: str) -> _Seen:
    seen = _Seen(Counter(), {})
    for chapter in book.chapters:
        for block in chapter.blocks if chapter.enabled else ():
            if block.kind is BlockKind.HEADING:
                continue  # there any word may have a capital
            for start, end in sentence_spans(block.text, language):
                sentence = block.text[start:end]
                for word, is_inside in _words(sentence, eliding=is_eliding(language)):
                    seen.counts[word] += 1
                    if is_inside and _is_capitalised(word):
                        seen.examples.setdefault(word, sentence)
    return seen


def _words(sentence: str, *, eliding: bool) -> Iterator[tuple[str, bool]]:
    """A sentence's words, and whether only being a name can give each a capital."""
    for number, match in enumerate(_WORD.finditer(sentence)):
        before = sentence[: match.start()].rstrip()[-1:]
        is_inside = number > 0 and before not in _NEW_BEGINNING
        word = _POSSESSIVE.sub("", match.group())
        if eliding:
            word = _ELISION.sub("", word)
        yield word, is_inside


def _is_capitalised(word: str) -> bool:
    """Whether a word has a capital first, and is more than initials: not "I", "USA" or "J"."""
    return word[0].isupper() and not word.isupper()


def _is_known(word: str, known: frozenset[str], *, compounds: bool) -> bool:
    """Whether a word in small letters is in a dictionary, or made of two that are."""
    if word in known:
        return True
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1) if compounds else ()
    return any(
        word[place:] in known and word[:place].endswith(link) and word[: place - len(link)] in known
        for place, link in product(places, _LINKS)
        if place - len(link) >= _SHORTEST_PART
    )
