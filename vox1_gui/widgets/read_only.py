"""Read-only texts: longer than a label, to be scrolled, marked and copied."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1_gui import theme


class ReadOnly(ctk.CTkTextbox):
    """A text that Tab comes to, and the arrows scroll.

    Args:
        master: What it is in.
        options: What else customtkinter is told.
    """

    def __init__(self, master: Any, **options: Any) -> None:
        super().__init__(
            master,
            font=theme.font(),
            wrap="word",
            border_width=2,
            border_color=theme.colours().surface,
            **options,
        )
        self._shown: tuple[tuple[str, str], ...] = ()
        self._textbox.configure(state="disabled", takefocus=True)
        palette = theme.colours()
        for kind, colour in (("strong", palette.text), ("muted", palette.muted)):
            self._textbox.tag_configure(kind, foreground=theme.shade(colour))
        self.bind("<FocusIn>", lambda _: self.configure(border_color=palette.focus), add=True)
        self.bind("<FocusOut>", lambda _: self.configure(border_color=palette.surface), add=True)
        for key, lines in {"<Up>": -1, "<Down>": 1, "<Prior>": -5, "<Next>": 5}.items():
            self._textbox.bind(key, lambda _, lines=lines: self._scroll(lines))

    def show(self, *paragraphs: tuple[str, str]) -> None:
        """Show another text: paragraphs, each with its kind: ``strong``, ``muted`` or empty."""
        if paragraphs == self._shown:  # its place and what is marked in it stay
            return
        self._shown = paragraphs
        self.configure(state="normal")
        self.delete("1.0", "end")
        for place, (text, kind) in enumerate(paragraphs):
            self.insert("end", ("\n" if place else "") + text, kind)
        self.configure(state="disabled")

    def _scroll(self, lines: int) -> str:
        self._textbox.yview_scroll(lines, "units")
        return "break"
