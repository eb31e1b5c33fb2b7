"""The listener: has takes heard in a process of its own, while the voice engine speaks the next ones."""

from __future__ import annotations

import importlib.util
import logging
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1 import events
from vox1.control import Cancelled, Control
from vox1.engines.host import Host, Patience, Program
from vox1.errors import InputError, Vox1Error
from vox1.paths import Folders, environment_python
from vox1.settings import LISTENING_MODEL
from vox1_worker import protocol
from vox1_worker.protocol import Failed, Heard, Listen, Load

log = logging.getLogger(__name__)

_NAME = "asr"
"""Of the worker's recogniser, its environment and its requirements."""
_LIBRARY = "faster_whisper"
SETUP = f"python3 run.py setup --engine {_NAME}"
"""Installs what listens."""
_MODEL_FILES = ("model.bin", "tokenizer.json")
PATIENCE = Patience(stall_seconds=300.0)
"""A large model on a slow processor may need minutes for half a minute of audio."""

_END_SECONDS = 10.0
"""Far more than ending takes; a thread that is stuck must not hold up the render."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What listens.

    Attributes:
        python: The interpreter that has the library.
        model: Folder of the recogniser's model.
        device: What it runs on: ``auto``, ``cpu``, ``cuda`` or ``mps``.
    """

    python: Path
    model: Path
    device: str


@dataclass(frozen=True, slots=True)
class NotHeard:
    """A take that could not be listened to.

    Attributes:
        id: Of the request.
        code: See `vox1_worker.protocol.Failed`; ``crash`` for one that ended its workers.
        message: What happened.
    """

    id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The listener's last word: it can hear nothing any more.

    Attributes:
        reason: Why, as a sentence without its full stop.
    """

    reason: str


Hearing = Heard | NotHeard | Broken


def find_ears(model: str, device: str, folders: Folders) -> Ears:
    """Return what listens with a model.

    Args:
        model: Its folder in the folder of models.
        device: What it is to run on.
        folders: Of this run.

    Raises:
        InputError: The library is not installed, or there is no such model.
    """
    python = _python()
    if python is None:
        raise InputError(
            "The word check needs faster-whisper, which is not installed",
            f"Run `{SETUP}`, then try again.",
            "no-word-check",
        )
    folder = folders.models / model
    missing = [name for name in _MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"There is no listening model in {folder}: {missing[0]} is missing",
            f"Run `python3 run.py models get {LISTENING_MODEL}`, or name another folder in"
            f" {folders.models} with --check-words.",
            "no-model",
        )
    return Ears(python, folder.absolute(), device)


def is_set_up() -> bool:
    """Return whether the library that listens is installed."""
    return _python() is not None


class Listener:
    """One recogniser in a worker process, and a thread that feeds and watches it.

    Handing takes in never waits. The worker has at most three of them at a time; the others wait here, each
    as a name. In a pause it rests as the voice engine does.

    Args:
        ears: What listens.
        log_path: Where the worker's error output goes.
        emit: Gets a warning where the worker had to be started again.
        control: Of the render.
        patience: How long it waits for what; None for its own.

    Raises:
        DiskError: The log cannot be written.
        EngineFailed: The worker cannot be started.
    """

    def __init__(
        self,
        ears: Ears,
        log_path: Path,
        emit: Callable[[events.Event], None],
        control: Control,
        patience: Patience | None = None,
    ) -> None:
        self._emit = emit
        self._leash = _Leash(control)
        self._work: deque[Listen] = deque()
        self._has_work = threading.Event()
        self._hearings: queue.SimpleQueue[Hearing] = queue.SimpleQueue()
        load = Load(model=str(ears.model), device=ears.device, slots=1)
        program = Program(_NAME, "The word check", str(ears.python), SETUP)
        self._host = _ListenerHost(program, load, log_path, self._pass_on, patience or PATIENCE)
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def listen(self, request: Listen) -> None:
        """Have a take heard; what came of it is picked up with `hearing`."""
        self._work.append(request)
        self._has_work.set()

    def hearing(self, wait_seconds: float = 0.0) -> Hearing | None:
        """Return the next outcome, in any order; None where there is none within a time."""
        try:
            return self._hearings.get(block=wait_seconds > 0, timeout=wait_seconds or None)
        except queue.Empty:
            return None

    def close(self) -> None:
        """End the worker and the thread, within a second; nothing is lost but what was not heard yet."""
        self._leash.cancel()
        self._has_work.set()
        self._thread.join(_END_SECONDS)

    @property
    def worker_pid(self) -> int:
        """The worker's process id, for tests."""
        return self._host.worker_pid

    def _run(self) -> None:
        reason = "it was ended"
        try:
            while self._awaits_work():
                for hearing in self._host.outcomes(self._work, self._leash):
                    self._hearings.put(hearing)
        except Cancelled:
            pass
        except Vox1Error as err:
            reason = err.message
        except Exception as err:  # the thread's outermost edge
            log.exception("The listener failed")
            reason = f"{type(err).__name__}: {err}"
        finally:
            self._host.kill()
            self._hearings.put(Broken(reason))

    def _awaits_work(self) -> bool:
        """Wait for a take; whether there is one, and not the end."""
        self._has_work.wait()
        self._has_work.clear()
        return not self._leash.is_cancelled

    def _pass_on(self, event: events.Event) -> None:
        """Tell of its restarts in words; that it is ready, or rests, goes without saying."""
        if isinstance(event, events.EngineRestarted):
            self._emit(events.Warned(f"The word check was started again: {event.reason}."))


class _ListenerHost(Host[Listen, Heard | NotHeard]):
    """The worker that listens."""

    def _answers(self, message: protocol.Report) -> Iterator[Heard | NotHeard]:
        if isinstance(message, Heard):
            self._restarts = 0
            self._answered(message.id)
            yield message
        elif isinstance(message, Failed):
            self._answered(message.id)
            yield NotHeard(message.id, message.code, message.message)

    def _broken_down_on(self, request: Listen, reason: str) -> NotHeard:
        return NotHeard(request.id, "crash", reason)

    def _name_of(self, request: Listen) -> str:
        return request.path


class _Leash(Control):
    """The render's control, for a part of it that can also be ended by itself."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._whole = control

    @property
    def is_paused(self) -> bool:
        """Whether nothing new may begin."""
        return self._whole.is_paused and not self.is_cancelled

    @property
    def is_cancelled(self) -> bool:
        """Whether the render was given up, or this part of it."""
        return super().is_cancelled or self._whole.is_cancelled

    def check(self) -> None:
        """Do nothing, unless the render or this part of it was given up."""
        super().check()
        self._whole.check()

    def rest(self, seconds: float | None = None, is_over: Callable[[], bool] = lambda: False) -> bool:
        """Wait while the render is paused; see `Control.rest`."""
        self._whole.rest(seconds, lambda: self.is_cancelled or is_over())
        return not self.is_paused


def _python() -> Path | None:
    """The interpreter that has the library: of its own environment, else this one; None for neither."""
    own = environment_python(_NAME)
    packages = (f"Lib/site-packages/{_LIBRARY}", f"lib/python*/site-packages/{_LIBRARY}")
    if own.is_file() and any(found for place in packages for found in own.parent.parent.glob(place)):
        return own
    return Path(sys.executable) if importlib.util.find_spec(_LIBRARY) else None
