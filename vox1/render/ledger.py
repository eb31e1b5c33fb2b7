"""The ledger: every chunk of a render with what became of it, in a temporary database.

A book of forty hours has 25,000 chunks. Held as objects they, their texts and their takes are a hundred
megabytes; here they are rows on the disk, and a render takes the same memory at any length.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from vox1.errors import DiskError
from vox1.render.plan import PlannedChapter, PlannedChunk
from vox1.render.takes import StoredTake
from vox1.render.verdict import Standing
from vox1.render.work import Wanted
from vox1.script.chunking import Ending
from vox1_worker.protocol import Ended

_SCHEMA = """
PRAGMA journal_mode = OFF;  -- nothing is ever undone, and the file goes with the render
PRAGMA synchronous = OFF;
CREATE TABLE chunks (
    number INTEGER PRIMARY KEY, chapter INTEGER, place TEXT, key TEXT, wish INTEGER, text TEXT, spoken TEXT,
    ending TEXT, voice INTEGER, language TEXT
);
CREATE INDEX wanted ON chunks (key, wish);
CREATE INDEX in_chapter ON chunks (chapter);
CREATE TABLE queue (number INTEGER PRIMARY KEY, key TEXT, wish INTEGER);
CREATE TABLE found (key TEXT, wish INTEGER, take TEXT, PRIMARY KEY (key, wish)) WITHOUT ROWID;
CREATE TABLE used (key TEXT, wish INTEGER, take TEXT, PRIMARY KEY (key, wish)) WITHOUT ROWID;
"""
_ROWS_AT_ONCE = 500
_TAKE_FIELDS = tuple(field.name for field in fields(StoredTake) if field.name != "folder")


@dataclass(frozen=True, slots=True)
class NarratedChapter:
    """A chapter of the audiobook; its chunks are in the ledger.

    Attributes:
        number: In the book, from 1.
        title: As the contents list names it, or its heading.
    """

    number: int
    title: str


class Ledger:
    """The chunks of one render, and the takes that they got.

    It may be used from several threads.

    Args:
        folder: Of the store that the takes are in.

    Attributes:
        chapters: Those narrated, in order.
        found: The takes that the store held before, by what they are wanted for.
        used: The takes that the audiobook is made of; one that turns out damaged stays until it is replaced.
        queue: What is to be spoken.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        # Without a name it is a file that nobody sees, in the system's temporary folder, deleted when it
        # is closed (sqlite.org, "Temporary databases").
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        with self._lock, _named_failures():
            self._database.executescript(_SCHEMA)
        self.chapters: list[NarratedChapter] = []
        self.found = TakeTable(self, "found", folder)
        self.used = TakeTable(self, "used", folder)
        self.queue = Queue(self)

    def close(self) -> None:
        """Delete it."""
        with self._lock:
            self._database.close()

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement of SQL and return all of its rows.

        Raises:
            DiskError: The disk of the temporary folder refuses.
        """
        with self._lock, _named_failures():
            return self._database.execute(statement, values).fetchall()

    def add(self, chapter: PlannedChapter) -> None:
        """Enter a chapter after those that are there.

        Raises:
            DiskError: The disk of the temporary folder refuses.
        """
        index = len(self.chapters)
        chunks = [
            (
                *(index, c.place, *_columns(c.wanted)),
                *(c.text, c.spoken, c.ending.value, c.voice, c.language),
            )
            for c in chapter.chunks
        ]
        enter = "INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        with self._lock, _named_failures():
            self._database.executemany(enter, chunks)
        self.chapters.append(NarratedChapter(chapter.number, chapter.title))

    @property
    def chunk_count(self) -> int:
        """How many chunks there are."""
        return int(self.rows("SELECT count(*) FROM chunks")[0][0])

    @property
    def chunk_counts(self) -> list[int]:
        """How many chunks each chapter has, in the order of `chapters`."""
        counts = dict(self.rows("SELECT chapter, count(*) FROM chunks GROUP BY chapter"))
        return [int(counts.get(index, 0)) for index in range(len(self.chapters))]

    @property
    def found_count(self) -> int:
        """How many chunks have a take that the store held before."""
        return int(self.rows("SELECT count(*) FROM chunks JOIN found USING (key, wish)")[0][0])

    @property
    def characters(self) -> int:
        """Length of all text as written."""
        return int(self.rows("SELECT total(length(text)) FROM chunks")[0][0])

    def wants(self) -> Iterator[Wanted]:
        """Return all that is wanted, each once, in the order of the book."""
        last = 0
        while rows := self.rows(
            "SELECT number, key, wish FROM chunks AS this WHERE number > ? AND number ="
            " (SELECT min(number) FROM chunks WHERE key = this.key AND wish = this.wish) LIMIT ?",
            *(last, _ROWS_AT_ONCE),
        ):
            yield from (_wanted(key, wish) for _, key, wish in rows)
            last = rows[-1][0]

    def wants_of(self, key: str) -> list[Wanted]:
        """Return what is wanted of a key: its first good take, or certain attempts."""
        rows = self.rows("SELECT wish FROM chunks WHERE key = ? GROUP BY wish ORDER BY min(number)", key)
        return [_wanted(key, wish) for (wish,) in rows]

    def uses(self, wanted: Wanted) -> list[tuple[int, PlannedChunk]]:
        """Return the chunks that a take is wanted for, each with its chapter's place in the render from 0."""
        rows = self.rows(
            "SELECT chapter, place, key, wish, text, spoken, ending, voice, language FROM chunks"
            " WHERE key = ? AND wish = ? ORDER BY number",
            *_columns(wanted),
        )
        return [(chapter, _chunk(columns)) for chapter, *columns in rows]

    def chapter(self, index: int) -> list[tuple[PlannedChunk, StoredTake | None]]:
        """Return the chunks of a chapter in order, each with its take; None where it has none.

        Args:
            index: The chapter's place in the render, from 0.
        """
        rows = self.rows(
            "SELECT place, key, wish, text, spoken, ending, voice, language, take"
            " FROM chunks LEFT JOIN used USING (key, wish) WHERE chapter = ? ORDER BY number",
            index,
        )
        takes = (self.used.from_row(row[-1]) if row[-1] else None for row in rows)
        return [(_chunk(row[:-1]), take) for row, take in zip(rows, takes, strict=True)]


