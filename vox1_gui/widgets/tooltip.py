"""Tooltips: a word on what the mouse, or the keyboard, rests on."""

from __future__ import annotations

import tkinter as tk
from tkinter import font, ttk
from typing import Any

import customtkinter as ctk

from vox1_gui import theme

_REST_MS = 500
_WRAP = 360
_AROUND_TEXT = 8
"""Pixels of a cell that its text does not get (ttk's clam theme, 4 on each side)."""


class Tooltip:
    """Says something of a widget while the mouse rests on it.

    Args:
        widget: What it is about.
        text: What is said; nothing while it is empty. May be changed at any time.
    """

    def __init__(self, widget: Any, text: str = "") -> None:
        self.text = text
        self._widget = widget
        self._timer = ""
        self._shown: tk.Toplevel | None = None
        widget.bind("<Enter>", self._wait, add=True)
        for event in ("<Leave>", "<Button>", "<Destroy>"):
            widget.bind(event, self._hide, add=True)

    def _wait(self, _: Any) -> None:
        self._hide()
        if self.text:
            self._timer = self._widget.after(_REST_MS, self._show)

    def _show(self) -> None:
        widget, palette = self._widget, theme.colours()
        if not self.text or not widget.winfo_viewable():
            return
        self._shown = shown = tk.Toplevel(widget, background=theme.shade(palette.line))
        shown.wm_overrideredirect(boolean=True)
        label = ctk.CTkLabel(
            shown,
            text=self.text,
            wraplength=_WRAP,
            justify="left",
            font=theme.font(theme.Type.SMALL),
            fg_color=palette.raised,
            text_color=palette.text,
            padx=theme.GAP,
            pady=theme.GAP / 2,
        )
        label.pack(padx=1, pady=1)
        shown.update_idletasks()
        from_left, from_top, height = self._place()
        left = min(from_left, widget.winfo_screenwidth() - shown.winfo_reqwidth() - theme.GAP)
        top = from_top + height + theme.GAP // 2
        if top + shown.winfo_reqheight() > widget.winfo_screenheight():
            top = from_top - shown.winfo_reqheight() - theme.GAP // 2
        shown.wm_geometry(f"+{max(left, 0)}+{top}")

    def _place(self) -> tuple[int, int, int]:
        """Left and upper edge of what it is about, on the screen, and its height."""
        return self._widget.winfo_rootx(), self._widget.winfo_rooty(), self._widget.winfo_height()

    def _hide(self, _: Any = None) -> None:
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
        if self._shown is not None:
            self._shown.destroy()
            self._shown = None


class CellTooltip(Tooltip):
    """Says the whole text of a table's cell that has no room for it, while the mouse rests on it.

    Args:
        tree: The table; its style names its font.
    """

    def __init__(self, tree: ttk.Treeview) -> None:
        super().__init__(tree)
        self._tree = tree
        self._cell = ("", "")
        tree.bind("<Motion>", self._moved, add=True)
        tree.bind("<MouseWheel>", self._hide, add=True)

    def _moved(self, event: Any) -> None:
        cell = (self._tree.identify_row(event.y), self._tree.identify_column(event.x))
        if cell != self._cell:
            self._cell = cell
            self.text = self._cut_off(*cell)
            self._wait(event)

    def _cut_off(self, row: str, column: str) -> str:
        """The text of a cell, if it is wider than its column; nothing otherwise."""
        if not row or column in {"", "#0"}:
            return ""
        text = str(self._tree.set(row, column))
        letters = font.Font(self._tree, font=ttk.Style(self._tree).lookup(theme.TABLE_STYLE, "font"))
        return text if letters.measure(text) > self._tree.column(column, "width") - _AROUND_TEXT else ""

    def _place(self) -> tuple[int, int, int]:
        left, top, height = super()._place()
        box = self._tree.bbox(*self._cell) if self._cell[0] else ""
        return (left + box[0], top + box[1], box[3]) if box else (left, top, height)
