"""Progress of a model that is fetched or verified: JSON events one to a line, or a bar on a terminal."""

from __future__ import annotations

from rich.console import Console as RichConsole
from rich.progress import BarColumn, TextColumn

from vox1 import events
from vox1_cli.bars import EventBars
from vox1_cli.console import Console, clock, size

_FILE_CHARACTERS = 34


class Fetching(EventBars):
    """Shows the events of one model.

    Args:
        console: Where results and notes go.
        doing: What is going on, in one word.
        terminal: Where the bar is drawn; standard error if not given.
    """

    def __init__(self, console: Console, doing: str, terminal: RichConsole | None = None) -> None:
        super().__init__(
            console,
            TextColumn("{task.description:<9}"),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[amount]}"),
            TextColumn("{task.fields[speed]}", style="cyan"),
            TextColumn("{task.fields[file]}", style="dim"),
            terminal=terminal,
        )
        self._task = self._bars.add_task(doing, total=None, visible=False, amount="", speed="", file="")

    def show(self, event: events.Event) -> None:
        """Show one event."""
        if self._console.as_json:
            self._console.result_json(event.to_json())
        elif isinstance(event, events.ModelProgress):
            self._advance(event)
        elif sentence := _sentence(event):
            self._note(sentence)

    def _advance(self, event: events.ModelProgress) -> None:
        file = event.file if len(event.file) <= _FILE_CHARACTERS else f"…{event.file[1 - _FILE_CHARACTERS :]}"
        self._bars.update(
            self._task,
            visible=True,
            total=event.total_bytes,
            completed=event.done_bytes,
            amount=f"{size(event.done_bytes)} of {size(event.total_bytes)}",
            speed=_speed(event),
            file=file,
        )


def _speed(event: events.ModelProgress) -> str:
    """``12.3 MB/s, 2:03 left``; empty where it stands still."""
    if event.bytes_per_second < 1:
        return ""
    left = clock((event.total_bytes - event.done_bytes) / event.bytes_per_second)
    return f"{size(event.bytes_per_second)}/s, {left} left"


def _sentence(event: events.Event) -> str:
    """What is said in words; empty for other events."""
    match event:
        case events.ModelWaiting(_, reason, seconds):
            return f"{reason}; trying again in {clock(seconds)}"
        case events.DiskLow(folder, free_bytes, needed_bytes):
            return (
                f"warning: only {size(free_bytes)} are free in {folder}: the download waits until there are"
                f" {size(needed_bytes)}, then it goes on by itself"
            )
        case events.DiskFreed(folder, _):
            return f"there is room in {folder} again: the download goes on"
        case _:
            return ""
