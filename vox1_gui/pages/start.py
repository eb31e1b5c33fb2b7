"""The welcome page: three steps from the first start to the first book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import customtkinter as ctk

from vox1.hardware.prospects import BOOK_HOURS, Prospects
from vox1.paths import ROOT
from vox1_gui import texts, theme
from vox1_gui.bridge import Job
from vox1_gui.errands.welcome import hear_draft_voice, look_at_machine
from vox1_gui.messages import Trouble
from vox1_gui.pages.page import Page
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fact import Fact
from vox1_gui.widgets.frames import Card, Column
from vox1_gui.widgets.labels import Label
from vox1_gui.words import size

SAMPLE = ROOT / "samples" / "five-teaspoons-of-rain.epub"
_STEPS = 3
_AFTER = "book"
"""Where the listener goes on."""


class StartPage(Page):
    """The welcome page."""

    name = "start"

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, services)
        self._step = 0
        self._steps: list[ctk.CTkFrame] = []
        self._looking: Job[Prospects] | None = None
        self._speaking: Job[Path] | None = None

    def build(self) -> Iterator[None]:
        """Make the page."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        head = Label(self, say("start.title"), Type.DISPLAY)
        head.grid(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.WIDE, 0))
        about = Label(self, say("start.subtitle"), colour=theme.colours().muted, wraps=True)
        about.grid(row=1, column=0, sticky="ew", padx=theme.WIDE)
        yield
        self._body = Column(self)
        self._body.grid(row=2, column=0, sticky="nsew", padx=theme.PAD, pady=theme.GAP)
        yield
        for make in (self._make_machine, self._make_voices, self._make_book):
            frame = ctk.CTkFrame(self._body, fg_color="transparent")
            frame.columnconfigure(0, weight=1)
            self._steps.append(frame)
            yield from make(frame)
        yield from self._make_foot()
        self._show_step(0)

    def shown(self) -> None:
        """Begin where the listener was, and look at the machine, once."""
        if self._looking is None:
            self._looking = self.services.bridge.start(look_at_machine)
            self._looking.on_done = self._show_machine
            self._looking.on_trouble = self._show_unknown
        keyboard.focus(self._next)

    def hidden(self) -> None:
        """Wherever the listener has gone from here: the first start is over."""
        state = self.services.state
        state.set(replace(state.value, has_started=True))

    # How it is made.

    def _make_machine(self, frame: ctk.CTkFrame) -> Iterator[None]:
        card = self._card(frame, "start.machine_title")
        self._processor = Fact(card.body, "cpu", say("start.looking"), _draft_means())
        self._processor.grid(row=0, column=0, sticky="ew")
        yield
        self._graphics = Fact(card.body, "gauge", say("start.looking"), "")
        self._graphics.grid(row=1, column=0, sticky="ew", pady=(theme.WIDE, 0))
        yield

    def _make_voices(self, frame: ctk.CTkFrame) -> Iterator[None]:
        card = self._card(frame, "start.voice_title")
        draft = Fact(card.body, "audio-lines", say("start.draft"), say("start.draft_text"))
        draft.grid(row=0, column=0, sticky="ew")
        self._listen = Button(draft.buttons, say("start.listen"), self.listen, icon="play")
        self._listen.grid(row=0, column=0)
        yield
        self._narrator = Fact(card.body, "user-round", say("start.narrator"), say("start.narrator_plain"))
        self._narrator.grid(row=1, column=0, sticky="ew", pady=(theme.WIDE, 0))
        set_up = Button(
            self._narrator.buttons, say("start.narrator_set_up"), self.set_up_narrator, icon="download"
        )
        set_up.grid(row=0, column=0)
        yield

    def _make_book(self, frame: ctk.CTkFrame) -> Iterator[None]:
        card = self._card(frame, "start.book_title")
        drop = Fact(card.body, "book-open", say("start.drop"), say("start.kinds"))
        drop.grid(row=0, column=0, sticky="ew")
        browse = Button(drop.buttons, say("start.browse"), self.services.browse, icon="folder-open")
        browse.grid(row=0, column=0)
        yield
        sample = Fact(card.body, "headphones", say("start.sample"), say("start.sample_text"))
        sample.grid(row=1, column=0, sticky="ew", pady=(theme.WIDE, 0))
        self._sample = Button(
            sample.buttons, say("start.sample"), self.open_sample, kind=Kind.MAIN, icon="play"
        )
        self._sample.grid(row=0, column=0)
        yield

    def _make_foot(self) -> Iterator[None]:
        foot = ctk.CTkFrame(self, fg_color="transparent")
        foot.columnconfigure(1, weight=1)
        foot.grid(row=3, column=0, sticky="ew", padx=theme.WIDE, pady=(0, theme.WIDE))
        Button(foot, say("start.skip"), self.leave, kind=Kind.QUIET).grid(row=0, column=0)
        self._where = Label(foot, colour=theme.colours().muted, anchor="center")
        self._where.grid(row=0, column=1, sticky="ew")
        yield
        self._back = Button(foot, say("start.back"), lambda: self._show_step(self._step - 1), width=88)
        self._back.grid(row=0, column=2, padx=theme.GAP)
        self._next = Button(foot, say("start.next"), self.go_on, kind=Kind.MAIN, width=88)
        self._next.grid(row=0, column=3)
        yield

    @staticmethod
    def _card(frame: ctk.CTkFrame, title: str) -> Card:
        card = Card(frame, say(title))
        card.body.columnconfigure(0, weight=1)
        card.grid(row=0, column=0, sticky="ew")
        return card

    # What the listener does.

    def go_on(self) -> None:
        """Show the next step; after the last one, the page for books."""
        if self._step == _STEPS - 1:
            self.leave()
        else:
            self._show_step(self._step + 1)

    def leave(self) -> None:
        """End it here."""
        self.services.show_page(_AFTER)

    def listen(self) -> None:
        """Have the draft voice speak."""
        if self._speaking and not self._speaking.is_over:
            return
        self._listen.configure(text=say("start.preparing"))
        self._speaking = self.services.bridge.start(hear_draft_voice, texts.language())
        self._speaking.on_done = lambda path: self.services.player.play(path, say("start.heard"))
        self._speaking.on_end = self._if_there(lambda: self._listen.configure(text=say("start.listen")))

    def set_up_narrator(self) -> None:
        """Go where its model is fetched."""
        self.services.show_page("advanced")

    def open_sample(self) -> None:
        """Open the book that comes with VOX-1."""
        if SAMPLE.exists():
            self.services.open_file(SAMPLE)
        else:
            text, hint = say("start.sample_gone"), say("start.sample_gone_hint")
            self.services.tell_trouble(Trouble("sample", text, hint))

    # What is shown.

    def _show_step(self, step: int) -> None:
        self._steps[self._step].grid_forget()
        self._step = step
        self._steps[step].grid(row=0, column=0, sticky="ew")
        self._body.bring_into_view(self._steps[step])
        self._where.set(say("start.step", number=step + 1, all=_STEPS))
        self._back.set_enabled(step > 0)
        if step == _STEPS - 1:
            self._next.grid_forget()
            keyboard.focus(self._sample)
        else:
            self._next.grid(row=0, column=3)
            keyboard.focus(self._next)

    def _show_machine(self, found: Prospects) -> None:
        if not self.winfo_exists():
            return
        name, means = _of_processor(found)
        self._processor.set(name, means)
        self._graphics.set(*_of_card(found))
        answer = "start.narrator_yes" if found.model else "start.narrator_no"
        fetched = dict(zip(("size", "larger"), map(size, found.fetch_bytes), strict=True))
        self._narrator.set(say("start.narrator"), f"{say('start.narrator_text', **fetched)} {say(answer)}")

    def _show_unknown(self, trouble: Trouble) -> None:
        self._graphics.set(say("start.not_known"), trouble.hint)

    def _if_there(self, act: Callable[[], object]) -> Callable[[], None]:
        """What does nothing once the page is gone."""

        def careful() -> None:
            if self.winfo_exists():
                act()

        return careful


def _draft_means(minutes: float = 3) -> str:
    return say("start.draft_means", hours=BOOK_HOURS, minutes=f"{minutes:.0f}")


def _of_processor(found: Prospects) -> tuple[str, str]:
    """What the processor is, and what that means."""
    means = _draft_means(found.draft_minutes)
    if not found.processor or found.memory_bytes is None:
        return say("start.processor_plain", cores=found.cores), means
    memory = size(found.memory_bytes)
    return say("start.processor", name=found.processor, cores=found.cores, memory=memory), means


def _of_card(found: Prospects) -> tuple[str, str]:
    """What the card is, and what that means."""
    if not found.card and not found.fault:
        return say("start.no_card"), say("start.no_card_means")
    name = found.card or say("start.card_unknown")
    if found.card_bytes is not None:
        name = say("start.card", name=name, memory=size(found.card_bytes))
    if found.fault:
        return name, say("start.fault_means", fault=found.fault)
    if found.narrator_hours is None:
        return name, say("start.small_card_means")
    least, most = (f"{hours:.0f}" for hours in found.narrator_hours)
    return name, say("start.card_means", model=found.model, hours=BOOK_HOURS, least=least, most=most)
