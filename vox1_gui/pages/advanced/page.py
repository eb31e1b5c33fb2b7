"""The Advanced page: a list of sections, and the one that is open."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Level
from vox1_gui.pages.advanced.audiobook import AudiobookSection
from vox1_gui.pages.advanced.checkup import Checkup
from vox1_gui.pages.advanced.choices import NAMES, Choices, Keeping
from vox1_gui.pages.advanced.doctor import DoctorSection
from vox1_gui.pages.advanced.engine_jobs import EngineJobs
from vox1_gui.pages.advanced.engines import EnginesSection
from vox1_gui.pages.advanced.folders import FoldersSection
from vox1_gui.pages.advanced.model_jobs import ModelJobs, kept_jobs
from vox1_gui.pages.advanced.models import ModelsSection
from vox1_gui.pages.advanced.narrator import NarratorSection
from vox1_gui.pages.advanced.pauses import PausesSection
from vox1_gui.pages.advanced.section import Section, Tools
from vox1_gui.pages.advanced.speaking import SpeakingSection
from vox1_gui.pages.advanced.text import TextSection
from vox1_gui.pages.page import Page
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.dialog import ask
from vox1_gui.widgets.keyboard import make_reachable
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.notice import Notice

SECTIONS: tuple[type[Section], ...] = (
    NarratorSection,
    SpeakingSection,
    PausesSection,
    AudiobookSection,
    TextSection,
    FoldersSection,
    ModelsSection,
    EnginesSection,
    DoctorSection,
)
_LIST_WIDTH = 176
_BUILD_SECONDS = 0.015
_OPEN = "advanced.open"
_KEPT_WORDS = {
    Keeping.UNCHANGED: "",
    Keeping.GATHERING: "advanced.keeping",
    Keeping.KEPT: "advanced.kept",
    Keeping.FAILED: "advanced.not_kept",
}


class AdvancedPage(Page):
    """All that can be chosen, and what VOX-1 works with."""

    name = "advanced"
    icon = "sliders-horizontal"

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, services)
        drawer = services.drawer
        self.tools = Tools(
            services=services,
            choices=Choices(services, self),
            models=kept_jobs(drawer, "advanced.models", lambda: ModelJobs(services)),
            engines=kept_jobs(drawer, "advanced.engines", lambda: EngineJobs(services)),
            checkup=kept_jobs(drawer, "advanced.checkup", lambda: Checkup(services)),
            open=self.open,
        )
        self.sections: dict[str, Section] = {}
        self._unbuilt: dict[str, Iterator[None]] = {}
        self.opened = ""
        self._has_looked = False

    def build(self) -> Iterator[None]:
        """Make the list; sections are made when they are opened."""
        self.columnconfigure(1, weight=1)
        self.rowconfigure(2, weight=1)
        title = Label(self, say("advanced.title"), Type.DISPLAY)
        title.grid(row=0, column=0, sticky="w", padx=theme.WIDE, pady=(theme.WIDE, theme.GAP))
        yield
        yield from self._make_list()
        yield from self._make_head()
        self._notice = Notice(self)
        self._notice.stand_at(row=1, column=1, sticky="ew", padx=(theme.GAP, theme.WIDE), pady=(0, theme.GAP))
        self._place = ctk.CTkFrame(self, fg_color="transparent")
        self._place.columnconfigure(0, weight=1)
        self._place.rowconfigure(0, weight=1)
        self._place.grid(row=2, column=1, sticky="nsew", padx=(theme.GAP, theme.GAP), pady=(0, theme.PAD))
        yield
        self.tools.choices.keeping.watch(self._show_keeping)
        self.open(self.services.drawer.get(_OPEN, SECTIONS[0].name))

    def _make_list(self) -> Iterator[None]:
        place = ctk.CTkFrame(self, fg_color="transparent", width=_LIST_WIDTH)
        place.columnconfigure(0, weight=1, minsize=_LIST_WIDTH)
        place.grid(row=1, rowspan=2, column=0, sticky="ns", padx=(theme.PAD, theme.GAP), pady=(0, theme.PAD))
        self.buttons: dict[str, Any] = {}
        for row, section in enumerate(SECTIONS):
            button = ctk.CTkButton(
                place,
                text=say(f"advanced.section.{section.name}"),
                command=lambda name=section.name: self.open(name),
                anchor="w",
                height=34,
                border_width=0,
                font=theme.font(),
            )
            keys = dict.fromkeys(("<space>", "<Return>"), button.invoke)
            make_reachable(button, {**keys, "<Up>": self._stepper(-1), "<Down>": self._stepper(1)})
            button.grid(row=row, column=0, sticky="ew", pady=theme.UNIT / 4)
            self.buttons[section.name] = button
            yield
        place.rowconfigure(len(SECTIONS), weight=1)
        words = say("advanced.reset_all")
        reset = Button(place, words, self.ask_to_reset_all, kind=Kind.QUIET, icon="rotate-ccw", anchor="w")
        reset.grid(row=len(SECTIONS) + 1, column=0, sticky="ew")
        yield

    def _make_head(self) -> Iterator[None]:
        head = ctk.CTkFrame(self, fg_color="transparent")
        head.columnconfigure(0, weight=1)
        head.grid(row=0, column=1, sticky="sew", padx=(theme.GAP, theme.WIDE), pady=(theme.WIDE, theme.GAP))
        self._heading = Label(head, "", Type.TITLE, height=36)
        self._heading.grid(row=0, column=0, sticky="w")
        yield
        self._kept = Label(head, "", Type.SMALL, theme.colours().muted)
        self._kept.grid(row=0, column=1, padx=theme.GAP)
        self._reset = Button(head, say("advanced.reset"), self.reset_section, icon="rotate-ccw")
        self._reset.grid(row=0, column=2)
        yield

    def shown(self) -> None:
        """Look around, the first time."""
        if not self._has_looked:
            self._has_looked = True
            self.tools.engines.look()
            self.tools.models.look()

    def hidden(self) -> None:
        """Keep what was changed last."""
        self.tools.choices.flush()

    def close_question(self) -> str:
        """Keep what was changed last; ask where something is being fetched or set up."""
        self.tools.choices.flush()
        if self.tools.engines.installing.value:
            return say("advanced.close_setup")
        return say("advanced.close_fetching") if self.tools.models.is_fetching else ""

    def destroy(self) -> None:
        """Keep what was changed last, before it is made anew."""
        self.tools.choices.flush()
        super().destroy()

    def actions(self) -> Sequence[Action | None]:
        """Offer the sections, the check-up and the resets."""
        sections = [
            Action(say(f"advanced.section.{one.name}"), lambda name=one.name: self._go(name))  # type: ignore[misc]
            for one in SECTIONS
        ]
        return (
            *sections,
            SEPARATOR,
            Action(say("advanced.examine"), self._examine, "F9"),
            SEPARATOR,
            Action(
                say("advanced.undo_reset"),
                self.undo,
                "Control-Shift-Z",
                is_possible=lambda: self.tools.choices.can_undo,
            ),
            Action(say("advanced.reset_all"), self.ask_to_reset_all),
        )

    def open(self, name: str) -> None:
        """Open a section; what is not made of it yet is made now, a few widgets at a time."""
        if name == self.opened:
            return
        if self.opened:
            self.sections[self.opened].grid_forget()
        self.opened = self.services.drawer[_OPEN] = name
        self._mark()
        self._heading.set(say(f"advanced.section.{name}"))
        kind = next(kind for kind in SECTIONS if kind.name == name)
        (self._reset.grid if kind.own else self._reset.grid_remove)()
        if name not in self.sections:
            section = self.sections[name] = kind(self._place, self.tools)
            self._unbuilt[name] = section.build()
        if name in self._unbuilt:
            self.after(1, self._build_on)
        else:
            self._bring_in(name)

    def reset_section(self) -> None:
        """Choose again what holds by itself in the section that is open."""
        section = next(kind for kind in SECTIONS if kind.name == self.opened)
        self._reset_names(
            section.own, say("advanced.was_reset", section=say(f"advanced.section.{self.opened}"))
        )

    def ask_to_reset_all(self) -> None:
        """Choose again what holds by itself everywhere, after a question."""
        answer = (say("advanced.reset_all"), Kind.DANGER, self.reset_all)
        ask(self, say("advanced.reset_all_title"), say("advanced.reset_all_question"), [answer])

    def reset_all(self) -> None:
        """Choose again what holds by itself everywhere."""
        self._reset_names(NAMES, say("advanced.all_reset"))

    def undo(self) -> None:
        """Take the last reset back."""
        self.tools.choices.undo()
        self._notice.put_away()

    def _reset_names(self, names: Sequence[str], words: str) -> None:
        if not self._is_made:  # chosen in the menu before the page was ever seen
            self.tools.choices.reset(names)
            return
        for field in () if self.opened in self._unbuilt else self.sections[self.opened].fields:
            field.settle()
        if self.tools.choices.reset(names):
            self._notice.show(Level.INFO, words, act=(say("advanced.undo"), self.undo))
        else:
            self._notice.show(Level.INFO, say("advanced.nothing_to_reset"))

    def _go(self, name: str) -> None:
        self.services.show_page(self.name)
        if self._is_made:
            self.open(name)
        else:
            self.services.drawer[_OPEN] = name

    @property
    def _is_made(self) -> bool:
        return bool(self.opened)

    def _examine(self) -> None:
        self._go(DoctorSection.name)
        self.tools.checkup.start(with_speed=False)

    def _stepper(self, by: int) -> Any:
        def step() -> None:
            names = [kind.name for kind in SECTIONS]
            name = names[(names.index(self.opened) + by) % len(names)]
            self.open(name)
            self.buttons[name]._canvas.focus_set()  # noqa: SLF001  # the part of it that can have the focus

        return step

    def _mark(self) -> None:
        palette = theme.colours()
        for kind in SECTIONS:
            is_open = kind.name == self.opened
            self.buttons[kind.name].configure(
                fg_color=palette.raised if is_open else "transparent",
                hover_color=palette.raised,
                text_color=palette.accent if is_open else palette.text,
                image=theme.icon(kind.icon, palette.accent if is_open else palette.muted, 18),
            )

    def _build_on(self) -> None:
        """Make a few widgets more of the section that is open."""
        name = self.opened
        if name not in self._unbuilt:
            return
        deadline = time.perf_counter() + _BUILD_SECONDS
        while time.perf_counter() < deadline:
            if next(self._unbuilt[name], self) is self:
                del self._unbuilt[name]
                self.sections[name].finish()
                self._bring_in(name)
                return
        self.after(1, self._build_on)

    def _bring_in(self, name: str) -> None:
        self.sections[name].grid(row=0, column=0, sticky="nsew")
        self.sections[name].shown()

    def _show_keeping(self, keeping: Keeping) -> None:
        palette, words = theme.colours(), _KEPT_WORDS[keeping]
        self._kept.set(say(words) if words else "")
        colour = {Keeping.KEPT: palette.good, Keeping.FAILED: palette.bad}.get(keeping, palette.muted)
        self._kept.configure(text_color=colour)
