"""The text area: some lines of text, which Tab comes to and leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import customtkinter as ctk

from vox1_gui import theme


class TextArea(ctk.CTkTextbox):
    """Some lines of text; Tab goes on to the next widget, and is not written.

    Args:
        master: What it is in.
        on_change: Called after every change that the listener makes.
        options: What else customtkinter is told.
    """

    def __init__(self, master: Any, on_change: Callable[[], object] | None = None, **options: Any) -> None:
        palette = theme.colours()
        super().__init__(
            master,
            font=theme.font(),
            wrap="word",
            border_width=2,
            fg_color=palette.raised,
            **options,
        )
        self.bind("<FocusIn>", lambda _: self.configure(border_color=palette.focus), add=True)
        self.bind("<FocusOut>", lambda _: self.configure(border_color=palette.line), add=True)
        self.bind("<Tab>", lambda event: self._leave(event.widget.tk_focusNext()))
        if on_change:
            self.bind("<KeyRelease>", lambda _: on_change(), add=True)

    @property
    def text(self) -> str:
        """What is in it, in one line."""
        return " ".join(self.get("1.0", "end").split())

    def set(self, text: str) -> None:
        """Have another text in it."""
        if self.text != " ".join(text.split()):
            self.delete("1.0", "end")
            self.insert("1.0", text)

    @staticmethod
    def _leave(widget: Any) -> str:
        if widget is not None:
            widget.focus_set()
        return "break"
