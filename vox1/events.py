"""Events: what a render or a download tells whoever is watching, the window and the command line alike."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar


class Status(str, Enum):
    """How a render ended."""

    COMPLETE = "complete"
    """Every chunk is in the audiobook."""
    INCOMPLETE = "incomplete"
    """Some chunks could not be spoken; the receipt names them."""
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Its name in JSON is its class name in small letters with underscores."""

    final: ClassVar[bool] = False

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()
        return {"event": name, **{key: _plain(value) for key, value in asdict(self).items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A chapter that will be in the audiobook.

    Attributes:
        number: In the book.
        title: Its title.
        chunks: How many it has.
    """

    number: int
    title: str
    chunks: int


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The work is known.

    Attributes:
        title: The book's.
        output: Where the audiobook will be.
        chapters: How many will be in it.
        chunks: How many there are.
        reused: Chunks whose takes are stored already.
        parts: Each chapter that will be in it, in order; empty for a sample.
    """

    title: str
    output: Path
    chapters: int
    chunks: int
    reused: int
    parts: tuple[PlannedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineReady(Event):
    """The voice engine is loaded.

    Attributes:
        engine: Its id.
        device: What it runs on.
        slots: How many takes it speaks at once.
    """

    engine: str
    device: str
    slots: int


@dataclass(frozen=True, slots=True)
class EngineRestarted(Event):
    """The voice engine died or stood still and was started again.

    Attributes:
        engine: Its id.
        reason: Why.
        slots: How many takes it will speak at once from now on.
    """

    engine: str
    reason: str
    slots: int


@dataclass(frozen=True, slots=True)
class ChunkSpoken(Event):
    """A chunk has its take.

    Attributes:
        place: Its chapter and its number in it, ``12.34``.
        chapter: The chapter's title.
        seconds: Length of the take.
        reused: Whether it was stored already.
        attempt: Which try it was.
    """

    place: str
    chapter: str
    seconds: float
    reused: bool
    attempt: int


@dataclass(frozen=True, slots=True)
class ChunkRetried(Event):
    """A take was no good and the chunk is tried again.

    Attributes:
        place: Its chapter and its number in it.
        attempt: The try that failed.
        reason: Why.
    """

    place: str
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChunkSetAside(Event):
    """A chunk could not be spoken; it is missing from the audiobook.

    Attributes:
        place: Its chapter and its number in it.
        text: What is missing.
        reason: Why.
    """

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChunkDoubtful(Event):
    """No take of a chunk was good; the best of them is in the audiobook.

    Attributes:
        place: Its chapter and its number in it.
        text: What may not sound right.
        reason: Why.
    """

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChapterEncoded(Event):
    """A chapter is in the audiobook.

    Attributes:
        number: In the book.
        title: Its title.
        seconds: Its length.
        lufs: Loudness before levelling, None for a chapter too quiet to measure.
        gain_db: What levelling added.
    """

    number: int
    title: str
    seconds: float
    lufs: float | None
    gain_db: float


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """The listener has the render rest: what was being spoken has ended, and nothing new begins."""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """A paused render goes on."""


@dataclass(frozen=True, slots=True)
class DiskLow(Event):
    """A disk runs full; the render waits and goes on by itself when there is room.

    Attributes:
        folder: One that is on the disk.
        free_bytes: What is free.
        needed_bytes: What must be, for it to go on.
    """

    folder: Path
    free_bytes: int
    needed_bytes: int


@dataclass(frozen=True, slots=True)
class DiskFreed(Event):
    """There is room again; the render goes on.

    Attributes:
        folder: As in `DiskLow`.
        free_bytes: What is free.
    """

    folder: Path
    free_bytes: int


@dataclass(frozen=True, slots=True)
class ModelProgress(Event):
    """A model is being fetched or verified.

    Attributes:
        name: The model's.
        file: Which of its files it has come to.
        done_bytes: How much of the whole model is done.
        total_bytes: How much there is to do.
        bytes_per_second: How fast it went in the last seconds; 0 where that is not known yet.
    """

    name: str
    file: str
    done_bytes: int
    total_bytes: int
    bytes_per_second: float


@dataclass(frozen=True, slots=True)
class ModelWaiting(Event):
    """A model could not be fetched just now; it is tried again by itself.

    Attributes:
        name: The model's.
        reason: What happened.
        seconds: Until the next try.
    """

    name: str
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ModelReady(Event):
    """A model is on this computer, whole.

    Attributes:
        name: The model's.
        folder: Where it is.
        size_bytes: What it takes on the disk.
        weights_hash: Over all that shapes what it does; None where it was not hashed now.
    """

    name: str
    folder: Path
    size_bytes: int
    weights_hash: str | None


@dataclass(frozen=True, slots=True)
class Warned(Event):
    """Something the listener should know.

    Attributes:
        message: One sentence.
    """

    message: str


@dataclass(frozen=True, slots=True)
class Error(Event):
    """The render cannot go on.

    Attributes:
        code: A short name that programs can rely on.
        message: What failed, in one sentence.
        hint: The next thing to do.
    """

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """The render is over; always the last event.

    Attributes:
        status: How it ended.
        outputs: The files that are in place.
        receipt: The receipt's place, None where nothing was finished.
        chunks: How many the book has.
        rendered: How many were spoken in this run.
        reused: How many were stored already.
        retried: How many takes were no good.
        failed: How many chunks could not be spoken, or not whole.
        doubtful: How many chunks may not sound right.
        audio_seconds: Length of the audiobook.
        wall_seconds: How long this run took.
    """

    final: ClassVar[bool] = True

    status: Status
    outputs: tuple[Path, ...]
    receipt: Path | None
    chunks: int
    rendered: int
    reused: int
    retried: int
    failed: int
    doubtful: int
    audio_seconds: float
    wall_seconds: float
