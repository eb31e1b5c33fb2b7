"""The player: one sound at a time for the whole window, and who shows it is told how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vox1.errors import Vox1Error
from vox1_gui.messages import Trouble
from vox1_gui.watched import Watched

if TYPE_CHECKING:
    from vox1.audio.playback import Playback

_TICK_MS = 100


@dataclass(frozen=True, slots=True)
class Playing:
    """What is heard.

    Attributes:
        path: The file.
        title: What it is, for the listener.
        position_seconds: How far into the file.
        is_playing: Whether it moves; else it rests, or is over.
        is_over: Whether it has come to its end.
    """

    path: Path
    title: str
    position_seconds: float
    is_playing: bool
    is_over: bool = False


class Player:
    """Plays files; all of it in Tk's thread.

    Args:
        after: Tk's: calls something after some milliseconds.
        tell_trouble: Told where nothing can be heard.

    Attributes:
        now: What is heard; None where nothing was asked for, or all was stopped.
    """

    def __init__(
        self, after: Callable[[int, Callable[[], None]], Any], tell_trouble: Callable[[Trouble], None]
    ) -> None:
        self.now: Watched[Playing | None] = Watched[Playing | None](None)
        self._after, self._tell_trouble = after, tell_trouble
        self._playback: Playback | None = None
        self._title = ""
        self._is_ticking = False

    def play(
        self, path: Path, title: str, start_seconds: float = 0.0, until_seconds: float | None = None
    ) -> None:
        """Play a file from some place in it, instead of what is being played.

        Args:
            path: Anything that ffmpeg reads.
            title: What it is, for the listener.
            start_seconds: Where in it.
            until_seconds: Where to end; None for its end.
        """
        self._title = title
        try:
            self._device().play(path, start_seconds, until_seconds)
        except Vox1Error as err:
            self._tell_trouble(Trouble(err.code, err.message, err.hint))
            return
        self._show()
        self._keep_showing()

    def toggle(self) -> None:
        """Rest, or go on; what is over begins anew."""
        playing = self.now.value
        if playing is None or self._playback is None:
            return
        if playing.is_over:
            self._playback.seek(0.0)
        elif playing.is_playing:
            self._playback.pause()
        else:
            self._playback.resume()
        self._show()
        self._keep_showing()

    def seek(self, seconds: float) -> None:
        """Go on somewhere else in the file."""
        if self._playback and self.now.value:
            self._playback.seek(seconds)
            self._show()
            self._keep_showing()

    def skip(self, seconds: float) -> None:
        """Go on some seconds later, or earlier."""
        if playing := self.now.value:
            self.seek(playing.position_seconds + seconds)

    def set_speed(self, speed: float) -> None:
        """Have it heard faster or slower; the pitch stays."""
        self._device().set_speed(speed)

    def stop(self) -> None:
        """Play nothing any more."""
        if self._playback:
            self._playback.stop()
        self.now.set(None)

    def close(self) -> None:
        """Give the sound device back."""
        if self._playback:
            self._playback.close()

    def _device(self) -> Playback:
        if self._playback is None:
            from vox1.audio.playback import Playback, silent_device  # noqa: PLC0415  # most starts play nothing

            self._playback = Playback(silent_device if os.environ.get("VOX1_SOUND") == "none" else None)
        return self._playback

    def _keep_showing(self) -> None:
        if not self._is_ticking:
            self._is_ticking = True
            self._after(_TICK_MS, self._tick)

    def _tick(self) -> None:
        self._is_ticking = False
        self._show()
        if self.now.value and self.now.value.is_playing:
            self._keep_showing()

    def _show(self) -> None:
        playback = self._playback
        if playback is None or playback.path is None:
            return
        place = playback.position_seconds
        self.now.set(Playing(playback.path, self._title, place, playback.is_playing, playback.is_over))
