"""Phrases: the parts of what is said between which a voice may pause."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAUSE = re.compile(
    r"(?:[,;:.!?…)\]”’»\"']+\s+"  # marks before a space: not those of "o'clock" and "2.5"
    r"|[—–]+"
    r"|\s[(\[“«\"]"
    r"|[，、；：。！？])\W*"
)
_SOUND = re.compile(r"\w")


def phrase_starts(spoken: str) -> Iterator[int]:
    """Return the first letter or digit of each phrase but the first."""
    first = _SOUND.search(spoken)
    begin = first.end() if first else len(spoken)
    for pause in _PAUSE.finditer(spoken, begin):
        if pause.end() < len(spoken):
            yield pause.end()
