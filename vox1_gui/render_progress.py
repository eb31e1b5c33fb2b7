"""The progress of a render: what its news add up to."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vox1 import events
from vox1.events import Event
from vox1_gui.errands.renders import MachineNews, RenderNews, Spoken
from vox1_gui.pace import Due, Pace, steadied

_KEPT_MOMENTS = 900
"""A quarter of an hour, a second each."""
_ENCODING = 0.05
"""What the end of a chapter, its levelling and encoding, counts beside the speaking of it."""


@dataclass(slots=True)
class ChapterProgress:
    """How far a chapter is.

    Attributes:
        number: In the book.
        title: Its title.
        chunks: How many it has.
        spoken: How many of them have their takes.
        flagged: How many are missing or may not sound right.
        seconds: Length of its audio; None before it is in the audiobook.
        lufs: Its loudness in the audiobook; None where it is not known.
    """

    number: int
    title: str
    chunks: int
    spoken: int = 0
    flagged: int = 0
    seconds: float | None = None
    lufs: float | None = None

    @property
    def part(self) -> float:
        """How much of it is done, from 0 to 1."""
        if self.seconds is not None or not self.chunks:
            return 1.0
        return min(self.spoken / self.chunks, 1.0) * (1 - _ENCODING)


@dataclass(frozen=True, slots=True)
class Moment:
    """How the render and the machine stood at a moment. None marks what is not known.

    Attributes:
        times_real_time: Seconds of audio made in a second.
        machine: All else.
    """

    times_real_time: float | None
    machine: MachineNews


class RenderProgress:
    """What is known of a render that is under way.

    Args:
        wall: The clock on the wall, in seconds since 1970.
        clock: One that cannot jump.

    Attributes:
        is_planned: Whether the work is known.
        chapters: Those of the audiobook, by their numbers, in order.
        changed: Numbers of chapters that have changed since somebody looked; whoever shows them empties it.
        chunks: How many the book has.
        spoken: How many of them have their takes.
        stored: Of those, how many were spoken in an earlier render.
        audio_seconds: Length of what was spoken in this render.
        retried: Takes that were no good.
        flagged: Chunks that are missing or may not sound right.
        restarts: How often the voice engine was started again.
        engine: What speaks, and on what; None before it is loaded.
        disk_low: What the render waits for, where a disk is full.
        problem: Why it cannot go on; None while it can.
        warnings: What the listener should know, one sentence each.
        moments: The last quarter of an hour, the oldest first.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall, self._clock = wall, clock
        self.is_planned = False
        self.chapters: dict[int, ChapterProgress] = {}
        self.changed: set[int] = set()
        self.chunks = self.spoken = self.stored = 0
        self.audio_seconds = 0.0
        self.retried = self.flagged = self.restarts = 0
        self.engine: events.EngineReady | None = None
        self.disk_low: events.DiskLow | None = None
        self.problem: events.Error | None = None
        self.warnings: list[str] = []
        self.moments: deque[Moment] = deque(maxlen=_KEPT_MOMENTS)
        self._encoded = 0
        self._pace = Pace()
        self._due: Due | None = None
        self._at = 0.0
        self._heeds: dict[type[Event], Callable[[Any], None]] = {
            events.Planned: self._plan,
            events.EngineReady: self._begin,
            events.EngineRestarted: self._count_restart,
            events.ChunkRetried: self._count_retry,
            events.ChunkSetAside: self._flag,
            events.ChunkDoubtful: self._flag,
            events.ChapterEncoded: self._encode,
            events.Error: self._fail,
            events.Warned: lambda warned: self.warnings.append(warned.message),
            events.Paused: self._rest,
            events.Resumed: self._go_on,
            events.DiskLow: self._rest,
            events.DiskFreed: self._go_on,
        }

    def heed(self, news: RenderNews) -> None:
        """Add what happened."""
        self._at = news.at_seconds
        for event in news.events:
            self._heed_event(event)
        new, seconds = 0, 0.0
        for spoken in news.spoken:
            self._heed_spoken(spoken)
            new, seconds = new + spoken.new, seconds + spoken.new_seconds
        if new:
            self._pace.add(self._at, new, seconds)
            self.audio_seconds += seconds
        self._reckon_due()

    def heed_machine(self, news: MachineNews) -> None:
        """Add how the machine stands."""
        self._at = max(self._at, news.at_seconds)
        self.moments.append(Moment(self.times_real_time, news))
        self._reckon_due()

    @property
    def part(self) -> float:
        """How much of the whole is done, from 0 to 1."""
        if not self.chunks:
            return 0.0
        encoded = self._encoded / len(self.chapters) if self.chapters else 0.0
        return min(self.spoken / self.chunks, 1.0) * (1 - _ENCODING) + encoded * _ENCODING

    @property
    def is_spoken(self) -> bool:
        """Whether all is spoken, and only has to be put together."""
        return self.is_planned and self.spoken >= self.chunks

    @property
    def times_real_time(self) -> float | None:
        """Seconds of audio made in a second of the last moments; None where nobody knows yet."""
        return self._pace.times_real_time(self._at)

    @property
    def due(self) -> float | None:
        """When it will be done, on the wall's clock, in seconds since 1970; None where nobody knows yet."""
        return self._due.at if self._due else None

    def _reckon_due(self) -> None:
        left = self._pace.seconds_for(self.chunks - self.spoken, self._at)
        if left is not None and self.is_planned:
            self._due = steadied(self._due, self._wall() + left, self._clock())

    def _heed_spoken(self, spoken: Spoken) -> None:
        count = spoken.new + spoken.stored
        self.spoken += count
        self.stored += spoken.stored
        if chapter := self.chapters.get(spoken.chapter):
            chapter.spoken += count
            self.changed.add(chapter.number)

    def _heed_event(self, event: Event) -> None:
        if heed := self._heeds.get(type(event)):
            heed(event)

    def _plan(self, event: events.Planned) -> None:
        self.is_planned, self.chunks = True, event.chunks
        self.chapters = {
            part.number: ChapterProgress(part.number, part.title, part.chunks) for part in event.parts
        }

    def _begin(self, event: events.EngineReady) -> None:
        self.engine = event
        self._pace.begin(self._at)

    def _count_restart(self, _: events.EngineRestarted) -> None:
        self.restarts += 1

    def _count_retry(self, _: events.ChunkRetried) -> None:
        self.retried += 1

    def _fail(self, event: events.Error) -> None:
        self.problem = event

    def _rest(self, event: events.Paused | events.DiskLow) -> None:
        self._pace.rest(self._at)
        self.disk_low = event if isinstance(event, events.DiskLow) else self.disk_low

    def _go_on(self, event: events.Resumed | events.DiskFreed) -> None:
        self._pace.go_on(self._at)
        self._due = None
        self.disk_low = None if isinstance(event, events.DiskFreed) else self.disk_low

    def _flag(self, event: events.ChunkSetAside | events.ChunkDoubtful) -> None:
        self.flagged += 1
        if chapter := self.chapters.get(int(event.place.partition(".")[0])):
            chapter.flagged += 1
            self.changed.add(chapter.number)

    def _encode(self, event: events.ChapterEncoded) -> None:
        chapter = self.chapters.get(event.number)
        if chapter is None:
            return
        self._encoded += chapter.seconds is None  # the encoder may have been started again
        chapter.seconds = event.seconds
        chapter.lufs = None if event.lufs is None else event.lufs + event.gain_db
        self.changed.add(chapter.number)
