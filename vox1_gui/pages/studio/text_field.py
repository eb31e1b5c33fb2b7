"""A text of several lines that is typed."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1_gui import theme

_LINE = 20
"""Pixels at 100 %."""


class TextField(ctk.CTkTextbox):
    """A text of several lines; Tab leaves it, as it leaves every other field.

    Args:
        master: What it is in.
        lines: How many are in sight.
    """

    def __init__(self, master: Any, lines: int) -> None:
        super().__init__(
            master,
            font=theme.font(),
            wrap="word",
            height=lines * _LINE + theme.PAD,
            border_width=2,
            fg_color=theme.colours().raised,
        )
        palette = theme.colours()
        self.bind("<FocusIn>", lambda _: self.configure(border_color=palette.focus), add=True)
        self.bind("<FocusOut>", lambda _: self.configure(border_color=palette.line), add=True)
        self._textbox.bind("<Tab>", lambda _: self._leave(self._textbox.tk_focusNext()))
        self._textbox.bind("<Shift-Tab>", lambda _: self._leave(self._textbox.tk_focusPrev()))

    def get(self, *_: Any) -> str:  # as all fields have it
        """Return what is typed, without the line's end that Tk adds."""
        return str(self._textbox.get("1.0", "end-1c"))

    def set(self, text: str) -> None:
        """Have another text in it."""
        self._textbox.delete("1.0", "end")
        self._textbox.insert("1.0", text)

    @staticmethod
    def _leave(widget: Any) -> str:
        if widget:
            widget.focus_set()
        return "break"
