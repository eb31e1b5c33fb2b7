"""Levels: peak, RMS and noise floor of audio that passes by in blocks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_WINDOW_SECONDS = 0.5
"""The window in which ACX's checkers look for the noise floor."""
_SILENCE_DB = -120.0


class LevelMeter:
    """Peak, RMS and noise floor of all the audio added, in constant memory."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._window = round(_WINDOW_SECONDS * sample_rate_hz)
        self._rest: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self._peak = 0.0
        self._squares = 0.0
        self._samples = 0
        self._quietest = float("inf")

    def add(self, block: npt.NDArray[np.float32]) -> None:
        """Measure another block, full scale being 1.0."""
        if not block.size:
            return
        self._peak = max(self._peak, float(np.max(np.abs(block))))
        self._squares += float(np.sum(np.square(block, dtype=np.float64)))
        self._samples += block.size
        waiting = np.concatenate((self._rest, block)) if self._rest.size else block
        whole = waiting.size // self._window * self._window
        if whole:
            windows = waiting[:whole].reshape(-1, self._window)
            means = np.mean(np.square(windows, dtype=np.float64), axis=1)
            self._quietest = min(self._quietest, float(means.min()))
        self._rest = waiting[whole:].copy()

    @property
    def samples(self) -> int:
        """How many samples were added."""
        return self._samples

    @property
    def peak_db(self) -> float:
        """Sample peak in dBFS, not below -120."""
        return _decibels(self._peak)

    @property
    def rms_db(self) -> float:
        """RMS of everything in dBFS, not below -120."""
        return _decibels((self._squares / self._samples) ** 0.5 if self._samples else 0.0)

    @property
    def noise_floor_db(self) -> float:
        """RMS of the quietest half second in dBFS, not below -120 (digital silence)."""
        return _decibels(self._quietest**0.5 if np.isfinite(self._quietest) else 0.0)


def _decibels(amplitude: float) -> float:
    return max(_SILENCE_DB, 20 * float(np.log10(amplitude))) if amplitude > 0 else _SILENCE_DB
