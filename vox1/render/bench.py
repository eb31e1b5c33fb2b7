"""The bench: takes are judged on a thread of their own, so that the engine never waits for a verdict."""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass

from vox1.control import Control
from vox1.errors import TakeDamaged
from vox1.render.judge import Judge
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.work import Wanted
from vox1_worker.protocol import Take

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.1
_MOST_WAITING = 2_048
"""Cases that may wait, some 3 MB: an engine that is faster than the bench would fill the memory with them.

With 64, the draft voice stood still for a third of a render of ten hours.
"""
_SAVED_TAKES = 64
"""What is learned from so many takes may be lost if the power fails."""


@dataclass(frozen=True, slots=True)
class Case:
    """A stored take that waits for its verdict.

    Attributes:
        wanted: What it was spoken for.
        spoken: Its text as said.
        judge: Of its voice and language.
        take: As stored.
        reported: What the worker said of it; None for one of a render before.
    """

    wanted: Wanted
    spoken: str
    judge: Judge
    take: StoredTake
    reported: Take | None = None


Decided = tuple[Case, "StoredTake | TakeDamaged"]
"""A case and its take with the verdict, or what is wrong with its file."""


class Bench:
    """Judges cases in the order they come in.

    What waits here is stored already: a render that ends meanwhile leaves it to the next one. In a
    pause, what was spoken is still judged.

    Args:
        store: Holds the takes and gets the verdicts.
        control: Ends the work, if the render is cancelled.
    """

    def __init__(self, store: TakeStore, control: Control) -> None:
        self._judges: dict[int, Judge] = {}
        self._store = store
        self._control = control
        self._cases: queue.SimpleQueue[Case | None] = queue.SimpleQueue()
        self._verdicts: queue.SimpleQueue[Decided | Exception] = queue.SimpleQueue()
        self._waiting = 0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether a verdict is still to come."""
        return self._waiting > 0

    @property
    def is_behind(self) -> bool:
        """Whether nothing more should be spoken before a verdict is found."""
        return self._waiting >= _MOST_WAITING

    def submit(self, case: Case) -> None:
        """Have a take judged."""
        self._waiting += 1
        self._cases.put(case)

    def verdict(self, *, wait: bool) -> Decided | None:
        """Return the next verdict; None where none is there yet, or none is to come.

        Args:
            wait: Whether to wait for it.

        Raises:
            Cancelled: The render was given up while it was waited for.
            Vox1Error: A verdict could not be found or stored.
        """
        while self._waiting:
            try:
                found = self._verdicts.get(timeout=_LOOK_SECONDS if wait else 0.0)
            except queue.Empty:
                self._control.check()
                if wait:
                    continue
                return None
            self._waiting -= 1
            if isinstance(found, Exception):
                raise found
            return found
        return None

    def close(self) -> None:
        """Judge no more, and return when the case at hand is done."""
        self._closed.set()
        self._cases.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (case := self._cases.get()) and not (self._closed.is_set() or self._control.is_cancelled):
            try:
                self._judges[id(case.judge)] = case.judge
                self._verdicts.put((case, self._decide(case)))
                if case.judge.unsaved >= _SAVED_TAKES:
                    case.judge.save()
            except Exception as err:  # noqa: BLE001  # the thread's outermost edge: whoever waits gets it
                self._verdicts.put(err)
        for judge in self._judges.values():
            try:
                judge.save()
            except Exception:
                log.exception("What is normal for a voice could not be kept")

    def _decide(self, case: Case) -> StoredTake | TakeDamaged:
        try:
            samples = self._store.read(case.take)
            marks = self._store.marks(case.take)
            return self._store.judged(case.take, case.judge.judge(case.spoken, samples, case.take, marks))
        except TakeDamaged as err:
            return err
