"""Facts: an icon, a heading, what it means, and perhaps buttons for it."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Type
from vox1_gui.widgets.labels import Label

_ICON = 28
_LINE = 20
"""Height of a line of text."""


class Fact(ctk.CTkFrame):
    """Something to know, with what can be done about it in `buttons`.

    Args:
        master: What it is in; it must be given its column's width.
        icon: Name of its icon.
        heading: What it is.
        text: What it means.
    """

    def __init__(self, master: Any, icon: str, heading: str, text: str) -> None:
        super().__init__(master, fg_color="transparent")
        self.columnconfigure(1, weight=1)
        picture = ctk.CTkLabel(self, text="", image=theme.icon(icon, theme.colours().accent, _ICON))
        picture.grid(row=0, column=0, rowspan=3, sticky="n", padx=(0, theme.PAD))
        self._heading = Label(self, heading, Type.STRONG, wraps=True)
        self._heading.grid(row=0, column=1, sticky="ew")
        self._text = Label(self, text, colour=theme.colours().muted, wraps=True, height=_LINE)
        self._text.grid(row=1, column=1, sticky="ew")
        self.buttons = ctk.CTkFrame(self, fg_color="transparent", height=1)
        self.buttons.grid(row=2, column=1, sticky="w", pady=(theme.GAP, 0))

    def set(self, heading: str, text: str) -> None:
        """Say other things."""
        self._heading.set(heading)
        self._text.set(text)
