"""The sole window: a second start raises the first one's window, and hands its book over."""

from __future__ import annotations

import json
import logging
import queue
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vox1 import files

log = logging.getLogger(__name__)

_LOCK, _DESK = "window.lock", "window.port"
_HOST = "127.0.0.1"
_ANSWER = b"come\n"
_ANSWER_SECONDS = 5.0
_LONGEST_CALL_BYTES = 2**16
_POLL_MS = 150


class SoleWindow:
    """Keeps to one window for one folder of takes.

    Args:
        work: The folder of takes; another one may have a window of its own.
    """

    def __init__(self, work: Path) -> None:
        self._lock = FileLock(work / _LOCK)
        self._desk = work / _DESK
        self._calls: queue.SimpleQueue[str] = queue.SimpleQueue()

    def claim(self) -> bool:
        """Say whether this is the first window; it stays so until its process ends."""
        try:
            self._desk.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError as err:  # a disk that knows no locks is no reason to have no window
            log.warning("Whether VOX-1 is open already is not known: %s", err)
        return True

    def call(self, book: Path | None) -> bool:
        """Have the first window come forward, with a book if there is one; say whether it will."""
        try:
            told = json.loads(self._desk.read_text(encoding="utf-8"))
            words = {"token": told["token"], "book": str(book.resolve()) if book else ""}
            _let_it_come_forward()
            with socket.create_connection((_HOST, int(told["port"])), timeout=_ANSWER_SECONDS) as line:
                line.sendall(json.dumps(words).encode() + b"\n")
                return line.makefile("rb").readline() == _ANSWER
        except (OSError, ValueError, KeyError, TypeError) as err:
            log.warning("The first window does not answer: %s", err)
            return False

    def listen(self, after: Callable[[int, Callable[[], None]], Any], come: Callable[[str], None]) -> None:
        """Wait for calls from now on.

        Args:
            after: Tk's.
            come: Called in Tk's thread for each call, with the path of a book, or nothing.
        """
        token = secrets.token_hex(16)
        try:
            server = socket.create_server((_HOST, 0))
            place = {"port": server.getsockname()[1], "token": token}
            files.write_bytes(self._desk, json.dumps(place).encode())
        except Exception as err:  # noqa: BLE001  # no window may fail for want of a convenience
            log.warning("A second start cannot raise this window: %s", err)
            return
        threading.Thread(target=self._serve, args=(server, token), name="sole", daemon=True).start()
        self._poll(after, come)

    def _poll(self, after: Callable[[int, Callable[[], None]], Any], come: Callable[[str], None]) -> None:
        while not self._calls.empty():
            come(self._calls.get())
        after(_POLL_MS, lambda: self._poll(after, come))

    def _serve(self, server: socket.socket, token: str) -> None:
        while True:
            with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                line, _ = server.accept()
                with line:
                    line.settimeout(_ANSWER_SECONDS)
                    told = json.loads(line.makefile("rb").readline(_LONGEST_CALL_BYTES))
                    if secrets.compare_digest(str(told["token"]), token):
                        self._calls.put(str(told["book"]))
                        line.sendall(_ANSWER)


def _let_it_come_forward() -> None:
    """Windows lets a program come forward only if the one in front allows it (AllowSetForegroundWindow)."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # only Windows needs it

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
