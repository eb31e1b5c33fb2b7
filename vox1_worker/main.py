"""The worker's loop: take requests, let the engine step, report.

Started by the host as ``python -m vox1_worker.main NAME``, of an engine or of a recogniser, which listens to
takes. Standard output belongs to the protocol: before anything is imported that might print, it is moved
to a descriptor of its own and the old one is pointed at standard error. End of file on standard input ends
the process at once, so a worker never outlives its host.
"""

from __future__ import annotations

import importlib
import logging
import os
import platform
import queue
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from vox1_worker import protocol
from vox1_worker.protocol import (
    Bye,
    Cancel,
    Failed,
    Heard,
    Heartbeat,
    Hello,
    Listen,
    Load,
    Loaded,
    Progress,
    Speak,
    Storing,
)

if TYPE_CHECKING:
    from vox1_worker.delivery import Delivery
    from vox1_worker.engine import Driven, Facts, OnCard, Refused, Speech

ENGINES = {
    "espeak": "vox1_worker.engines.espeak",
    "faulty": "vox1_worker.engines.faulty",
    "qwen3": "vox1_worker.engines.qwen3",
    "tone": "vox1_worker.engines.tone",
}
"""The module of each engine this worker can run; each has a function ``create() -> Engine``."""
RECOGNISERS = {"asr": "vox1_worker.engines.listening"}
"""The same for what listens to takes, with a function ``create() -> Recogniser``."""

_HEARTBEAT_SECONDS = 1.0
_SPEAK_LOG = "VOX1_SPEAK_LOG"
"""Environment: a file to which one line is added for every request begun, for tests and telemetry."""

log = logging.getLogger(__name__)


def reserve_stdout() -> BinaryIO:
    """Keep standard output for the protocol; whatever else is printed goes to standard error."""
    protocol_fd = os.dup(1)
    os.dup2(2, 1)
    os.set_inheritable(protocol_fd, False)  # noqa: FBT003  # its only form
    return os.fdopen(protocol_fd, "wb", buffering=0)


def step_back() -> None:
    """Let every ordinary program go first, so that the computer stays usable while a book is spoken.

    What nobody else wants is still all ours: below-normal priority (SetPriorityClass) on Windows, 5 of 19
    degrees of niceness (nice(2)) elsewhere. A system that refuses is no reason to stop.
    """
    with suppress(OSError):
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  # for Windows only

            below_normal, this_process = 0x4000, ctypes.c_void_p(-1)
            ctypes.windll.kernel32.SetPriorityClass(this_process, below_normal)
        else:
            os.nice(5)


