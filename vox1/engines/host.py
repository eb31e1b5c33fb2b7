"""The host: keeps a worker fed, watches it, and starts another when it dies or stands still."""

from __future__ import annotations

import logging
import os
import queue
import sys
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from vox1 import events, power
from vox1.control import Control
from vox1.engines.process import Gone, WorkerProcess
from vox1.engines.registry import EngineRow, engine_row
from vox1.errors import DiskError, EngineFailed, EngineGaveUp
from vox1.hardware.device import worker_environment
from vox1.paths import ROOT, environment_python
from vox1_worker import protocol
from vox1_worker.protocol import (
    Cancel,
    Failed,
    Heartbeat,
    Hello,
    Listen,
    Load,
    Loaded,
    Progress,
    Speak,
    Storing,
    Take,
)

log = logging.getLogger(__name__)

_TICK_SECONDS = 0.25
_SLEEP_SECONDS = 10.0
"""A computer that slept longer may have taken the graphics card's memory from the worker."""
_QUEUED_AHEAD = 2
"""Requests beyond the slots, so that a slot never waits for a round trip."""

Asked = TypeVar("Asked", Speak, Listen)
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the host waits for what, and how often it starts again.

    Attributes:
        load_seconds: For an engine to load.
        stall_seconds: Without a step, an answer or progress while something is being worked on.
        silence_seconds: Without any message at all.
        deaths_of_a_chunk: Workers a chunk may kill before it is set aside.
        restarts: In a row without a single answer, before the worker is given up.
        idle_seconds: Of a pause, before the worker is let go with all its memory; None keeps it.
    """

    load_seconds: float = 300.0
    stall_seconds: float = 120.0
    silence_seconds: float = 60.0
    deaths_of_a_chunk: int = 3
    restarts: int = 6
    idle_seconds: float | None = 60.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A request that was spoken.

    Attributes:
        request: What was asked.
        take: What the worker reports of it; the file is in place.
    """

    request: Speak
    take: Take


@dataclass(frozen=True, slots=True)
class NotSpoken:
    """A request that came to nothing.

    Attributes:
        request: What was asked.
        code: See `vox1_worker.protocol.Failed`; ``crash`` for one that ended its workers.
        message: What happened.
    """

    request: Speak
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Program:
    """What a host runs.

    Attributes:
        name: The worker's name for it.
        title: What it is called in a sentence that begins with it.
        python: The interpreter that has its libraries.
        setup: The command that installs them.
    """

    name: str
    title: str
    python: str
    setup: str


class Activity(str, Enum):
    """What a worker is doing."""

    LOADING = "loading"
    WORKING = "working"
    IDLE = "idle"
    """It has nothing to do: nothing is left, or what it made is not judged yet."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A worker at a moment.

    Attributes:
        activity: What it is doing.
        working_on: Requests that it has begun and not ended.
        loaded: Its facts, with the slots that it has now; None before it has told them.
        heartbeat: The last one; None before the first.
    """

    activity: Activity
    working_on: int
    loaded: Loaded | None
    heartbeat: Heartbeat | None


class Work(Protocol[Asked]):
    """Requests, in order; a ``deque`` is one."""

    def __len__(self) -> int:
        """How many there are."""

    def popleft(self) -> Asked:
        """Take the first."""

    def extendleft(self, requests: Iterable[Asked]) -> None:
        """Put requests back, each before the one before."""


class _StoodStill(Exception):  # named for what the worker did
    """The worker shows no sign of life or of progress."""


class _Slept(_StoodStill):
    """The computer slept. Nobody is to blame, but a worker that comes back may be of no use."""


class _ShortOfMemory(_StoodStill):
    """The card's memory is full: while takes are spoken side by side, that is no single one's fault."""


