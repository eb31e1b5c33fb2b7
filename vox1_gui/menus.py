"""The menus: every action by name, with its shortcut."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Sequence
from typing import Any

from vox1_gui.actions import Action
from vox1_gui.widgets.context_menu import menu_look


def _is_field(focus: Any) -> bool:
    """Whether keys are being typed somewhere; a text that is only read has no use for them."""
    return isinstance(focus, (tk.Entry, tk.Text)) and str(focus.cget("state")) != "disabled"


class Menus:
    """The window's menu bar, and its shortcuts.

    Args:
        window: Of Tk.
    """

    def __init__(self, window: Any) -> None:
        self._window = window
        self._bar = tk.Menu(window, **menu_look(window))
        self._keys: list[tuple[str, str]] = []
        """With the name that Tk has for what they call."""
        window.configure(menu=self._bar)

    def add(self, words: str, actions: Sequence[Action | tuple[str, Sequence[Action]] | None]) -> None:
        """Add a menu.

        Args:
            words: Its name.
            actions: What it offers; None for a line, and a name with actions for a menu in it.
        """
        menu = tk.Menu(self._bar, tearoff=False, **menu_look(self._window))
        menu.configure(postcommand=lambda: self._update(menu, actions))
        self._bar.add_cascade(label=words, menu=menu)
        for action in actions:
            if action is None:
                menu.add_separator()
            elif isinstance(action, tuple):
                inner = tk.Menu(menu, tearoff=False, **menu_look(self._window))
                for one in action[1]:
                    self._add_to(inner, one)
                menu.add_cascade(label=action[0], menu=inner)
            else:
                self._add_to(menu, action)

    def repaint(self) -> None:
        """Show the menus in the colours that hold now."""
        self._repaint(self._bar)

    def _repaint(self, menu: tk.Menu) -> None:
        menu.configure(**menu_look(self._window))
        for inner in menu.winfo_children():
            if isinstance(inner, tk.Menu):
                self._repaint(inner)

    def clear(self) -> None:
        """Take all menus away, to be made anew, and what they and their keys would call."""
        self._bar.delete(0, "end")
        for menu in self._bar.winfo_children():
            menu.destroy()
        self._bar.configure(**menu_look(self._window))
        for keys, called in self._keys:
            self._window.unbind(keys)
            self._window.deletecommand(called)  # else it keeps its page
        self._keys.clear()

    def _add_to(self, menu: tk.Menu, action: Action) -> None:
        menu.add_command(label=action.words, accelerator=action.shown_keys, command=action.run)
        for written in action.keys.split():
            keys = f"<{written.replace('Control', 'Command') if sys.platform == 'darwin' else written}>"
            # Pages may have the same keys: the first action that is possible takes them.
            called = self._window.bind(keys, lambda _: self._pressed(action), add=True)
            self._keys.append((keys, called))

    def _pressed(self, action: Action) -> str | None:
        is_taken = not action.is_for_fields and _is_field(self._window.focus_get())
        if is_taken or not action.is_possible():
            return None
        action.run()
        return "break"

    @staticmethod
    def _update(menu: tk.Menu, actions: Sequence[Action | tuple[str, Sequence[Action]] | None]) -> None:
        for place, action in enumerate(actions):
            if isinstance(action, Action):
                menu.entryconfigure(place, state="normal" if action.is_possible() else "disabled")
