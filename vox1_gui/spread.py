"""Spread work: what takes too long for one turn of Tk's loop, done a little in each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

_SECONDS = 0.01
"""Of a turn; keys and mouse come between two of them."""


class Spread:
    """Does one piece of work at a time; a new one takes the place of the one before.

    Args:
        widget: Any of Tk's; whoever destroys it calls `stop` before.
    """

    def __init__(self, widget: Any) -> None:
        self._widget = widget
        self._work: Iterator[None] | None = None
        self._timer = ""

    def run(self, work: Iterator[None]) -> None:
        """Do some work: it yields wherever it can be interrupted, several times a millisecond."""
        self.stop()
        self._work = work
        self._turn()

    @property
    def is_busy(self) -> bool:
        """Whether there is something left to do."""
        return self._work is not None

    def stop(self) -> None:
        """Leave undone what is left."""
        if self._timer:
            self._widget.after_cancel(self._timer)
        self._timer, self._work = "", None

    def _turn(self) -> None:
        self._timer = ""
        work, deadline = self._work, time.perf_counter() + _SECONDS
        while work is not None and work is self._work and time.perf_counter() < deadline:
            if next(work, self) is self:
                self._work = None
                return
        if self._work is not None and not self._timer:
            self._timer = self._widget.after(1, self._turn)
