"""The end of the queue: the listener is told, and the computer may sleep or be shut down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.errands.endings import notify, shut_down, sleep
from vox1_gui.pages.studio import words
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.fields import Check, Choice
from vox1_gui.widgets.labels import Label, hint

COUNTDOWN_SECONDS = 60
_ENDS = ("nothing", "sleep", "shutdown")


class AtEnd(ctk.CTkFrame):
    """What is to be done when all is rendered.

    Args:
        master: What it is in.
        services: What it works with.
    """

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, fg_color="transparent")
        self._services = services
        self.columnconfigure(0, weight=1)

    def build(self) -> Iterator[None]:
        """Make it."""
        hint(self, say("studio.at_end")).grid(row=0, column=0, sticky="ew")
        self._ends = {say(f"studio.at_end.{end}"): end for end in _ENDS}
        self._choice = Choice(self, list(self._ends), self._choose)
        self._choice.grid(row=1, column=0, sticky="ew")
        state = self._services.state.value
        self._choice.set(
            next((name for name, end in self._ends.items() if end == state.at_end), next(iter(self._ends)))
        )
        yield
        self._notifies = Check(self, say("studio.notify"), self._choose_notice)
        self._notifies.grid(row=2, column=0, sticky="w", pady=(theme.GAP, 0))
        if state.notifies:
            self._notifies.select()
        yield

    def _choose(self, name: str) -> None:
        state = self._services.state
        state.set(replace(state.value, at_end=self._ends[name]))

    def _choose_notice(self) -> None:
        state = self._services.state
        state.set(replace(state.value, notifies=bool(self._notifies.get())))


def end(master: Any, services: Services, books: Sequence[QueuedBook]) -> None:
    """Do what the listener wants when all is rendered.

    Args:
        master: Any widget of the window.
        services: What to work with.
        books: Those that were rendered.
    """
    state = services.state.value
    if state.notifies:
        job = services.bridge.start(notify, say("studio.notice_title"), notice(books))
        job.on_trouble = lambda _: master.bell()
    act = {"sleep": sleep, "shutdown": shut_down}.get(state.at_end)
    if act:
        errand = act
        Countdown(master, state.at_end, lambda: services.bridge.start(errand))


def notice(books: Sequence[QueuedBook]) -> str:
    """Return what the listener is told of the books that were rendered."""
    if len(books) == 1:
        key = f"studio.notice.{books[0].state.value}"
        return say(key, title=words.title(books[0].title))
    done = sum(book.state is QueueState.COMPLETE for book in books)
    if done == len(books):
        return say("studio.notice_all", len(books))
    return say("studio.notice_some", done=done, all=len(books))


class Countdown(Dialog):
    """Says what the computer is about to do, and does it when a minute is over, unless it is stopped.

    Args:
        master: Any widget of the window.
        end: ``sleep`` or ``shutdown``.
        act: Does it.
        seconds: Until then.
    """

    def __init__(
        self, master: Any, end: str, act: Callable[[], object], seconds: int = COUNTDOWN_SECONDS
    ) -> None:
        super().__init__(master, say(f"studio.countdown.{end}"))
        self._act, self._left = act, seconds
        self._words = Label(self.body, wraps=True)
        self._words.grid(row=0, column=0, sticky="ew")
        self.add_button(say(f"studio.countdown_now.{end}"), act)
        self.stop_button = self.add_button(say("studio.countdown_stop"), lambda: None, Kind.MAIN)
        self.open(self.stop_button)
        self._count()

    def _count(self) -> None:
        if not self.winfo_exists():
            return
        if self._left <= 0:
            act = self._act
            self.destroy()
            act()
            return
        self._words.set(say("studio.countdown_left", self._left))
        self._left -= 1
        self.after(1000, self._count)
