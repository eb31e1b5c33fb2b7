"""The player bar: what is heard, at the foot of the window, beside what is going on."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.player import Player, Playing
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.labels import FittedLabel, Label

HEIGHT = 44
"""Pixels at 100 %. The foot keeps them while nothing is heard too: else all that stands above it would move
away from under the mouse with the first sound."""
_TITLE_WIDTH = 240
_STEP_SECONDS = 10.0


class PlayerBar(ctk.CTkFrame):
    """What is heard, and the buttons for it; it is not seen while nothing is.

    Args:
        master: The foot of the window.
        player: What plays.
        place: Where in the foot's grid it stands while something is heard.
    """

    def __init__(self, master: Any, player: Player, place: dict[str, Any]) -> None:
        super().__init__(master, corner_radius=0, fg_color="transparent")
        self._place, self._is_shown = place, False
        self._icon("skip-back", "window.back", lambda: player.skip(-_STEP_SECONDS), 0)
        self._toggle = self._icon("pause", "window.play_or_pause", player.toggle, 1)
        self._icon("skip-forward", "window.on", lambda: player.skip(_STEP_SECONDS), 2)
        room = ctk.CTkFrame(self, width=_TITLE_WIDTH, height=HEIGHT - theme.UNIT, fg_color="transparent")
        room.grid_propagate(flag=False)  # however long the title is
        room.grid(row=0, column=3, padx=theme.GAP)
        room.columnconfigure(0, weight=1)
        room.rowconfigure(0, weight=1)
        self._title = FittedLabel(room, kind=Type.STRONG)
        self._title.grid(row=0, column=0, sticky="ew")
        self._time = Label(self, colour=theme.colours().muted)
        self._time.grid(row=0, column=4, padx=theme.GAP)
        self._icon("x", "window.stop", player.stop, 5)
        player.now.watch(self._show)

    def _icon(self, icon: str, words: str, command: Any, column: int) -> Button:
        button = Button(self, say(words), command, kind=Kind.QUIET, icon=icon, is_small=True)
        button.grid(row=0, column=column, padx=theme.UNIT / 2, pady=theme.UNIT / 2)
        return button

    def _show(self, playing: Playing | None) -> None:
        if playing is None:
            self.grid_forget()
            self._is_shown = False
            return
        if not self._is_shown:
            self.grid(**self._place)
            self._is_shown = True
        self._toggle.set_icon("pause" if playing.is_playing else "play")
        self._title.fit(playing.title)
        self._time.set(clock(playing.position_seconds))


def clock(seconds: float) -> str:
    """Return a length as people read it: ``1:02:03``, or ``2:03`` below an hour."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
