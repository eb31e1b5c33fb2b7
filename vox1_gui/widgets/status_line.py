"""The status line: what is going on, the latest error until it was looked at, and that there is an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Activity, Entry
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label

_MOST = 60
"""Characters of an error that are shown; the log has all."""


class StatusLine(ctk.CTkFrame):
    """One line at the foot of the window.

    Args:
        master: The window.
        activity: What happens.
        show_log: Shows the log.
    """

    def __init__(self, master: Any, activity: Activity, show_log: Callable[[], object]) -> None:
        super().__init__(master, fg_color="transparent")
        self.columnconfigure(0, weight=1)
        palette = theme.colours()
        self._text = Label(self, kind=Type.SMALL, colour=palette.muted)
        self._text.grid(row=0, column=0, sticky="ew")
        self._error = Button(self, "", show_log, kind=Kind.QUIET)
        self._error.configure(
            font=theme.font(Type.SMALL),
            height=24,
            text_color=palette.bad,
            image=theme.icon("circle-alert", palette.bad, 14),
        )
        self._error.tooltip.text = say("log.see_error")
        self._update = Button(self, "", lambda: None, kind=Kind.QUIET)
        self._update.configure(font=theme.font(Type.SMALL), height=24, image=theme.icon("download", None, 14))
        activity.new_error.watch(self._show)

    def set(self, text: str) -> None:
        """Say what is going on."""
        self._text.set(text)

    def offer_update(self, version: str, tell: Callable[[], object]) -> None:
        """Say quietly that there is a new version, or no more where it has no name.

        Args:
            version: Its name.
            tell: Says how to come by it.
        """
        if not version:
            self._update.grid_forget()
            return
        self._update.configure(text=say("window.update", version=version), command=tell)
        self._update.grid(row=0, column=2)

    def _show(self, error: Entry | None) -> None:
        if error is None:
            self._error.grid_forget()
            return
        text = error.text if len(error.text) <= _MOST else f"{error.text[: _MOST - 1].rstrip()}…"
        self._error.configure(text=text)
        self._error.grid(row=0, column=1)
