"""The section on models: which there are, and fetching, checking and removing them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import customtkinter as ctk

from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.errands.models import ModelRow
from vox1_gui.errands.opening import open_folder
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.fields import Field
from vox1_gui.pages.advanced.model_jobs import Doing, Progress
from vox1_gui.pages.advanced.section import Section
from vox1_gui.pages.advanced.told import model_about, model_title
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.dialog import ask
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure, size, span

_ROWS = 7
_REPAINT_MS = 120
_MIRROR_WIDTH = 150


class MirrorField(Field):
    """The address that models are fetched from; empty for the usual one."""

    def __init__(self, master: Any, choices: Choices) -> None:
        super().__init__(master, choices, "model_mirror")

    def fill(self) -> None:
        """Make the entry."""
        self._entry = Entry(self, self._typed, width=_MIRROR_WIDTH)
        self._controls.append(self._entry)
        self._entry.bind("<FocusOut>", lambda _: self.settle(), add=True)
        self.put_wide(self._entry)

    def show(self, settings: Settings) -> None:
        """Show the address, unless it is being typed."""
        if self.focus_get() is not self._entry._entry:  # noqa: SLF001  # customtkinter does not say
            self._entry.set(settings.model_mirror)

    def _typed(self, text: str) -> None:
        address = text.strip()
        is_good = not address or is_address(address)
        self.explain("" if is_good else say("advanced.mirror_bad"))
        if is_good:
            self.choices.set(model_mirror=address)

    def settle(self) -> None:
        """What is no address gives way to what holds."""
        self.explain()
        self._entry.set(self.choices.now.value.model_mirror)


class ModelsSection(Section):
    """Which models there are; each can be fetched, checked and removed."""

    name = "models"
    icon = "download"
    own = ("model_mirror",)

    def build(self) -> Iterator[None]:
        """Make it."""
        self._repaint_timer = ""
        body = self.card()
        hint(body, say("advanced.models_about")).grid(row=0, column=0, sticky="ew", pady=(0, theme.GAP))
        yield
        columns = (
            Column("model", say("advanced.column_model"), 200, stretches=True),
            Column("size", say("advanced.column_size"), 76, is_number=True),
            Column("state", say("advanced.column_state"), 170, stretches=True),
        )
        self.table = Table(
            body,
            columns,
            on_select=lambda _: self._describe(),
            on_open=self._opened,
            many=False,
        )
        self.table.tree.configure(height=_ROWS)
        self.table.grid(row=1, column=0, sticky="ew")
        palette = theme.colours()
        for tag, colour in (("here", palette.good), ("bad", palette.bad), ("busy", palette.accent)):
            self.table.style(tag, colour)
        yield
        self._title = Label(body, kind=Type.STRONG, wraps=True)
        self._title.grid(row=2, column=0, sticky="ew", pady=(theme.PAD, 0))
        self._about = hint(body)
        self._about.grid(row=3, column=0, sticky="ew")
        yield
        self._bar = ctk.CTkProgressBar(body, height=theme.UNIT)
        self._bar.grid(row=4, column=0, sticky="ew", pady=(theme.GAP, 0))
        self._bar.grid_remove()
        yield
        yield from self._make_buttons(body)
        body = self.card(say("advanced.card_mirror"))
        yield from self.add(body, (kind(body, self.tools.choices) for kind in (MirrorField,)))

    def _make_buttons(self, body: Any) -> Iterator[None]:
        row = ctk.CTkFrame(body, fg_color="transparent")
        row.grid(row=5, column=0, sticky="w", pady=(theme.PAD, 0))
        jobs = self.tools.models
        wanted = (
            ("fetch", "download", Kind.MAIN, lambda: jobs.fetch(self.chosen)),
            ("pause", "pause", Kind.PLAIN, lambda: jobs.toggle_pause(self.chosen)),
            ("cancel", "x", Kind.PLAIN, lambda: jobs.cancel(self.chosen)),
            ("verify", "list-checks", Kind.PLAIN, lambda: jobs.verify(self.chosen)),
            ("remove", "trash-2", Kind.DANGER, self._ask_to_remove),
            ("open_folder", "folder-open", Kind.PLAIN, self._show_folder),
        )
        self._buttons: dict[str, Button] = {}
        for column, (name, icon, kind, command) in enumerate(wanted):
            is_small = name == "open_folder"
            button = Button(row, say(f"advanced.{name}"), command, kind=kind, icon=icon, is_small=is_small)
            button.grid(row=0, column=column, padx=(0, theme.GAP))
            self._buttons[name] = button
            yield

    def finish(self) -> None:
        """Follow the models, and what is done with them."""
        super().finish()
        self.tools.models.rows.watch(lambda _: self._list())
        self.tools.models.progress.watch(lambda _: self._repaint_soon())

    def shown(self) -> None:
        """Look again: models may have been copied in by hand."""
        self.tools.models.look()

    @property
    def chosen(self) -> str:
        """Name of the model that is chosen; empty while none is."""
        return next(iter(self.table.selected), "")

    def select(self, name: str) -> None:
        """Choose a model, where it is in the list."""
        if name in self.table.ids:
            self.table.select([name])

    def press(self, button: str) -> None:
        """Press one of the buttons, by its name."""
        self._buttons[button].invoke()

    def _list(self) -> None:
        rows = self.tools.models.rows.value
        if rows is None:
            return
        chosen = self.chosen
        self.table.fill((row.name, (model_title(row), _size(row), "")) for row in rows)
        self._repaint()
        if rows:
            self.table.select([chosen if chosen in self.table.ids else rows[0].name])

    def _repaint_soon(self) -> None:
        if not self._repaint_timer:
            self._repaint_timer = str(self.after(_REPAINT_MS, self._repaint))

    def _repaint(self) -> None:
        """Show how each model stands, and what can be done with the one that is chosen."""
        self._repaint_timer = ""
        progress = self.tools.models.progress.value
        for row in self.tools.models.rows.value or ():
            if row.name in self.table.ids:
                doing = progress.get(row.name)
                self.table.change(row.name, "state", state_of(row, doing))
                self.table.tag(row.name, _tag(row, doing))
        self._describe()

    def _describe(self) -> None:
        row = self.tools.models.row(self.chosen)
        doing = self.tools.models.progress.value.get(self.chosen)
        self._title.set(f"{model_title(row)}: {row.name}" if row else "")
        self._about.set(_about(row, doing) if row else "")
        for name, is_possible in possible(row, doing).items():
            self._buttons[name].set_enabled(is_possible)
            is_for_now = (name in {"pause", "cancel"}) == (doing is not None) or name == "open_folder"
            (self._buttons[name].grid if is_for_now else self._buttons[name].grid_remove)()
        resume = doing is not None and doing.is_paused
        pause = self._buttons["pause"]
        pause.configure(text=say("advanced.resume" if resume else "advanced.pause"))
        pause.set_icon("play" if resume else "pause")
        words = "advanced.fetch_on" if row and row.here_bytes and not row.is_usable else "advanced.fetch"
        self._buttons["fetch"].configure(text=say(words))
        if doing and doing.total_bytes:
            self._bar.set(doing.part)
            self._bar.grid()
        else:
            self._bar.grid_remove()

    def _opened(self, name: str) -> None:
        row, doing = self.tools.models.row(name), self.tools.models.progress.value.get(name)
        if possible(row, doing)["fetch"]:
            self.tools.models.fetch(name)

    def _ask_to_remove(self) -> None:
        row = self.tools.models.row(self.chosen)
        if row is None:
            return
        question = say("advanced.remove_question", name=row.name, size=size(row.here_bytes))
        answer = (say("advanced.remove"), Kind.DANGER, lambda: self.tools.models.remove(row.name))
        ask(self, say("advanced.remove_title"), question, [answer])

    def _show_folder(self) -> None:
        row, folder = self.tools.models.row(self.chosen), self.tools.services.folders.models
        place = folder / row.name if row and row.is_here else folder
        self.tools.services.bridge.start(open_folder, place)


def is_address(text: str) -> bool:
    """Whether a text is an address that something can be fetched from."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def possible(row: ModelRow | None, doing: Progress | None) -> dict[str, bool]:
    """Return which buttons can be pressed, by their names."""
    is_free = row is not None and doing is None
    is_fetched = row is not None and row.is_usable
    is_moving = doing is not None and doing.doing is not Doing.REMOVING
    return {
        "fetch": bool(is_free and row and row.fetch_bytes and not is_fetched),
        "pause": is_moving,
        "cancel": is_moving,
        "verify": bool(is_free and row and row.is_here),
        "remove": bool(is_free and row and row.here_bytes),
        "open_folder": True,
    }


