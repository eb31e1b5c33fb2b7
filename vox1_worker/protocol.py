"""The messages between the host and a speech worker; stdlib only, shared by both sides.

Each message is one line of ASCII JSON on the worker's standard input or output:
``{"type": "speak", ...fields}``. The worker says `Hello` before it imports anything large.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from enum import Enum
from typing import Any, get_args

PROTOCOL = 3
"""Raised when a message changes; both sides must have the same."""

MAX_LINE_BYTES = 2**20
"""No message comes near this: a longer line is an error, not a reason to fill memory."""


class ProtocolError(Exception):
    """A line that is not a message of this protocol."""


class Ended(str, Enum):
    """How a take came to its end."""

    NATURAL = "natural"
    """The engine said it was done."""
    BUDGET = "budget"
    """It was stopped at the longest plausible length."""
    CANCELLED = "cancelled"


# Host to worker -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """Make the engine ready; answered by `Loaded` or `Failed` with an empty id.

    Attributes:
        model: Folder of the weights; empty for an engine that has none.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        slots: How many takes may be spoken at once.
        options: What the engine's registry row says it takes.
        weights: Hash of the model's files, under which prepared voices are kept; empty to keep none.
    """

    model: str
    device: str
    slots: int
    options: dict[str, Any] = field(default_factory=dict)
    weights: str = ""


@dataclass(frozen=True)
class Speak:
    """Speak one chunk into a file; answered by `Take` or `Failed`.

    Attributes:
        id: Names this request in the answers.
        key: The take key, for the log.
        attempt: Counts the tries at this key, from 1.
        seed: For engines that draw random numbers.
        text: What to say, already normalised for speech.
        voice: The engine's own name of the voice, or the path of a prepared one.
        style: How to say it, where the engine takes direction.
        language: A BCP 47 tag.
        settings: The engine's shaping settings.
        budget_seconds: The longest plausible length; speech is stopped there.
        out_path: Where the take goes, as FLAC; the worker writes beside it and renames.
    """

    id: str
    key: str
    attempt: int
    seed: int
    text: str
    voice: str
    style: str
    language: str
    settings: dict[str, Any]
    budget_seconds: float
    out_path: str


@dataclass(frozen=True)
class Listen:
    """Say which words are heard in a take; answered by `Heard` or `Failed`.

    Attributes:
        id: Names this request in the answers.
        path: Of the take's audio file.
        language: A BCP 47 tag.
        start_seconds: Where in the file what is to be heard begins.
        end_seconds: Where it ends.
    """

    id: str
    path: str
    language: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Cancel:
    """Stop working on one request; it ends as `Failed` with the code ``cancelled``."""

    id: str


@dataclass(frozen=True)
class Bye:
    """End the process when what is being spoken is done."""


# Worker to host -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hello:
    """Said first, before anything large is imported.

    Attributes:
        protocol: `PROTOCOL` of the worker's side.
        engine: The engine this worker was started for.
        python: Version of its Python.
    """

    protocol: int
    engine: str
    python: str


@dataclass(frozen=True)
class Loaded:
    """The engine is ready.

    Attributes:
        device: What it runs on, in words.
        sample_rate_hz: Of every take.
        slots: How many takes it speaks at once.
        voices: ``(id, name, language)`` of each.
        versions: Of the engine and its libraries, for the receipt.
    """

    device: str
    sample_rate_hz: int
    slots: int
    voices: list[list[str]]
    versions: dict[str, str]


@dataclass(frozen=True)
class Progress:
    """Work on one request has begun or gone on.

    Attributes:
        id: Of the request.
        seconds: Of audio spoken or heard so far.
    """

    id: str
    seconds: float


@dataclass(frozen=True)
class Storing:
    """The engine is done with a request; its take is on its way to its file.

    A worker that dies from now on did not die of speaking it.

    Attributes:
        id: Of the request.
    """

    id: str


@dataclass(frozen=True)
class Take:
    """A take is finished and its file is in place.

    Attributes:
        id: Of the request.
        samples: Length.
        sample_rate_hz: Of the file.
        peak: Largest magnitude before encoding, 1.0 being full scale.
        rms: Root mean square before encoding.
        nonfinite: Samples that were NaN or infinite, written as silence.
        ended: How it came to its end.
        marks: ``(character, sample)`` where words begin, where the engine knows it.
        sha256: Of the file.
        file_bytes: Size of the file.
        spoken_seconds: Time the engine worked while it spoke this request.
        waited_seconds: Time the engine had nothing to speak before this request.
        frames: Steps of the model that made it, for an engine that counts them; 0 for others.
    """

    id: str
    samples: int
    sample_rate_hz: int
    peak: float
    rms: float
    nonfinite: int
    ended: Ended
    marks: list[list[int]]
    sha256: str
    file_bytes: int
    spoken_seconds: float
    waited_seconds: float
    frames: int = 0


@dataclass(frozen=True)
class Heard:
    """What was heard in a take.

    Attributes:
        id: Of the request.
        text: As the recogniser writes it; empty where it hears no words.
    """

    id: str
    text: str


@dataclass(frozen=True)
class Failed:
    """A request, or loading where the id is empty, came to nothing.

    Attributes:
        id: Of the request.
        code: ``load``, ``voice``, ``text``, ``speech``, ``disk``, ``full`` (the disk is), ``memory``,
            ``device``, ``language`` (the recogniser does not know it), ``listen`` or ``cancelled``.
        message: What happened, for the log and the receipt.
    """

    id: str
    code: str
    message: str


@dataclass(frozen=True)
class Heartbeat:
    """Said every second: the process lives; only a rising step proves progress.

    Attributes:
        step: Counts the engine's steps since it started.
        vram_allocated: Bytes held by tensors, 0 where the engine uses no card or does not say.
        vram_reserved: Bytes held from the driver.
        vram_free: Bytes free on the card for everyone, 0 where the engine does not say.
    """

    step: int
    vram_allocated: int = 0
    vram_reserved: int = 0
    vram_free: int = 0


Request = Load | Speak | Listen | Cancel | Bye
Report = Hello | Loaded | Progress | Storing | Take | Heard | Failed | Heartbeat
_MESSAGES = {cls.__name__.lower(): cls for cls in (*get_args(Request), *get_args(Report))}


def encode(message: Request | Report) -> bytes:
    """Return a message as one line.

    Raises:
        ProtocolError: It is longer than `MAX_LINE_BYTES`.
    """
    line = json.dumps({"type": type(message).__name__.lower(), **asdict(message)}).encode("ascii") + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise ProtocolError(f"a message of {len(line):,} bytes is too long")
    return line


def decode(line: bytes) -> Request | Report:
    """Return the message in a line.

    Raises:
        ProtocolError: It is none, or not one of this protocol.
    """
    try:
        values = json.loads(line)
        cls = _MESSAGES[values.pop("type")]
        if "ended" in values:
            values["ended"] = Ended(values["ended"])
        message: Request | Report = cls(**values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        raise ProtocolError(f"not a message: {line[:200]!r}") from err
    for item in fields(message):
        _check_type(item.name, str(item.type), getattr(message, item.name))
    return message


_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "Ended": (Ended,),
}


def _check_type(name: str, annotation: str, value: object) -> None:
    expected = _TYPES.get(annotation) or ((list,) if annotation.startswith("list") else (dict,))
    if not isinstance(value, expected) or isinstance(value, bool):
        raise ProtocolError(f"{name} is {value!r}, not {annotation}")
