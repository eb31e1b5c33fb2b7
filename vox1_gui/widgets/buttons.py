"""Buttons: the main one of a page, plain ones, and those that are only an icon."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.widgets.keyboard import make_reachable
from vox1_gui.widgets.tooltip import Tooltip

_HEIGHT = 36
_ICON = 18


class Kind(Enum):
    """How much a button is to be noticed."""

    MAIN = "main"
    """What the page is for; one on each page at most."""
    PLAIN = "plain"
    QUIET = "quiet"
    """Without a ground of its own: beside a text, in a row of icons."""
    DANGER = "danger"
    """Something goes that cannot be brought back."""


class Button(ctk.CTkButton):
    """A button, for the mouse and for Return and Space.

    Args:
        master: What it is in.
        text: What is written on it; with an icon alone, what is said of it when the mouse rests there.
        command: What it does.
        kind: How much it is to be noticed.
        icon: Name of an icon beside the text.
        is_small: Whether it is only its icon.
        options: What else customtkinter is told.
    """

    def __init__(
        self,
        master: Any,
        text: str,
        command: Callable[[], object],
        *,
        kind: Kind = Kind.PLAIN,
        icon: str = "",
        is_small: bool = False,
        **options: Any,
    ) -> None:
        self._kind = kind
        palette = theme.colours()
        ground, hover, colour = {
            Kind.MAIN: (palette.accent, palette.accent_hover, palette.on_accent),
            Kind.PLAIN: (palette.raised, palette.line, palette.text),
            Kind.QUIET: ("transparent", palette.raised, palette.text),
            Kind.DANGER: (palette.raised, palette.line, palette.bad),
        }[kind]
        self._colour, self._ground, self._icon = colour, ground, icon
        super().__init__(
            master,
            text="" if is_small else text,
            command=command,
            height=_HEIGHT,
            width=_HEIGHT if is_small else options.pop("width", 0),
            fg_color=ground,
            hover_color=hover,
            text_color=colour,
            border_width=0,
            font=theme.font(theme.Type.STRONG if kind is Kind.MAIN else theme.Type.BODY),
            image=theme.icon(icon, colour, _ICON) if icon else None,
            **options,
        )
        press: Callable[[], object] = self.invoke
        make_reachable(self, dict.fromkeys(("<space>", "<Return>", "<KP_Enter>"), press))
        self.tooltip = Tooltip(self, text if is_small else "")

    def set_icon(self, name: str, text: str | None = None) -> None:
        """Show another icon, and say another thing of it."""
        self._icon = name
        self._colour_icon()
        if text is not None:
            self.tooltip.text = text

    def set_enabled(self, is_enabled: bool) -> None:  # noqa: FBT001  # as with Tk's own switches
        """Let it be pressed, or not."""
        state = "normal" if is_enabled else "disabled"
        if state == self.cget("state"):
            return
        self.configure(state=state)
        if self._kind is Kind.MAIN:  # the muted text cannot be read on the accent
            self.configure(fg_color=self._ground if is_enabled else theme.colours().raised)
        self._colour_icon()

    def _colour_icon(self) -> None:
        """Give the icon the colour of the text."""
        if self._icon:
            is_enabled = self.cget("state") == "normal"
            colour = self._colour if is_enabled else theme.colours().muted
            self.configure(image=theme.icon(self._icon, colour, _ICON))
