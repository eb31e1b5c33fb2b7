"""True peak: the highest point of the curve between samples, by oversampling four times (ITU-R BS.1770-4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.audio.levels import decibels

_PHASES = 4
_HALF = 12
"""Samples on either side that a point between two samples is made from."""
_SECTION = 1024
"""Samples looked at together; most of them lie too low to hold the peak."""


def _filters() -> npt.NDArray[np.float32]:
    """A windowed sinc for each of the three points between two samples, shape (3, 24)."""
    places = np.arange(_HALF - 1, -_HALF - 1, -1) + np.arange(1, _PHASES)[:, None] / _PHASES
    window = 0.5 + 0.5 * np.cos(np.pi * places / _HALF)
    taps = np.sinc(places) * window
    between: npt.NDArray[np.float32] = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return between


_BETWEEN = _filters()
_MOST_RISE = float(np.abs(_BETWEEN).sum(axis=1).max())
"""No point between samples is higher than the highest of them by more than this factor."""


class TruePeakMeter:
    """The true peak of one channel that passes by in blocks, in constant memory."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._before: npt.NDArray[np.float32] = np.zeros(2 * _HALF - 1, np.float32)

    def add(self, block: npt.NDArray[np.float32]) -> None:
        """Measure another block, full scale being 1.0."""
        if not block.size:
            return
        audio = np.concatenate((self._before, block))
        self._before = audio[-len(self._before) :].copy()
        self._peak = max(self._peak, float(np.max(np.abs(block))))
        highest = np.maximum.reduceat(np.abs(audio), np.arange(0, block.size, _SECTION))
        highest[:-1] = np.maximum(highest[:-1], highest[1:])  # a section's curve reaches into the next
        for number in np.flatnonzero(highest * _MOST_RISE > self._peak):
            if highest[number] * _MOST_RISE > self._peak:  # it rises as we go
                start = number * _SECTION
                section = audio[start : start + _SECTION + 2 * _HALF - 1]
                points = (np.convolve(section, taps, "valid") for taps in _BETWEEN)
                self._peak = max(self._peak, *(float(np.max(np.abs(some))) for some in points))

    @property
    def peak_db(self) -> float:
        """In dBTP, not below -120."""
        return decibels(self._peak)
