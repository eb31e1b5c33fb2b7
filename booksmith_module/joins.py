"""Joins: words that a file cuts in one way and a book in another, matched letter after letter.

A file may have "won", the head of the next page, and "der", where the book has "wonder"; and
"rain1" where the book has "rain" and lists the mark "1". Pieces of the file in its order, put
together, must spell words of the book, put together. Letters in another order are no match.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOST_PARTS = 40
"""A title set with spaces between its letters has a piece for each."""
_FURTHEST_PIECES = 1_500
"""How far apart two halves of a word may stand: notes, a running head and a table may come between."""
_MOST_TRIES = 2_000
"""For one beginning. What is not found by then is reported, not passed."""
_MOST_TRIES_IN_ALL = 1_000_000
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Join:
    """Pieces of a file and words of a book that are the same letters in the same order.

    Attributes:
        pieces: As the file cuts them, in its order.
        words: As the book has them.
    """

    pieces: tuple[str, ...]
    words: tuple[str, ...]


def find_joins(
    source: Sequence[str], told: Counter[str]
) -> tuple[tuple[Join, ...], Counter[str], Counter[str]]:
    """Match what only a file has with what only its book has.

    Args:
        source: The pieces of the file, in order.
        told: The words of the book, with how often.

    Returns:
        The matches, what of the file remains, and what of the book.
    """
    found = Counter(source)
    missing, extra, same = found - told, told - found, found & told
    joins: list[Join] = []
    for _ in range(_MOST_ROUNDS):
        if not (missing and extra):
            break
        joins += [*_neighbours(source, missing, extra), *_Chains(source, missing, extra).found()]
        missing, extra = +missing, +extra
        exchanged = list(_exchanges(source, same, missing, extra))
        if not exchanged:
            break
        joins += exchanged
        missing, extra = +missing, +extra
    return tuple(joins), missing, extra


def _neighbours(source: Sequence[str], missing: Counter[str], extra: Counter[str]) -> Iterator[Join]:
    """Words that are neighbouring pieces of the file put together; taken from both sides."""
    longest = max(map(len, extra))
    for start, first in enumerate(source):
        if missing.get(first) and (pieces := _spelling(source, start, missing, extra, longest)):
            word = "".join(pieces)
            missing.subtract(pieces)
            extra[word] -= 1
            yield Join(pieces, (word,))


def _spelling(
    source: Sequence[str], start: int, missing: Counter[str], extra: Counter[str], longest: int
) -> tuple[str, ...]:
    """The neighbouring pieces from a place on that make a word of the book; none if they do not."""
    text, end = source[start], start + 1
    while end < len(source) and len(text) < longest and missing.get(source[end]):
        text += source[end]
        end += 1
        if extra.get(text):
            pieces = tuple(source[start:end])
            return pieces if all(missing[p] >= n for p, n in Counter(pieces).items()) else ()
    return ()


def _exchanges(
    source: Sequence[str], same: Counter[str], missing: Counter[str], extra: Counter[str]
) -> Iterator[Join]:
    """Pieces that make a word which stands in the file as well: that one is then what is missing.

    With "un", "der" and "under", "standing" a file has the words "under" and "understanding".

    Args:
        source: All pieces of the file.
        same: Words that file and book have alike; changed, as are the others.
        missing: What only the file has.
        extra: What only the book has.
    """
    if not (missing and extra):
        return
    longest = max(map(len, same), default=0)
    for start, piece in enumerate(source):
        if not missing.get(piece):
            continue
        pieces = _spelling(source, start, missing, same, longest)
        joins = [*_halved(piece, extra), *([Join(pieces, ("".join(pieces),))] if pieces else [])]
        join = next((join for join in joins if _are_free(join.words, same, extra)), None)
        if join:
            missing.subtract(join.pieces)
            for word in join.words:
                _give(word, same, missing, extra)
            yield join


def _halved(piece: str, extra: Counter[str]) -> Iterator[Join]:
    """The ways to cut a piece in two of which one is a word that only the book has."""
    for at in range(1, len(piece)):
        if extra.get(piece[:at]) or extra.get(piece[at:]):
            yield Join((piece,), (piece[:at], piece[at:]))


def _are_free(words: Sequence[str], same: Counter[str], extra: Counter[str]) -> bool:
    return all(extra[word] + same[word] >= count for word, count in Counter(words).items())


def _give(word: str, same: Counter[str], missing: Counter[str], extra: Counter[str]) -> None:
    """Use a word of the book, also one that a piece of the file was taken for."""
    if extra[word]:
        extra[word] -= 1
    else:
        same[word] -= 1
        missing[word] += 1


@dataclass(frozen=True, slots=True)
class _Chain:
    """Pieces and words that spell the same so far, but for a rest that one side is ahead.

    Attributes:
        pieces: Places in `_Chains.spots`.
        words: Of the book.
        rest: What the longer side has more, in letters and digits only.
        is_file_ahead: Whether that side is the file.
    """

    pieces: tuple[int, ...]
    words: tuple[str, ...]
    rest: str
    is_file_ahead: bool


class _Chains:
    """The search for pieces and words that overlap like bricks: "off1 th" + "e" is "off" + "1" + "the".

    Pieces follow each other in the file, at some distance; words of the book need not, for the parts
    of what stands together in a file may be read and listed in different places.
    """

    def __init__(self, source: Sequence[str], missing: Counter[str], extra: Counter[str]) -> None:
        self._missing, self._extra = missing, extra
        self._spots = [(place, piece) for place, piece in enumerate(source) if missing.get(piece)]
        self._letters = {piece: _letters(piece) for piece in (*(+missing), *(+extra))}
        self._words: dict[str, list[str]] = {}
        for word in +extra:
            self._words.setdefault(self._letters[word], []).append(word)
        self._sorted = sorted(self._words)
        self._tries = self._tries_in_all = 0

    def found(self) -> Iterator[Join]:
        """The matches, nearest halves first; taken from both sides."""
        for spot, (_, piece) in enumerate(self._spots):
            if self._tries_in_all > _MOST_TRIES_IN_ALL:
                return
            if not self._missing[piece]:
                continue
            self._tries = 0
            whole = self._complete(_Chain((spot,), (), self._letters[piece], is_file_ahead=True))
            self._tries_in_all += self._tries
            if whole:
                pieces = self._pieces(whole)
                self._missing.subtract(pieces)
                self._extra.subtract(whole.words)
                yield Join(pieces, whole.words)

    def _complete(self, chain: _Chain) -> _Chain | None:
        """The chain with what makes both sides the same; None where nothing does."""
        if not chain.rest:
            return chain if self._is_same(chain) else None
        if len(chain.pieces) + len(chain.words) >= _MOST_PARTS:
            return None
        for longer in self._with_word(chain) if chain.is_file_ahead else self._with_piece(chain):
            if whole := self._complete(longer):
                return whole
            if self._tries > _MOST_TRIES:
                return None
        return None

    def _is_same(self, chain: _Chain) -> bool:
        """Whether accents are the same too, or were put together from a letter and a sign."""
        pieces = self._pieces(chain)
        has_sign = any(_is_accent_sign(letter) for piece in pieces for letter in piece)
        return len(pieces) > 1 or has_sign or "".join(chain.words) == pieces[0]

    def _pieces(self, chain: _Chain) -> tuple[str, ...]:
        return tuple(self._spots[spot][1] for spot in chain.pieces)

    def _with_word(self, chain: _Chain) -> Iterator[_Chain]:
        """The chain with one more word of the book, which goes on as the file does."""
        rest = chain.rest
        for length in range(len(rest), 0, -1):
            for word in self._unused(rest[:length], chain):
                yield _Chain(chain.pieces, (*chain.words, word), rest[length:], is_file_ahead=True)
        for number in range(bisect_left(self._sorted, rest), len(self._sorted)):
            letters = self._sorted[number]
            self._tries += 1
            if not letters.startswith(rest) or self._tries > _MOST_TRIES:
                return
            for word in self._unused(letters, chain) if letters != rest else ():
                yield _Chain(chain.pieces, (*chain.words, word), letters[len(rest) :], is_file_ahead=False)

    def _unused(self, letters: str, chain: _Chain) -> list[str]:
        return [word for word in self._words.get(letters, ()) if self._extra[word] > chain.words.count(word)]

    def _with_piece(self, chain: _Chain) -> Iterator[_Chain]:
        """The chain with one more piece of the file, which goes on as the book does."""
        begin = self._spots[chain.pieces[-1]][0]
        used = self._pieces(chain)
        for spot in range(chain.pieces[-1] + 1, len(self._spots)):
            place, piece = self._spots[spot]
            self._tries += 1
            if place - begin > _FURTHEST_PIECES or self._tries > _MOST_TRIES:
                return
            if self._missing[piece] <= used.count(piece):
                continue
            letters = self._letters[piece]
            if chain.rest.startswith(letters):
                rest = chain.rest[len(letters) :]
                yield _Chain((*chain.pieces, spot), chain.words, rest, is_file_ahead=False)
            elif letters.startswith(chain.rest):
                rest = letters[len(chain.rest) :]
                yield _Chain((*chain.pieces, spot), chain.words, rest, is_file_ahead=True)


def _letters(word: str) -> str:
    """A word's letters and digits, accents apart: some fonts have them as signs of their own."""
    text = unicodedata.normalize("NFKD", word)
    return "".join(c for c in text if c.isalnum() and not _is_accent_sign(c))


def _is_accent_sign(character: str) -> bool:
    """Whether a character is an accent beside its letter: Unicode's block of modifier letters."""
    return "\u02b0" <= character <= "\u02ff"
