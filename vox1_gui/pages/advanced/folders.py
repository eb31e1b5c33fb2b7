"""The section on folders: where audiobooks and takes are, and what becomes of a voice that rests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tkinter import filedialog
from typing import Any

import customtkinter as ctk

from vox1.settings import RANGES, Settings
from vox1_gui import theme
from vox1_gui.errands.opening import open_folder
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.fields import Field, NumberField, Scale
from vox1_gui.pages.advanced.section import Section
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.labels import Label


class FolderField(Field):
    """A folder: what it is now, and buttons to choose another, to open it, and to go back to the usual one.

    Args:
        master: What it is in.
        choices: The settings.
        name: Of the setting.
        services: The window's.
        now: What it is in this start of the window.
    """

    def __init__(self, master: Any, choices: Choices, name: str, services: Services, now: Path) -> None:
        super().__init__(master, choices, name)
        self._services, self._now = services, now

    def fill(self) -> None:
        """Make path and buttons."""
        place = ctk.CTkFrame(self, fg_color="transparent")
        self._choose_button = Button(place, say("advanced.choose"), self._choose, icon="folder-open")
        self._choose_button.grid(row=0, column=0)
        open_it = Button(place, say("advanced.open_folder"), self._open, icon="external-link", is_small=True)
        open_it.grid(row=0, column=1, padx=theme.GAP)
        self._back = Button(
            place, say("advanced.usual_folder"), self._go_back, icon="rotate-ccw", is_small=True
        )
        self._back.grid(row=0, column=2)
        self.put(place)
        self._path = Label(self, kind=Type.STRONG, wraps=True)
        self._path.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(theme.GAP / 2, 0))
        self._later = Label(self, kind=Type.SMALL, colour=theme.colours().warning, wraps=True)
        self._later.grid(row=3, column=0, columnspan=2, sticky="ew")
        self._later.grid_remove()

    def show(self, settings: Settings) -> None:
        """Show what is chosen, and whether it holds already."""
        chosen = self._chosen(settings)
        self._path.set(str(chosen))
        is_later = bool(getattr(settings, self.name)) and chosen != self._now
        self._later.set(say("advanced.folder_later", folder=self._now) if is_later else "")
        (self._later.grid if is_later else self._later.grid_remove)()
        self._back.set_enabled(bool(getattr(settings, self.name)))

    def _chosen(self, settings: Settings) -> Path:
        written = getattr(settings, self.name)
        return Path(written) if written else self._now

    def choose(self, folder: Path) -> None:
        """Take a folder, unless nothing can be written into it.

        Args:
            folder: What the listener chose.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".vox1-can-write"
            probe.touch()
            probe.unlink()
        except OSError as err:
            self.explain(say("advanced.folder_bad", folder=folder, reason=err.strerror or err))
            return
        self.explain()
        self.choices.set(**{self.name: str(folder.absolute())})

    def _choose(self) -> None:
        chosen = filedialog.askdirectory(
            parent=self,
            initialdir=str(self._chosen(self.choices.now.value)),
            title=say(f"advanced.{self.name}"),
        )
        if chosen:
            self.choose(Path(chosen))

    def _open(self) -> None:
        self._services.bridge.start(open_folder, self._chosen(self.choices.now.value))

    def _go_back(self) -> None:
        self.explain()
        self.choices.set(**{self.name: ""})


class FoldersSection(Section):
    """Where audiobooks and takes are, and what becomes of a voice that rests."""

    name = "folders"
    icon = "folder-open"
    own = ("output_folder", "work_folder", "idle_minutes")

    def build(self) -> Iterator[None]:
        """Make it."""
        body = self.card(say("advanced.card_folders"))
        yield from self.add(body, self._folders(body))
        body = self.card(say("advanced.card_rest"))
        scale = Scale(*RANGES["idle_minutes"], 1, 1, "min", slider_high=60)
        yield from self.add(
            body, (NumberField(body, self.tools.choices, name, scale) for name in ("idle_minutes",))
        )
        body = self.card(say("advanced.card_own"))
        Label(body, say("advanced.own_about"), wraps=True).grid(row=0, column=0, sticky="ew")
        button = Button(body, say("advanced.open_own"), self._open_own, icon="external-link")
        button.grid(row=1, column=0, sticky="w", pady=(theme.GAP, 0))
        yield

    def _folders(self, body: Any) -> Iterator[Field]:
        services, choices = self.tools.services, self.tools.choices
        yield FolderField(body, choices, "output_folder", services, services.folders.output)
        yield FolderField(body, choices, "work_folder", services, services.folders.work)

    def _open_own(self) -> None:
        self.tools.services.bridge.start(open_folder, self.tools.services.folders.user)
