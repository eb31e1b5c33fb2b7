"""Engine: what every voice engine, and every recogniser, does for the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from vox1_worker.protocol import Ended, Heard, Listen, Load, Speak

Samples = npt.NDArray[np.float32]
"""Mono audio, one-dimensional, full scale at 1.0."""


class EngineError(Exception):
    """An engine could not do as asked.

    Attributes:
        code: One of the codes of `vox1_worker.protocol.Failed`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Facts:
    """What an engine says of itself once it is loaded; see `vox1_worker.protocol.Loaded`."""

    device: str
    sample_rate_hz: int
    slots: int
    voices: Sequence[tuple[str, str, str]]
    versions: dict[str, str]


@dataclass(frozen=True)
class Growing:
    """A request of which more has been spoken or heard.

    Attributes:
        id: Of the request.
        seconds: Spoken or heard so far.
    """

    id: str
    seconds: float


@dataclass(frozen=True)
class Speech:
    """A request that has been spoken.

    Attributes:
        id: Of the request.
        audio: The speech as the engine made it; may hold NaN or overshoot full scale.
        ended: How it came to its end.
        marks: ``(character of the text, sample)`` where words begin; empty where not known.
        frames: Steps of the model that made it; 0 where the engine does not count them.
    """

    id: str
    audio: Samples
    ended: Ended
    marks: Sequence[tuple[int, int]] = ()
    frames: int = 0


@dataclass(frozen=True)
class CardMemory:
    """What an engine holds of a card's memory.

    Attributes:
        allocated_bytes: By tensors.
        reserved_bytes: From the driver, with what is kept for later tensors.
    """

    allocated_bytes: int
    reserved_bytes: int


@dataclass(frozen=True)
class Refused:
    """A request that came to nothing; the engine itself goes on.

    Attributes:
        id: Of the request.
        code: One of the codes of `vox1_worker.protocol.Failed`.
        message: What happened.
    """

    id: str
    code: str
    message: str


Outcome = Growing | Speech | Heard | Refused
Asked_contra = TypeVar("Asked_contra", Speak, Listen, contravariant=True)


class Driven(Protocol[Asked_contra]):
    """What the worker's loop drives, on one thread from `load` to `close`."""

    def load(self, request: Load) -> Facts:
        """Import libraries, load weights and be ready to speak.

        Raises:
            EngineError: It cannot; the worker reports it and ends.
        """

    @property
    def free_slots(self) -> int:
        """How many more requests `start` would take now."""

    def start(self, request: Asked_contra) -> None:
        """Begin a request. Called only while `free_slots` is above 0; returns at once."""

    def step(self) -> Sequence[Outcome]:
        """Do one step of work for all started requests and say what came of it.

        A step is as short as the engine can make it: one frame of every row for a model, one whole
        chunk for an engine that blocks. Every started request ends in one `Speech`, `Heard` or
        `Refused`. Audio never runs past the request's ``budget_seconds`` by more than one step.

        Raises:
            EngineError: Nothing can be spoken any more (``memory``, ``device``): the process ends, and the
                host starts another.
        """

    def cancel(self, request_id: str) -> None:
        """Give up a started request: its next outcome is `Refused` with the code ``cancelled``."""

    def close(self) -> None:
        """Free everything. The engine is not used again."""


@runtime_checkable
class OnCard(Protocol):
    """An engine that knows what it holds of a card's memory."""

    def card_memory(self) -> CardMemory:
        """Return what it holds. Called once a second on a thread of its own, from `load` on; never raises."""


class Engine(Driven[Speak], Protocol):
    """A voice engine: every request becomes a `Speech`."""


class Recogniser(Driven[Listen], Protocol):
    """Listens to takes: every request becomes a `Heard`. It has no voices, and no sample rate."""
