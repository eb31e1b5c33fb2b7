"""The queue's file: the books that are to be rendered, kept so that nothing takes them from the listener."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vox1 import files
from vox1_gui.errands.desk import Desk
from vox1_gui.queued import QueuedBook

log = logging.getLogger(__name__)

SCHEMA = 1
_NAME = "queue.json"


@dataclass(slots=True)
class _Writing:
    """What is written, by several errands at once.

    Attributes:
        lock: Held by the one that writes.
        last: Number of the state that the file has.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    last: int = 0


def keep_queue(desk: Desk, number: int, books: Sequence[QueuedBook]) -> None:
    """Keep the queue as it stands; one that is older than what is kept already is passed over.

    Args:
        desk: Of the backroom.
        number: Of the state, rising.
        books: All of them, in order.

    Raises:
        DiskError: The disk refuses.
    """
    writing: _Writing = desk.drawer.setdefault("queue-file", _Writing())
    with writing.lock:
        if number > writing.last:
            written = {"schema": SCHEMA, "books": [book.to_json() for book in books]}
            files.write_json(_path(desk), written)
            writing.last = number


def load_queue(desk: Desk) -> tuple[QueuedBook, ...]:
    """Return the books that were kept. A file that cannot be used is put aside, and not written over."""
    path = _path(desk)
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return tuple(QueuedBook.from_json(number, one) for number, one in enumerate(_books(written), 1))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError) as err:
        log.warning("%s cannot be used: %s", path, err)
        files.replace(path, path.with_name(f"{_NAME}.damaged"))
        return ()


def _books(written: Any) -> Sequence[Any]:
    """What a file holds.

    Raises:
        ValueError: It is not of this version.
    """
    if not isinstance(written, dict) or written.get("schema") != SCHEMA:
        raise ValueError("it is not a queue of this version")
    books: Sequence[Any] = written["books"]
    return books


def _path(desk: Desk) -> Path:
    return desk.backend.folders.work / _NAME
