"""Refrains: where a text says the same again, so that speech which does so too is no loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.render.wordage import said_letters

_MOST_LETTERS = 1500
"""Of a longer text only the end is looked at: some ninety seconds."""
_LEAST_RUN = 3
"""Letters in a row that are the same; single ones are so by chance."""
_SAME_SHARE = 0.55
"""Of the letters of a stretch: sound that is as like as that passes for the same."""
_LEAST_LETTERS = 6
_OFF, _OFF_SHARE = 4.0, 0.05
"""A sound may belong to a letter so many further on or back: letters, and a share of the text."""
_LAG_OFF, _LAG_OFF_SHARE = 4.0, 0.1
"""The same for the letters between a stretch and its like: letters, and a share of them."""

Shares = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Refrains:
    """Where a text says the same again.

    Letters are taken to last equally long, so a place in the sound is known as one in the text only about.

    Args:
        text: As said.
    """

    def __init__(self, text: str) -> None:
        letters = said_letters(text)
        self._skipped = max(0, len(letters) - _MOST_LETTERS)
        self._count = len(letters)
        self._is_same = _same(np.array(letters[self._skipped :], np.int64))

    def expects(self, begins: Shares, lags: Shares, length: float) -> npt.NDArray[np.bool_]:
        """Return which stretches of speech are to be like earlier ones.

        Args:
            begins: Of the earlier ones, as shares of the sound.
            lags: How much later their likenesses begin, as shares of the sound.
            length: Of them all, the same.
        """
        if not self._is_same.any():
            return np.zeros(len(begins), np.bool_)
        corners = _corners(self._alike(max(_LEAST_LETTERS, round(length * self._count))))
        first, lag = begins * self._count - self._skipped, lags * self._count
        off, lag_off = _OFF + _OFF_SHARE * self._count, _LAG_OFF + _LAG_OFF_SHARE * lag
        most = len(corners) - 1
        tops, bottoms = _places(first - off, most), _places(first + off + 1, most)
        lefts, rights = _places(lag - lag_off, most), _places(lag + lag_off + 1, most)
        below = corners[bottoms, rights] - corners[bottoms, lefts]
        above = corners[tops, rights] - corners[tops, lefts]
        expected: npt.NDArray[np.bool_] = below > above
        return expected

    def _alike(self, length: int) -> npt.NDArray[np.bool_]:
        """Whether the stretch of so many letters from each letter on comes again, by lag."""
        count = len(self._is_same)
        sums = np.zeros((count + 1, count), np.int32)
        np.cumsum(self._is_same, axis=0, out=sums[1:])
        counts = sums[np.minimum(np.arange(count) + length, count)] - sums[:-1]
        alike: npt.NDArray[np.bool_] = counts >= _SAME_SHARE * length
        return alike


def _same(letters: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether each letter is one of a run that comes again so many letters later; shape (letters, lags)."""
    count = len(letters)
    if count < _LEAST_RUN:
        return np.zeros((count, count), np.bool_)
    padded = np.concatenate((letters, np.arange(-count, 0)))
    later = np.lib.stride_tricks.sliding_window_view(padded, count)[:count]
    is_same: npt.NDArray[np.bool_] = later == letters[:, None]
    is_same[:, :1] = False
    begins = is_same[: count - _LEAST_RUN + 1].copy()
    for offset in range(1, _LEAST_RUN):
        begins &= is_same[offset : count - _LEAST_RUN + 1 + offset]
    in_run = np.zeros_like(is_same)
    for offset in range(_LEAST_RUN):
        in_run[offset : offset + len(begins)] |= begins
    return in_run


def _corners(is_so: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """How many cells above and left of each corner are so (a summed-area table; Crow 1984)."""
    corners = np.zeros((is_so.shape[0] + 1, is_so.shape[1] + 1), np.int32)
    np.cumsum(np.cumsum(is_so, axis=0, dtype=np.int32), axis=1, out=corners[1:, 1:])
    return corners


def _places(letters: Shares, most: int) -> Places:
    return np.clip(np.round(letters), 0, most).astype(np.intp)
