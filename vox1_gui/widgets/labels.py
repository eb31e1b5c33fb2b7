"""Labels: text that is only read, in the sizes of the type scale."""

from __future__ import annotations

from tkinter.font import Font
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Colour, Type
from vox1_gui.widgets.tooltip import Tooltip


class Label(ctk.CTkLabel):
    """A text, which wraps to the width it is given.

    Args:
        master: What it is in.
        text: What is read.
        kind: Its size and weight.
        colour: None for that of text.
        wraps: Whether it is broken into lines where it is too long; it must then fill its place's width.
        options: What else customtkinter is told.
    """

    def __init__(
        self,
        master: Any,
        text: str = "",
        kind: Type = Type.BODY,
        colour: Colour | None = None,
        *,
        wraps: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(
            master,
            text=text,
            font=theme.font(kind),
            text_color=colour or theme.colours().text,
            anchor=options.pop("anchor", "w"),
            justify=options.pop("justify", "left"),
            **options,
        )
        if wraps:
            # Its canvas is as wide as its place; the text on it changes its width by being wrapped.
            self._canvas.bind("<Configure>", self._wrap, add=True)
            for event in ("<Map>", "<Visibility>"):
                self.bind(event, self._wrap, add=True)

    def set(self, text: str) -> None:
        """Show another text."""
        if self.cget("text") != text:
            self.configure(text=text)

    def _wrap(self, _: Any) -> None:
        """Break the text to the width it has, once it is in sight.

        Before that its place is as wide as its text: each break would make both narrower, letter by letter.
        """
        if not self.winfo_viewable():
            return
        width = max(round(self._reverse_widget_scaling(self.winfo_width())) - theme.GAP, theme.UNIT)
        if abs(width - (self.cget("wraplength") or 0)) > 1:
            self.configure(wraplength=width)


class FittedLabel(Label):
    """A line of text that ends in an ellipsis where there is no room for all of it; then a tooltip has it.

    It must fill its place's width.
    """

    def __init__(
        self, master: Any, text: str = "", kind: Type = Type.BODY, colour: Colour | None = None
    ) -> None:
        super().__init__(master, "", kind, colour, width=0)
        self._whole, self._tail, self._kind = "", "", kind
        self.tooltip = Tooltip(self)
        self.bind("<Configure>", lambda _: self._fit(), add=True)
        self.fit(text)

    def fit(self, text: str, tail: str = "") -> None:
        """Show another text.

        Args:
            text: Shortened where there is no room.
            tail: Stands after it, and is not shortened.
        """
        self._whole, self._tail = " ".join(text.split()), tail
        self._fit()

    def _fit(self) -> None:
        size, weight = self._kind.value
        scale = self._get_widget_scaling()
        family = self.cget("font").cget("family")
        font = Font(self, (family, -round(size * scale), weight))
        room = self.winfo_width() - 2 * theme.UNIT
        shown = self._whole
        if room > theme.UNIT and font.measure(shown + self._tail) > room:
            low, high = 0, len(shown)
            while low < high:
                middle = (low + high + 1) // 2
                if font.measure(f"{shown[:middle]}…{self._tail}") <= room:
                    low = middle
                else:
                    high = middle - 1
            shown = f"{shown[:low].rstrip()}…"
        self.tooltip.text = "" if shown == self._whole else self._whole + self._tail
        self.set(shown + self._tail)


def hint(master: Any, text: str = "", **options: Any) -> Label:
    """Return a text of second rank, which wraps."""
    return Label(master, text, Type.SMALL, theme.colours().muted, wraps=True, **options)
