"""A text to be read: styled, scrolled by keyboard, and put in a piece at a time."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Colour, Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.scrollbar import Scrollbar

_AT_ONCE = 40
"""Pieces put in at a time."""
_CHOSEN = "chosen"
_MENU_KEYS = {"linux": ("<Menu>", "<Shift-F10>"), "win32": ("<App>", "<Shift-F10>")}.get(
    sys.platform, ("<Shift-F10>",)
)
_MENU_BUTTONS = ("<Button-2>", "<Control-Button-1>") if sys.platform == "darwin" else ("<Button-3>",)

Part = tuple[str, str]
"""A text, and the name of its style; empty for plain."""


class ReadingText(ctk.CTkFrame):
    """A text that cannot be changed.

    Args:
        master: What it is in.
        on_press: Given the number of the part, from 0, that was clicked, or at which Return was pressed. With
            it, the arrows go from part to part; without it, they scroll.
        on_menu: Given a part, and where on the screen a menu for it belongs.

    Attributes:
        chosen: Number of the part that the arrows or the mouse have come to; None for none.
    """

    def __init__(
        self,
        master: Any,
        on_press: Callable[[int], object] | None = None,
        on_menu: Callable[[int, int, int], object] | None = None,
    ) -> None:
        super().__init__(master)
        palette = theme.colours()
        self.chosen: int | None = None
        self._on_press, self._on_menu = on_press, on_menu
        self._count = 0
        self._colours: dict[tuple[str, str], Colour] = {}
        self._when_whole: Callable[[], object] = lambda: None
        self._parts: Iterator[tuple[int, Part]] = iter(())
        self._timer = ""
        self.text = tk.Text(
            self,
            wrap="word",
            borderwidth=0,
            highlightthickness=0,
            padx=theme.PAD,
            pady=theme.GAP,
            width=1,
            height=1,
            state="disabled",
            takefocus=True,
            cursor="arrow",
            spacing2=3,
            spacing3=3,
            background=theme.shade(palette.surface),
            foreground=theme.shade(palette.text),
            selectbackground=theme.shade(palette.accent),
            selectforeground=theme.shade(palette.on_accent),
            font=self._font(Type.BODY),
        )
        bar = Scrollbar(self, command=self.text.yview, height=4 * theme.UNIT)
        self.text.configure(yscrollcommand=bar.set)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.text.grid(row=0, column=0, sticky="nsew", padx=(2, 0), pady=2)
        bar.grid(row=0, column=1, sticky="ns", padx=(0, 2), pady=2)
        self.text.bind("<FocusIn>", lambda _: self.configure(border_width=2, border_color=palette.focus))
        self.text.bind("<FocusOut>", lambda _: keyboard.outline(self, border_width=0))
        self._bind_keys()
        if on_press:
            self._paint(_CHOSEN, background=palette.raised)

    def _bind_keys(self) -> None:
        text = self.text
        if self._on_press is None:
            text.bind("<Up>", lambda _: self._scroll(-1))
            text.bind("<Down>", lambda _: self._scroll(1))
            return
        text.bind("<Up>", lambda _: self._go(-1))
        text.bind("<Down>", lambda _: self._go(1))
        text.bind("<Return>", lambda _: self._press(self.chosen))
        text.bind("<ButtonRelease-1>", self._clicked)
        if self._on_menu:
            for keys in _MENU_KEYS:
                text.bind(keys, lambda _: self._open_menu())
            for button in _MENU_BUTTONS:
                text.bind(button, self._clicked_for_menu)

    def style(self, name: str, kind: Type = Type.BODY, colour: Colour | None = None, space: int = 0) -> None:
        """Say how parts of a style look.

        Args:
            name: Of the style.
            kind: Size and weight.
            colour: None for that of text.
            space: Above it, in pixels at 100 %.
        """
        above = round(space * self._get_widget_scaling())
        self.text.tag_configure(name, font=self._font(kind), spacing1=above)
        self._paint(name, foreground=colour or theme.colours().text)

    def ground(self, name: str, ground: Colour, colour: Colour) -> None:
        """Say what is behind parts of a style, and in what colour they are written."""
        self._paint(name, background=ground, foreground=colour)

    def _set_appearance_mode(self, mode_string: str) -> None:
        """Follow the system from light to dark: customtkinter changes its own widgets, this the text's."""
        super()._set_appearance_mode(mode_string)
        palette = theme.colours()
        self.text.configure(
            background=theme.shade(palette.surface),
            foreground=theme.shade(palette.text),
            selectbackground=theme.shade(palette.accent),
            selectforeground=theme.shade(palette.on_accent),
        )
        for (style, option), colour in self._colours.items():
            self.text.tag_configure(style, **{option: theme.shade(colour)})

    def _paint(self, style: str, **colours: Colour) -> None:
        """Give a style colours, now and whenever light changes to dark."""
        for option, colour in colours.items():
            self._colours[style, option] = colour
            self.text.tag_configure(style, **{option: theme.shade(colour)})

    def show(self, parts: Iterable[Part], when_whole: Callable[[], object] = lambda: None) -> None:
        """Show another text; long ones are put in while the window does other things.

        Args:
            parts: In order.
            when_whole: Called as soon as all of them are there.
        """
        if self._timer:
            self.after_cancel(self._timer)
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self.text.yview_moveto(0)
        self._parts = enumerate(parts)
        self.chosen, self._count, self._when_whole = None, 0, when_whole
        self._go_on()

    def mark(self, style: str, number: int | None) -> None:
        """Give one part a style besides its own, and no other; None for none. It is brought into sight."""
        self.text.tag_remove(style, "1.0", "end")
        if number is not None and (found := self._place(number)):
            self.text.tag_add(style, *found)
            self.text.see(found[1])
            self.text.see(found[0])

    def colour(self, style: str, numbers: Iterable[int]) -> None:
        """Give some parts a style besides their own, and no others."""
        self.text.tag_remove(style, "1.0", "end")
        for number in numbers:
            if found := self._place(number):
                self.text.tag_add(style, *found)

    def choose(self, number: int) -> None:
        """Choose a part, and bring it into sight."""
        self.chosen = number
        self.mark(_CHOSEN, number)

    def follow(self, number: int) -> None:
        """Have the arrows go on from a part that is marked already."""
        self.chosen = number
        self.mark(_CHOSEN, None)

    def destroy(self) -> None:
        """Put nothing more in."""
        if self._timer:
            self.after_cancel(self._timer)
        super().destroy()

    def _go_on(self) -> None:
        self._timer = ""
        pieces = list(islice(self._parts, _AT_ONCE))
        if not pieces:
            self._when_whole()
            return
        self.text.configure(state="normal")
        for number, (words, style) in pieces:
            said = words.rstrip()
            tags = (style,) if style else ()
            self.text.insert("end", said, (_name(number), *tags), words[len(said) :], tags)
            self._count = number + 1
        self.text.configure(state="disabled")
        self._timer = self.after(1, self._go_on)

    def _scroll(self, lines: int) -> str:
        self.text.yview_scroll(lines, "units")
        return "break"

    def _go(self, by: int) -> str:
        """Choose the next part, or the one before; the first at first."""
        if self._count:
            at = -1 if self.chosen is None else self.chosen
            self.choose(min(max(at + by, 0), self._count - 1))
        return "break"

    def _press(self, number: int | None) -> str:
        if number is not None and self._on_press:
            self.choose(number)
            self._on_press(number)
        return "break"

    def _clicked(self, event: Any) -> None:
        if not self.text.tag_ranges("sel"):
            self._press(self._part_at(event))

    def _clicked_for_menu(self, event: Any) -> str:
        self.text.focus_set()
        number = self._part_at(event)
        if number is not None and self._on_menu:
            self.choose(number)
            self._on_menu(number, event.x_root, event.y_root)
        return "break"

    def _open_menu(self) -> str:
        """Open the menu at the part that is chosen."""
        found = self._place(self.chosen) if self.chosen is not None else None
        box = self.text.bbox(found[0]) if found else None
        if box and self._on_menu and self.chosen is not None:
            left, top = self.text.winfo_rootx() + box[0], self.text.winfo_rooty() + box[1] + box[3]
            self._on_menu(self.chosen, left, top)
        return "break"

    def _part_at(self, event: Any) -> int | None:
        names = self.text.tag_names(f"@{event.x},{event.y}")
        return next((int(name.removeprefix("part-")) for name in names if name.startswith("part-")), None)

    def _place(self, number: int) -> tuple[Any, Any] | None:
        """Where a part begins and ends; None where it is not put in."""
        found = self.text.tag_ranges(_name(number))
        return (found[0], found[1]) if len(found) >= 2 else None

    def _font(self, kind: Type) -> tuple[str, int, str]:
        size, weight = kind.value
        return (ctk.CTkFont().cget("family"), -round(size * self._get_widget_scaling()), weight)


def _name(number: int) -> str:
    return f"part-{number}"
