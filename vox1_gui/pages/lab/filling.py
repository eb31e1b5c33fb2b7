"""Filling: a table gets its rows a piece at a time, so that keys and mouse come between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vox1_gui.widgets.table import Table
from vox1_gui.widgets.timer import Timer

_ROWS_AT_ONCE = 150


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    Attributes:
        id: What the program calls it.
        cells: What is written in it.
        tag: How it looks; empty for as usual.
    """

    id: str
    cells: Sequence[str]
    tag: str = ""


class Filling:
    """Fills a table.

    Args:
        table: The table.
        chosen: Returns the id of the row that is chosen when it comes.
        on_whole: Called when all rows are there.
    """

    def __init__(
        self, table: Table, chosen: Callable[[], str], on_whole: Callable[[], object] = lambda: None
    ) -> None:
        self._table, self._chosen, self._on_whole = table, chosen, on_whole
        self._timer = Timer(table)
        self._rest: Sequence[Line] = ()

    def fill(self, lines: Sequence[Line]) -> None:
        """Show other rows; the first of them at once."""
        self._rest = lines
        self._table.fill(())
        self._go_on()

    @property
    def rows(self) -> int:
        """How many rows there are, or will be."""
        return len(self._table.ids) + len(self._rest)

    def _go_on(self) -> None:
        self._timer.stop()
        piece, self._rest = self._rest[:_ROWS_AT_ONCE], self._rest[_ROWS_AT_ONCE:]
        for line in piece:
            self._table.add(line.id, line.cells)
            if line.tag:
                self._table.tag(line.id, line.tag)
        chosen = self._chosen()
        if any(line.id == chosen for line in piece):
            self._table.select([chosen])
        if self._rest:
            self._timer.start(1, self._go_on)
        else:
            self._on_whole()
