"""Repeats: stretches of a take that sound like an earlier stretch of it, as in a voice caught in a loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import HOP_SECONDS, Analysis

_STEP = 2
_STEP_SECONDS = _STEP * HOP_SECONDS
"""Frames are compared by the mean of two."""
_ALIKE = {0.6: 0.06, 0.8: 0.18, 1.0: 0.26, 1.2: 0.36}
"""Stretches of these seconds are the same below this mean square distance, a share of that of any two frames.

A word of a text comes again in other company, two or three words hardly ever: clean speech of texts that
do not repeat themselves stayed above 0.08, 0.27, 0.34 and 0.46.
"""
_LEAST_LAG_SECONDS = 0.25
"""A sound is always like itself a moment later."""
_MOST_SECONDS = 60.0
"""Only the last minute is compared: the work grows with the square."""
_ROWS = 16
"""Rows of the comparison done at once, so few that the linear algebra library stays on one core."""
_BLOCK_ROWS = 256
"""Rows of the comparison that are looked through at once: all of them would be 46 MB for a minute."""


def repeated_seconds(analysis: Analysis) -> float:
    """Return how much of a take repeats an earlier part of it, in seconds of sound."""
    frames, is_active = _steps(analysis)
    if len(frames) * _STEP_SECONDS < min(_ALIKE) + _LEAST_LAG_SECONDS or np.count_nonzero(is_active) < 2:
        return 0.0
    begins = np.zeros(len(frames) + 1, np.int32)
    for found in _alike(frames, is_active):
        stretch = round(found.seconds / _STEP_SECONDS)
        first = found.starts + found.lags
        np.add.at(begins, first, 1)
        np.add.at(begins, np.minimum(first + stretch, len(frames)), -1)
    is_repeat = (np.cumsum(begins[:-1]) > 0) & is_active
    return float(np.count_nonzero(is_repeat) * _STEP_SECONDS)


def _steps(analysis: Analysis) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Cepstra of two frames each, and whether they are as loud as speech."""
    most = round(_MOST_SECONDS / HOP_SECONDS)
    cepstra, is_active = analysis.cepstra[-most:], analysis.active[-most:]
    whole = len(cepstra) // _STEP * _STEP
    means = cepstra[:whole].reshape(-1, _STEP, cepstra.shape[1]).mean(axis=1, dtype=np.float32)
    sounds: npt.NDArray[np.bool_] = np.logical_or.reduce(is_active[:whole].reshape(-1, _STEP), axis=1)
    return means, sounds


class _Alike(NamedTuple):
    """Stretches that sound like later ones.

    Attributes:
        seconds: How long they are.
        starts: Where they begin, in steps.
        lags: How much later the others begin, in steps.
    """

    seconds: float
    starts: npt.NDArray[np.intp]
    lags: npt.NDArray[np.intp]


def _alike(frames: npt.NDArray[np.float32], is_active: npt.NDArray[np.bool_]) -> Iterator[_Alike]:
    """Look for stretches of each length, some rows of the comparison at a time."""
    least_lag = round(_LEAST_LAG_SECONDS / _STEP_SECONDS)
    longest = round(max(_ALIKE) / _STEP_SECONDS)
    scale = 2 * float(np.sum(np.var(frames[is_active], axis=0))) + 1e-9
    for row in range(0, len(frames), _BLOCK_ROWS):
        distances = _distances(frames[row:], is_active[row:], _BLOCK_ROWS + longest, scale)
        sums = np.cumsum(distances[:, least_lag:], axis=0, dtype=np.float32)
        for seconds, alike in _ALIKE.items():
            stretch = round(seconds / _STEP_SECONDS)
            ends = sums[stretch : stretch + _BLOCK_ROWS]
            starts, lags = np.nonzero(ends - sums[: len(ends)] < alike * stretch)
            yield _Alike(seconds, starts + row + 1, lags + least_lag)


def _distances(
    frames: npt.NDArray[np.float32], is_active: npt.NDArray[np.bool_], rows: int, scale: float
) -> npt.NDArray[np.float32]:
    """Square distances of the first frames to later ones by (frame, lag), 1.0 being ``scale``.

    Pairs with a frame that does not sound, or past the end, count as far apart.
    """
    count, rows = len(frames), min(rows, len(frames))
    padded = np.full((rows, count + rows), 2.0, np.float32)
    squares = np.sum(np.square(frames), axis=1)
    for start in range(0, rows, _ROWS):
        few = slice(start, min(start + _ROWS, rows))
        products = frames[few] @ frames.T
        padded[few, :count] = (squares[few, None] + squares - 2 * products) / scale
    padded[~is_active[:rows]] = 2.0
    padded[:, :count][:, ~is_active] = 2.0
    size = padded.strides[1]
    # Row i read from column i on: the second index becomes the lag.
    return np.lib.stride_tricks.as_strided(padded, (rows, count), (padded.strides[0] + size, size))
