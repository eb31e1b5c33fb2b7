"""The compare part: two voices side by side, on the same sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.errands.voices import VoiceKind, VoiceRow
from vox1_gui.pages.lab import languages
from vox1_gui.pages.lab.comparing import SIDES, CompareState
from vox1_gui.pages.lab.filling import Filling, Line
from vox1_gui.pages.lab.library import MOST_TEXT
from vox1_gui.pages.lab.room import Part
from vox1_gui.pages.lab.shelf import Sieve, sifted
from vox1_gui.player import Playing
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.frames import Card
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.table import Column, Table
from vox1_gui.widgets.timer import Timer

_TYPING_MS = 150


class Side(Card):
    """One of the two: a list to choose from, and who was chosen.

    Args:
        master: The part.
        part: The same.
        side: 0 or 1.
    """

    def __init__(self, master: Any, part: Compare, side: int) -> None:
        super().__init__(master, border_width=2)
        self._part, self._side = part, side
        self._typing = Timer(self)
        self.body.columnconfigure(1, weight=1)
        self.body.rowconfigure(2, weight=1)
        self.letter = Label(self.body, SIDES[side], Type.DISPLAY, theme.colours().muted)
        self.letter.grid(row=0, column=0, padx=(0, theme.PAD))
        self.chosen = Label(self.body, say("lab.choose_voice"), Type.STRONG)
        self.chosen.grid(row=0, column=1, sticky="w")

    def build(self) -> Iterator[None]:
        """Make the list."""
        columns = (
            Column("name", say("lab.column_name"), 170, stretches=True),
            Column("language", say("lab.column_language"), 110),
        )
        self.table = Table(
            self.body,
            columns,
            on_select=self._selected,
            on_open=lambda _: self._part.room.comparing.play(),
            many=False,
        )
        self.table.grid(row=2, column=0, columnspan=2, sticky="nsew", pady=theme.GAP)
        self._filling = Filling(self.table, self._key)
        self.table.tree.configure(height=4)
        self.table.tree.bind("<space>", self._space)
        yield
        self.search = Entry(
            self.body,
            on_change=lambda _: self._typing.start(_TYPING_MS, self.fill),
            placeholder_text=say("lab.search"),
        )
        self.search.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(theme.GAP, 0))
        yield

    def fill(self) -> None:
        """List the voices that are looked for, those with a star first."""
        shelf = self._part.room.shelf
        rows = sifted(shelf.voices.value, Sieve(self.search.get()), shelf.names, shelf.favourites)
        rows = [row for row in rows if not row.fault and self._can_speak(row)]
        rows.sort(key=lambda row: row.key not in shelf.favourites)
        self._filling.fill(
            [Line(row.key, (row.name, languages.language_name(row.language, shelf.names))) for row in rows]
        )

    def _key(self) -> str:
        row = self._part.room.comparing.state.value.rows[self._side]
        return row.key if row else ""

    def show(self, state: CompareState, *, is_heard: bool) -> None:
        """Show who was chosen, and whether that is what is heard."""
        row = state.rows[self._side]
        palette = theme.colours()
        self.chosen.set(row.name if row else say("lab.choose_voice"))
        self.letter.configure(text_color=palette.accent if is_heard else palette.muted)
        self.configure(border_color=palette.accent if is_heard else palette.line)
        if row and row.key in self.table.ids and self.table.selected != (row.key,):
            self.table.select([row.key])

    def _can_speak(self, row: VoiceRow) -> bool:
        return row.kind is VoiceKind.DRAFT or self._part.room.shelf.missing_for(row) is None

    def _selected(self, keys: Sequence[str]) -> None:
        row = self._part.room.shelf.row(keys[0]) if keys else None
        if row:
            self._part.room.comparing.choose(self._side, row)

    def _space(self, _: Any) -> str:
        self._part.play()
        return "break"


class Compare(Part):
    """Two voices, and the key between them."""

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self._shown_icon = ""
        self.columnconfigure((0, 1), weight=1, uniform="side")
        self.rowconfigure(1, weight=1)
        hint(self, say("lab.compare_text")).grid(
            row=0, column=0, columnspan=2, sticky="ew", pady=(0, theme.GAP)
        )
        self.sides: list[Side] = []
        for side in range(len(SIDES)):
            one = Side(self, self, side)
            one.grid(row=1, column=side, sticky="nsew", padx=(theme.GAP * side, theme.GAP * (1 - side)))
            yield
            yield from one.build()
            self.sides.append(one)
        yield from self._build_foot()
        self.room.shelf.voices.watch(lambda _: self._fill())
        yield
        self.room.comparing.state.watch(lambda _: self._show())
        self.services.player.now.watch(self._show_playing)

    def _build_foot(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(theme.PAD, 0))
        row.columnconfigure(2, weight=1)
        self.play_button = Button(row, say("lab.hear_both"), self.play, kind=Kind.MAIN, icon="play")
        self.play_button.grid(row=0, column=0)
        self.switch_button = Button(
            row, say("lab.switch"), self.room.comparing.switch, icon="arrow-left-right"
        )
        self.switch_button.grid(row=0, column=1, padx=theme.GAP)
        yield
        self.text = Entry(row, on_return=lambda _: self.play(), placeholder_text=say("lab.text_placeholder"))
        self.text.grid(row=0, column=2, sticky="ew")
        if self.room.comparing.text:
            self.text.set(self.room.comparing.text)
        yield

    def play(self) -> None:
        """Hear the first of the two, or rest."""
        text = " ".join(self.text.get().split())
        if len(text) > MOST_TEXT:
            self.tell(Level.WARNING, say("lab.text_long"), say("lab.text_long_hint", MOST_TEXT))
            return
        self.room.comparing.set_text(text)
        self.room.comparing.play()

    def shown(self) -> None:
        """Show the voices, with the stars that were given since."""
        for side in self.sides:
            side.fill()

    def _fill(self) -> None:
        """List the voices, if anybody can see it; else when it is shown."""
        if self.winfo_ismapped():
            for side in self.sides:
                side.fill()

    def _show(self) -> None:
        state = self.room.comparing.state.value
        playing = self.services.player.now.value
        is_heard = self.room.comparing.is_heard and bool(playing and playing.is_playing)
        for number, side in enumerate(self.sides):
            side.show(state, is_heard=is_heard and state.side == number)
        can_play = all(state.rows) and not state.is_speaking
        for button in (self.play_button, self.switch_button):
            if (button.cget("state") == "normal") != can_play:
                button.set_enabled(can_play)
        words = say("lab.speaking") if state.is_speaking else say("lab.hear_both")
        if self.play_button.cget("text") != words:
            self.play_button.configure(text=words)
        icon = "pause" if is_heard else "play"
        if icon != self._shown_icon:
            self._shown_icon = icon
            self.play_button.set_icon(icon)

    def _show_playing(self, playing: Playing | None) -> None:
        shown = (playing is not None and playing.is_playing, playing.path if playing else None)
        if shown != getattr(self, "_shown_playing", None):
            self._shown_playing = shown
            self._show()
