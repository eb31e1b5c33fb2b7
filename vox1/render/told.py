"""Told: whether an engine's own marks tell that it said every word of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vox1.render.wordage import is_spaced

_WORD = re.compile(r"\S*\w\S*")
_MOST_UNMARKED = 2
"""Small words are said with their neighbours: in 2,089 chunks of three books, at most two in a row."""
_LEAST_SOUND_SECONDS = 0.03
"""Where less is heard after a mark, its word is missing."""

Mark = tuple[int, int]
"""A character of what is spoken, and the sample at which it begins to be heard."""


def is_told(text: str, marks: Sequence[Mark], speech_end: int, sample_rate_hz: int) -> bool:
    """Return whether marks stand at the words of a text and nowhere else, with sound after the last of them.

    An engine that left words out, or read signs aloud, would have marked others. It is no proof that each
    word is said rightly. Where words are written without spaces, marks do not tell which were said.

    Args:
        text: As said.
        marks: In the order of their samples; none where the engine tells none.
        speech_end: The sample after the last sound of the take.
        sample_rate_hz: Of the take.
    """
    if not marks or not is_spaced(text):
        return False
    places = [place for place, _ in marks]
    is_at_words = all(place < len(text) and text[place].isalnum() for place in places)
    is_in_order = all(earlier < later for earlier, later in pairwise(places))
    is_heard = speech_end - marks[-1][1] >= _LEAST_SOUND_SECONDS * sample_rate_hz
    return is_at_words and is_in_order and is_heard and _most_unmarked(text, places) <= _MOST_UNMARKED


def _most_unmarked(text: str, places: Sequence[int]) -> int:
    """How many words in a row have no mark."""
    most = unmarked = 0
    for word in _WORD.finditer(text):
        is_marked = any(word.start() <= place < word.end() for place in places)
        unmarked = 0 if is_marked else unmarked + 1
        most = max(most, unmarked)
    return most
