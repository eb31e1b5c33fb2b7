"""Control of a render from outside: pause it, let it go on, or cancel it, from any thread at any moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_LOOK_SECONDS = 0.1
"""How long a wait lasts at a time: on Windows, Ctrl-C reaches the main thread only between two."""


class Cancelled(Exception):  # not an error: the listener gave the render up
    """The render was cancelled. Everything spoken so far is stored."""


class Control:
    """What a listener's hand does to a render, and what the render asks of it.

    Every method may be called from any thread, `cancel` from a signal handler too.
    """

    def __init__(self) -> None:
        # Reentrant by default, so that a signal handler may interrupt its own thread inside of it.
        self._changed = threading.Condition()
        self._is_paused = False
        self._is_cancelled = False

    def pause(self) -> None:
        """Let what is being spoken end, and begin nothing new."""
        self._set(is_paused=True)

    def resume(self) -> None:
        """Go on after a pause."""
        self._set(is_paused=False)

    def cancel(self) -> None:
        """Give the render up at once, paused or not."""
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    @property
    def is_paused(self) -> bool:
        """Whether nothing new may begin."""
        return self._is_paused and not self._is_cancelled

    @property
    def is_cancelled(self) -> bool:
        """Whether the render was given up."""
        return self._is_cancelled

    def check(self) -> None:
        """Do nothing, unless the render was given up.

        Raises:
            Cancelled: It was.
        """
        if self._is_cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait for a time, however the render stands.

        Raises:
            Cancelled: It was given up meanwhile.
        """
        deadline = time.monotonic() + seconds
        while not self._is_cancelled and time.monotonic() < deadline:
            with self._changed:
                if not self._is_cancelled:
                    self._changed.wait(_LOOK_SECONDS)
        self.check()

    def rest(self, seconds: float | None = None, is_over: Callable[[], bool] = lambda: False) -> bool:
        """Wait while the render is paused.

        Args:
            seconds: The longest wait; None for as long as the pause lasts.
            is_over: Ends the wait too, within a tenth of a second.

        Returns:
            Whether the pause has ended.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while self.is_paused and not is_over():
            if deadline is not None and time.monotonic() >= deadline:
                return False
            with self._changed:
                if self.is_paused:
                    self._changed.wait(_LOOK_SECONDS)
        return not self.is_paused

    def _set(self, *, is_paused: bool) -> None:
        with self._changed:
            self._is_paused = is_paused
            self._changed.notify_all()
