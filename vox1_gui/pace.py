"""The pace of a render: how fast it is, and when it will be done, as a time that does not jump about."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_WINDOW_SECONDS = 300.0
"""Chunks differ in length: over five minutes of them the mean is steady, and a change of pace still shows."""
_SPEED_SECONDS = 15.0
_LEAST_SECONDS = 3.0
_LEAST_CHUNKS = 5
_OFF_SECONDS = 60.0
_OFF_FOR_SECONDS = 10.0


class Pace:
    """How fast chunks are spoken, over the last minutes of work. Rests do not count.

    All times are seconds since the render was begun.
    """

    def __init__(self) -> None:
        self._moments: deque[tuple[float, int, float]] = deque()
        self._rested = 0.0
        self._rests_since: float | None = None

    def begin(self, at_seconds: float) -> None:
        """Work begins: what was before it is no measure."""
        if not self._moments:
            self._moments.append((self._worked(at_seconds), 0, 0.0))

    def add(self, at_seconds: float, chunks: int, audio_seconds: float) -> None:
        """Note chunks that were spoken, and how long they are."""
        self.begin(at_seconds)
        at, before, seconds = self._worked(at_seconds), *self._moments[-1][1:]
        self._moments.append((at, before + chunks, seconds + audio_seconds))
        while len(self._moments) > 2 and at - self._moments[1][0] > _WINDOW_SECONDS:  # two are a line
            self._moments.popleft()

    def rest(self, at_seconds: float) -> None:
        """Work rests."""
        if self._rests_since is None:
            self._rests_since = at_seconds

    def go_on(self, at_seconds: float) -> None:
        """Work goes on."""
        if self._rests_since is not None:
            self._rested += at_seconds - self._rests_since
            self._rests_since = None

    def times_real_time(self, at_seconds: float) -> float | None:
        """Return seconds of audio made in a second of the last work; None where there was too little."""
        return self._rate(at_seconds, _SPEED_SECONDS, 2)

    def seconds_for(self, chunks: int, at_seconds: float) -> float | None:
        """Return how long so many chunks will take; None where nobody can tell yet."""
        if not self._moments or self._moments[-1][1] - self._moments[0][1] < _LEAST_CHUNKS:
            return None
        rate = self._rate(at_seconds, _WINDOW_SECONDS, 1)
        return chunks / rate if rate else None

    def _worked(self, at_seconds: float) -> float:
        until = at_seconds if self._rests_since is None else self._rests_since
        return until - self._rested

    def _rate(self, at_seconds: float, window_seconds: float, what: int) -> float | None:
        """How much of a thing was done in a second, since the last moment that is a window ago."""
        now = self._worked(at_seconds)
        if not self._moments or now - self._moments[0][0] < _LEAST_SECONDS:
            return None
        first = next(
            m for m in reversed(self._moments) if now - m[0] >= window_seconds or m is self._moments[0]
        )
        return float(self._moments[-1][what] - first[what]) / (now - first[0])


@dataclass(frozen=True, slots=True)
class Due:
    """When something will be done, as it is shown.

    Attributes:
        at: On the clock on the wall, in seconds since 1970.
        off_since: Since when the estimate has been another by more than a minute; None while it is not.
    """

    at: float
    off_since: float | None = None


def steadied(shown: Due | None, estimate: float, now: float) -> Due:
    """Return what is to be shown of an estimate: what is shown already, unless that has long been wrong.

    Args:
        shown: What is shown; None for nothing yet.
        estimate: When it will be done by what is known now, on the wall's clock.
        now: On any clock that cannot jump, in seconds.
    """
    if shown is None:
        return Due(estimate)
    if abs(estimate - shown.at) <= _OFF_SECONDS:
        return Due(shown.at)
    since = now if shown.off_since is None else shown.off_since
    return Due(estimate) if now - since >= _OFF_FOR_SECONDS else Due(shown.at, since)
