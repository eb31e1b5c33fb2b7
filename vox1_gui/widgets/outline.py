"""The outline: a table whose rows can be opened, each with an icon and a colour for what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk
from typing import Any, Literal

from vox1_gui import theme
from vox1_gui.theme import Colour
from vox1_gui.widgets.table import Column, Table

_ICON = 16
_CHOSEN = " chosen"
"""At the end of a look's name: how it looks in a row that is chosen, on the accent."""
_WIDTH = 68
"""Of the column with the icons: one level deep."""


class Outline(Table):
    """Rows with rows under them, which are asked for when they are opened.

    Args:
        master: What it is in.
        columns: From left to right.
        looks: Name of a look, with its icon and its colour.
        on_select: Given the ids of the rows that are chosen, whenever they change.
        on_unfold: Given the id of a row whose rows are about to be seen for the first time.
    """

    def __init__(
        self,
        master: Any,
        columns: Sequence[Column],
        looks: Mapping[str, tuple[str, Colour]],
        *,
        on_select: Callable[[Sequence[str]], object] = lambda _: None,
        on_unfold: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._looks, self._on_unfold = looks, on_unfold
        self._icons: dict[str, Any] = {}
        self._chosen: set[str] = set()
        super().__init__(master, columns, on_select=on_select)
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._mark_chosen(), add=True)
        self.tree.configure(show="tree headings")
        self.tree.bind("<<TreeviewOpen>>", self._opened)

    def put(
        self,
        row: str,
        values: Sequence[str],
        look: str,
        *,
        under: str = "",
        at: int | Literal["end"] = "end",
    ) -> None:
        """Show one row more.

        Args:
            row: Its id.
            values: A text for each column.
            look: Name of its look.
            under: The row that it is under; empty for none.
            at: How many rows are before it.
        """
        self.tree.insert(under, at, iid=row, values=list(values), tags=(look,))
        self._chosen.discard(row)

    def update_row(self, row: str, values: Sequence[str], look: str) -> None:
        """Show other texts, and another look, of a row."""
        self.tree.item(row, values=list(values), tags=(look + _CHOSEN * (row in self._chosen),))

    def make_openable(self, row: str) -> None:
        """Let a row be opened; what is under it is asked for when it is."""
        if not self.tree.get_children(row):
            self.tree.insert(row, "end", iid=_unknown(row))

    def is_unfolded(self, row: str) -> bool:
        """Whether what is under a row is known, and so kept up to date by whoever fills the table."""
        return bool(self.tree.get_children(row)) and not self.tree.exists(_unknown(row))

    def remove_rows(self, rows: Sequence[str]) -> None:
        """Show some rows no more, nor what is under them."""
        self.tree.delete(*rows)

    def _opened(self, _: Any) -> None:
        row = self.tree.focus()
        if self.tree.exists(_unknown(row)):
            self.tree.delete(_unknown(row))
            self._on_unfold(row)

    def _mark_chosen(self) -> None:
        """Give the icons of chosen rows the colour of text on the accent, and theirs back to the others."""
        chosen = set(self.tree.selection())
        for row in chosen ^ self._chosen:
            if self.tree.exists(row):
                look = str(self.tree.item(row, "tags")[0]).removesuffix(_CHOSEN)
                self.tree.item(row, tags=(look + _CHOSEN * (row in chosen),))
        self._chosen = chosen

    def _lay_out(self) -> None:
        super()._lay_out()
        scale = self._get_widget_scaling()
        style = ttk.Style(self.tree)
        style.configure(theme.TABLE_STYLE, indent=round(theme.PAD * scale))
        style.configure(f"{theme.TABLE_STYLE}.Item", indicatorsize=round(12 * scale))
        self.tree.column("#0", width=round(_WIDTH * scale), stretch=False, anchor="w")
        on_accent = theme.colours().on_accent
        for look, (icon, its_own) in self._looks.items():
            for name, colour in ((look, its_own), (look + _CHOSEN, on_accent)):
                self._icons[name] = theme.plain_icon(self, icon, round(_ICON * scale), colour)
                self.tree.tag_configure(name, image=self._icons[name])


def _unknown(row: str) -> str:
    """What stands under a row until its rows are known."""
    return f"{row} unknown"
