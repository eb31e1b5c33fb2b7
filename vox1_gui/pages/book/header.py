"""The header: which book is open, how much there is of it, and the buttons that make something of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import customtkinter as ctk
from PIL import Image

from vox1_gui import theme
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import FittedLabel, Label
from vox1_gui.workspace import OpenBook

_COVER = (72, 96)
FACTS = ("words", "audio", "render", "reader")


class Header(ctk.CTkFrame):
    """A book's cover, title and facts, with the page's main button.

    Args:
        master: The page.
        commands: What its buttons do: ``measure``, ``render``, ``voice``.
    """

    def __init__(self, master: Any, commands: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(master, fg_color="transparent")
        self._commands = commands
        self._facts: dict[str, Label] = {}
        self._cover: ctk.CTkImage | None = None
        self._jpeg: bytes | None = b""

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(1, weight=1)
        self._picture = ctk.CTkLabel(self, text="", width=_COVER[0], height=_COVER[1])
        self._picture.grid(row=0, column=0, rowspan=3, sticky="n", padx=(0, theme.PAD))
        self._title = FittedLabel(self, "", Type.TITLE)
        self._title.grid(row=0, column=1, sticky="ew")
        yield
        self._authors = FittedLabel(self, "", colour=theme.colours().muted)
        self._authors.grid(row=1, column=1, sticky="ew")
        buttons = ctk.CTkFrame(self, fg_color="transparent")
        buttons.grid(row=0, column=2, rowspan=2, sticky="ne")
        self.measure = Button(buttons, say("book.measure"), self._commands["measure"], icon="gauge")
        self.measure.tooltip.text = say("book.measure_tip")
        self.measure.grid(row=0, column=0, padx=theme.GAP)
        yield
        self.render = Button(
            buttons, say("book.render"), self._commands["render"], kind=Kind.MAIN, icon="headphones"
        )
        self.render.tooltip.text = say("book.render_tip")
        self.render.grid(row=0, column=1)
        yield
        yield from self._build_facts()

    def _build_facts(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=2, column=1, columnspan=2, sticky="sew", pady=(theme.GAP, 0))
        for column, name in enumerate(FACTS):
            caption = Label(row, say(f"book.fact.{name}"), Type.SMALL, theme.colours().muted)
            caption.grid(row=0, column=column, sticky="w", padx=(0, theme.WIDE))
            self._facts[name] = Label(row, "", Type.STRONG)
            self._facts[name].grid(row=1, column=column, sticky="w", padx=(0, theme.WIDE))
            yield
        row.columnconfigure(len(FACTS), weight=1)
        self.voice = Button(
            row,
            say("book.change_voice"),
            self._commands["voice"],
            kind=Kind.QUIET,
            icon="flask-conical",
            is_small=True,
        )
        self.voice.grid(row=0, column=len(FACTS), rowspan=2, sticky="w")
        yield

    def show(self, book: OpenBook, language: str) -> None:
        """Show which book it is."""
        self._title.fit(book.title)
        authors = ", ".join(book.authors) or say("book.no_author")
        self._authors.fit(authors, f"  ·  {language}")
        self._show_cover(book.cover_jpeg)

    def set_fact(self, name: str, text: str) -> None:
        """Show one of `FACTS`."""
        self._facts[name].set(text)

    def show_measuring(self, *, is_measuring: bool) -> None:
        """Have the button for measuring end it while it goes on."""
        self.measure.configure(text=say("book.measure_stop") if is_measuring else say("book.measure"))

    def _show_cover(self, jpeg: bytes | None) -> None:
        if jpeg == self._jpeg:
            return
        self._jpeg = jpeg
        if jpeg is None:
            self._cover = theme.icon("image", theme.colours().muted, 48)
        else:
            image = Image.open(io.BytesIO(jpeg))
            width, height = image.size
            scale = min(_COVER[0] / width, _COVER[1] / height)
            size = (max(round(width * scale), 1), max(round(height * scale), 1))
            self._cover = ctk.CTkImage(image, size=size)
        self._picture.configure(image=self._cover)
