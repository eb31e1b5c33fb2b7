"""The bridge: carries errands from the window to the backroom, and news of them back to Tk's own thread."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from vox1.paths import Folders
from vox1_gui import backroom, messages
from vox1_gui.errands.desk import Desk
from vox1_gui.messages import Leave, Start, Trouble, Wish, Wished
from vox1_gui.texts import hint_for

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_GONE = Trouble(
    "backroom",
    "The part of VOX-1 that does the work ended unexpectedly, and was started again",
    "Nothing spoken is lost. Do the same once more to go on.",
)
_CLOSE_SECONDS = 20.0
"""The backroom has a render put its last take away first."""


def _ignore(_: Any) -> None:
    """Nobody asked to be told."""


class Job(Generic[T]):
    """An errand on its way. Its callbacks run in Tk's thread; set them before the next turn of its loop.

    Attributes:
        on_news: Told what the errand tells.
        on_done: Given what it returns.
        on_trouble: Given why it could not be done; without one, the window says it.
        on_cancelled: Called when it was given up.
        on_end: Called last, however it ended.
        is_lasting: Whether it goes on as long as the window, and so keeps nobody waiting.
    """

    def __init__(
        self, number: int, send: Callable[[Any], None], tell_trouble: Callable[[Trouble], None]
    ) -> None:
        self.number = number
        self.is_over = False
        self.is_paused = False
        self.is_lasting = False
        self.on_news: Callable[[Any], None] = _ignore
        self.on_done: Callable[[T], None] = _ignore
        self.on_trouble: Callable[[Trouble], None] = tell_trouble
        self.on_cancelled: Callable[[], None] = lambda: None
        self.on_end: Callable[[], None] = lambda: None
        self._send = send

    def cancel(self) -> None:
        """Give it up; it ends within a second."""
        self._wish(Wish.CANCEL)

    def pause(self) -> None:
        """Let it rest."""
        self.is_paused = True
        self._wish(Wish.PAUSE)

    def resume(self) -> None:
        """Let it go on."""
        self.is_paused = False
        self._wish(Wish.RESUME)

    def _wish(self, wish: Wish) -> None:
        if not self.is_over:
            self._send(Wished(self.number, wish))

    def receive(self, message: Any) -> None:
        """Pass a message of the backroom's on to whom it concerns."""
        if isinstance(message, messages.Told):
            self.on_news(message.news)
            return
        self.is_over = True
        try:
            if isinstance(message, messages.Done):
                self.on_done(message.result)
            elif isinstance(message, messages.Failed):
                trouble = message.trouble
                self.on_trouble(replace(trouble, hint=hint_for(trouble.code, trouble.hint)))
            else:
                self.on_cancelled()
        finally:
            self.on_end()


class Bridge:
    """The window's side of the backroom, which it starts, and starts again if it ends.

    Args:
        folders: Where books and takes are.
        tell_trouble: Told of every errand that could not be done and has nobody else to say so.
    """

    def __init__(self, folders: Folders, tell_trouble: Callable[[Trouble], None]) -> None:
        self._folders = folders
        self._tell_trouble = tell_trouble
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job[Any]] = {}
        self._news: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._is_closing = False

    def start(
        self, errand: Callable[Concatenate[Desk, P], T], *arguments: P.args, **named: P.kwargs
    ) -> Job[T]:
        """Have an errand run in the backroom, and return the handle on it.

        Args:
            errand: A function of a module under `vox1_gui.errands`.
            arguments: What it is given besides the desk; it must be possible to pickle them.
            named: The same, by name.
        """
        job: Job[T] = Job(next(self._numbers), self._send, self._tell_trouble)
        self._jobs[job.number] = job
        self._send(Start(job.number, errand, arguments, named))
        return job

    def deliver(self, budget_seconds: float) -> None:
        """Pass on what has come from the backroom, for as long as Tk can be kept waiting."""
        deadline = time.perf_counter() + budget_seconds
        while time.perf_counter() < deadline:
            try:
                message = self._news.get_nowait()
            except queue.Empty:
                return
            if message is self._process:
                self._lose_all()
            elif isinstance(message, SpawnProcess):
                continue  # an earlier one, which is known to be gone
            else:
                self._pass_on(message)

    @property
    def is_busy(self) -> bool:
        """Whether any errand is on its way that will end by itself."""
        return any(not job.is_lasting for job in self._jobs.values())

    def begin_close(self) -> None:
        """Have every errand end, so that `has_closed` will be true."""
        self._is_closing = True
        if self._connection:
            self._send(Leave())

    def has_closed(self, since: float) -> bool:
        """Whether the backroom is gone; it is ended by force once it had time enough.

        Args:
            since: When `begin_close` was called, by `time.monotonic`.
        """
        process = self._process
        if process is None or not process.is_alive():
            return True
        if time.monotonic() - since > _CLOSE_SECONDS:
            process.kill()
        return False

    def _pass_on(self, message: Any) -> None:
        job = self._jobs.get(message.job)
        if job is None:
            return
        if not isinstance(message, messages.Told):
            del self._jobs[message.job]
        job.receive(message)

    def _send(self, message: Any) -> None:
        try:
            self._open().send(message)
        except OSError:  # it has just ended; that is told by who listens to it
            log.warning("The backroom does not take %r", message)

    def _open(self) -> Connection:
        """The connection to a backroom that runs."""
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            given = (theirs, self._folders)
            self._process = context.Process(target=backroom.work, args=given, name="backroom")
            self._process.start()
            theirs.close()
            listener = (self._connection, self._process)
            threading.Thread(target=self._listen, args=listener, daemon=True).start()
        return self._connection

    def _listen(self, connection: Connection, process: SpawnProcess) -> None:
        """Take what the backroom sends, until it ends."""
        while True:
            try:
                self._news.put(connection.recv())
            except (EOFError, OSError):
                break
        self._news.put(process)

    def _lose_all(self) -> None:
        """The backroom ended: say so to everyone who waits for it. The next errand starts another."""
        if self._is_closing:
            return
        log.error("The backroom ended with %s", self._process and self._process.exitcode)
        self._connection = self._process = None
        lost, self._jobs = self._jobs, {}
        for number, job in lost.items():
            job.receive(messages.Failed(number, _GONE))
