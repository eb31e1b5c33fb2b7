"""The content of a take: how much was said, in measures that hold at any tempo, and where it stands.

Seconds alone cannot tell a fast reader from lost words. How far the sound travels through timbre, and how
many syllables it has, stay the same when the same words are spoken faster.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import HOP_SECONDS, SPEECH_RANGE_DB, Analysis

_SOUND_FRAMES = 5
_DIP_DB = 2.0
"""Syllables are peaks of the level with dips of at least this much between them (Mermelstein 1975)."""


@dataclass(frozen=True, slots=True)
class Content:
    """How much speech a take holds; measured on what is as loud as speech, so that pauses do not count.

    Attributes:
        seconds: Of sound.
        travel: Length of the path through the mel cepstra.
        syllables: Peaks of the level.
    """

    seconds: float
    travel: float
    syllables: int


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the speech of a take stands in it, in seconds from its start.

    Attributes:
        start: Of the first sound.
        end: Of the last sound.
        longest_pause: Between two sounds.
        longest_pause_at: Where that begins.
    """

    start: float
    end: float
    longest_pause: float
    longest_pause_at: float


def content(analysis: Analysis) -> Content:
    """Return how much was said."""
    is_active = analysis.active
    steps = np.sqrt(np.sum(np.square(np.diff(analysis.cepstra, axis=0)), axis=1))
    return Content(
        seconds=float(np.count_nonzero(is_active) * HOP_SECONDS),
        travel=float(np.sum(steps[is_active[1:] & is_active[:-1]])),
        syllables=_syllables(analysis),
    )


def extent(analysis: Analysis) -> Extent | None:
    """Return where the speech stands; None where there is no sound."""
    sounding = np.flatnonzero(_without_specks(analysis))
    if not sounding.size:
        return None
    gaps = np.diff(sounding)
    widest = int(np.argmax(gaps)) if gaps.size else 0
    return Extent(
        start=float(sounding[0] * HOP_SECONDS),
        end=float(min((sounding[-1] + 3) * HOP_SECONDS, analysis.seconds)),
        longest_pause=float((gaps[widest] - 1) * HOP_SECONDS) if gaps.size else 0.0,
        longest_pause_at=float((sounding[widest] + 1) * HOP_SECONDS),
    )


def _without_specks(analysis: Analysis) -> npt.NDArray[np.bool_]:
    """What is as loud as speech for longer than a click, which alone is heard in four frames."""
    is_active = analysis.active
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_active, [False])).astype(np.int8)))
    steady = is_active.copy()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < _SOUND_FRAMES:
            steady[start:end] = False
    return steady if steady.any() else is_active


def _syllables(analysis: Analysis) -> int:
    """Count level peaks that stand out from the dips beside them."""
    level_db = analysis.level_db
    if level_db.size < 3 or analysis.speech_db <= -119:
        return 0
    smooth = (level_db[2:] + level_db[1:-1] + level_db[:-2]) / 3
    track: list[float] = np.maximum(smooth, analysis.speech_db - SPEECH_RANGE_DB).tolist()
    count, is_rising, turn = 0, True, track[0]
    for level in track:
        if is_rising:
            if level >= turn:
                turn = level
            elif level < turn - _DIP_DB:
                count, is_rising, turn = count + 1, False, level
        elif level <= turn:
            turn = level
        elif level > turn + _DIP_DB:
            is_rising, turn = True, level
    return count + int(is_rising and turn > analysis.speech_db - SPEECH_RANGE_DB / 2)
