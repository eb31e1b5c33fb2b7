"""The Lab page: its four parts, of which one is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Level
from vox1_gui.messages import Trouble
from vox1_gui.pages.lab.clone import RECORDINGS, Clone
from vox1_gui.pages.lab.compare import Compare
from vox1_gui.pages.lab.design import Design
from vox1_gui.pages.lab.library import ENDING, Library
from vox1_gui.pages.lab.room import Act, Part, Room
from vox1_gui.pages.page import Page
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.fields import Segments
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.notice import Notice

P = TypeVar("P", bound=Part)

_ARCHIVES = (ENDING, ".zip", ".voice")


class LabPage(Page):
    """Voices: all there are, and those that the listener makes."""

    name = "lab"
    icon = "flask-conical"
    endings = (*RECORDINGS, ENDING)

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, services)
        room = services.drawer.setdefault(self.name, Room(services))
        assert isinstance(room, Room)  # noqa: S101  # nobody else has this name
        self.room = room
        room.forget_all()
        self._is_shown = self._is_built = False
        self._parts: dict[str, Part] = {}

    def build(self) -> Iterator[None]:
        """Make its widgets, the library's first."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        head = ctk.CTkFrame(self, fg_color="transparent")
        head.grid(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.PAD, theme.PAD))
        head.columnconfigure(0, weight=1)
        Label(head, say("lab.title"), Type.DISPLAY).grid(row=0, column=0, sticky="w")
        self._words = {
            "library": say("lab.library"),
            "clone": say("lab.clone_part"),
            "design": say("lab.design"),
            "compare": say("lab.compare"),
        }
        names = {words: name for name, words in self._words.items()}
        yield
        self.chooser = Segments(head, list(names), lambda words: self.show_part(names[words]))
        self.chooser.grid(row=0, column=1, sticky="e")
        self.notice = Notice(self)
        self.notice.stand_at(row=1, column=0, sticky="ew", padx=theme.WIDE, pady=(0, theme.GAP))
        yield
        kinds: dict[str, type[Part]] = {
            "library": Library,
            "clone": Clone,
            "design": Design,
            "compare": Compare,
        }
        for name, kind in kinds.items():
            part = kind(self, self.services, self.room, self.tell, self.show_part)
            self._parts[name] = part
            yield
            yield from part.build()
        self._is_built = True
        self._bring_in(self.room.part)
        yield

    def shown(self) -> None:
        """List the voices: others may have come since, or models."""
        self._is_shown = True
        self.room.shelf.refresh()

    def hidden(self) -> None:
        """Another page is shown."""
        self._is_shown = False

    def tell(self, level: Level, text: str, hint: str = "", act: Act | None = None) -> None:
        """Say something above the page, and in the log."""
        self.services.activity.note(level, text, hint)
        self.notice.show(level, text, hint, act)

    def show_part(self, name: str) -> None:
        """Show one of the parts."""
        if name != self.room.part:
            self._parts[self.room.part].grid_forget()
            self.notice.put_away()
            self._bring_in(name)

    def _bring_in(self, name: str) -> None:
        self.room.part = name
        self.chooser.set(self._words[name])
        part = self._parts[name]
        part.grid(row=2, column=0, sticky="nsew", padx=theme.WIDE, pady=(0, theme.PAD))
        part.shown()

    # What comes from outside.

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Take recordings and archives of voices."""
        archives = [path for path in paths if path.name.lower().endswith(_ARCHIVES)]
        recordings = [path for path in paths if path.suffix.lower() in RECORDINGS]
        if len(archives) + len(recordings) < len(paths) or not paths:
            return False
        if len(recordings) > 1:
            hint = say("lab.one_recording_hint")
            self.services.tell_trouble(Trouble("many-files", say("lab.one_recording"), hint))
            return True
        for archive in archives:
            self.show_part("library")
            self.library.take_archive(archive)
        if recordings:
            self.show_part("clone")
            self.clone.open(recordings[0])
        return True

    @property
    def library(self) -> Library:
        """The part with all voices."""
        return self._part(Library)

    @property
    def clone(self) -> Clone:
        """The part that clones."""
        return self._part(Clone)

    @property
    def design(self) -> Design:
        """The part that makes voices from descriptions."""
        return self._part(Design)

    @property
    def compare(self) -> Compare:
        """The part that compares."""
        return self._part(Compare)

    def _part(self, kind: type[P]) -> P:
        return next(part for part in self._parts.values() if isinstance(part, kind))

    def close_question(self) -> str:
        """Say so where a voice is being made."""
        is_busy = self.room.cloning.state.value.is_cloning or self.room.designing.state.value.is_working
        return say("lab.close_busy") if is_busy else ""

    def actions(self) -> Sequence[Action | None]:
        """Return what the menu offers."""

        def on_page() -> bool:
            return self._is_shown and self._is_built

        def on_part(name: str) -> bool:
            return on_page() and self.room.part == name

        def chosen() -> bool:
            return on_part("library") and self.library.row is not None

        def own() -> bool:
            return on_part("library") and self.library.own is not None

        def compared() -> bool:
            return on_part("compare") and all(self.room.comparing.state.value.rows)

        def show(name: str, keys: str) -> Action:
            return Action(self._title(name), lambda: self.show_part(name), keys, on_page)

        def of_library(
            words: str, act: Callable[[Library], object], keys: str, is_possible: Callable[[], bool] = chosen
        ) -> Action:
            return Action(words, lambda: act(self.library), keys, is_possible, is_for_fields=False)

        switch = self.room.comparing.switch
        return (
            show("library", "Alt-Key-1"),
            show("clone", "Alt-Key-2"),
            show("design", "Alt-Key-3"),
            show("compare", "Alt-Key-4"),
            SEPARATOR,
            of_library(say("lab.hear"), Library.hear, "Control-h"),
            of_library(say("lab.use"), Library.use, "Control-u"),
            of_library(say("lab.star"), Library.toggle_star, "Control-d"),
            of_library(say("lab.compare_with"), Library.compare, "Control-m"),
            Action(say("lab.switch_action"), switch, "Key-x", compared, is_for_fields=False),
            SEPARATOR,
            of_library(say("lab.details"), Library.show_details, "Control-i", own),
            of_library(say("lab.rename"), Library.rename, "F2", own),
            of_library(say("lab.remove"), Library.ask_to_remove, "Delete", own),
            of_library(say("lab.export"), Library.export, "Control-e", own),
            of_library(say("lab.import"), Library.browse, "", on_page),
            SEPARATOR,
            Action(say("lab.choose_recording"), self._browse_recording, "Control-r", on_page),
        )

    @staticmethod
    def _title(name: str) -> str:
        return {
            "library": say("lab.library"),
            "clone": say("lab.clone_part"),
            "design": say("lab.design"),
            "compare": say("lab.compare"),
        }[name]

    def _browse_recording(self) -> None:
        self.show_part("clone")
        self.clone.browse()