class Host(ABC, Generic[Asked, Outcome]):
    """One worker process, fed, watched and replaced.

    Used from one thread, except `kill` and `reading`, which any may call.
    """

    def __init__(
        self,
        program: Program,
        load: Load,
        log_path: Path,
        emit: Callable[[events.Event], None],
        patience: Patience | None = None,
    ) -> None:
        self._program = program
        self._load = load
        self._log_path = log_path
        self._emit = emit
        self._patience = patience or Patience()
        self._in_flight: dict[str, Asked] = {}
        self._working_on: set[str] = set()
        self._storing: set[str] = set()
        self._deaths: Counter[str] = Counter()
        self._restarts = 0
        self._loaded: Loaded | None = None
        self._had_no_work = True
        self._first_again: set[str] = set()
        self._worker = self._start()

    def loaded(self, control: Control) -> Loaded:
        """Wait until the engine is ready and return its facts.

        Raises:
            Cancelled: The render was given up before it is.
            EngineFailed: It cannot be loaded.
        """
        while self._loaded is None:
            control.check()
            try:
                self._await_loaded()
            except _StoodStill as err:
                self._restart(err)
        return self._loaded

    def outcomes(self, work: Work[Asked], control: Control) -> Iterator[Outcome]:
        """Have all of ``work`` done, to which more may be added meanwhile.

        In a pause, what was begun ends and nothing new begins.

        Raises:
            Cancelled: The render was given up.
            DiskError: The worker cannot write takes.
            EngineFailed: The engine cannot be loaded.
            EngineGaveUp: It breaks down again and again.
        """
        self._had_no_work = True
        while work or self._in_flight:
            control.check()
            if control.is_paused and not self._in_flight:
                self._rest(control)
            loaded = self.loaded(control)
            if not control.is_paused:
                self._fill(work, loaded.slots + _QUEUED_AHEAD)
            try:
                yield from self._outcomes_of(self._receive(self._patience.stall_seconds))
            except _StoodStill as err:
                yield from self._recover(work, err)

    def heed(self, emit: Callable[[events.Event], None]) -> None:
        """Tell somebody else what happens from now on."""
        self._emit = emit

    def give_up(self, seconds: float) -> bool:
        """Have the worker stop what it is doing, and return whether it did and can be asked for more.

        Args:
            seconds: How long it may take.
        """
        for request_id in self._in_flight:
            self._worker.send(Cancel(request_id))
        deadline = time.monotonic() + seconds
        try:
            while self._in_flight and time.monotonic() < deadline:
                for _ in self._outcomes_of(self._receive(self._patience.stall_seconds)):
                    pass
        except (_StoodStill, DiskError) as err:
            log.info("The %s worker could not be stopped: %s", self._program.name, err)
            return False
        return not self._in_flight

    def close(self) -> None:
        """Let the worker finish what it is doing and leave."""
        self._worker.close()

    def kill(self) -> None:
        """End the worker at once."""
        self._worker.kill()

    @property
    def worker_pid(self) -> int:
        """The worker's process id, for measurements."""
        return self._worker.pid

    def reading(self) -> Reading:
        """Return how the worker is, for telemetry."""
        loaded, working_on = self._loaded, len(self._working_on)
        activity = Activity.WORKING if self._in_flight else Activity.IDLE
        return Reading(activity if loaded else Activity.LOADING, working_on, loaded, self._heartbeat)

    def _start(self) -> WorkerProcess:
        ours = {**os.environ, "PYTHONPATH": _python_path(), "PYTHONUNBUFFERED": "1"}
        environment = worker_environment(self._load.device, ours)
        command = (self._program.python, "-m", "vox1_worker.main", self._program.name)
        # In our own folder: files in the user's current one must not be taken for Python's modules.
        worker = WorkerProcess(command, environment, ROOT, self._log_path)
        worker.send(self._load)
        self._loaded = None
        self._step = -1
        self._heartbeat: Heartbeat | None = None
        self._still_seconds = 0.0
        self._silent_seconds = 0.0
        self._looked = time.monotonic()
        self._asleep_seconds = power.seconds_asleep()
        return worker

    def _rest(self, control: Control) -> None:
        """Wait for the end of a pause; in a long one the worker goes and gives its memory back."""
        self._emit(events.Paused())
        if not control.rest(self._patience.idle_seconds):
            log.info("The %s worker leaves: the render is paused", self._program.name)
            self._worker.close()
            control.rest()
            self._worker = self._start()
        control.check()
        self._emit(events.Resumed())
        self._looked = time.monotonic()

    def _fill(self, work: Work[Asked], most: int) -> None:
        """Give the worker requests until it has so many that are not being stored."""
        while work and len(self._in_flight) - len(self._storing) < most:
            request = work.popleft()
            self._in_flight[request.id] = request
            if self._had_no_work:
                self._first_again.add(request.id)
                self._had_no_work = False
            self._worker.send(request)

    def _await_loaded(self) -> None:
        message = self._receive(self._patience.load_seconds)
        if isinstance(message, Hello) and message.protocol != protocol.PROTOCOL:
            raise EngineFailed(
                f"{self._program.title} has a worker that speaks another protocol ({message.protocol})",
                f"Run `{self._program.setup}` to bring its environment up to date.",
                "no-environment",
            )
        if isinstance(message, Failed) and message.code == "memory":
            raise _ShortOfMemory(message.message)
        if isinstance(message, Failed) and not message.id:
            raise self._cannot_be_loaded(message.message)
        if isinstance(message, Gone):
            raise _StoodStill(f"it ended while loading (status {message.status})")
        if isinstance(message, Loaded):
            self._loaded = message
            self._emit(events.EngineReady(self._program.name, message.device, message.slots))

    def _receive(self, patience_seconds: float) -> protocol.Report | Gone | None:
        """Return the next message, or None after a tick without one.

        Raises:
            _StoodStill: Patience has run out, or the computer slept.
        """
        try:
            message = self._worker.messages.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            message = None
        self._watch(message)
        if power.seconds_asleep() - self._asleep_seconds > _SLEEP_SECONDS:
            raise _Slept("the computer was asleep")
        if self._still_seconds > patience_seconds:
            raise _StoodStill(f"no progress for {self._still_seconds:.0f} seconds")
        if self._silent_seconds > self._patience.silence_seconds:
            raise _StoodStill(f"no sign of life for {self._silent_seconds:.0f} seconds")
        return message

    def _watch(self, message: protocol.Report | Gone | None) -> None:
        """Keep the two clocks: a heartbeat proves life, only a higher step proves progress.

        Time in which this process itself was stopped does not count.
        """
        now = time.monotonic()
        passed = min(now - self._looked, 4 * _TICK_SECONDS)
        self._looked = now
        moved = not isinstance(message, Heartbeat) and message is not None
        if isinstance(message, Heartbeat):
            moved = message.step != self._step
            self._step = message.step
            self._heartbeat = message
        is_waiting = bool(self._in_flight) or self._loaded is None
        self._still_seconds = 0.0 if moved or not is_waiting else self._still_seconds + passed
        self._silent_seconds = 0.0 if message is not None else self._silent_seconds + passed

    def _outcomes_of(self, message: protocol.Report | Gone | None) -> Iterator[Outcome]:
        if isinstance(message, Gone):
            raise _StoodStill(f"it ended (status {message.status})")
        if isinstance(message, Progress):
            self._working_on.add(message.id)
        elif isinstance(message, Storing):
            self._working_on.discard(message.id)
            self._storing.add(message.id)
        elif message is not None:
            yield from self._answers(message)

    @abstractmethod
    def _answers(self, message: protocol.Report) -> Iterator[Outcome]:
        """What a message says of a request; nothing where it says of none."""

    @abstractmethod
    def _broken_down_on(self, request: Asked, reason: str) -> Outcome:
        """Return what becomes of a request that ended its workers."""

    @abstractmethod
    def _name_of(self, request: Asked) -> str:
        """Return the name under which the deaths of workers on a request are counted."""

    def _answered(self, request_id: str) -> Asked:
        if request_id not in self._in_flight:
            raise _StoodStill(f"it answered a request that nobody made ({request_id})")
        self._working_on.discard(request_id)
        self._storing.discard(request_id)
        return self._in_flight.pop(request_id)

    def _recover(self, work: Work[Asked], cause: _StoodStill) -> Iterator[Outcome]:
        """Start another worker, with the requests of the dead one back in the queue.

        Only what it was working on can have killed it: not what waited, nor what was being stored.
        """
        lost = list(self._in_flight.values())
        blamed = set() if self._is_nobodys(cause) else self._working_on
        set_aside = []
        for request in (request for request in lost if request.id in blamed):
            self._deaths[self._name_of(request)] += 1
            if self._deaths[self._name_of(request)] >= self._patience.deaths_of_a_chunk:
                set_aside.append(request)
        work.extendleft(request for request in reversed(lost) if request not in set_aside)
        self._in_flight.clear()
        self._working_on.clear()
        self._storing.clear()
        self._restart(cause)
        for request in set_aside:
            yield self._broken_down_on(request, f"the engine broke down on it every time: {cause}")

    def _is_nobodys(self, cause: _StoodStill) -> bool:
        """Whether no request can be blamed for it."""
        is_crowded = isinstance(cause, _ShortOfMemory) and self._load.slots > 1
        return is_crowded or isinstance(cause, _Slept)

    def _restart(self, cause: _StoodStill) -> None:
        """Replace the worker, one slot lower where it was at fault.

        Raises:
            EngineFailed: It never came so far as to be ready.
            EngineGaveUp: It has been replaced too often without a take.
        """
        was_loaded = self._loaded is not None
        reason = str(cause)
        log.warning("The %s worker is replaced: %s", self._program.name, reason)
        self._worker.kill()
        if isinstance(cause, _Slept):
            self._begin_again(reason)
            return
        self._restarts += 1
        if isinstance(cause, _ShortOfMemory) and not was_loaded:
            self._make_do(reason)
        elif self._restarts > self._patience.restarts or (not was_loaded and self._restarts > 1):
            raise self._final_error(was_loaded, reason)
        self._load = replace(self._load, slots=max(1, self._load.slots - 1))
        self._begin_again(reason)

    def _make_do(self, reason: str) -> None:
        """See whether an engine that had no room may have it with fewer slots.

        Raises:
            EngineFailed: It had but one.
        """
        if self._load.slots == 1:
            raise EngineFailed(
                f"{self._program.title} cannot be loaded: {reason}",
                "Close other programs that use the card, choose a smaller model, or use --device cpu.",
                "no-memory",
            )

    def _begin_again(self, reason: str) -> None:
        self._emit(events.EngineRestarted(self._program.name, reason, self._load.slots))
        self._worker = self._start()

    def _final_error(self, was_loaded: bool, reason: str) -> EngineFailed | EngineGaveUp:  # noqa: FBT001
        if not was_loaded:
            return self._cannot_be_loaded(reason)
        return EngineGaveUp(
            f"{self._program.title} broke down {self._restarts} times in a row: {reason}",
            f"Everything spoken so far is kept: try again to go on. Details are in {self._log_path}.",
        )

    def _cannot_be_loaded(self, reason: str) -> EngineFailed:
        return EngineFailed(
            f"{self._program.title} cannot be loaded: {reason}",
            f"Run `{self._program.setup}`, then try again. Details are in {self._log_path}.",
            "no-environment",
        )


