"""Auditions: voices are heard, one at a time, and what was heard once is there at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.voices import Heard, VoiceRow, hear_voice
from vox1_gui.services import Services
from vox1_gui.watched import Watched


@dataclass(frozen=True, slots=True)
class Asked:
    """An audition that was asked for.

    Attributes:
        key: Of the voice.
        heard: What came of it; None while it is being spoken.
    """

    key: str
    heard: Heard | None = None


class Auditions:
    """Has voices heard.

    Args:
        services: What it works with.

    Attributes:
        now: What was asked for last; None where nothing was, or it came to nothing.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self.now: Watched[Asked | None] = Watched[Asked | None](None)
        self._job: Job[Heard] | None = None
        self._text = ""

    def hear(self, row: VoiceRow, text: str) -> None:
        """Play a voice; if that is what is being played, rest or go on."""
        player, now = self._services.player, self.now.value
        playing = player.now.value
        is_same = now is not None and (now.key, self._text) == (row.key, text)
        if is_same and now and now.heard and playing and playing.path == now.heard.path:
            player.toggle()
            return
        self._text = text
        self.ask(row, text, lambda heard: player.play(heard.path, row.name))

    def ask(self, row: VoiceRow, text: str, then: Callable[[Heard], Any]) -> None:
        """Have a voice speak, instead of what was asked for before, and do something with it."""
        if self._job:
            self._job.cancel()
        self.now.set(Asked(row.key))
        settings = self._services.workspace.settings.value
        job = self._job = self._services.bridge.start(hear_voice, row, text, settings)

        def heard(result: Heard) -> None:
            if self._job is not job:  # another voice was asked for since
                return
            self.now.set(Asked(row.key, result))
            for doubt in result.doubts:
                self._services.activity.note(Level.WARNING, doubt, topic=row.name)
            then(result)

        def ended() -> None:
            if self._job is job:
                self._job = None
                if self.now.value and not self.now.value.heard:
                    self.now.set(None)

        job.on_done, job.on_end = heard, ended

    def cancel(self) -> None:
        """Give up what is being spoken."""
        if self._job:
            self._job.cancel()
