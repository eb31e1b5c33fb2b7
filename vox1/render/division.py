"""Division: a chunk that no take gets right is spoken in pieces, and the pieces are put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from booksmith_module.book import is_sayable
from vox1.script.chunking import clauses
from vox1.script.sentences import sentence_spans

_LEAST_CHARACTERS = 40
"""Voices read a shorter piece worse than a longer one."""
_JOIN_SECONDS = 0.2
"""Between two pieces, besides what the takes themselves have at their ends."""


def divide(spoken: str, language: str) -> list[str]:
    """Divide what is said: into sentences, or one sentence into clauses.

    Args:
        spoken: As said.
        language: Resolved.

    Returns:
        The pieces in order, with every word; just one where it cannot be divided.
    """
    spans = list(sentence_spans(spoken, language))
    if len(spans) == 1:
        spans = list(clauses(spoken, 0, len(spoken), max(len(spoken) // 2 + 1, _LEAST_CHARACTERS)))
    pieces: list[tuple[int, int]] = []
    for start, end in spans:
        is_short = pieces and pieces[-1][1] - pieces[-1][0] < _LEAST_CHARACTERS
        if is_short or (pieces and not is_sayable(spoken[start:end])):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    if len(pieces) > 1 and pieces[-1][1] - pieces[-1][0] < _LEAST_CHARACTERS:
        start = pieces.pop(-2)[0]
        pieces[-1] = (start, pieces[-1][1])
    return [spoken[start:end] for start, end in pieces]


def join(pieces: Sequence[npt.NDArray[np.int16]], sample_rate_hz: int) -> npt.NDArray[np.int16]:
    """Put the takes of pieces together.

    Args:
        pieces: Mono samples of each.
        sample_rate_hz: Of all of them.
    """
    pause = np.zeros(round(_JOIN_SECONDS * sample_rate_hz), np.int16)
    parts = [part for piece in pieces for part in (pause, piece)]
    return np.concatenate(parts[1:])
