"""Silences: where in a recording nobody speaks, to a few milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_STEP_SECONDS = 0.005
_LEAST_SECONDS = 0.04
"""The stop of a consonant is about as long; nothing shorter is a pause."""
_RANGE_DB = 32.0
"""What is this far below the loudest speech is no speech, unless a consonant begins or ends with it."""
_EDGE_RANGE_DB = 45.0
"""An "s" or an "h" begins as softly as this."""
_MOST_EDGE_SECONDS = 0.06
_ABOVE_ROOM_DB = 10.0
_LEAST_RANGE_DB = 20.0
_QUIETEST_DB = -110.0
_FULL_SCALE = 32768.0


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without speech.

    Attributes:
        start: Its first sample.
        end: The sample after its last.
    """

    start: int
    end: int


def silences(samples: npt.NDArray[np.int16], sample_rate_hz: int) -> list[Silence]:
    """Return the silences of a recording in order, those at its ends among them.

    Args:
        samples: Mono.
        sample_rate_hz: Their rate.
    """
    step = max(1, round(_STEP_SECONDS * sample_rate_hz))
    level_db = _level_db(samples, step)
    if not level_db.size:
        return []
    speech_db, room_db = np.quantile(level_db, (0.95, 0.05))
    quiet_db = _between(room_db + _ABOVE_ROOM_DB, speech_db - _RANGE_DB, speech_db - _LEAST_RANGE_DB)
    edge_db = min(quiet_db, max(room_db + _ABOVE_ROOM_DB / 2, speech_db - _EDGE_RANGE_DB))
    least = round(_LEAST_SECONDS / _STEP_SECONDS)
    most_edge = round(_MOST_EDGE_SECONDS / _STEP_SECONDS)
    found = []
    for start, end in _runs(level_db < quiet_db):
        first, last = _without_edges(level_db[start:end] >= edge_db, most_edge)
        if last - first >= least:
            found.append(Silence((start + first) * step, min((start + last) * step, len(samples))))
    return found


def _level_db(samples: npt.NDArray[np.int16], step: int) -> npt.NDArray[np.float32]:
    """Level of each step; the last may be padded with silence."""
    padded = np.zeros(-(-len(samples) // step) * step, np.float32)
    padded[: len(samples)] = samples
    padded *= np.float32(1 / _FULL_SCALE)
    power = np.mean(np.square(padded).reshape(-1, step), axis=1)
    levels: npt.NDArray[np.float32] = 10 * np.log10(np.maximum(power, np.float32(10 ** (_QUIETEST_DB / 10))))
    return levels


def _between(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


def _runs(is_quiet: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and after-last step of each run of quiet ones."""
    padded = np.concatenate(([False], is_quiet, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _without_edges(is_edge: npt.NDArray[np.bool_], most: int) -> tuple[int, int]:
    """A run without the steps at its ends in which speech still dies away, or begins."""
    first, last = 0, len(is_edge)
    while first < min(most, last) and is_edge[first]:
        first += 1
    while last > max(first, len(is_edge) - most) and is_edge[last - 1]:
        last -= 1
    return first, last
