"""The sidebar: the way from page to page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.keyboard import make_reachable
from vox1_gui.widgets.labels import Label

_WIDTH = 176


class Sidebar(ctk.CTkFrame):
    """A button for each page.

    Args:
        master: The window.
        pages: Names of the pages, with their icons.
        show: Shows one.
    """

    def __init__(self, master: Any, pages: Mapping[str, str], show: Callable[[str], None]) -> None:
        super().__init__(master, width=_WIDTH, corner_radius=0)
        self.columnconfigure(0, weight=1, minsize=_WIDTH)
        self._icons, self._buttons = pages, {}
        name = Label(self, "VOX-1", Type.DISPLAY)
        name.grid(row=0, column=0, sticky="w", padx=theme.PAD, pady=(theme.WIDE, theme.PAD))
        for row, page in enumerate(pages, 1):
            button = ctk.CTkButton(
                self,
                text=say(f"{page}.title"),
                command=lambda page=page: show(page),
                anchor="w",
                height=40,
                border_width=0,
                font=theme.font(),
            )
            make_reachable(button, dict.fromkeys(("<space>", "<Return>"), button.invoke))
            button.grid(row=row, column=0, sticky="ew", padx=theme.GAP, pady=theme.UNIT / 4)
            self._buttons[page] = button
        self.mark("")

    def mark(self, shown: str) -> None:
        """Show which page is open."""
        palette = theme.colours()
        for page, button in self._buttons.items():
            is_shown = page == shown
            colour = palette.on_accent if is_shown else palette.text
            button.configure(
                fg_color=palette.accent if is_shown else "transparent",
                hover_color=palette.accent_hover if is_shown else palette.raised,
                text_color=colour,
                image=theme.icon(self._icons[page], colour, 20),
            )
