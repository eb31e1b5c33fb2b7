"""The empty state: what the Book page shows before a book is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.services import Services
from vox1_gui.state import WindowState
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"
_MOST_RECENT = 5
_LONGEST_NAME = 60


class EmptyState(ctk.CTkFrame):
    """Invites to open a book: by dropping it, from the disk, a recent one, or the sample.

    Args:
        master: The page.
        services: What it works with.
        browse: Has a book chosen from the disk.
    """

    def __init__(self, master: Any, services: Services, browse: Callable[[], object]) -> None:
        super().__init__(master, fg_color="transparent")
        self._services, self._browse = services, browse
        self._shown: tuple[str, ...] = ()

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 6), weight=1)
        picture = ctk.CTkLabel(self, text="", image=theme.icon("book-open", theme.colours().muted, 72))
        picture.grid(row=1, column=0, pady=(0, theme.PAD))
        Label(self, say("book.drop"), Type.DISPLAY).grid(row=2, column=0)
        yield
        kinds = Label(self, say("book.kinds"), colour=theme.colours().muted)
        kinds.grid(row=3, column=0, pady=(theme.GAP, theme.WIDE))
        yield
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=4, column=0)
        self.browse = Button(row, say("book.browse"), self._browse, kind=Kind.MAIN, icon="folder-open")
        self.browse.grid(row=0, column=0, padx=theme.GAP)
        yield
        self.sample = Button(
            row, say("book.sample"), lambda: self._services.open_file(SAMPLE), icon="wand-sparkles"
        )
        self.sample.grid(row=0, column=1, padx=theme.GAP)
        yield
        self._recent = ctk.CTkFrame(self, fg_color="transparent")
        self._recent.grid(row=5, column=0, pady=(theme.WIDE, 0))
        self._services.state.watch(self._show_recent)

    def _show_recent(self, state: WindowState) -> None:
        recent = tuple(path for path in state.recent if Path(path) != SAMPLE)[:_MOST_RECENT]
        if recent == self._shown:
            return
        self._shown = recent
        for child in self._recent.winfo_children():
            child.destroy()
        if recent:
            heading = Label(self._recent, say("book.recent"), Type.SMALL, theme.colours().muted)
            heading.grid(row=0, column=0, sticky="w", padx=theme.GAP)
        for row, path in enumerate(recent, 1):
            self._add_recent(row, Path(path))

    def _add_recent(self, row: int, path: Path) -> None:
        name = path.name if len(path.name) <= _LONGEST_NAME else f"{path.name[:_LONGEST_NAME]}…"
        button = Button(
            self._recent,
            name,
            lambda: self._services.open_file(path),
            kind=Kind.QUIET,
            icon="clock",
            anchor="w",
        )
        button.tooltip.text = str(path)
        button.grid(row=row, column=0, sticky="ew")


class Waiting(ctk.CTkFrame):
    """Says that a book is being read, with a way out.

    Args:
        master: The page.
        cancel: Gives it up.
    """

    def __init__(self, master: Any, cancel: Callable[[], object]) -> None:
        super().__init__(master, fg_color="transparent")
        self._cancel = cancel

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 4), weight=1)
        self._words = Label(self, "", Type.TITLE, wraps=True, anchor="center", justify="center")
        self._words.grid(row=1, column=0, sticky="ew", padx=theme.WIDE)
        self._bar = ctk.CTkProgressBar(self, mode="indeterminate", width=360, height=6)
        self._bar.grid(row=2, column=0, pady=theme.PAD)
        yield
        self.cancel = Button(self, say("window.cancel"), self._cancel, icon="x")
        self.cancel.grid(row=3, column=0, pady=theme.GAP)
        yield

    def start(self, name: str) -> None:
        """Say which file is read."""
        self._words.set(say("book.reading", name=name))
        self._bar.start()

    def stop(self) -> None:
        """Rest."""
        self._bar.stop()
