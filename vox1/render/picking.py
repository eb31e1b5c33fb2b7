"""Picking: which chunks stand for a whole book, in a sample of it and in what is measured of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_HEARD_AT = (0.0, 0.5, 0.9)
"""How far into the body, by its characters, a passage of a sample is taken: the beginning, the middle, and
near the end but not the end itself, which nobody wants to hear first."""
_DIALOGUE_FROM, _DIALOGUE_TO = 0.1, 0.9
_LEAST_DIALOGUE = 0.2
"""A chunk with less of its text between quotation marks is no dialogue."""
_LEAST_CHARACTERS = 120
"""A shorter chunk is a heading, or a line by itself."""
_QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]|‹[^›]*›|「[^」]*」|(?<!\w)‘[^’]*(?:’\w[^’]*)*’(?!\w)"
)
_SPOKEN_LINE = re.compile(r"^[—–―]\s?\w.*$", re.MULTILINE)
"""French, Spanish and Polish books begin what is said with a dash."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that may be picked.

    Attributes:
        number: In the render, from 0.
        characters: Length of its text.
        dialogue: Share of its text that somebody says, 0 to 1.
        is_body: Whether its chapter is of the body: not of the front or back matter.
    """

    number: int
    characters: int
    dialogue: float
    is_body: bool


def dialogue_share(text: str) -> float:
    """Return which part of a text stands between quotation marks, or after a dash at a line's beginning."""
    quoted = sum(len(match.group()) for match in _QUOTED.finditer(text))
    lines = sum(len(match.group()) for match in _SPOKEN_LINE.finditer(text))
    return min(1.0, max(quoted, lines) / len(text)) if text else 0.0


def to_be_heard(candidates: Iterable[Candidate]) -> list[int]:
    """Return the chunks of a sample, in their order, by their numbers.

    The beginning of the first chapter, the middle, a dialogue if there is one, and a passage near the end;
    the same ones every time. A chapter that begins with a short heading begins with the chunk after it too.

    Args:
        candidates: In order; those of the body, or all where no chapter is of the body.
    """
    listed = list(candidates)
    body = [one for one in listed if one.is_body] or listed
    first = list(_opening(body))
    picked = {one.number for one in first}
    for place in _HEARD_AT[1:]:
        at = next(iter(_from(body, place, picked)), None)
        picked |= {at.number} if at else set()
    said = [
        one
        for one in _between(body, _DIALOGUE_FROM, _DIALOGUE_TO)
        if one.number not in picked
        and one.characters >= _LEAST_CHARACTERS
        and one.dialogue >= _LEAST_DIALOGUE
    ]
    if said:
        picked.add(max(said, key=lambda one: (one.dialogue, -one.number)).number)
    return sorted(picked)


def to_be_measured(characters: Sequence[int], count: int) -> list[int]:
    """Return so many chunks, spread evenly over all of them by their lengths; fewer where there are fewer.

    Args:
        characters: Length of each chunk's text, in order.
        count: How many.
    """
    if count >= len(characters):
        return list(range(len(characters)))
    total, begin, picked = sum(characters), 0, list[int]()
    for number, length in enumerate(characters):
        begin += length
        if len(picked) < count and begin > total * (len(picked) + 0.5) / count:
            picked.append(number)
    return picked


def _opening(body: Sequence[Candidate]) -> Iterator[Candidate]:
    """The first chunks of the body, up to one that is long enough."""
    for one in body:
        yield one
        if one.characters >= _LEAST_CHARACTERS:
            return


def _from(body: Sequence[Candidate], share: float, but: set[int]) -> Iterator[Candidate]:
    """The chunks from a place on that are long enough and not picked yet."""
    for one in _between(body, share, 1.0):
        if one.number not in but and one.characters >= _LEAST_CHARACTERS:
            yield one


def _between(body: Sequence[Candidate], low: float, high: float) -> Iterator[Candidate]:
    """The chunks that begin between two shares of the body's text."""
    total, begin = sum(one.characters for one in body), 0
    for one in body:
        if low * total <= begin <= high * total:
            yield one
        begin += one.characters
