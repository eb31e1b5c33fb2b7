"""The room: what the parts of the Lab share, and what outlives the page's widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import customtkinter as ctk

from vox1_gui.activity import Level
from vox1_gui.errands.voices import Able, VoiceRow
from vox1_gui.pages.lab.auditions import Auditions
from vox1_gui.pages.lab.cloning import Cloning
from vox1_gui.pages.lab.comparing import Comparing
from vox1_gui.pages.lab.designing import Designing
from vox1_gui.pages.lab.shelf import Shelf
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import ask

Act = tuple[str, Callable[[], object]]


class Tell(Protocol):
    """Says something above the page, with a button perhaps."""

    def __call__(self, level: Level, text: str, hint: str = "", act: Act | None = None) -> None:
        """Say it."""


class Room:
    """What goes on in the Lab, without a widget: it lives as long as the window does.

    Args:
        services: What it works with.
    """

    def __init__(self, services: Services) -> None:
        self.shelf = Shelf(services)
        self.auditions = Auditions(services)
        self.cloning = Cloning(services, self.shelf)
        self.designing = Designing(services, self.shelf)
        self.comparing = Comparing(services)
        self.part = "library"

    def forget_all(self) -> None:
        """Tell nobody any more: the page is made anew."""
        self.shelf.forget_all()
        self.auditions.now.forget_all()
        self.cloning.state.forget_all()
        self.designing.state.forget_all()
        self.comparing.state.forget_all()


class Part(ctk.CTkFrame):
    """A part of the Lab, one of which is in sight at a time.

    Args:
        master: The page.
        services: What it works with.
        room: What goes on in the Lab.
        tell: Says something above the page.
        show_part: Shows another part, by its name.
    """

    def __init__(
        self,
        master: Any,
        services: Services,
        room: Room,
        tell: Tell,
        show_part: Callable[[str], None],
    ) -> None:
        super().__init__(master, fg_color="transparent")
        self.services, self.room, self.tell, self.show_part = services, room, tell, show_part
        self.is_shown = False

    def build(self) -> Iterator[None]:
        """Make its widgets, a few at a time."""
        raise NotImplementedError

    def shown(self) -> None:
        """It is in sight from now on."""

    def offer_model(self, able: Able, row: VoiceRow | None = None) -> None:
        """Say which model is missing, how large it is, and lead to where it is fetched."""
        name, fetch_bytes = self.room.shelf.means.value.wanted.get(able, ("", 0))
        gigabytes = f"{fetch_bytes / 1e9:.1f}"
        what = say("lab.needs_model_for", name=row.name) if row else say("lab.needs_model")
        text = say("lab.needs_model_text", what=what, model=name, gigabytes=gigabytes)
        to_advanced = (say("lab.to_advanced"), Kind.MAIN, lambda: self.services.show_page("advanced"))
        ask(self, say("lab.model_missing"), text, [to_advanced])
