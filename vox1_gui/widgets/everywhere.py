"""Everywhere: what Tk and customtkinter keep of widgets and windows that are gone, so that they go whole."""

from __future__ import annotations

from contextlib import suppress
from tkinter import TclError
from typing import Any

import customtkinter as ctk


def forget_window(window: Any) -> None:
    """Have customtkinter forget a window that was destroyed: it keeps each, with all that was in it."""
    if window in ctk.AppearanceModeTracker.app_list:
        ctk.AppearanceModeTracker.app_list.remove(window)
    ctk.ScalingTracker.window_widgets_dict.pop(window, None)
    ctk.ScalingTracker.window_dpi_scaling_dict.pop(window, None)


def draw_when_idle() -> None:
    """Have customtkinter's scrollbars and lists of choices be drawn when Tk has time for it.

    They have Tk lay everything out at once whenever they draw themselves, which takes up to 80 ms. They do so
    even while they are being laid out: that then began anew inside of its own layout, and the process ended
    with a bus error or never came out of it.
    """
    ctk.CTkCanvas.update_idletasks = lambda _: None


def end_timers_with_widgets(window: Any) -> None:
    """Have the timers of every widget end with it.

    Tk keeps a timer whose widget has gone, and calls what it is to call by a name, which is made of a Python
    function's place in memory. Before long another function is in that place, and would be called instead.
    """
    window.bind_all("<Destroy>", lambda event: _end_timers(event.widget), add=True)


def _end_timers(widget: Any) -> None:
    commands = getattr(widget, "_tclCommands", None)
    if not commands:
        return
    for timer in widget.tk.splitlist(widget.tk.call("after", "info")):
        with suppress(TclError):  # it has just been due
            script, *_ = widget.tk.splitlist(widget.tk.call("after", "info", timer))
            if script in commands:
                widget.after_cancel(timer)


class BoundEverywhere:
    """Takes back what customtkinter binds with `bind_all` and leaves behind, with the widget's page in it.

    A mixin, before the widget's own class.
    """

    def bind_all(self, sequence: Any = None, func: Any = None, add: Any = None) -> Any:
        """Bind something, as Tk does."""
        bound = super().bind_all(sequence, func, add)  # type: ignore[misc]  # the widget's own class has it
        if func is not None:
            self.__dict__.setdefault("_everywhere", []).append((sequence, bound))
        return bound

    def destroy(self) -> None:
        """Go away, with all of it."""
        for sequence, bound in self.__dict__.pop("_everywhere", []):
            root: Any = self._root()  # type: ignore[attr-defined]  # the widget's own class has it
            lines = str(root.tk.call("bind", "all", sequence)).splitlines()
            others = [line for line in lines if line and bound not in line]
            root.tk.call("bind", "all", sequence, "\n".join(others))
            root.deletecommand(bound)
        super().destroy()  # type: ignore[misc]  # the widget's own class has it
