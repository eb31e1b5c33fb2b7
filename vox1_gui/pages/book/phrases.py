"""Phrases: lengths, languages and chapter numbers, as the Book page writes and reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vox1_gui.texts import say

_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def duration(seconds: float) -> str:
    """Return a length of time in the words of people: ``1 h 20 min``, ``12 min`` or ``40 s``."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return say("book.seconds", seconds=max(round(seconds), 1))
    if minutes < 60:
        return say("book.minutes", minutes=minutes)
    return say("book.hours", hours=minutes // 60, minutes=minutes % 60)


def language_name(tag: str) -> str:
    """Return a language by name, where the catalogue has one; else its tag."""
    return _said(f"book.language.{tag.partition('-')[0].lower()}", tag) if tag else say("book.no_language")


def reason_name(reason: str) -> str:
    """Return why something is not read, in the window's language where the catalogue has it."""
    return _said(f"book.reason.{reason}", reason or say("book.switched_off"))


def _said(key: str, otherwise: str) -> str:
    try:
        return say(key)
    except KeyError:
        return otherwise


def numbers_in(text: str, most: int) -> frozenset[int] | None:
    """Return the chapters that ``1-3,7`` names; None where it is not understood, or one is not there.

    Args:
        text: As typed.
        most: The last chapter's number.
    """
    numbers: set[int] = set()
    closed = re.sub(r"\s*[-–]\s*", "-", text)
    for part in filter(None, re.split(r"[,;\s]+", closed)):
        match = _RANGE.fullmatch(part)
        if not match:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= most:
            return None
        numbers.update(range(first, last + 1))
    return frozenset(numbers)


def ranges(numbers: Iterable[int]) -> str:
    """Return chapters as people write them: ``1-3, 7``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)
