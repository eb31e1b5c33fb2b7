"""Timers: something is done a little later, once, unless it is put off again or its widget is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Timer:
    """Calls something later.

    Args:
        widget: With which it ends.
    """

    def __init__(self, widget: Any) -> None:
        self._widget = widget
        self._waiting = ""
        widget.bind("<Destroy>", self._end, add=True)

    def start(self, after_ms: int, call: Callable[[], object]) -> None:
        """Call something after some time, instead of what was to be called."""
        self.stop()

        def due() -> None:
            self._waiting = ""
            call()

        self._waiting = self._widget.after(after_ms, due)

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be called."""
        return bool(self._waiting)

    def stop(self) -> None:
        """Call nothing."""
        if self._waiting:
            self._widget.after_cancel(self._waiting)
            self._waiting = ""

    def _end(self, event: Any) -> None:
        if event.widget is self._widget:
            self.stop()
