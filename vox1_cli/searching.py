"""Progress of a search through a recording: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console as RichConsole
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bars

from vox1.voices.segments import Progress
from vox1_cli.console import Console, clock


class Searching:
    """Shows how far a search is.

    Args:
        console: Whose results they are: as JSON, nothing is shown.
        terminal: Where the bar is drawn; standard error if not given.
    """

    def __init__(self, console: Console, terminal: RichConsole | None = None) -> None:
        terminal = terminal or RichConsole(stderr=True)
        columns = (
            TextColumn("{task.description:<18}"),
            BarColumn(bar_width=28),
            TextColumn("{task.fields[at]}"),
        )
        is_quiet = console.as_json or not terminal.is_terminal
        self._bars = Bars(*columns, console=terminal, disable=is_quiet, transient=True)
        self._task = self._bars.add_task("listening", total=None, at="")

    def __enter__(self) -> Searching:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        self._bars.update(
            self._task,
            description="listening closely" if progress.is_second else "listening",
            total=progress.of,
            completed=progress.seconds,
            at=clock(progress.seconds),
        )
