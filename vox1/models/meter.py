"""The meter: how far a model has come, how fast, told a few times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from vox1.events import Event, ModelProgress

_TELL_SECONDS = 0.2
_WINDOW_SECONDS = 5.0
"""Short enough to show a line that has become slow, long enough not to flicker."""


class Meter:
    """Counts the bytes of one model.

    Args:
        name: The model's.
        total_bytes: How much there is to do.
        emit: Told of the progress.
    """

    def __init__(self, name: str, total_bytes: int, emit: Callable[[Event], None]) -> None:
        self._name = name
        self._total_bytes = total_bytes
        self._emit = emit
        self._file = ""
        self._done_bytes = 0
        self._new_bytes = 0
        self._looks: deque[tuple[float, int]] = deque()
        self._told = float("-inf")

    def begin(self, file: str) -> None:
        """Come to a file."""
        self._file = file
        self._tell()

    def passed(self, count_bytes: int) -> None:
        """Count bytes that were done just now; negative where they must be done again."""
        self._done_bytes += count_bytes
        self._new_bytes += max(0, count_bytes)
        self._tell()

    def skipped(self, count_bytes: int) -> None:
        """Count bytes that were done before: they say nothing of the speed."""
        self._done_bytes += count_bytes
        self._tell()

    def end(self) -> None:
        """Tell how far it came, however short ago it was told last."""
        self._told = float("-inf")
        self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._told < _TELL_SECONDS:
            return
        self._told = now
        self._looks.append((now, self._new_bytes))
        while len(self._looks) > 2 and now - self._looks[0][0] > _WINDOW_SECONDS:
            self._looks.popleft()
        self._emit(
            ModelProgress(self._name, self._file, self._done_bytes, self._total_bytes, round(self._speed()))
        )

    def _speed(self) -> float:
        (then, before), (now, after) = self._looks[0], self._looks[-1]
        return (after - before) / (now - then) if now > then else 0.0
