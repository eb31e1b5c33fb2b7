"""Garbage: what refers to itself in circles, looked for in Tk's own thread and in no other.

Python looks for it in whichever thread makes the next object. Found in the thread that listens to the
backroom, a picture or a variable of Tk's waits there until Tk's thread has time for it, which may itself be
waiting for that thread; and Tcl ends the process where a window is let go of outside its own thread
("Tcl_AsyncDelete: async handler deleted by the wrong thread").
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

_ROUND_MS = 100


class Garbage:
    """Looks for garbage in the thread that makes it, and has all other threads look for none.

    Args:
        after: Tk's.
    """

    def __init__(self, after: Callable[[int, Callable[[], None]], Any]) -> None:
        self._after = after
        gc.disable()
        self._round()

    def keep_what_is(self) -> None:
        """Leave out what there is now: to look through all widgets takes 38 ms, again and again."""
        gc.freeze()

    def clear(self) -> None:
        """Look through everything, once."""
        gc.unfreeze()
        gc.collect()

    def _round(self) -> None:
        """Look as far back as Python would have, by its own thresholds."""
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
        self._after(_ROUND_MS, self._round)
