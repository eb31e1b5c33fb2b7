"""Sounds: a take without its pauses, as a row of figures for each 25 ms of sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import CEPSTRA, HOP_SECONDS, Analysis

_FRAMES = 2
SOUND_SECONDS = _FRAMES * HOP_SECONDS
"""Of each sound: half of the shortest vowel."""
FIGURES = CEPSTRA + 2
"""Of each sound: its cepstra, its level and how often its sign changes."""
_LEVEL_DB = 10.0
_LEAST_LEVEL = -3.0

Sounds = npt.NDArray[np.float32]
"""Shape (sounds, FIGURES)."""


def sounds(analysis: Analysis) -> Sounds:
    """Return the sounds of a take in order.

    Cepstra are about their mean over the take, so that the room and the microphone do not count. Levels are
    in tens of decibels about that of the speech.
    """
    whole = len(analysis.level_db) // _FRAMES * _FRAMES
    is_active = analysis.active[:whole].reshape(-1, _FRAMES).any(axis=1)
    cepstra = _means(analysis.cepstra[:whole])[is_active]
    level = (_means(analysis.level_db[:whole, None])[is_active] - np.float32(analysis.speech_db)) / _LEVEL_DB
    crossings = _means(analysis.crossings[:whole, None])[is_active]
    middle = cepstra.mean(axis=0) if len(cepstra) else 0.0
    found: Sounds = np.hstack((cepstra - middle, np.maximum(level, _LEAST_LEVEL), crossings)).astype(
        np.float32
    )
    return found


def _means(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    means: npt.NDArray[np.float32] = frames.reshape(-1, _FRAMES, frames.shape[1]).mean(axis=1)
    return means
