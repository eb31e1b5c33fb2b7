"""Prose: sentences, as against titles, names, addresses and the lines of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CLOSING = "\"'”’»)\\]"
_SENTENCE_END = re.compile(rf"[.!?…][{_CLOSING}]*$")
_EASTERN_SENTENCE_END = re.compile(r"[。！？][」』）]*$")
_SPEECH = tuple('“"«„‘')
_CLAUSE_END = tuple(",;:—–.!?…")
_LEAST_WORDS = 4
_LEAST_EASTERN_CHARACTERS = 10


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or more: it ends like one, and most of its words have small letters.

    "Abbot, Ann. The Mill. London, 1901." is none, nor is "Chapter One".
    """
    line = line.strip()
    if _EASTERN_SENTENCE_END.search(line):
        return len(line) >= _LEAST_EASTERN_CHARACTERS
    words = line.split()
    if len(words) < _LEAST_WORDS or not _SENTENCE_END.search(line):
        return False
    return sum(word.lstrip("\"'“‘«([")[:1].islower() for word in words) >= len(words) / 2


def prose_share(lines: Iterable[str]) -> float:
    """Return how much of some lines is prose, of one, by characters."""
    read = [line for line in lines if line.strip()]
    return sum(len(line) for line in read if is_prose(line)) / max(1, sum(map(len, read)))


def is_speech(line: str) -> bool:
    """Whether somebody begins to speak in a line."""
    return line.lstrip().startswith(_SPEECH)


def running_share(lines: Iterable[str]) -> float:
    """Return the share of lines that begin small or end as clauses do: verse does, a list does not."""
    read = [line.strip() for line in lines if line.strip()]
    running = sum(line[0].islower() or line.endswith(_CLAUSE_END) for line in read)
    return running / max(1, len(read))
