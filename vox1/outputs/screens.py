"""Screens: a sentence cut into what a reader of captions takes in at a glance.

Two lines of 42 characters at most, cut after marks rather than between words, in lines of about one length:
Netflix, "Timed Text Style Guide: General Requirements" (2 lines, breaks after punctuation) and "English
Template Timed Text Style Guide" (42 characters), partnerhelp.netflixstudios.com.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LINE_COLUMNS = 42.0
_WIDE_COLUMNS = 2.5
"""Of a Chinese, Japanese or Korean character: a line holds 16 of them, as the guides for them ask for."""
_MOST_SPACES = 3
"""Between two lines, which need no room."""
_ENDS, _RESTS = frozenset(".;:!?…—–。！？；：؟؛।"), frozenset(",，、،")
_CLOSERS = frozenset("\"'”’»)]}")
_END_COST, _REST_COST, _SPACE_COST, _INSIDE_COST, _WORD_COST = 0.0, 0.1, 0.45, 0.55, 1.0
"""Of a cut after a mark, and elsewhere, against halves that differ by a share of the whole."""
_GLUED_SPACES = frozenset("\u00a0\u202f\u2007")
_OPENING = frozenset(("Ps", "Pi"))
_CLOSING = frozenset(("Pe", "Pf", "Po", "Pd"))
_HANGING = frozenset(("Mn", "Mc", "Me", "Cf", "Lm"))
"""Marks over letters, joiners, and the long vowels of Japanese: they go with what stands before them."""
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A part of a text, shown at once.

    Attributes:
        start: Its first character.
        end: The character after its last.
        lines: What is shown; one or two.
    """

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a text may be cut.

    Attributes:
        head: The character after the last before it.
        tail: The first character after it.
        cost: Less for a better place.
    """

    head: int
    tail: int
    cost: float


def screens(text: str) -> list[Screen]:
    """Cut a text.

    Args:
        text: On one line.

    Returns:
        Its screens in order, with all that is no space; none of a text without anything else.
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return list(_Text(text).screens(start, end)) if start < end else []


class _Text:
    """A text with the places where it may be cut, and its running width."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._columns = [0.0, *itertools.accumulate(map(_columns_of, text))]
        self._cuts = list(_cuts(text))
        self._heads = [cut.head for cut in self._cuts]
        self._tails = [cut.tail for cut in self._cuts]

    def screens(self, start: int, end: int) -> Iterator[Screen]:
        """Cut a part of it in halves until each can be shown."""
        lines = self._lines(start, end)
        if lines:
            yield Screen(start, end, lines)
            return
        cuts = (*self._inside(start, end), self._middle(start, end))
        cut = min(cuts, key=lambda cut: self._cost(cut, start, end))
        yield from self.screens(start, cut.head)
        yield from self.screens(cut.tail, end)

    def _lines(self, start: int, end: int) -> tuple[str, ...]:
        """A part as one line or two; none where it does not fit, though a single character always does."""
        if self._width(start, end) <= LINE_COLUMNS or end - start == 1:
            return (self._text[start:end],)
        if self._width(start, end) > 2 * LINE_COLUMNS + _MOST_SPACES:
            return ()
        fitting = (
            cut
            for cut in self._inside(start, end)
            if max(self._width(start, cut.head), self._width(cut.tail, end)) <= LINE_COLUMNS
        )
        cut = min(fitting, key=lambda cut: self._cost(cut, start, end), default=None)
        return (self._text[start : cut.head], self._text[cut.tail : end]) if cut else ()

    def _inside(self, start: int, end: int) -> Sequence[_Cut]:
        """The places inside of a part where it may be cut."""
        return self._cuts[bisect_right(self._heads, start) : bisect_left(self._tails, end)]

    def _cost(self, cut: _Cut, start: int, end: int) -> float:
        head, tail = self._width(start, cut.head), self._width(cut.tail, end)
        return cut.cost + abs(head - tail) / max(head + tail, 1.0)

    def _middle(self, start: int, end: int) -> _Cut:
        """The middle of a part that has no better place: an endless word."""
        middle = (start + end) // 2
        while middle + 1 < end and unicodedata.category(self._text[middle]) in _HANGING:
            middle += 1
        return _Cut(middle, middle, _WORD_COST)

    def _width(self, start: int, end: int) -> float:
        return self._columns[end] - self._columns[start]


def columns(text: str) -> float:
    """Return how wide a text is, in letters of an alphabet."""
    return sum(map(_columns_of, text))


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    return _WIDE_COLUMNS if unicodedata.east_asian_width(character) in "WF" else 1.0


def _cuts(text: str) -> Iterator[_Cut]:
    """All places where a text may be cut, but for the middle of words."""
    begin = 0
    for is_space, group in itertools.groupby(range(len(text)), key=lambda at: _is_space(text[at])):
        places = list(group)
        if is_space:
            yield _Cut(places[0], places[-1] + 1, _cost_after(text, places[0], _SPACE_COST))
            begin = places[-1] + 1
        else:
            inside = (at for at in places[1:] if _may_cut(text[at - 1], text[at]))
            yield from (_Cut(at, at, _cost_after(text, at, _INSIDE_COST)) for at in inside if at > begin)


def _is_space(character: str) -> bool:
    return character.isspace() and character not in _GLUED_SPACES


@lru_cache(maxsize=4096)
def _may_cut(before: str, after: str) -> bool:
    """Whether a cut may be between two characters without a space."""
    if unicodedata.category(after) in _HANGING | _CLOSING or unicodedata.category(before) in _OPENING:
        return False
    return before in "—–" or _is_unspaced(before) or _is_unspaced(after)


def _is_unspaced(character: str) -> bool:
    """Whether its script has no spaces between words."""
    is_wide = unicodedata.east_asian_width(character) in "WF"
    return is_wide or any(first <= ord(character) <= last for first, last in _WITHOUT_SPACES)


def _cost_after(text: str, end: int, usual: float) -> float:
    """What it costs to cut after what ends here."""
    while end and text[end - 1] in _CLOSERS:
        end -= 1
    mark = text[end - 1] if end else ""
    return _END_COST if mark in _ENDS else _REST_COST if mark in _RESTS else usual
