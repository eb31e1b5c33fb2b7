"""Fields: what a listener sets, each reached by Tab, and a row with its name and a line that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.widgets.keyboard import make_reachable, outline
from vox1_gui.widgets.labels import Label, hint

_SEGMENT_AIR = 20
"""Pixels beside the words of a segment, both sides together."""


class Check(ctk.CTkCheckBox):
    """A box to tick."""

    def __init__(
        self, master: Any, text: str, command: Callable[[], object] | None = None, **options: Any
    ) -> None:
        super().__init__(master, text=text, command=command, font=theme.font(), **options)
        make_reachable(self, {"<space>": self.toggle})


class Switch(ctk.CTkSwitch):
    """Something that is on or off, and at once."""

    def __init__(
        self, master: Any, text: str = "", command: Callable[[], object] | None = None, **options: Any
    ) -> None:
        super().__init__(master, text=text, command=command, font=theme.font(), **options)
        make_reachable(self, {"<space>": self.toggle})


class Choice(ctk.CTkOptionMenu):
    """One of several values: Space opens the list, the arrows go through it.

    Args:
        master: What it is in.
        values: What can be chosen, in the words shown.
        command: Given what was chosen.
        options: What else customtkinter is told.
    """

    def __init__(
        self,
        master: Any,
        values: Sequence[str],
        command: Callable[[str], object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            master,
            values=list(values),
            command=command,
            font=theme.font(),
            dropdown_font=theme.font(),
            height=options.pop("height", 36),
            **options,
        )
        step_back, step_on = (lambda: self._step(-1)), (lambda: self._step(1))
        make_reachable(
            self,
            {
                "<space>": self._open_dropdown_menu,
                "<Return>": self._open_dropdown_menu,
                "<Up>": step_back,
                "<Down>": step_on,
            },
        )

    def _step(self, by: int) -> None:
        values = self.cget("values")
        if self.get() in values:
            place = min(max(values.index(self.get()) + by, 0), len(values) - 1)
            if values[place] != self.get():
                self._dropdown_callback(values[place])


class Slider(ctk.CTkSlider):
    """A number in a range: the arrows move it by a step, Home and End go to its ends.

    Args:
        master: What it is in.
        low: The least.
        high: The most.
        step: What it moves by.
        command: Given its value whenever it is moved.
        options: What else customtkinter is told.
    """

    def __init__(
        self,
        master: Any,
        low: float,
        high: float,
        step: float,
        command: Callable[[float], object] | None = None,
        **options: Any,
    ) -> None:
        self._low, self._high, self._step, self._told = low, high, step, command
        super().__init__(
            master, from_=low, to=high, number_of_steps=round((high - low) / step), command=command, **options
        )
        moves = {"<Left>": -1, "<Down>": -1, "<Right>": 1, "<Up>": 1, "<Prior>": 5, "<Next>": -5}
        keys: dict[str, Callable[[], object]] = {key: self._mover(by) for key, by in moves.items()}
        keys["<Home>"], keys["<End>"] = (lambda: self._go(low)), (lambda: self._go(high))
        make_reachable(self, keys)

    def _mover(self, by: int) -> Callable[[], None]:
        return lambda: self._go(self.get() + by * self._step)

    def _go(self, value: float) -> None:
        self.set(min(max(value, self._low), self._high))
        if self._told:
            self._told(self.get())


class Segments(ctk.CTkSegmentedButton):
    """One of a few values, all in sight."""

    def __init__(
        self,
        master: Any,
        values: Sequence[str],
        command: Callable[[str], object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            master, values=list(values), command=command, font=theme.font(), height=36, **options
        )
        for value, button in self._buttons_dict.items():
            button.configure(width=theme.font().measure(value) + _SEGMENT_AIR)
            make_reachable(button, dict.fromkeys(("<space>", "<Return>"), button.invoke))

    def _select_button_by_value(self, value: str) -> None:
        """Write on the accent in the accent's own colour of text, which customtkinter does not do."""
        super()._select_button_by_value(value)
        self._buttons_dict[value].configure(text_color=theme.colours().on_accent)

    def _unselect_button_by_value(self, value: str) -> None:
        super()._unselect_button_by_value(value)
        if value in self._buttons_dict:
            self._buttons_dict[value].configure(text_color=theme.colours().text)


class Entry(ctk.CTkEntry):
    """A line of text.

    Args:
        master: What it is in.
        on_change: Given the text after every change.
        on_return: Given the text when Return is pressed.
        options: What else customtkinter is told.
    """

    def __init__(
        self,
        master: Any,
        on_change: Callable[[str], object] | None = None,
        on_return: Callable[[str], object] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(master, font=theme.font(), height=options.pop("height", 36), **options)
        palette = theme.colours()
        self.bind("<FocusIn>", lambda _: self.configure(border_color=palette.focus), add=True)
        self.bind("<FocusOut>", lambda _: outline(self, border_color=palette.line), add=True)
        self._on_change, self._told = on_change, self.get()
        self.bind("<KeyRelease>", self._released, add=True)
        if on_return:
            self.bind("<Return>", lambda _: on_return(self.get()), add=True)

    def set(self, text: str) -> None:
        """Have another text in it."""
        if self.get() != text:
            self.delete(0, "end")
            self.insert(0, text)
        self._told = text

    def _released(self, _: Any) -> None:
        """Tell what was typed; a key that types nothing, such as Shift, changes nothing."""
        text = self.get()
        if text != self._told:
            self._told = text
            if self._on_change:
                self._on_change(text)


class Row(ctk.CTkFrame):
    """A field with its name before it and one line that explains it below; put the field in column 1.

    Args:
        master: What it is in.
        name: What is set.
        explanation: What it does, in one line.
    """

    def __init__(self, master: Any, name: str, explanation: str) -> None:
        super().__init__(master, fg_color="transparent")
        self.columnconfigure(0, weight=1, minsize=240)
        self.columnconfigure(1, weight=1)
        Label(self, name).grid(row=0, column=0, sticky="w")
        self.explanation = hint(self, explanation)
        self.explanation.grid(row=1, column=0, columnspan=2, sticky="ew")

    def put(self, field: Any) -> None:
        """Put the field in its place."""
        field.grid(row=0, column=1, sticky="e", padx=(theme.PAD, 0))
