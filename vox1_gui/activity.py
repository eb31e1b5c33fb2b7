"""The activity: what happened, in plain words, for the log page and whoever shows the latest of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from vox1_gui.watched import Watched


class Level(Enum):
    """How much an entry concerns the listener."""

    DETAIL = "detail"
    """Of a chunk or a file: shown only where its heading is opened."""
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened.

    Attributes:
        level: How much it concerns the listener.
        text: One sentence.
        hint: What to do about it; empty where there is nothing to do.
        topic: What it belongs to, such as a book's title; details without a line of their own stand under the
            last line of their topic.
        when: In local time.
        line: Entries of the same line, such as a chapter's, stand under one heading; empty for an entry that
            has a line of its own.
        heading: What stands there until an entry of the line is more than a detail.
    """

    level: Level
    text: str
    hint: str = ""
    topic: str = ""
    when: datetime = field(default_factory=lambda: datetime.now().astimezone())
    line: str = ""
    heading: str = ""


class Activity:
    """The entries of this start of the window, the latest last; the oldest go when there are too many.

    Attributes:
        entries: All that are kept.
        new_error: The latest error, until the listener has seen it in the log; None where there is none.
    """

    MOST = 20_000

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=self.MOST)
        self.new_error: Watched[Entry | None] = Watched[Entry | None](None)
        self._watchers: list[Callable[[Entry], object]] = []

    def note(self, level: Level, text: str, hint: str = "", topic: str = "") -> None:
        """Add an entry."""
        self.add(Entry(level, text, hint, topic))

    def add(self, entry: Entry) -> None:
        """Add an entry that somebody has written, such as a `Teller`."""
        self.entries.append(entry)
        if entry.level is Level.ERROR:
            self.new_error.set(entry)
        for watcher in tuple(self._watchers):
            watcher(entry)

    def watch(self, watcher: Callable[[Entry], object]) -> None:
        """Have somebody told of every entry from now on."""
        self._watchers.append(watcher)

    def forget_all(self) -> None:
        """Tell nobody any more."""
        self._watchers.clear()
        self.new_error.forget_all()
