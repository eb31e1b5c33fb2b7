"""The section on engines: what can speak or listen here, and setting it up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.errands.machine import EngineView, Surroundings
from vox1_gui.pages.advanced.section import Section
from vox1_gui.pages.advanced.told import engine_about, engine_title
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import Label, hint

_TURN_MS = 5
LISTENER = "asr"
"""The environment of what listens to takes."""


@dataclass(slots=True)
class _Shown:
    """The widgets of an engine."""

    view: EngineView
    state: Label
    line: Label
    act: Button
    copy: Button


class EnginesSection(Section):
    """What can speak or listen here, and setting it up."""

    name = "engines"
    icon = "cpu"

    def build(self) -> Iterator[None]:
        """Make it; the engines follow when they are known."""
        self.shown_engines: dict[str, _Shown] = {}
        self._making: list[tuple[EngineView, Iterator[None]]] = []
        self._waiting = hint(self, say("advanced.looking"))
        self._waiting.grid(row=99, column=0, sticky="ew")
        yield

    def finish(self) -> None:
        """Show the engines when they are known, and what is being set up."""
        super().finish()
        self.tools.engines.found.watch(self._list)
        self.tools.engines.installing.watch(lambda _: self._repaint())
        self.tools.engines.line.watch(lambda _: self._repaint())

    def shown(self) -> None:
        """Look again: one may have been set up at a terminal."""
        self.tools.engines.look()

    def _list(self, found: Surroundings | None) -> None:
        if found is None:
            return
        self._waiting.grid_remove()
        for view in (*found.engines, listener(found)):
            if view.id in self.shown_engines:
                self.shown_engines[view.id].view = view
            elif all(view.id != other.id for other, _ in self._making):
                self._making.append((view, self._make(view)))
                self.after(_TURN_MS, self._make_on)
        self._repaint()

    def _make_on(self) -> None:
        """Make a few widgets more of the engines that are not shown yet."""
        if not self._making:
            return
        _, steps = self._making[0]
        if next(steps, self) is self:
            self._making.pop(0)
            self._list(self.tools.engines.found.value)
        self.after(_TURN_MS, self._make_on)

    def _make(self, view: EngineView) -> Iterator[None]:
        body: Any = self.card(engine_title(view))
        yield
        Label(body, engine_about(view), wraps=True).grid(row=0, column=0, sticky="ew")
        state = Label(body, kind=Type.STRONG, wraps=True)
        state.grid(row=1, column=0, sticky="ew", pady=(theme.GAP, 0))
        line = hint(body)
        line.grid(row=2, column=0, sticky="ew")
        yield
        row = ctk.CTkFrame(body, fg_color="transparent")
        act = Button(row, "", partial(self._act, view.environment), kind=Kind.PLAIN, icon="download")
        copy = Button(row, say("advanced.copy_command"), partial(self._copy, view.environment), icon="copy")
        if view.environment:
            row.grid(row=3, column=0, sticky="w", pady=(theme.GAP, 0))
            act.grid(row=0, column=0)
            copy.grid(row=0, column=1, padx=theme.GAP)
        self.shown_engines[view.id] = _Shown(view, state, line, act, copy)
        self._repaint()
        yield

    def _repaint(self) -> None:
        jobs = self.tools.engines
        for shown in self.shown_engines.values():
            view = shown.view
            is_busy = bool(view.environment) and jobs.installing.value == view.environment
            key, colour = _standing(view, is_busy=is_busy)
            shown.state.set(say(f"advanced.{key}"))
            shown.state.configure(text_color=colour)
            command = "" if view.is_set_up or not view.environment else command_for(view.environment)
            said = jobs.line.value or say("advanced.setup_patience") if is_busy else command
            shown.line.set(said)
            (shown.line.grid if said else shown.line.grid_remove)()
            words = "stop_setup" if is_busy else "repair" if view.is_set_up else "set_up"
            shown.act.configure(text=say(f"advanced.{words}"))
            shown.act.set_icon("square" if is_busy else "refresh-cw" if view.is_set_up else "download")
            shown.act.set_enabled(is_busy or not jobs.installing.value)

    def _act(self, environment: str) -> None:
        jobs = self.tools.engines
        if jobs.installing.value == environment:
            jobs.cancel()
        else:
            jobs.set_up(environment)

    def _copy(self, environment: str) -> None:
        self.clipboard_clear()
        self.clipboard_append(command_for(environment))
        self.tools.services.status.set(say("advanced.copied"))


def listener(found: Surroundings) -> EngineView:
    """Return what listens to takes, as an engine is shown."""
    return EngineView(
        id=LISTENER,
        title=LISTENER,
        description="",
        is_set_up=found.is_listener_set_up,
        environment=LISTENER,
    )


def command_for(environment: str) -> str:
    """Return what sets an engine up at a terminal."""
    return f"python3 run.py setup --engine {environment}"


def _standing(view: EngineView, *, is_busy: bool) -> tuple[str, theme.Colour]:
    """How an engine stands: name of the text, and its colour."""
    palette = theme.colours()
    if is_busy:
        return "setting_up", palette.accent
    if view.is_set_up:
        return ("is_set_up" if view.environment else "needs_no_setup"), palette.good
    return "not_set_up", palette.warning
