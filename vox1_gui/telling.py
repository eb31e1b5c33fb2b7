"""Telling: what happens in the core, as sentences for the log."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import singledispatchmethod
from pathlib import Path

from vox1 import events
from vox1.events import Event, Status
from vox1_gui.activity import Entry, Level
from vox1_gui.texts import hint_for, say
from vox1_gui.widgets.player_bar import clock
from vox1_gui.words import size

_LEVELS = {
    Status.COMPLETE: Level.INFO,
    Status.INCOMPLETE: Level.WARNING,
    Status.CANCELLED: Level.INFO,
    Status.FAILED: Level.ERROR,
}


class Teller:
    """Turns the events of one render, or of one download, into entries.

    It remembers what later events leave out: the titles of chapters, and which of a model's files was told
    last. Give every render and every download one of its own.

    Args:
        topic: What it is about: the book's title, or the model's name; empty where the events say it.
    """

    def __init__(self, topic: str = "") -> None:
        self._topic = topic
        self._run = uuid.uuid4().hex
        """A later render of the same book has lines of its own."""
        self._chapters: dict[str, str] = {}
        self._told_files: set[tuple[str, str]] = set()

    def tell(self, event: Event, note: Callable[[Entry], object]) -> None:
        """Note an event, if there is anything to say of it."""
        if entry := self.entry_of(event):
            note(entry)

    def detail_of(self, chapter: int, text: str) -> Entry:
        """Return a detail that stands under a chapter, for chunks that are told of many at a time."""
        return self._of_chapter(Level.DETAIL, text, str(chapter))

    @singledispatchmethod
    def entry_of(self, event: Event) -> Entry | None:
        """Return what is said of an event; None for one that repeats what was said.

        Raises:
            TypeError: Nobody has written what is said of such an event.
        """
        raise TypeError(f"nothing is said of {type(event).__name__}")

    @entry_of.register
    def _(self, event: events.Planned) -> Entry:
        self._topic = self._topic or event.title
        self._chapters.update((str(part.number), part.title) for part in event.parts)
        hint = say("telling.planned_reused", event.reused) if event.reused else ""
        chapters = say("telling.chapters", event.chapters)
        text = say("telling.planned", event.chunks, title=event.title, chapters=chapters)
        return self._entry(Level.INFO, text, hint)

    @entry_of.register
    def _(self, event: events.EngineReady) -> Entry:
        device = say("telling.processor") if event.device == "cpu" else event.device
        return self._entry(Level.INFO, say("telling.engine_ready", event.slots, device=device))

    @entry_of.register
    def _(self, event: events.EngineRestarted) -> Entry:
        text = say("telling.engine_restarted", reason=event.reason)
        return self._entry(Level.INFO, text, say("telling.engine_restarted_hint", event.slots))

    @entry_of.register
    def _(self, event: events.ChunkSpoken) -> Entry:
        self._chapters[_number(event.place)] = event.chapter
        key = "telling.chunk_reused" if event.reused else "telling.chunk_spoken"
        text = say(key, place=event.place, length=_seconds(event.seconds))
        if event.attempt > 1 and not event.reused:
            text = say("telling.chunk_at_last", place=event.place, attempt=event.attempt)
        return self._of_chapter(Level.DETAIL, text, _number(event.place))

    @entry_of.register
    def _(self, event: events.ChunkRetried) -> Entry:
        text = say("telling.chunk_retried", place=event.place, attempt=event.attempt, reason=event.reason)
        return self._of_chapter(Level.DETAIL, text, _number(event.place))

    @entry_of.register
    def _(self, event: events.ChunkSetAside) -> Entry:
        return self._flagged("telling.chunk_set_aside", event.place, event.reason, event.text)

    @entry_of.register
    def _(self, event: events.ChunkDoubtful) -> Entry:
        return self._flagged("telling.chunk_doubtful", event.place, event.reason, event.text)

    @entry_of.register
    def _(self, event: events.ChapterEncoded) -> Entry:
        number = str(event.number)
        self._chapters[number] = event.title
        text = say("telling.chapter_encoded", chapter=self._chapter(number), length=clock(event.seconds))
        return self._of_chapter(Level.INFO, text, number)

    @entry_of.register
    def _(self, event: events.Paused) -> Entry:
        del event
        return self._entry(Level.INFO, say("telling.paused"))

    @entry_of.register
    def _(self, event: events.Resumed) -> Entry:
        del event
        return self._entry(Level.INFO, say("telling.resumed"))

    @entry_of.register
    def _(self, event: events.DiskLow) -> Entry:
        text = say("telling.disk_low", folder=event.folder, free=size(event.free_bytes))
        return self._entry(Level.WARNING, text, say("telling.disk_low_hint", needed=size(event.needed_bytes)))

    @entry_of.register
    def _(self, event: events.DiskFreed) -> Entry:
        return self._entry(Level.INFO, say("telling.disk_freed", folder=event.folder))

    @entry_of.register
    def _(self, event: events.ModelProgress) -> Entry | None:
        if (event.name, event.file) in self._told_files:
            return None
        is_first = all(name != event.name for name, _ in self._told_files)
        self._told_files.add((event.name, event.file))
        if is_first:
            text = say("telling.model_begun", name=event.name, size=size(event.total_bytes))
            return self._of_model(Level.INFO, text, event.name)
        return self._of_model(Level.DETAIL, say("telling.model_file", file=event.file), event.name)

    @entry_of.register
    def _(self, event: events.ModelWaiting) -> Entry:
        text = say("telling.model_waiting", name=event.name, reason=event.reason)
        hint = say("telling.model_waiting_hint", length=clock(event.seconds))
        return self._of_model(Level.WARNING, text, event.name, hint)

    @entry_of.register
    def _(self, event: events.ModelReady) -> Entry:
        text = say("telling.model_ready", name=event.name, size=size(event.size_bytes))
        return self._of_model(Level.INFO, text, event.name)

    @entry_of.register
    def _(self, event: events.Warned) -> Entry:
        return self._entry(Level.WARNING, event.message)

    @entry_of.register
    def _(self, event: events.Error) -> Entry:
        return self._entry(Level.ERROR, event.message, hint_for(event.code, event.hint))

    @entry_of.register
    def _(self, event: events.Finished) -> Entry:
        title = self._topic or say("telling.the_book")
        text = say(f"telling.finished_{event.status.value}", title=title, length=clock(event.audio_seconds))
        return self._entry(_LEVELS[event.status], text, _hint_of_end(event))

    def _entry(self, level: Level, text: str, hint: str = "") -> Entry:
        return Entry(level, text, hint, self._topic)

    def _of_chapter(self, level: Level, text: str, number: str, hint: str = "") -> Entry:
        line = f"{self._run} {number}"
        return Entry(level, text, hint, self._topic, line=line, heading=self._chapter(number))

    def _of_model(self, level: Level, text: str, name: str, hint: str = "") -> Entry:
        return Entry(level, text, hint, self._topic or name, line=f"{self._run} {name}", heading=name)

    def _flagged(self, key: str, place: str, reason: str, words: str) -> Entry:
        text = say(key, place=place, reason=reason, words=words)
        return self._of_chapter(Level.WARNING, text, _number(place), say("telling.flagged_hint"))

    def _chapter(self, number: str) -> str:
        title = self._chapters.get(number, "")
        return (
            say("telling.chapter", number=number, title=title)
            if title
            else say("telling.untitled", number=number)
        )


def _hint_of_end(event: events.Finished) -> str:
    """What to do after a render: hear what may be wrong, go on, or nothing."""
    match event.status:
        case Status.COMPLETE:
            place = _folder(event.outputs)
            if event.doubtful:
                return say("telling.finished_doubtful", event.doubtful, place=place)
            return say("telling.finished_place", place=place) if place else ""
        case Status.INCOMPLETE:
            return say("telling.finished_missing", event.failed)
        case Status.CANCELLED:
            return say("telling.finished_cancelled_hint")
        case Status.FAILED:
            return say("telling.finished_failed_hint")


def _folder(outputs: tuple[Path, ...]) -> str:
    return str(outputs[0].parent) if outputs else ""


def _number(place: str) -> str:
    """The chapter of a chunk's place: ``12`` of ``12.34``."""
    return place.partition(".")[0]


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"
