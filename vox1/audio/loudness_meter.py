"""A loudness meter: integrated loudness (ITU-R BS.1770-4) and loudness range (EBU Tech 3342).

It is fed mean powers of K-weighted audio and keeps how often each loudness was met, so that any number
of chapters can be measured in one pass and constant memory.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

STEP_SECONDS = 0.1
"""Length of what each power is the mean of."""
_MOMENT_STEPS, _SHORT_TERM_STEPS = 4, 30
"""400 ms, the blocks of integrated loudness, and 3 s, those of loudness range; both overlap."""
_OFFSET_LU = -0.691
_GATE_LUFS = -70.0
_LOUDNESS_GATE_LU, _RANGE_GATE_LU = -10.0, -20.0
_LOW_SHARE, _HIGH_SHARE = 0.10, 0.95
_BIN_LU = 0.01
_TOP_LUFS = 15.0


class LoudnessMeter:
    """The loudness of all the audio added."""

    def __init__(self) -> None:
        self._moments = _Histogram()
        self._short_terms = _Histogram()
        self._recent: npt.NDArray[np.float64] = np.zeros(0)

    def add(self, powers: npt.NDArray[np.float64]) -> None:
        """Measure more audio.

        Args:
            powers: Mean squares of its K-weighted samples, summed over the channels, one for each 100 ms.
        """
        before = len(self._recent)
        steps = np.concatenate((self._recent, powers))
        for histogram, length in ((self._moments, _MOMENT_STEPS), (self._short_terms, _SHORT_TERM_STEPS)):
            histogram.add(_moving_means(steps[max(0, before - length + 1) :], length))
        self._recent = steps[-(_SHORT_TERM_STEPS - 1) :]

    @property
    def lufs(self) -> float | None:
        """Integrated loudness, to a hundredth; None where nothing is loud enough to have one."""
        level = self._moments.mean_from(_GATE_LUFS)
        if level is None:
            return None
        gated = self._moments.mean_from(level + _LOUDNESS_GATE_LU)
        return None if gated is None else round(gated, 2)

    @property
    def range_lu(self) -> float:
        """Loudness range; 0.0 where there are not three seconds of sound."""
        level = self._short_terms.mean_from(_GATE_LUFS)
        if level is None:
            return 0.0
        low, high = self._short_terms.quantiles_from(level + _RANGE_GATE_LU, (_LOW_SHARE, _HIGH_SHARE))
        return round(high - low, 2)


class _Histogram:
    """How often each loudness was met, in hundredths of a unit, with the power of them all."""

    def __init__(self) -> None:
        bins = round((_TOP_LUFS - _GATE_LUFS) / _BIN_LU)
        self._counts = np.zeros(bins, np.int64)
        self._powers = np.zeros(bins)

    def add(self, powers: npt.NDArray[np.float64]) -> None:
        """Count what is not below the absolute gate."""
        loudness = _loudness(np.maximum(powers, 1e-12))
        powers = powers[loudness > _GATE_LUFS]
        bins = ((loudness[loudness > _GATE_LUFS] - _GATE_LUFS) / _BIN_LU).astype(np.intp)
        bins = np.minimum(bins, len(self._counts) - 1)
        np.add.at(self._counts, bins, 1)
        np.add.at(self._powers, bins, powers)

    def mean_from(self, gate_lufs: float) -> float | None:
        """The loudness of all that is above a gate together; None for nothing."""
        first = self._first(gate_lufs)
        count = int(self._counts[first:].sum())
        return float(_loudness(self._powers[first:].sum() / count)) if count else None

    def quantiles_from(self, gate_lufs: float, shares: tuple[float, float]) -> tuple[float, float]:
        """The loudness that two shares of what is above a gate do not reach."""
        first = self._first(gate_lufs)
        up_to = np.cumsum(self._counts[first:])
        low, high = (
            gate_lufs + _BIN_LU * int(np.searchsorted(up_to, round(share * (int(up_to[-1]) - 1)) + 1))
            for share in shares
        )
        return low, high

    def _first(self, gate_lufs: float) -> int:
        return max(0, round((gate_lufs - _GATE_LUFS) / _BIN_LU))


def _loudness(power: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
    loudness: npt.NDArray[np.float64] = _OFFSET_LU + 10 * np.log10(power)
    return loudness


def _moving_means(powers: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    if len(powers) < length:
        return np.zeros(0)
    windows = np.lib.stride_tricks.sliding_window_view(powers, length)
    means: npt.NDArray[np.float64] = windows.mean(axis=1)
    return means
