"""The keyboard: customtkinter's widgets take part in the Tab order, and show where it is."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Any

from vox1_gui import theme

_RING = 2
"""Pixels of the ring around the widget that keys go to."""


def make_reachable(widget: Any, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let Tab come to a customtkinter widget, and keys act on it.

    Args:
        widget: One that is drawn on a canvas of its own.
        keys: What to do, by names of keys such as ``<space>``. A disabled widget does nothing.
    """
    canvas: tk.Canvas = widget._canvas  # noqa: SLF001  # the part of it that can have the focus

    def came(_: Any) -> None:
        canvas.configure(highlightthickness=_RING, highlightcolor=theme.shade(_ring_colour(widget)))
        show(widget)

    def left(_: Any) -> None:
        canvas.configure(highlightthickness=0)

    def on(act: Callable[[], object]) -> Callable[[Any], str]:
        def pressed(_: Any) -> str:
            if not _is_disabled(widget):
                act()
            return "break"

        return pressed

    def may_come(_: str) -> bool:
        return not _is_disabled(widget) and bool(canvas.winfo_viewable())

    canvas.configure(takefocus=may_come)  # asked at every Tab, in either direction
    canvas.bind("<FocusIn>", came, add=True)
    canvas.bind("<FocusOut>", left, add=True)
    for key, act in keys.items():
        canvas.bind(key, on(act), add=True)


def focus(widget: Any) -> None:
    """Have keys go to a widget, whatever it is made of."""
    getattr(widget, "_canvas", widget).focus_set()


def outline(widget: Any, **look: Any) -> None:
    """Change how a customtkinter widget is framed; one that is going away is left alone.

    What goes away with the focus is told that it has lost it, when half of it is gone already.
    """
    if widget._canvas.winfo_exists():  # noqa: SLF001  # the part of it that goes first
        widget.configure(**look)


def show(widget: tk.Misc) -> None:
    """Scroll whatever a widget stands in until it can be seen."""
    parent: Any = widget.master
    while parent is not None:
        if callable(bring := getattr(parent, "bring_into_view", None)):
            bring(widget)
            return
        parent = parent.master


def _ring_colour(widget: Any) -> theme.Colour:
    """The colour of the focus, or on the accent itself, where that could not be told apart, that of text."""
    palette = theme.colours()
    return palette.text if widget.cget("fg_color") == palette.accent else palette.focus


def _is_disabled(widget: Any) -> bool:
    return bool(widget.cget("state") == "disabled")
