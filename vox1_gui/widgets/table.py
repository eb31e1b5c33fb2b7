"""The table: long lists, with columns, a tick for each row, and a keyboard's way through them.

It is ttk's Treeview: a row of customtkinter widgets takes 9 ms to make, and two thousand chapters would be
eighteen seconds.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Any, Literal

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.scrollbar import Scrollbar
from vox1_gui.widgets.tooltip import CellTooltip

_TICK = 20
_TICK_WIDTH = 44
_LEAST_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        id: What the program calls it.
        title: What is written above it.
        width: In pixels at 100 %.
        stretches: Whether it takes what width is left.
        is_number: Whether it is set to the right.
    """

    id: str
    title: str
    width: int = 90
    stretches: bool = False
    is_number: bool = False


class Table(ctk.CTkFrame):
    """Rows with columns.

    Args:
        master: What it is in.
        columns: From left to right.
        has_ticks: Whether each row has a tick.
        on_tick: Given the ids of rows whose tick the listener has changed.
        on_select: Given the ids of the rows that are chosen, whenever they change.
        on_open: Given the id of a row that was double-clicked, or on which Return was pressed.
        many: Whether several rows can be chosen.
    """

    def __init__(
        self,
        master: Any,
        columns: Sequence[Column],
        *,
        has_ticks: bool = False,
        on_tick: Callable[[Sequence[str]], object] = lambda _: None,
        on_select: Callable[[Sequence[str]], object] = lambda _: None,
        on_open: Callable[[str], object] = lambda _: None,
        many: bool = True,
    ) -> None:
        super().__init__(master)
        self._columns = {column.id: column for column in columns}
        self._has_ticks, self._on_tick, self._on_open = has_ticks, on_tick, on_open
        self._ticked: set[str] = set()
        self._pictures: dict[bool, Any] = {}
        self.tree = ttk.Treeview(
            self,
            style=theme.TABLE_STYLE,
            columns=[column.id for column in columns],
            show="tree headings" if has_ticks else "headings",
            selectmode="extended" if many else "browse",
        )
        self.tooltip = CellTooltip(self.tree)
        self._bar = bar = Scrollbar(self, command=self.tree.yview, height=4 * theme.UNIT)
        self._in_sight = (0.0, 0.0)
        self.tree.configure(yscrollcommand=self._scrolled)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.tree.grid(row=0, column=0, sticky="nsew", padx=(2, 0), pady=2)
        bar.grid(row=0, column=1, sticky="ns", padx=(0, 2), pady=2)
        self.tree.bind("<<TreeviewSelect>>", lambda _: on_select(self.selected))
        self.tree.bind("<Double-1>", self._open)
        self.tree.bind("<Return>", self._open)
        self.tree.bind("<Control-a>", lambda _: self.select(self.ids))
        self.tree.bind("<FocusIn>", self._came)
        self.tree.bind("<FocusOut>", lambda _: keyboard.outline(self, border_width=0))
        if has_ticks:
            self.tree.bind("<Button-1>", self._clicked)
            self.tree.bind("<space>", self._toggle_selected)
        self._lay_out()

    def fill(self, rows: Iterable[tuple[str, Sequence[str]]], ticked: Iterable[str] = ()) -> None:
        """Show other rows: an id and a text for each column."""
        self.tree.delete(*self.tree.get_children())
        self._ticked = set(ticked)
        for row, values in rows:
            options = {"image": self._pictures[row in self._ticked]} if self._has_ticks else {}
            self.tree.insert("", "end", iid=row, values=list(values), **options)

    def add(self, row: str, values: Sequence[str], *, is_ticked: bool = False) -> None:
        """Show one row more, at the end."""
        options = {"image": self._pictures[is_ticked]} if self._has_ticks else {}
        self.tree.insert("", "end", iid=row, values=list(values), **options)
        if is_ticked:
            self._ticked.add(row)

    def change(self, row: str, column: str, text: str) -> None:
        """Show another text in a cell."""
        self.tree.set(row, column, text)

    def remove(self, row: str) -> None:
        """Show a row no more."""
        self.tree.delete(row)
        self._ticked.discard(row)

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all rows, in order."""
        return tuple(self.tree.get_children())

    @property
    def selected(self) -> tuple[str, ...]:
        """Ids of the rows that are chosen, in order."""
        return tuple(self.tree.selection())

    def select(self, rows: Sequence[str]) -> None:
        """Choose rows, and bring the first into sight."""
        self.tree.selection_set(list(rows))
        if rows:
            self.tree.focus(rows[0])
            self.tree.see(rows[0])

    @property
    def ticked(self) -> frozenset[str]:
        """Ids of the rows that have a tick."""
        return frozenset(self._ticked)

    def tick(self, rows: Iterable[str], is_ticked: bool) -> None:  # noqa: FBT001  # a setter's value
        """Tick rows, or not; nobody is told."""
        for row in rows:
            (self._ticked.add if is_ticked else self._ticked.discard)(row)
            self.tree.item(row, image=self._pictures[is_ticked])

    def tag(self, row: str, *tags: str) -> None:
        """Have a row look as tags say; see `style`."""
        self.tree.item(row, tags=tags)

    def style(self, tag: str, colour: theme.Colour) -> None:
        """Say in what colour rows with a tag are written."""
        self.tree.tag_configure(tag, foreground=theme.shade(colour))

    def _lay_out(self) -> None:
        """Give columns and ticks their sizes, which depend on the scale."""
        scale = self._get_widget_scaling()
        if self._has_ticks:
            size = round(_TICK * scale)
            self._pictures = {
                True: theme.plain_icon(self, "square-check", size, theme.colours().accent, is_opaque=True),
                False: theme.plain_icon(self, "square", size, theme.colours().muted, is_opaque=True),
            }
            self.tree.column("#0", width=round(_TICK_WIDTH * scale), stretch=False, anchor="center")
            for row in self.ids:
                self.tree.item(row, image=self._pictures[row in self._ticked])
        for column in self._columns.values():
            anchor: Literal["e", "w"] = "e" if column.is_number else "w"
            self.tree.heading(column.id, text=column.title, anchor=anchor)
            self.tree.column(
                column.id,
                width=round(column.width * scale),
                minwidth=round(_LEAST_WIDTH * scale),
                stretch=column.stretches,
                anchor=anchor,
            )

    def _set_scaling(self, *arguments: Any, **named: Any) -> None:
        super()._set_scaling(*arguments, **named)
        self._lay_out()

    def _set_appearance_mode(self, mode_string: str) -> None:
        super()._set_appearance_mode(mode_string)
        self._lay_out()

    def _scrolled(self, first: float, last: float) -> None:
        """Move the scrollbar; it draws itself at once, and with it the table, which would tell the same."""
        if (first, last) != self._in_sight:
            self._in_sight = (first, last)
            self._bar.set(first, last)

    def _came(self, _: Any) -> None:
        self.configure(border_width=2, border_color=theme.colours().focus)
        if not self.tree.focus() and self.ids:
            self.tree.focus(self.ids[0])

    def _open(self, event: Any) -> None:
        is_heading = event.type == tk.EventType.ButtonPress and not self.tree.identify_row(event.y)
        if (row := self.tree.focus()) and not is_heading:
            self._on_open(row)

    def _clicked(self, event: Any) -> str | None:
        row = self.tree.identify_row(event.y)
        if not row or self.tree.identify_column(event.x) != "#0":
            return None
        self.tree.focus_set()
        self._toggle([row])
        return "break"

    def _toggle_selected(self, _: Any) -> str:
        self._toggle(self.selected or ((self.tree.focus(),) if self.tree.focus() else ()))
        return "break"

    def _toggle(self, rows: Sequence[str]) -> None:
        """Tick rows; where all have a tick, take it from them."""
        if rows:
            self.tick(rows, not self._ticked.issuperset(rows))
            self._on_tick(rows)
