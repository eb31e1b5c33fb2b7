"""The lines of the log: entries that belong together stand under one heading, such as a chapter's."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from vox1_gui.activity import Entry, Level

_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(slots=True)
class Line:
    """A line of the log.

    Attributes:
        number: From 1, in the order in which lines were begun.
        entries: What stands under it, the latest last.
        level: The worst of theirs.
        warnings: How many warnings and errors there were.
    """

    number: int
    entries: deque[Entry] = field(default_factory=deque)
    level: Level = Level.DETAIL
    warnings: int = 0
    _told: Entry | None = None

    def add(self, entry: Entry) -> None:
        """Put an entry under it."""
        self.entries.append(entry)
        self.level = max(self.level, entry.level, key=_RANKS.__getitem__)
        self.warnings += entry.level in {Level.WARNING, Level.ERROR}
        if entry.level is Level.INFO or (not entry.heading and entry.level is not Level.DETAIL):
            self._told = entry

    @property
    def title(self) -> str:
        """What it says: the latest that is no detail, or before there is one, what it is about."""
        latest = self.entries[-1]
        return self._told.text if self._told else latest.heading or latest.text

    @property
    def entry(self) -> Entry:
        """The entry that matters most: the latest of the worst level."""
        return next(entry for entry in reversed(self.entries) if entry.level is self.level)

    def matches(self, words: str, least: Level) -> bool:
        """Whether it is to be shown.

        Args:
            words: In small letters; something that stands in one of its entries.
            least: The level that it must reach.
        """
        if _RANKS[self.level] < _RANKS[least]:
            return False
        return not words or any(words in _text(entry).casefold() for entry in self.entries)


class LogLines:
    """All lines.

    Args:
        most: Entries that are kept; the oldest go.

    Attributes:
        gone: Numbers of lines that have lost their last entry, until somebody takes them.
    """

    def __init__(self, most: int) -> None:
        self.gone: list[int] = []
        self._most, self._count, self._begun = most, 0, 0
        # A dict whose first items go again and again is slow to name the next.
        self._lines: OrderedDict[int, Line] = OrderedDict()
        self._by_key: dict[str, Line] = {}

    def add(self, entry: Entry) -> Line:
        """Put an entry where it belongs, and return the line."""
        line = self._line_for(entry)
        line.add(entry)
        self._count += 1
        if self._count > self._most:
            self._drop_oldest()
        return line

    def newest_first(self) -> Sequence[Line]:
        """Return all lines, the one begun last first."""
        return list(reversed(self._lines.values()))

    def line(self, number: int) -> Line | None:
        """Return a line by its number; None where it is gone."""
        return self._lines.get(number)

    def _line_for(self, entry: Entry) -> Line:
        """The line of that name, for details the latest of their topic, or a new one."""
        key = entry.line or (entry.topic if entry.level is Level.DETAIL else "")
        line = self._by_key.get(key) if key else None
        if line is None or line.number not in self._lines:
            self._begun += 1
            line = self._lines[self._begun] = Line(self._begun)
        for name in (entry.line, entry.topic):
            if name:
                self._by_key[name] = line
        return line

    def _drop_oldest(self) -> None:
        number, line = next(iter(self._lines.items()))
        line.entries.popleft()
        self._count -= 1
        if not line.entries:
            del self._lines[number]
            self.gone.append(number)


def _text(entry: Entry) -> str:
    return f"{entry.text}\n{entry.hint}\n{entry.topic}\n{entry.heading}"
