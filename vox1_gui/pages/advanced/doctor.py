"""The check-up's section: what is right and wrong here, with a button where VOX-1 can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import customtkinter as ctk

from vox1.doctor.finding import Finding, Level
from vox1.doctor.remedy import Act, Remedy
from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.errands.machine import Found
from vox1_gui.errands.opening import open_page
from vox1_gui.pages.advanced.section import Section
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Check
from vox1_gui.widgets.labels import Label, hint

_ICONS = {Level.GOOD: "circle-check", Level.WARNING: "triangle-alert", Level.PROBLEM: "circle-x"}
_RANKS = {Level.PROBLEM: 0, Level.WARNING: 1_000, Level.GOOD: 2_000}
"""Rows of the list that each level begins at: what is wrong stands above what is right."""
_TURN_MS = 15


class DoctorSection(Section):
    """What is right and wrong with this machine."""

    name = "doctor"
    icon = "heart-pulse"

    def build(self) -> Iterator[None]:
        """Make it."""
        body = self.card()
        hint(body, say("advanced.doctor_about")).grid(row=0, column=0, sticky="ew")
        yield
        row = ctk.CTkFrame(body, fg_color="transparent")
        row.grid(row=1, column=0, sticky="w", pady=(theme.GAP, 0))
        self.examine = Button(row, say("advanced.examine"), self._act, kind=Kind.MAIN, icon="heart-pulse")
        self.examine.grid(row=0, column=0)
        self._copy_button = Button(row, say("advanced.copy_findings"), self._copy, icon="copy")
        self._copy_button.grid(row=0, column=1, padx=theme.GAP)
        yield
        self.with_speed = Check(body, say("advanced.with_speed"))
        self.with_speed.grid(row=2, column=0, sticky="w", pady=(theme.GAP, 0))
        self._summary = Label(body, kind=Type.STRONG, wraps=True)
        self._summary.grid(row=3, column=0, sticky="ew", pady=(theme.GAP, 0))
        yield
        self._list = self.card()
        self._list.master.grid_remove()
        self._rows: list[Any] = []
        self._timer = ""
        yield

    def finish(self) -> None:
        """Show what has been found, and what will be."""
        super().finish()
        self.tools.checkup.found.watch(lambda _: self._soon())
        self.tools.checkup.is_running.watch(lambda _: self._soon())

    @property
    def shown_rows(self) -> int:
        """How many findings are shown."""
        return len(self._rows)

    def _act(self) -> None:
        checkup = self.tools.checkup
        if checkup.is_running.value:
            checkup.stop()
            self.examine.set_enabled(is_enabled=False)
        else:
            checkup.start(with_speed=bool(self.with_speed.get()))

    def _soon(self) -> None:
        if not self._timer:
            self._timer = str(self.after(_TURN_MS, self._grow))

    def _grow(self) -> None:
        """Show one finding more, or take all away where the check-up begins anew; a row takes some ms."""
        self._timer = ""
        found = self.tools.checkup.found.value
        if len(found) < len(self._rows):
            for row in self._rows:
                row.destroy()
            self._rows.clear()
        if len(found) > len(self._rows):
            self._list.master.grid()
            self._rows.append(self._row(found[len(self._rows)], len(self._rows)))
            self._soon()
        self._tell()

    def _tell(self) -> None:
        """Say how it stands."""
        checkup, counts = self.tools.checkup, self.tools.checkup.counts
        is_running = checkup.is_running.value
        self.examine.configure(text=say("advanced.stop_examining" if is_running else "advanced.examine"))
        self.examine.set_icon("square" if is_running else "heart-pulse")
        self.examine.set_enabled(is_enabled=True)
        self._copy_button.set_enabled(bool(self._rows) and not is_running)
        palette = theme.colours()
        problems, warnings = counts[Level.PROBLEM], counts[Level.WARNING]
        if is_running:
            said, colour = say("advanced.examining", len(checkup.found.value)), palette.text
        elif not checkup.found.value:
            said, colour = "", palette.text
        elif problems:
            said, colour = say("advanced.problems", problems), palette.bad
        elif warnings:
            said, colour = say("advanced.warnings", warnings), palette.warning
        else:
            said = say("advanced.all_well" if checkup.is_over else "advanced.well_so_far")
            colour = palette.good
        self._summary.set(said)
        self._summary.configure(text_color=colour)

    def _row(self, found: Found, number: int) -> Any:
        """A finding: how it stands, what it is, what to do, and a button."""
        finding, palette = found.finding, theme.colours()
        colour = {Level.GOOD: palette.good, Level.WARNING: palette.warning}.get(finding.level, palette.bad)
        row = ctk.CTkFrame(self._list, fg_color="transparent")
        place = _RANKS[finding.level] + number
        row.grid(row=place, column=0, sticky="ew", pady=theme.GAP / 2)
        row.columnconfigure(1, weight=1)
        picture = ctk.CTkLabel(row, text="", image=theme.icon(_ICONS[finding.level], colour, 20))
        picture.grid(row=0, column=0, sticky="n", padx=(0, theme.GAP))
        Label(row, f"{_topic(finding)}: {finding.message}", wraps=True).grid(row=0, column=1, sticky="ew")
        if finding.fix:
            hint(row, finding.fix).grid(row=1, column=1, sticky="ew")
        if found.remedy:
            is_offer = finding.level is Level.GOOD
            words = say(f"advanced.remedy.{found.remedy.act.value}")
            kind = Kind.QUIET if is_offer else Kind.PLAIN
            button = Button(row, words, partial(self.mend, found.remedy), kind=kind)
            button.grid(row=0, column=2, rowspan=2, sticky="ne", padx=(theme.GAP, 0))
        return row

    def mend(self, remedy: Remedy) -> None:
        """Do what can be done about a finding."""
        tools, thing = self.tools, remedy.object
        match remedy.act:
            case Act.SET_UP:
                tools.open("engines")
                tools.engines.set_up(thing)
            case Act.FETCH:
                tools.open("models")
                tools.models.fetch(thing)
            case Act.VERIFY:
                tools.open("models")
                tools.models.verify(thing)
            case Act.ENGINE:
                tools.choices.set(engine=thing)
            case Act.DEVICE:
                tools.choices.set(device=Settings().device)
            case Act.FOLDER:
                tools.open("folders")
            case Act.SETTINGS:
                tools.services.keep_settings(tools.choices.now.value)
            case Act.PAGE:
                tools.services.bridge.start(open_page, thing)

    def _copy(self) -> None:
        lines = [_line(one.finding) for one in self.tools.checkup.found.value]
        self.clipboard_clear()
        self.clipboard_append("\n".join(lines))
        self.tools.services.status.set(say("advanced.copied"))


def _topic(finding: Finding) -> str:
    return finding.topic[:1].upper() + finding.topic[1:]


def _line(finding: Finding) -> str:
    """A finding for a report."""
    return f"{finding.level.value}: {finding.topic}: {finding.message} {finding.fix}".strip()