def state_of(row: ModelRow, doing: Progress | None) -> str:
    """Return how a model stands, in a few words."""
    if doing is not None:
        return _moving(doing)
    if row.fault:
        return say("advanced.state_damaged")
    if row.is_here:
        return say("advanced.state_verified" if row.is_verified else "advanced.state_here")
    if row.here_bytes:
        part = f"{100 * row.here_bytes / row.fetch_bytes:.0f}" if row.fetch_bytes else "0"
        return say("advanced.state_begun", part=part)
    return say("advanced.state_to_fetch")


def _moving(doing: Progress) -> str:
    """What is being done, how far it is, and how long it takes yet."""
    said = say(f"advanced.doing_{doing.doing.value}")
    if not doing.total_bytes:
        return said
    said = f"{said} {100 * doing.part:.0f} %"
    if doing.is_paused:
        return f"{said} · {say('advanced.doing_paused')}"
    if doing.bytes_per_second >= 1:
        left = (doing.total_bytes - doing.done_bytes) / doing.bytes_per_second
        return f"{said} · {say('advanced.time_left', time=span(left))}"
    return said


def _about(row: ModelRow, doing: Progress | None) -> str:
    if doing and doing.note:
        return doing.note
    if doing and doing.total_bytes:
        speed = f" · {size(doing.bytes_per_second)}/s" if doing.bytes_per_second >= 1 else ""
        return f"{size(doing.done_bytes)} / {size(doing.total_bytes)}{speed}"
    if row.fault:
        return say("advanced.fault", fault=row.fault)
    return model_about(row)


def _size(row: ModelRow) -> str:
    count = row.here_bytes if row.is_here else row.fetch_bytes
    return size(count) if count else figure(0)


def _tag(row: ModelRow, doing: Progress | None) -> str:
    if doing is not None:
        return "busy"
    if row.fault:
        return "bad"
    return "here" if row.is_here else "away"
