"""Frames: cards that hold what belongs together, and columns that scroll."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Type
from vox1_gui.widgets.everywhere import BoundEverywhere
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.scrollbar import show_where_needed

_SCROLLBAR_MS = 15


class Card(ctk.CTkFrame):
    """What belongs together, under a title; what is put in it goes into `body`.

    Args:
        master: What it is in.
        title: Of it; empty for none.
        options: What else customtkinter is told.
    """

    def __init__(self, master: Any, title: str = "", **options: Any) -> None:
        super().__init__(master, **options)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        if title:
            heading = Label(self, title, Type.TITLE)
            heading.grid(row=0, column=0, sticky="ew", padx=theme.PAD, pady=(theme.PAD, 0))
        self.body = ctk.CTkFrame(self, fg_color="transparent")
        self.body.grid(row=1, column=0, sticky="nsew", padx=theme.PAD, pady=theme.PAD)


class Column(BoundEverywhere, ctk.CTkScrollableFrame):
    """Widgets one below the other, which scroll where there are too many; the keyboard scrolls with it."""

    def __init__(self, master: Any, **options: Any) -> None:
        super().__init__(master, fg_color=options.pop("fg_color", "transparent"), **options)
        self.columnconfigure(0, weight=1)
        self._view, self._timer = ("0.0", "1.0"), ""
        self._parent_canvas.configure(yscrollcommand=self._scrolled)
        self._parent_canvas.bind("<Destroy>", self._forget, add=True)
        show_where_needed(self._scrollbar)

    def _scrolled(self, first: str, last: str) -> None:
        """Move the scrollbar, but not at once.

        While labels wrap, everything is laid out again and again, and each time the scrollbar moves.
        """
        self._view = (first, last)
        if not self._timer:
            self._timer = str(self._parent_canvas.after(_SCROLLBAR_MS, self._move_scrollbar))

    def _move_scrollbar(self) -> None:
        self._timer = ""
        self._scrollbar.set(*map(float, self._view))
        show_where_needed(self._scrollbar)

    def _forget(self, _: Any) -> None:
        if self._timer:
            self._parent_canvas.after_cancel(self._timer)
            self._timer = ""

    def bring_into_view(self, widget: Any) -> None:
        """Scroll until a widget in it is in sight."""
        canvas = self._parent_canvas
        height = self.winfo_height()
        top = widget.winfo_rooty() - self.winfo_rooty()
        bottom = top + widget.winfo_height()
        first, last = (part * height for part in canvas.yview())
        if height <= 1 or (top >= first and bottom <= last):
            return
        wanted = top - theme.PAD if top < first else bottom + theme.PAD - (last - first)
        canvas.yview_moveto(max(wanted, 0) / height)
