"""The failure page: what is shown when something happened that nobody expected, instead of a dead window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label


class Failure(ctk.CTkFrame):
    """Says what happened, with the details to copy, over whatever page was open.

    Args:
        master: The window's frame for pages.
        details: The stack.
        log: Where they are too.
        go_on: Goes back to the page.
    """

    def __init__(self, master: Any, details: str, log: Path, go_on: Callable[[], object]) -> None:
        super().__init__(master, fg_color=theme.colours().ground)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        title = Label(self, say("window.unexpected"), Type.DISPLAY, wraps=True)
        title.grid(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.WIDE, theme.GAP))
        hint = Label(self, say("window.unexpected_hint", path=log), wraps=True)
        hint.grid(row=1, column=0, sticky="ew", padx=theme.WIDE)
        buttons = ctk.CTkFrame(self, fg_color="transparent")
        buttons.grid(row=2, column=0, sticky="w", padx=theme.WIDE, pady=theme.PAD)
        self._details = details
        self.go_on = Button(buttons, say("window.go_on"), go_on, kind=Kind.MAIN)
        self.go_on.grid(row=0, column=0)
        copy = Button(buttons, say("window.copy"), self._copy, icon="copy")
        copy.grid(row=0, column=1, padx=theme.GAP)
        text = ctk.CTkTextbox(self, font=theme.font(Type.SMALL), wrap="none")
        text.insert("1.0", details)
        text.configure(state="disabled")
        text.grid(row=3, column=0, sticky="nsew", padx=theme.WIDE, pady=(0, theme.WIDE))

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self._details)
