"""Passages: a take in pieces of about a second and a half, each with its level, pitch and timbre.

What is wrong with a third of a take drowns in the mean of the whole; in a passage it stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import CEPSTRA, HOP_SECONDS, Analysis

_ACTIVE_FRAMES = round(1.2 / HOP_SECONDS)
"""Frames of sound in a passage, pauses not counted."""
_LEAST_FRAMES = round(0.4 / HOP_SECONDS)
"""Of sound in each third of a take that is too short for three passages."""
_LEAST_VOICED = 6
"""Frames with a pitch, 150 ms of them, before a passage has one: a hiss now and then seems to."""
_HELD_FRAMES = 8
"""The timbre of 100 ms is compared with that of the next."""
_HELD_DISTANCE = 0.15
"""Cepstral distance below which it has not moved; speech at its steadiest moves by more within 0.4 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """The passages of a take in order; three at least where there is sound for it.

    Attributes:
        level_db: Level of the vowels of each half passage; of a short take, of each passage.
        log_pitch: Natural logarithm of the median pitch of each; NaN where nothing has a pitch.
        timbre: Mean cepstra of each, shape (passages, 12).
        steadiness: 1.0 for passages of full length; the means of shorter ones scatter more, by the root.
    """

    level_db: npt.NDArray[np.float64]
    log_pitch: npt.NDArray[np.float64]
    timbre: npt.NDArray[np.float64]
    steadiness: float

    @property
    def spread_db(self) -> float:
        """Difference between the loudest and the quietest."""
        return float(np.ptp(self.level_db)) if self.level_db.size else 0.0

    @property
    def broad_spread_db(self) -> float:
        """The same without the loudest and the quietest seventh: a sentence may end quietly."""
        if not self.level_db.size:
            return 0.0
        low_db, high_db = np.quantile(self.level_db, (0.15, 0.85))
        return float(high_db - low_db)


def passages(analysis: Analysis) -> Passages:
    """Return the passages of a take."""
    sounding = np.flatnonzero(analysis.active)
    count = max(min(3, sounding.size // _LEAST_FRAMES), round(sounding.size / _ACTIVE_FRAMES))
    count = max(count, int(sounding.size > 0))
    pieces = _split(sounding, count)
    levels = max(count, round(2 * sounding.size / _ACTIVE_FRAMES))
    return Passages(
        level_db=np.array([_vowels_db(analysis.level_db[piece]) for piece in _split(sounding, levels)]),
        log_pitch=np.array([_log_pitch(analysis.pitch_hz[piece]) for piece in pieces]),
        timbre=np.array([np.mean(analysis.cepstra[piece], axis=0) for piece in pieces]).reshape(-1, CEPSTRA),
        steadiness=min(1.0, (sounding.size / max(count, 1) / _ACTIVE_FRAMES) ** 0.5),
    )


def _split(frames: npt.NDArray[np.intp], count: int) -> list[npt.NDArray[np.intp]]:
    return np.array_split(frames, count) if count else []


def _vowels_db(level_db: npt.NDArray[np.float32]) -> float:
    """Level that the louder fifth of frames is above: vowels, whatever consonants are among them."""
    rank = level_db.size * 4 // 5
    return float(np.partition(level_db, rank)[rank]) if level_db.size else float("nan")


def _log_pitch(pitch_hz: npt.NDArray[np.float32]) -> float:
    voiced = pitch_hz[pitch_hz > 0]
    return float(np.log(np.median(voiced))) if voiced.size >= _LEAST_VOICED else float("nan")


def longest_seconds(is_so: npt.NDArray[np.bool_]) -> float:
    """Return how long the longest run of frames is for which something holds."""
    changes = np.flatnonzero(np.diff(np.concatenate(([False], is_so, [False])).astype(np.int8)))
    runs = changes[1::2] - changes[::2]
    return float(runs.max() * HOP_SECONDS) if runs.size else 0.0


def unpitched_seconds(analysis: Analysis) -> float:
    """Return the longest stretch of sound without any pitch: noise, or a hiss of the voice."""
    looked_at = analysis.active[::2]
    is_unpitched = looked_at & ~(analysis.pitch_hz[::2] > 0)
    return 2 * longest_seconds(is_unpitched)


def held_seconds(analysis: Analysis) -> float:
    """Return the longest stretch of sound whose timbre does not move: a hum, a hiss, a stuck sound."""
    cepstra = analysis.cepstra
    if len(cepstra) < 2 * _HELD_FRAMES:
        return 0.0
    sums = np.cumsum(np.concatenate((np.zeros_like(cepstra[:1]), cepstra)), axis=0, dtype=np.float64)
    means = (sums[_HELD_FRAMES:] - sums[:-_HELD_FRAMES]) / _HELD_FRAMES
    moved = np.sqrt(np.sum(np.square(means[_HELD_FRAMES:] - means[:-_HELD_FRAMES]), axis=1))
    is_active = analysis.active[_HELD_FRAMES : _HELD_FRAMES + moved.size]
    held = longest_seconds((moved < _HELD_DISTANCE) & is_active)
    return held + 2 * _HELD_FRAMES * HOP_SECONDS if held else 0.0
