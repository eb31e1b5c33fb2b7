"""Division: which chapters go into which file of an audiobook."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum


class Split(str, Enum):
    """How an audiobook is divided into files."""

    BOOK = "book"
    """One file, however long."""
    CHAPTERS = "chapters"
    """A file for each chapter."""
    PARTS = "parts"
    """As few files as can be, none longer than so many hours."""


def divided(seconds: Sequence[float], split: Split, part_hours: float) -> list[range]:
    """Return the chapters of each file, by their places from 0.

    A chapter is never cut: one longer than a part has a file of its own. Parts are about equally long.

    Args:
        seconds: Length of each chapter.
        split: How to divide.
        part_hours: The longest that a part may be.
    """
    count = len(seconds)
    if split is Split.BOOK:
        return [range(count)]
    if split is Split.CHAPTERS:
        return [range(n, n + 1) for n in range(count)]
    most = part_hours * 3600
    parts = _filled(seconds, most)
    # The same number of parts may do with less in each, so that the last is no scrap.
    low, high = max((*seconds, 0.0)), most
    while high - low > 1.0:
        middle = (low + high) / 2
        tried = _filled(seconds, middle)
        if len(tried) > len(parts):
            low = middle
        else:
            parts, high = tried, middle
    return parts


def _filled(seconds: Sequence[float], most: float) -> list[range]:
    """Fill one part after the other."""
    parts: list[range] = []
    first, length = 0, 0.0
    for number, chapter in enumerate(seconds):
        if number > first and length + chapter > most:
            parts.append(range(first, number))
            first, length = number, 0.0
        length += chapter
    return [*parts, range(first, len(seconds))]