class EngineHost(Host[Speak, "Spoken | NotSpoken"]):
    """One voice engine in a worker process.

    Attributes:
        waited_seconds: How long the engine had nothing to speak, between the takes so far.
        audio_seconds: Length of the takes so far, good or not.
    """

    def __init__(
        self,
        engine_id: str,
        load: Load,
        log_path: Path,
        emit: Callable[[events.Event], None],
        patience: Patience | None = None,
    ) -> None:
        self.waited_seconds = 0.0
        self.audio_seconds = 0.0
        program = _program(engine_row(engine_id))
        super().__init__(program, load, log_path, emit, patience)

    def speak(self, work: Work[Speak], control: Control) -> Iterator[Spoken | NotSpoken]:
        """Speak all of ``work``; see `outcomes`."""
        return self.outcomes(work, control)

    def _answers(self, message: protocol.Report) -> Iterator[Spoken | NotSpoken]:
        if isinstance(message, Take):
            self._restarts = 0
            if message.id in self._first_again:  # until now there was nothing to be spoken
                message = replace(message, waited_seconds=0.0)
            self.waited_seconds += message.waited_seconds
            self.audio_seconds += message.samples / message.sample_rate_hz
            yield Spoken(self._answered(message.id), message)
        elif isinstance(message, Failed) and message.code in {"disk", "full"}:
            raise _disk_error(message)
        elif isinstance(message, Failed) and not message.id:  # its last words
            raise (_ShortOfMemory if message.code == "memory" else _StoodStill)(message.message)
        elif isinstance(message, Failed):
            yield NotSpoken(self._answered(message.id), message.code, message.message)

    def _broken_down_on(self, request: Speak, reason: str) -> NotSpoken:
        return NotSpoken(request, "crash", reason)

    def _name_of(self, request: Speak) -> str:
        return request.key


def _program(row: EngineRow) -> Program:
    """An engine runs in its own environment, or in ours where that is not there: it may say what it lacks."""
    title = f"The {row.id} engine"
    if not row.environment:
        return Program(row.id, title, sys.executable, "python3 run.py setup")
    own = environment_python(row.environment)
    python = str(own) if own.is_file() else sys.executable
    return Program(row.id, title, python, f"python3 run.py setup --engine {row.environment}")


def _disk_error(failed: Failed) -> DiskError:
    if failed.code == "full":
        return DiskError(
            f"The disk is full: a take could not be stored: {failed.message}",
            "Free some space and try again; nothing finished is lost.",
            "disk-full",
        )
    return DiskError(
        f"A take could not be stored: {failed.message}",
        "Check that the work folder is there and that you may write in it, then try again.",
    )


def _python_path() -> str:
    """The worker finds our packages first, then whatever the user's own PYTHONPATH names."""
    own = os.environ.get("PYTHONPATH", "")
    return f"{ROOT}{os.pathsep}{own}" if own else str(ROOT)
