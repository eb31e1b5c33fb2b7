"""The context menu: what can be done with what is under the mouse, and how all menus look."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui.actions import Action
from vox1_gui.theme import Type, colours, shade


def menu_look(widget: Any) -> dict[str, Any]:
    """Return the options of Tk's menus, in the colours and the size that hold now.

    Args:
        widget: Any of the window.
    """
    palette = colours()
    scale = ctk.ScalingTracker.get_widget_scaling(widget)
    return {
        "background": shade(palette.surface),
        "foreground": shade(palette.text),
        "activebackground": shade(palette.accent),
        "activeforeground": shade(palette.on_accent),
        "disabledforeground": shade(palette.muted),
        "borderwidth": 0,
        "activeborderwidth": 0,
        "relief": "flat",
        "font": ("TkDefaultFont", -round(Type.BODY.value[0] * scale)),
    }


class ContextMenu:
    """A menu that opens wherever it is asked for.

    Args:
        master: What it belongs to, and goes away with.
        actions: What it offers; None for a line.
    """

    def __init__(self, master: Any, actions: Sequence[Action | None]) -> None:
        self._master, self._actions = master, actions
        self.menu = tk.Menu(master, tearoff=False)
        for action in actions:
            if action is None:
                self.menu.add_separator()
            else:
                self.menu.add_command(label=action.words, accelerator=action.shown_keys, command=action.run)

    def open(self, left: int, top: int) -> None:
        """Open it at a place on the screen."""
        self.menu.configure(**{**menu_look(self._master), "relief": "solid", "borderwidth": 1})
        for place, action in enumerate(self._actions):
            if action is not None:
                self.menu.entryconfigure(place, state="normal" if action.is_possible() else "disabled")
        self.menu.tk_popup(left, top)

    def destroy(self) -> None:
        """Take it away; it is made anew where other things can be done."""
        self.menu.destroy()
