"""Work in the background: calls of the network that may hang, and must not hold up a cancel."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from vox1.control import Control

T = TypeVar("T")
LOOK_SECONDS = 0.1
"""Between two looks at the control."""


def in_background(call: Callable[[], T], control: Control) -> T:
    """Return what a call returns, or raise what it raises.

    It runs in a thread of its own; if it is cancelled meanwhile, the thread is left to end by itself.

    Raises:
        Cancelled: It was.
    """
    outcomes: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcomes.put((call(), None))
        except BaseException as err:  # noqa: BLE001  # handed to whoever waits
            outcomes.put((None, err))

    threading.Thread(target=run, name="hub", daemon=True).start()
    while True:
        control.check()
        try:
            result, error = outcomes.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            continue
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # None only where the call returns it
