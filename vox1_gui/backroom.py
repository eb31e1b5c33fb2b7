"""The backroom: the process in which the backend works, so that the window never waits for it.

Python runs one thread of a process at a time. A render keeps several of them busy, and a window in the same
process would stand still for a third of a second again and again.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import threading
import traceback
from multiprocessing.connection import Connection
from typing import Any

from backend import Backend
from vox1 import logbook
from vox1.control import Cancelled, Control
from vox1.errors import Vox1Error, is_out_of_memory, memory_error
from vox1.paths import Folders
from vox1_gui import messages
from vox1_gui.errands.desk import Desk
from vox1_gui.messages import Leave, Start, Trouble, Wish, Wished

log = logging.getLogger(__name__)

LOG_NAME = "backroom.log"
_PATIENCE_SECONDS = 15.0
"""For errands to end by themselves once the window is gone: a render puts its last take away."""
_WISHES = {Wish.CANCEL: Control.cancel, Wish.PAUSE: Control.pause, Wish.RESUME: Control.resume}


def work(connection: Connection, folders: Folders) -> None:
    """Run errands until the window is gone.

    Args:
        connection: To the window.
        folders: Where books and takes are.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the window
    logbook.open_log(folders, LOG_NAME)
    backend = Backend(folders, keeps_engine=True)
    _Backroom(connection, backend).run()
    backend.close()
    logging.shutdown()
    os._exit(0)  # an errand that does not end would hold the process, and with it the book


class _Backroom:
    def __init__(self, connection: Connection, backend: Backend) -> None:
        self._connection = connection
        self._backend = backend
        self._sending = threading.Lock()
        self._drawer: dict[str, Any] = {}
        self._controls: dict[int, Control] = {}
        self._threads: dict[int, threading.Thread] = {}

    def run(self) -> None:
        """Take messages until there will be none."""
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, Leave):
                break
            if isinstance(message, Start):
                self._start(message)
            elif isinstance(message, Wished) and (control := self._controls.get(message.job)):
                _WISHES[message.wish](control)
        for control in list(self._controls.values()):
            control.cancel()
        for thread in list(self._threads.values()):
            thread.join(_PATIENCE_SECONDS)

    def _start(self, start: Start) -> None:
        control = self._controls[start.job] = Control()
        name = getattr(start.errand, "__name__", "errand")
        thread = threading.Thread(target=self._carry_out, args=(start, control), name=name, daemon=True)
        self._threads[start.job] = thread
        thread.start()

    def _carry_out(self, start: Start, control: Control) -> None:
        """Run an errand and send how it ended."""
        job = start.job

        def tell(news: Any) -> None:
            self._send(messages.Told(job, news))

        desk = Desk(self._backend, control, tell, self._drawer)
        end: messages.Done | messages.Cancelled | messages.Failed
        try:
            end = messages.Done(job, start.errand(desk, *start.arguments, **start.named))
        except Cancelled:
            end = messages.Cancelled(job)
        except Exception as err:  # noqa: BLE001  # the errand's outermost edge
            end = messages.Failed(job, self._trouble(err))
        self._controls.pop(job, None)
        self._send(end)
        self._threads.pop(job, None)

    def _trouble(self, err: Exception) -> Trouble:
        """Put an error into words."""
        if is_out_of_memory(err):
            err = memory_error()
        if isinstance(err, Vox1Error):
            log.warning("%s: %s", err.code, err.message)
            return Trouble(err.code, err.message, err.hint)
        log.error("An errand failed:\n%s", "".join(traceback.format_exception(err)))
        path = self._backend.folders.logs / LOG_NAME
        return Trouble(
            "unexpected",
            f"Something went wrong that VOX-1 did not expect: {type(err).__name__}: {err}",
            f"Nothing finished is lost. The details are in {path}: please report them.",
        )

    def _send(self, message: Any) -> None:
        """Send a message; a window that is gone needs none."""
        try:
            packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        except Exception as err:
            log.exception("This cannot be sent: %r", type(message))
            if not isinstance(message, messages.Done):
                return
            packed = pickle.dumps(messages.Failed(message.job, self._trouble(err)))
        with self._sending:
            try:
                self._connection.send_bytes(packed)
            except OSError:
                log.info("The window is gone.")
