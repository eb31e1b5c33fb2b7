"""Sounds: a take without its pauses, as a row of figures for each 25 ms of sound."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import CEPSTRA, HOP_SECONDS, Analysis

_FRAMES = 2
SOUND_SECONDS = _FRAMES * HOP_SECONDS
"""Of each sound: half of the shortest vowel."""
PLAIN_FIGURES = CEPSTRA + 2
FIGURES = PLAIN_FIGURES + CEPSTRA
"""Of each sound: its cepstra, its level, how often its sign changes, and how its cepstra move."""
_MOVE_SOUNDS = 2
"""A movement is from so many sounds before to as many after: 100 ms, about a syllable's rise."""
_USUAL_SOUNDS = 80.0
"""A short take's mean says little of its room: so many sounds of the voice's usual mean are added, 2 s."""
_LEVEL_DB = 10.0
_LEAST_LEVEL = -3.0

Sounds = npt.NDArray[np.float32]
"""Shape (sounds, FIGURES)."""


def sounds(analysis: Analysis, usual: npt.NDArray[np.float64] | None = None) -> Sounds:
    """Return the sounds of a take in order.

    Cepstra are about their mean over the take, so that the room and the microphone do not count. Levels are
    in tens of decibels about that of the speech.

    Args:
        analysis: Of the take.
        usual: Mean cepstra of the voice; None while they are not known.
    """
    whole = len(analysis.level_db) // _FRAMES * _FRAMES
    is_active = analysis.active[:whole].reshape(-1, _FRAMES).any(axis=1)
    cepstra = _means(analysis.cepstra[:whole])[is_active]
    level = (_means(analysis.level_db[:whole, None])[is_active] - np.float32(analysis.speech_db)) / _LEVEL_DB
    crossings = _means(analysis.crossings[:whole, None])[is_active]
    cepstra = cepstra - _middle(cepstra, usual)
    figures = (cepstra, np.maximum(level, _LEAST_LEVEL), crossings, _moves(cepstra))
    found: Sounds = np.hstack(figures).astype(np.float32)
    return found


def _middle(
    cepstra: npt.NDArray[np.float32], usual: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.floating]:
    if usual is None:
        return cepstra.mean(axis=0) if len(cepstra) else np.zeros(CEPSTRA)
    middle: npt.NDArray[np.floating] = (cepstra.sum(axis=0) + _USUAL_SOUNDS * usual) / (
        len(cepstra) + _USUAL_SOUNDS
    )
    return middle


def _moves(cepstra: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    if not len(cepstra):
        return cepstra
    padded = np.pad(cepstra, ((_MOVE_SOUNDS, _MOVE_SOUNDS), (0, 0)), mode="edge")
    moves: npt.NDArray[np.floating] = padded[2 * _MOVE_SOUNDS :] - padded[: -2 * _MOVE_SOUNDS]
    return moves


def _means(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    means: npt.NDArray[np.float32] = frames.reshape(-1, _FRAMES, frames.shape[1]).mean(axis=1)
    return means
