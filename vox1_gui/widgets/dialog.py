"""Dialogs: a question that must be answered before anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.everywhere import BoundEverywhere, forget_window
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.labels import Label

_WIDTH = 460


class Dialog(BoundEverywhere, ctk.CTkToplevel):
    """A window over the window, with something in `body` and buttons below. Escape answers nothing.

    Args:
        master: The window.
        title: What it is about.
        text: The question; empty where the body says it all.
    """

    def __init__(self, master: Any, title: str, text: str = "") -> None:
        super().__init__(master)
        self.title(title)
        self.resizable(width=False, height=False)
        self.transient(master.winfo_toplevel())
        self.columnconfigure(0, weight=1, minsize=_WIDTH)
        heading = Label(self, title, Type.TITLE)
        heading.grid(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.WIDE, theme.GAP))
        if text:
            Label(self, text, wraplength=_WIDTH).grid(row=1, column=0, sticky="ew", padx=theme.WIDE)
        self.body = ctk.CTkFrame(self, fg_color="transparent", height=1)
        self.body.columnconfigure(0, weight=1)
        self.body.grid(row=2, column=0, sticky="nsew", padx=theme.WIDE, pady=theme.GAP)
        self._buttons = ctk.CTkFrame(self, fg_color="transparent")
        self._buttons.grid(row=3, column=0, sticky="e", padx=theme.WIDE, pady=(theme.GAP, theme.WIDE))
        self.bind("<Escape>", lambda _: self.destroy())

    def destroy(self) -> None:
        """Go away, and leave nothing."""
        super().destroy()
        forget_window(self)

    def add_button(self, words: str, command: Callable[[], object], kind: Kind = Kind.PLAIN) -> Button:
        """Add a button; it closes the dialog before it does what it does."""

        def answer() -> None:
            self.destroy()
            command()

        button = Button(self._buttons, words, answer, kind=kind)
        button.grid(row=0, column=len(self._buttons.winfo_children()), padx=(theme.GAP, 0))
        return button

    def open(self, focus: Any) -> None:
        """Show it in the middle of the window, and have keys go to one of its widgets."""
        self.update_idletasks()
        window = self.master.winfo_toplevel()
        left = window.winfo_rootx() + (window.winfo_width() - self.winfo_reqwidth()) // 2
        top = window.winfo_rooty() + (window.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(left, 0)}+{max(top, 0)}")
        self.after(60, lambda: self._take_over(focus))  # a window that is not yet shown cannot be grabbed

    def _take_over(self, focus: Any) -> None:
        if self.winfo_exists():
            self.lift()
            self.grab_set()
            keyboard.focus(focus)


def ask(
    master: Any, title: str, text: str, answers: Sequence[tuple[str, Kind, Callable[[], object]]]
) -> Dialog:
    """Ask a question; there is always "Cancel" too, which does nothing.

    Args:
        master: Any widget of the window.
        title: What it is about.
        text: The question, and what follows from each answer.
        answers: Words of a button, how much it is to be noticed, and what it does.
    """
    dialog = Dialog(master, title, text)
    dialog.add_button(say("window.cancel"), lambda: None)
    last = None
    for words, kind, command in answers:
        last = dialog.add_button(words, command, kind)
    dialog.open(last)
    return dialog


def ask_text(
    master: Any, title: str, text: str, words: str, answer: Callable[[str], object], *, value: str = ""
) -> Dialog:
    """Ask for a line of text.

    Args:
        master: Any widget of the window.
        title: What it is about.
        text: The question.
        words: Of the button that answers.
        answer: Given the text.
        value: What is in the line at first.
    """
    dialog = Dialog(master, title, text)

    def done(_: Any = None) -> None:
        given = entry.get().strip()
        if given:
            dialog.destroy()
            answer(given)

    entry = Entry(dialog.body, on_return=done)
    entry.grid(row=0, column=0, sticky="ew")
    entry.set(value)
    entry.select_range(0, "end")
    dialog.add_button(say("window.cancel"), lambda: None)
    button = dialog.add_button(words, lambda: None, Kind.MAIN)
    button.configure(command=done)
    dialog.open(entry)
    return dialog
