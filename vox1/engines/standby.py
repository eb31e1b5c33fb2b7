"""Standby: the engine that spoke last, kept ready for the next sentence, and never in anybody's way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vox1.control import Cancelled, Control
from vox1.errors import InputError

if TYPE_CHECKING:
    from vox1 import events
    from vox1.engines.host import EngineHost
    from vox1_worker.protocol import Load

log = logging.getLogger(__name__)

_IDLE_SECONDS = 180.0
"""An engine that nobody has used for so long gives its memory back."""
_GIVE_UP_SECONDS = 1.0
"""For a worker to stop what nobody wants any more; one that takes longer is ended."""
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Started:
    """What an engine was started as: another one is no use.

    Attributes:
        engine: Its id.
        load: What it was told to load.
    """

    engine: str
    load: Load


class Standby:
    """Keeps one engine at most. It may be used from several threads, one after the other.

    Args:
        idle_seconds: How long an engine is kept unused; 0 keeps none.
    """

    def __init__(self, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._using = threading.Lock()
        self._changing = threading.Lock()
        self._kept: tuple[Started, EngineHost] | None = None
        self._timer: threading.Timer | None = None
        self._away = 0

    @contextmanager
    def engine(
        self,
        started: Started,
        start: Callable[[], EngineHost],
        emit: Callable[[events.Event], None],
        control: Control,
    ) -> Iterator[EngineHost]:
        """Have an engine to speak with; the one that is kept, if it is the same.

        Args:
            started: Which engine.
            start: Starts it.
            emit: Told what happens to it.
            control: Ends the wait for whoever has it, if it is cancelled.

        Raises:
            Cancelled: It was.
        """
        while not self._using.acquire(timeout=_LOOK_SECONDS):
            control.check()
        try:
            host = self._taken(started) or start()
            host.heed(emit)
            is_sound = False
            try:
                yield host
                is_sound = True
            except (Cancelled, InputError):
                is_sound = self._idle_seconds > 0 and host.give_up(_GIVE_UP_SECONDS)
                raise
            finally:
                self._put_back(started, host, is_sound=is_sound)
        finally:
            self._using.release()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Keep no engine for as long as this is entered: a render needs the memory."""
        with self._changing:
            self._away += 1
        self.close()
        try:
            yield
        finally:
            with self._changing:
                self._away -= 1

    @property
    def is_away(self) -> bool:
        """Whether somebody needs the memory, such as a render."""
        return self._away > 0

    def close(self) -> None:
        """End the engine that is kept, if there is one."""
        with self._changing:
            kept, self._kept = self._kept, None
            self._stop_timer()
        if kept:
            log.info("The %s engine leaves", kept[0].engine)
            kept[1].kill()

    def _taken(self, started: Started) -> EngineHost | None:
        """The engine that is kept, if it is the one wanted; another one ends."""
        with self._changing:
            self._stop_timer()
            kept, self._kept = self._kept, None
        if kept is None:
            return None
        if kept[0] == started:
            return kept[1]
        kept[1].kill()
        return None

    def _put_back(self, started: Started, host: EngineHost, *, is_sound: bool) -> None:
        with self._changing:
            if is_sound and self._idle_seconds > 0 and not self._away:
                self._kept = started, host
                self._timer = threading.Timer(self._idle_seconds, self.close)
                self._timer.daemon = True
                self._timer.start()
                return
        host.kill()

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
