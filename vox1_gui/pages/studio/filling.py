"""Filling: a long table gets its rows a piece at a time, so that keys and mouse are never kept waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from vox1_gui.widgets.table import Table

_AT_ONCE = 100
"""Rows that take 5 ms."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row to be shown.

    Attributes:
        id: Of the row.
        values: A text for each column.
        tag: How it looks; empty for plain.
    """

    id: str
    values: Sequence[str]
    tag: str = ""


class Filling:
    """Fills one table, whatever it held before.

    Args:
        table: To be filled.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: Iterator[TableRow] = iter(())
        self._timer = ""
        table.bind("<Destroy>", lambda _: self.stop(), add=True)

    def fill(self, rows: Sequence[TableRow]) -> None:
        """Show other rows."""
        self.stop()
        self._table.fill(())
        self._rows = iter(rows)
        self._go_on()

    def stop(self) -> None:
        """Add no more."""
        if self._timer:
            self._table.after_cancel(self._timer)
            self._timer = ""

    def _go_on(self) -> None:
        self._timer = ""
        if not self._table.winfo_exists():
            return
        rows = list(islice(self._rows, _AT_ONCE))
        for row in rows:
            self._table.add(row.id, row.values)
            if row.tag:
                self._table.tag(row.id, row.tag)
        if len(rows) == _AT_ONCE:
            self._timer = self._table.after(1, self._go_on)
