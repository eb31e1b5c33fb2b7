"""Patience: how long a silent line is waited for, and how often it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox1.control import Control
from vox1.events import Event, ModelWaiting
from vox1.models.trouble import Interrupted

_LONGEST_ASKED_SECONDS = 300.0
"""A hub that asks to be left alone for longer is given up for today."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what.

    Attributes:
        stall_seconds: Without a byte; then the connection is given up.
        waits_seconds: Before each further try; they begin anew once the line has held for a while.
    """

    stall_seconds: float = 30.0
    waits_seconds: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Tries:
    """The tries of one download.

    Args:
        name: The model's.
        patience: How often, and after how long.
        emit: Told of every wait.
        control: Ends a wait.
    """

    def __init__(
        self, name: str, patience: Patience, emit: Callable[[Event], None], control: Control
    ) -> None:
        self._name = name
        self._patience = patience
        self._emit = emit
        self._control = control
        self._failures = 0

    def failed(self, interrupted: Interrupted) -> None:
        """Wait for the next try.

        Raises:
            Cancelled: The wait was ended.
            DownloadFailed: There have been enough tries.
        """
        waits = self._patience.waits_seconds
        if self._failures >= len(waits) or interrupted.wait_seconds > _LONGEST_ASKED_SECONDS:
            raise interrupted.error from interrupted
        seconds = max(waits[self._failures], interrupted.wait_seconds)
        self._failures += 1
        self._emit(ModelWaiting(self._name, interrupted.reason, seconds))
        self._control.wait(seconds)

    def went_well(self) -> None:
        """Forget what failed: the line has held for a while."""
        self._failures = 0