class TakeTable(MutableMapping[Wanted, StoredTake]):
    """Takes by what they are wanted for."""

    def __init__(self, ledger: Ledger, name: str, folder: Path) -> None:
        self._ledger = ledger
        self._folder = folder
        self._find = f"SELECT take FROM {name} WHERE key = ? AND wish = ?"
        self._replace = f"INSERT OR REPLACE INTO {name} VALUES (?, ?, ?)"
        self._delete = f"DELETE FROM {name} WHERE key = ? AND wish = ?"
        self._next = f"SELECT key, wish FROM {name} WHERE (key, wish) > (?, ?) LIMIT ?"
        self._count = f"SELECT count(*) FROM {name}"

    def __getitem__(self, wanted: Wanted) -> StoredTake:
        for (take,) in self._ledger.rows(self._find, *_columns(wanted)):
            return self.from_row(take)
        raise KeyError(wanted)

    def __setitem__(self, wanted: Wanted, take: StoredTake) -> None:
        values = [getattr(take, name) for name in _TAKE_FIELDS]
        self._ledger.rows(self._replace, *_columns(wanted), json.dumps(values, default=_enum_value))

    def __delitem__(self, wanted: Wanted) -> None:
        if wanted not in self:
            raise KeyError(wanted)
        self._ledger.rows(self._delete, *_columns(wanted))

    def __iter__(self) -> Iterator[Wanted]:
        last: tuple[Any, ...] = ("", 0)
        while rows := self._ledger.rows(self._next, *last, _ROWS_AT_ONCE):
            yield from (_wanted(key, wish) for key, wish in rows)
            last = rows[-1]

    def __len__(self) -> int:
        return int(self._ledger.rows(self._count)[0][0])

    def from_row(self, written: str) -> StoredTake:
        """Return a take as it was entered."""
        entered = dict(zip(_TAKE_FIELDS, json.loads(written), strict=True))
        entered["ended"] = Ended(entered["ended"])
        entered["standing"] = Standing(entered["standing"])
        entered["reasons"] = tuple(entered["reasons"])
        entered["trim"] = tuple(entered["trim"])
        return StoredTake(folder=self._folder, **entered)


class Queue:
    """What is wanted and was not yet asked of the engine, in order."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, wanted: Wanted) -> None:
        """Put it last."""
        self._ledger.rows("INSERT INTO queue (key, wish) VALUES (?, ?)", *_columns(wanted))
        self._length += 1

    def popleft(self) -> Wanted:
        """Take the first."""
        ((number, key, wish),) = self._ledger.rows("SELECT * FROM queue ORDER BY number LIMIT 1")
        self._ledger.rows("DELETE FROM queue WHERE number = ?", number)
        self._length -= 1
        return _wanted(key, wish)

    @property
    def characters(self) -> int:
        """Length of all its texts as said."""
        spoken = "SELECT length(spoken) FROM chunks WHERE key = queue.key LIMIT 1"
        return int(self._ledger.rows(f"SELECT total(({spoken})) FROM queue")[0][0])


def _columns(wanted: Wanted) -> tuple[str, int]:
    """A key and a wish: 0 for the first good take, 3 for it from the third on, -3 for the third itself."""
    wish = wanted.attempt or 0
    return wanted.key, -wish if wanted.is_picked else wish


def _wanted(key: str, wish: int) -> Wanted:
    return Wanted(key, abs(wish) or None, wish < 0)


def _chunk(columns: Sequence[Any]) -> PlannedChunk:
    place, key, wish, text, spoken, ending, voice, language = columns
    _, attempt, is_picked = _wanted(key, wish)
    return PlannedChunk(place, key, attempt, text, spoken, Ending(ending), voice, language, is_picked)


def _enum_value(value: Any) -> Any:
    return value.value


@contextmanager
def _named_failures() -> Iterator[None]:
    """Say which disk it is.

    Raises:
        DiskError: The database cannot be written or read.
    """
    try:
        yield
    except sqlite3.Error as err:
        raise DiskError(
            f"The list of chunks could not be kept in the system's folder for temporary files: {err}",
            "Free some space there, or let the variable TMPDIR (TEMP on Windows) name another folder.",
            "no-temporary-files",
        ) from err
