"""Bars on a terminal, and sentences above them; plain lines where there is no terminal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType

from rich.console import Console as RichConsole
from rich.progress import Progress, ProgressColumn

from vox1 import events
from vox1_cli.console import Console


class EventBars(ABC):
    """What every display of events has.

    Args:
        console: Where results and notes go.
        columns: Of each bar.
        terminal: Where the bars are drawn; standard error if not given.
    """

    def __init__(self, console: Console, *columns: ProgressColumn, terminal: RichConsole | None) -> None:
        terminal = terminal or RichConsole(stderr=True)
        self._console = console
        self._bars = Progress(*columns, console=terminal, disable=console.as_json or not terminal.is_terminal)

    def __enter__(self) -> EventBars:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    @abstractmethod
    def show(self, event: events.Event) -> None:
        """Show one event."""

    def _note(self, text: str) -> None:
        """Print above the bars, or plainly where there are none."""
        if self._bars.disable:
            self._console.note(text)
        else:
            self._bars.console.print(" ".join(text.split()), markup=False, highlight=False)
