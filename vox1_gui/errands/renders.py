"""Renders: a book of the queue is rendered, and what happens is told in handfuls.

A fast voice has a thousand events a second. What is many of a kind is added up by chapter here, so that the
window gets ten small messages a second at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booksmith_module.options import ReadingOptions
from vox1.events import ChunkSpoken, DiskLow, Event, Finished, Paused
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.paces import learn_from
from vox1_gui.queued import QueuedBook

if TYPE_CHECKING:
    from vox1.hardware.monitor import Sample
    from vox1.render.job import RenderOptions

_NEWS_SECONDS = 0.1
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Spoken:
    """Chunks of a chapter that have their takes now.

    Attributes:
        chapter: Number of the chapter.
        first: Place of the first of them to be told of, ``12.34``.
        last: Place of the last.
        stored: How many of them were spoken in an earlier render.
        new: How many were spoken now.
        new_seconds: Length of these.
    """

    chapter: int
    first: str
    last: str
    stored: int = 0
    new: int = 0
    new_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RenderNews:
    """What happened since the news before.

    Attributes:
        at_seconds: When it is told, since the render was begun.
        spoken: Chunks, by chapter.
        events: All else, in order.
    """

    at_seconds: float
    spoken: tuple[Spoken, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class MachineNews:
    """The machine at a moment. None marks what is not known.

    Attributes:
        at_seconds: When, since the render was begun.
        cpu_percent: How busy the processor is, all of its cores together.
        card: Name of the card; empty without one.
        gpu_percent: How busy the card is.
        vram_used_mib: How much of its memory is taken, by whatever program.
        vram_mib: How much it has.
    """

    at_seconds: float
    cpu_percent: float | None
    card: str = ""
    gpu_percent: float | None = None
    vram_used_mib: float | None = None
    vram_mib: float | None = None


def options_of(book: QueuedBook) -> RenderOptions:
    """Return what a book of the queue is rendered with, as the command line would.

    Where all that was edited was taken back, so that it is kept nowhere, that is the book's own file.

    Raises:
        InputError: The environment names a device that is none.
    """
    from vox1.render.job import RenderOptions  # noqa: PLC0415  # the window does not load it

    path = book.render_path if book.render_path.exists() else book.path
    chosen = RenderOptions.chosen(path, book.settings)
    return replace(chosen, chapters=book.chapters, reading=ReadingOptions(audit=True))


def render(desk: Desk, book: QueuedBook) -> Finished:
    """Render a book, telling `RenderNews` and, once a second, `MachineNews`; return how it ended.

    Raises:
        Vox1Error: See `Backend.render`.
    """
    options = options_of(book)
    gathered = Gathering(desk.tell, time.monotonic)
    began = time.monotonic()

    def tell_machine(sample: Sample) -> None:
        gathered.flush()
        desk.tell(_machine_news(sample, began))

    has_rested = False

    def tell(event: Event) -> None:
        nonlocal has_rested
        has_rested = has_rested or isinstance(event, (Paused, DiskLow))
        gathered.add(event)

    try:
        with desk.backend.watching(tell_machine):
            finished = desk.backend.render(options, tell, desk.control)
    finally:
        gathered.flush()
    if not has_rested:
        learn_from(desk, book.settings, finished)
    return finished


def _machine_news(sample: Sample, began: float) -> MachineNews:
    card, at_seconds = sample.card, sample.at_seconds - began
    if card is None:
        return MachineNews(at_seconds, sample.busy_percent)
    return MachineNews(
        at_seconds,
        sample.busy_percent,
        card.name,
        card.busy_percent,
        None if card.used_bytes is None else card.used_bytes / _MIB,
        None if card.total_bytes is None else card.total_bytes / _MIB,
    )


class Gathering:
    """Events of a render, told in handfuls. It may be used from several threads.

    Args:
        tell: Given `RenderNews`, at most every tenth of a second.
        clock: Seconds, on a clock that cannot jump.
    """

    def __init__(self, tell: Callable[[RenderNews], None], clock: Callable[[], float]) -> None:
        self._tell, self._clock = tell, clock
        self._began = self._told = clock()
        self._lock = threading.Lock()
        self._spoken: dict[int, Spoken] = {}
        self._events: list[Event] = []

    def add(self, event: Event) -> None:
        """Note an event."""
        with self._lock:
            if isinstance(event, ChunkSpoken):
                chapter = int(event.place.partition(".")[0])
                before = self._spoken.get(chapter) or Spoken(chapter, event.place, event.place)
                self._spoken[chapter] = _with(before, event)
            else:
                self._events.append(event)
            if self._clock() - self._told >= _NEWS_SECONDS:
                self._flush()

    def flush(self) -> None:
        """Tell what was not told yet."""
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        now = self._clock()
        if self._spoken or self._events:
            news = RenderNews(now - self._began, tuple(self._spoken.values()), tuple(self._events))
            self._tell(news)
            self._spoken, self._events = {}, []
        self._told = now


def _with(spoken: Spoken, event: ChunkSpoken) -> Spoken:
    """Return it with a chunk more."""
    if event.reused:
        return replace(spoken, stored=spoken.stored + 1, last=event.place)
    return replace(
        spoken, new=spoken.new + 1, new_seconds=spoken.new_seconds + event.seconds, last=event.place
    )