class Line:
    """The line to the host; any thread may report on it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def report(self, message: protocol.Report) -> None:
        """Send one message. A host that no longer listens ends this process."""
        line = protocol.encode(message)
        with self._lock:
            try:
                while line:
                    line = line[self._stream.write(line) :]
            except OSError:
                os._exit(0)


def listen(stream: BinaryIO, inbox: queue.SimpleQueue[protocol.Request]) -> None:
    """Put requests into the inbox until the host is gone, then end the process, whatever it does."""
    while line := stream.readline(protocol.MAX_LINE_BYTES + 1):
        try:
            message = protocol.decode(line)
        except protocol.ProtocolError:
            log.exception("The host sent something that is not a request")
            os._exit(2)
        inbox.put(message)  # type: ignore[arg-type]  # the host sends requests only
    os._exit(0)


@dataclass(frozen=True)
class Begun:
    """A request the engine is working on.

    Attributes:
        request: What was asked.
        at_seconds: How long the engine had worked when it began.
        waited_seconds: How long the engine had nothing to do before.
    """

    request: Speak | Listen
    at_seconds: float
    waited_seconds: float


class Worker:
    """One engine or recogniser, and the requests waiting for it."""

    def __init__(self, engine: Driven[Any], line: Line) -> None:
        self._engine = engine
        self._line = line
        self._inbox: queue.SimpleQueue[protocol.Request] = queue.SimpleQueue()
        self._waiting: deque[Speak | Listen] = deque()
        self._begun: dict[str, Begun] = {}
        self._worked_seconds = 0.0
        self._waited_seconds = 0.0
        self._step = 0
        self._facts: Facts | None = None
        self._card: OnCard | None = None
        self._delivery: Delivery | None = None
        self._is_leaving = False

    def run(self, stdin: BinaryIO) -> int:
        """Work until the host says goodbye; return the exit status."""
        threading.Thread(target=listen, args=(stdin, self._inbox), daemon=True).start()
        threading.Thread(target=self._beat, daemon=True).start()
        try:
            while self._begun or not self._is_leaving:
                self._receive()
                self._begin()
                if self._begun:
                    self._advance()
        finally:
            if self._delivery:
                self._delivery.close()
        self._engine.close()
        return 0

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(_HEARTBEAT_SECONDS):
            self._line.report(self._heartbeat())

    def _heartbeat(self) -> Heartbeat:
        held = self._card.card_memory() if self._card else None
        if held is None:
            return Heartbeat(self._step)
        return Heartbeat(self._step, held.allocated_bytes, held.reserved_bytes)

    def _receive(self) -> None:
        """Handle what has come; wait for something only when there is nothing to do."""
        while not self._is_leaving:
            try:
                message = self._inbox.get_nowait() if self._begun or self._waiting else self._await_one()
            except queue.Empty:
                return
            self._handle(message)

    def _await_one(self) -> protocol.Request:
        began = time.monotonic()
        message = self._inbox.get()
        self._waited_seconds += time.monotonic() - began
        return message

    def _handle(self, message: protocol.Request) -> None:
        if isinstance(message, Load):
            self._load(message)
        elif isinstance(message, (Speak, Listen)):
            self._waiting.append(message)
        elif isinstance(message, Cancel):
            self._cancel(message.id)
        elif isinstance(message, Bye):
            self._is_leaving = True

    def _load(self, request: Load) -> None:
        # After Hello: they import numpy.
        from vox1_worker.delivery import Delivery  # noqa: PLC0415
        from vox1_worker.engine import EngineError, OnCard  # noqa: PLC0415

        try:
            facts = self._engine.load(request)
        except EngineError as err:
            self._line.report(Failed("", err.code, str(err)))
            self._is_leaving = True
            return
        self._facts = facts
        self._card = self._engine if isinstance(self._engine, OnCard) else None
        self._delivery = Delivery(self._line.report)
        voices = [list(voice) for voice in facts.voices]
        self._line.report(Loaded(facts.device, facts.sample_rate_hz, facts.slots, voices, facts.versions))
        self._waited_seconds = 0.0

    def _cancel(self, request_id: str) -> None:
        if request_id in self._begun:
            self._engine.cancel(request_id)
        elif any(request.id == request_id for request in self._waiting):
            self._waiting = deque(request for request in self._waiting if request.id != request_id)
            self._line.report(Failed(request_id, "cancelled", "cancelled before it began"))

    def _begin(self) -> None:
        """Give waiting requests to free slots."""
        while self._waiting and not self._is_leaving and self._engine.free_slots > 0:
            request = self._waiting.popleft()
            if isinstance(request, Speak):
                _note(request)
            self._begun[request.id] = Begun(request, self._worked_seconds, self._waited_seconds)
            self._waited_seconds = 0.0
            self._line.report(Progress(request.id, 0.0))
            self._engine.start(request)

    def _advance(self) -> None:
        from vox1_worker.engine import EngineError, Growing, Speech  # noqa: PLC0415  # loaded by now

        began = time.monotonic()
        try:
            outcomes = self._engine.step()
        except EngineError as err:
            self._line.report(Failed("", err.code, str(err)))
            raise
        self._worked_seconds += time.monotonic() - began
        self._step += 1
        for outcome in outcomes:
            if isinstance(outcome, Growing):
                self._line.report(Progress(outcome.id, outcome.seconds))
            elif isinstance(outcome, Speech):
                self._deliver(outcome)
            else:
                del self._begun[outcome.id]
                self._line.report(outcome if isinstance(outcome, Heard) else _failed(outcome))

    def _deliver(self, speech: Speech) -> None:
        """Hand a take to the thread that writes it, and say that the engine is done with it."""
        from vox1_worker.delivery import Parcel  # noqa: PLC0415  # loaded by now

        assert self._facts is not None  # noqa: S101  # nothing is spoken before it is loaded
        assert self._delivery is not None  # noqa: S101
        begun = self._begun.pop(speech.id)
        assert isinstance(begun.request, Speak)  # noqa: S101  # what is spoken was to be spoken
        spoken_seconds = self._worked_seconds - begun.at_seconds
        rate = self._facts.sample_rate_hz
        self._line.report(Storing(speech.id))
        self._delivery.send(Parcel(begun.request, speech, rate, spoken_seconds, begun.waited_seconds))


def _failed(refused: Refused) -> Failed:
    return Failed(refused.id, refused.code, refused.message)


def _note(request: Speak) -> None:
    """Add a line to the speak log, if one is asked for, before any speech is made."""
    path = os.environ.get(_SPEAK_LOG)
    if path:
        with open(path, "ab", buffering=0) as stream:  # noqa: PTH123  # unbuffered append in one write
            stream.write(f"{request.key} {request.attempt}\n".encode("ascii"))


def main(argv: list[str]) -> int:
    """Run the engine or recogniser named on the command line until the host is gone."""
    line = Line(reserve_stdout())
    step_back()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    name = argv[1]
    line.report(Hello(protocol.PROTOCOL, name, platform.python_version()))
    engine: Driven[Any] = importlib.import_module({**ENGINES, **RECOGNISERS}[name]).create()
    try:
        return Worker(engine, line).run(sys.stdin.buffer)
    except Exception:  # the process's outermost edge: the host restarts it
        log.exception("The %s worker failed", name)
        return 1


if __name__ == "__main__":
    status = main(sys.argv)
    sys.stderr.flush()
    os._exit(status)  # a library's thread must not keep a finished worker alive
