"""Ctrl-C: the first stops what is going on cleanly, the second at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from vox1.control import Control
from vox1_cli.console import CANCELLED, Console


@contextmanager
def interrupts(control: Control, console: Console, kept: str) -> Iterator[None]:
    """Have Ctrl-C cancel a control. Every file is whole either way.

    Args:
        control: Of what is going on.
        console: Told that it is stopping.
        kept: What is not lost, as a sentence.
    """

    def interrupt(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        if control.is_cancelled:
            os._exit(CANCELLED)
        control.cancel()
        console.note(f"Stopping; press Ctrl-C again to stop at once. {kept}")

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
