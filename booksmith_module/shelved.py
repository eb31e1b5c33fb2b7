"""Shelved chapters: those of a long book stay in a file, and each is made anew when it is asked for."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Sequence
from typing import IO

from booksmith_module.book import Chapter
from booksmith_module.manifest import chapter_from_json
from booksmith_module.on_demand import ChaptersOnDemand


class ShelvedChapters(ChaptersOnDemand):
    """Chapters in lines of JSON. They may be asked for from several threads.

    Args:
        stream: Where the next line is the first chapter. It is closed with the last reference to this.
        count: How many there are.

    Raises:
        ValueError: There are fewer lines, or the last one is not whole.
    """

    def __init__(self, stream: IO[bytes], count: int) -> None:
        weakref.finalize(self, stream.close)
        self._stream = stream
        self._lock = threading.Lock()
        self._places = []
        for number in range(1, count + 1):
            self._places.append(stream.tell())
            if not stream.readline().endswith(b"\n"):
                raise ValueError(f"chapter {number} of {count} is not there")

    def __len__(self) -> int:
        return len(self._places)

    def _chapter(self, place: int) -> Chapter:
        with self._lock:
            self._stream.seek(self._places[place])
            line = self._stream.readline()
        return chapter_from_json(json.loads(line))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to tuples, which have another
