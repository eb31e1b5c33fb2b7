"""Levels: peak, RMS, noise floor and loud samples of audio that passes by in blocks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_WINDOW_SECONDS = 0.5
"""The window in which ACX's checkers look for the noise floor."""
_SILENCE_DB = -120.0
_STEPS = 32_768
"""Magnitudes are counted in steps of 16-bit audio, which is what takes are made of."""


class Totals:
    """Levels that follow from sums over audio, for whoever keeps these sums.

    Attributes:
        peak: The largest magnitude.
        squares: Sum of all samples squared.
        samples: How many samples there are.
        quietest: Mean square of the quietest half second; infinite where there is none.
    """

    __slots__ = ()
    peak: float
    squares: float
    samples: int
    quietest: float

    @property
    def peak_db(self) -> float:
        """Sample peak in dBFS, not below -120."""
        return decibels(self.peak)

    @property
    def rms_db(self) -> float:
        """RMS of everything in dBFS, not below -120."""
        return decibels((self.squares / self.samples) ** 0.5 if self.samples else 0.0)

    @property
    def noise_floor_db(self) -> float:
        """RMS of the quietest half second in dBFS, not below -120 (digital silence)."""
        return decibels(self.quietest**0.5 if np.isfinite(self.quietest) else 0.0)


class LevelMeter(Totals):
    """Peak, RMS, noise floor and a count of every magnitude of all the audio added, in constant memory.

    Attributes:
        counts: How many samples have each magnitude, in steps of 16-bit audio.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._window = round(_WINDOW_SECONDS * sample_rate_hz)
        self._rest: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self.peak = 0.0
        self.squares = 0.0
        self.samples = 0
        self.quietest = float("inf")
        self.counts = np.zeros(_STEPS + 1, np.int64)

    def add(self, block: npt.NDArray[np.float32]) -> None:
        """Measure another block, full scale being 1.0."""
        if not block.size:
            return
        magnitudes = np.abs(block)
        self.peak = max(self.peak, float(np.max(magnitudes)))
        self.squares += float(np.sum(np.square(block, dtype=np.float64)))
        self.samples += block.size
        self._count(magnitudes)
        waiting = np.concatenate((self._rest, block)) if self._rest.size else block
        whole = waiting.size // self._window * self._window
        if whole:
            windows = waiting[:whole].reshape(-1, self._window)
            means = np.mean(np.square(windows, dtype=np.float64), axis=1)
            self.quietest = min(self.quietest, float(means.min()))
        self._rest = waiting[whole:].copy()

    def _count(self, magnitudes: npt.NDArray[np.float32]) -> None:
        """A magnitude between two steps counts as the upper one: none is taken for less than it is."""
        steps = np.ceil(np.minimum(magnitudes * np.float32(_STEPS), np.float32(_STEPS)))
        counts = np.bincount(steps.astype(np.intp))
        self.counts[: counts.size] += counts

    def share_above(self, level_db: float) -> float:
        """Return the share of samples whose magnitude is above a level: exact for 16-bit audio."""
        step = min(int(_STEPS * 10 ** (level_db / 20) + _ROUNDING), _STEPS)
        return int(self.counts[step + 1 :].sum()) / self.samples if self.samples else 0.0

    def level_reached_by(self, share: float) -> float:
        """Return the lowest level in dBFS that fewer than this share of the samples are above."""
        above = self.samples - np.cumsum(self.counts)
        step = int(np.argmax(above < share * self.samples)) if self.samples else 0
        return decibels(step / _STEPS)


_ROUNDING = 1e-6
"""Of a step: a level that was made from a step's own magnitude must not fall below it."""


def decibels(amplitude: float) -> float:
    """Return an amplitude in dBFS, not below -120."""
    return max(_SILENCE_DB, 20 * float(np.log10(amplitude))) if amplitude > 0 else _SILENCE_DB
