"""Notices: what went wrong, or is to be known, in a band above a page, until it is put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label

_ICONS = {Level.INFO: "info", Level.WARNING: "triangle-alert", Level.ERROR: "circle-alert"}


class Notice(ctk.CTkFrame):
    """One notice at a time; it takes no room while there is none.

    Args:
        master: What it is in; the notice is gridded into its row 0, and must be given its column's width.
    """

    def __init__(self, master: Any) -> None:
        super().__init__(master, border_width=1)
        self.columnconfigure(1, weight=1)
        self._picture = ctk.CTkLabel(self, text="")
        self._picture.grid(row=0, column=0, rowspan=2, sticky="n", padx=(theme.PAD, 0), pady=theme.GAP)
        self._text = Label(self, kind=Type.STRONG, wraps=True)
        self._text.grid(row=0, column=1, sticky="ew", padx=theme.PAD, pady=(theme.GAP, 0))
        self._hint = Label(self, wraps=True)
        self._hint.grid(row=1, column=1, sticky="ew", padx=theme.PAD, pady=(0, theme.GAP))
        self._act = Button(self, "", lambda: None)
        self._away = Button(
            self, say("window.dismiss"), self._dismiss, kind=Kind.QUIET, icon="x", is_small=True
        )
        self._on_dismiss: Callable[[], object] = lambda: None
        self._away.grid(row=0, column=3, rowspan=2, sticky="n", padx=theme.GAP, pady=theme.GAP / 2)
        self._place: dict[str, Any] = {}

    def stand_at(self, **place: Any) -> None:
        """Say where in the grid it stands while there is something to say."""
        self._place = place

    def show(
        self,
        level: Level,
        text: str,
        hint: str = "",
        act: tuple[str, Callable[[], object]] | None = None,
        on_dismiss: Callable[[], object] = lambda: None,
    ) -> None:
        """Say something.

        Args:
            level: How bad it is.
            text: What happened.
            hint: What to do.
            act: A button's words, and what it does.
            on_dismiss: Called when the listener puts it away without that.
        """
        self._on_dismiss = on_dismiss
        palette = theme.colours()
        colour = {Level.ERROR: palette.bad, Level.WARNING: palette.warning}.get(level, palette.accent)
        self.configure(border_color=colour)
        self._picture.configure(image=theme.icon(_ICONS.get(level, "info"), colour, 20))
        self._text.set(text)
        self._hint.set(hint)
        if act:
            words, command = act

            def carry_out() -> None:
                self.put_away()
                command()

            self._act.configure(text=words, command=carry_out)
            self._act.grid(row=0, column=2, rowspan=2, padx=theme.GAP, pady=theme.GAP)
        else:
            self._act.grid_forget()
        self.grid(**self._place)

    def _dismiss(self) -> None:
        self.put_away()
        self._on_dismiss()

    def put_away(self) -> None:
        """Say nothing any more."""
        self.grid_forget()
