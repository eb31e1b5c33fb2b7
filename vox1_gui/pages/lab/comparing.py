"""Comparing: two voices say the same, and one key changes between them while they speak; without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from vox1_gui.bridge import Job
from vox1_gui.errands.voices import Heard, VoiceRow, hear_voice, text_of
from vox1_gui.messages import Trouble
from vox1_gui.services import Services
from vox1_gui.watched import Watched

SIDES = ("A", "B")


@dataclass(frozen=True, slots=True)
class CompareState:
    """How far it is.

    Attributes:
        rows: The two voices; None for one that is not chosen yet.
        heard: What each sounds like; None for what was not spoken yet.
        is_speaking: Whether one of them is being spoken.
        side: Which of them is heard, 0 or 1.
    """

    rows: tuple[VoiceRow | None, VoiceRow | None] = (None, None)
    heard: tuple[Heard | None, Heard | None] = (None, None)
    is_speaking: bool = False
    side: int = 0


def same_place(seconds: float, length: float, other_length: float) -> float:
    """Return where the other voice is in the same text: one of them may speak faster."""
    return min(max(seconds / length, 0.0), 1.0) * other_length if length > 0 else 0.0


class Comparing:
    """Has two voices heard against each other.

    Args:
        services: What it works with.

    Attributes:
        state: How far it is.
        text: What they say; empty for a text of the first one's language.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self.state: Watched[CompareState] = Watched(CompareState())
        self.text = ""
        self._jobs: list[Job[Any]] = []

    def take(self, row: VoiceRow) -> None:
        """Take a voice as the first one that is missing, or else as the second."""
        first, second = self.state.value.rows
        if first is None:
            self.choose(0, row)
        elif second is None or row != first:
            self.choose(1, row)

    def choose(self, side: int, row: VoiceRow | None) -> None:
        """Take a voice as the first or the second."""
        rows, heard = list(self.state.value.rows), list(self.state.value.heard)
        if rows[side] != row:
            rows[side], heard[side] = row, None
            self._set(rows=tuple(rows), heard=tuple(heard))

    def set_text(self, text: str) -> None:
        """Have them say something else."""
        if text != self.text:
            self.text = text
            self._set(heard=(None, None))

    def play(self) -> None:
        """Hear the first; both are spoken before, where they were not. If one is heard, rest."""
        state, player = self.state.value, self._services.player
        first, second = state.rows
        if first is None or second is None or state.is_speaking:
            return
        if self.is_heard:
            player.toggle()
        elif all(state.heard):
            self._play_side(state.side, 0.0)
        else:
            self._speak(first, second)

    def switch(self) -> None:
        """Hear the other one, from the same place in the text."""
        state, playing = self.state.value, self._services.player.now.value
        here, other = state.heard[state.side], state.heard[1 - state.side]
        if not here or not other:
            self.play()
            return
        place = playing.position_seconds if playing and self.is_heard and not playing.is_over else 0.0
        self._set(side=1 - state.side)
        self._play_side(1 - state.side, same_place(place, here.seconds, other.seconds))

    @property
    def is_heard(self) -> bool:
        """Whether what the player has is one of the two."""
        heard, playing = self.state.value.heard[self.state.value.side], self._services.player.now.value
        return bool(heard and playing and playing.path == heard.path)

    def _play_side(self, side: int, seconds: float) -> None:
        row, heard = self.state.value.rows[side], self.state.value.heard[side]
        if row and heard:
            self._services.player.play(heard.path, f"{SIDES[side]}: {row.name}", seconds)

    def _speak(self, first: VoiceRow, second: VoiceRow) -> None:
        """Have both speak the same text, then hear the first."""
        self._set(is_speaking=True, heard=(None, None), side=0)
        if self.text:
            self._speak_text(first, second, self.text)
            return
        job = self._services.bridge.start(text_of, first.language)
        self._jobs = [job]
        job.on_done = lambda text: self._speak_text(first, second, text)
        job.on_trouble = self._failed
        job.on_cancelled = lambda: self._set(is_speaking=False)

    def _speak_text(self, first: VoiceRow, second: VoiceRow, text: str) -> None:
        settings = self._services.workspace.settings.value
        jobs = [self._services.bridge.start(hear_voice, row, text, settings) for row in (first, second)]
        self._jobs = [*jobs]

        def heard(side: int, result: Heard) -> None:
            both = list(self.state.value.heard)
            both[side] = result
            self._set(heard=tuple(both))
            if all(both):
                self._set(is_speaking=False)
                self._play_side(0, 0.0)

        for side, job in enumerate(jobs):
            job.on_done = partial(heard, side)
            job.on_trouble = self._failed
            job.on_cancelled = lambda: self._set(is_speaking=False)

    def _failed(self, trouble: Trouble) -> None:
        for job in self._jobs:
            job.cancel()
        self._set(is_speaking=False)
        self._services.tell_trouble(trouble)

    def cancel(self) -> None:
        """Give up what is being spoken."""
        for job in self._jobs:
            job.cancel()

    def _set(self, **changes: object) -> None:
        self.state.set(replace(self.state.value, **changes))  # type: ignore[arg-type]  # checked by the tests
