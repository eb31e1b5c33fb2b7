"""One running worker process: its lines in and out, and its certain end."""

from __future__ import annotations

import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vox1_worker import protocol

log = logging.getLogger(__name__)

_MAX_LOG_BYTES = 20 * 2**20
"""A worker that floods its error output fills no disk: what comes after this is dropped."""
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Gone:
    """The worker's last message: its process has ended.

    Attributes:
        status: Its exit status, negative for the number of a signal.
    """

    status: int


class WorkerProcess:
    """A worker and its three pipes. Every message it sends waits in `messages`, ending with `Gone`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log_path: Path) -> None:
        self.messages: queue.SimpleQueue[protocol.Report | Gone] = queue.SimpleQueue()
        log_path.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(  # our own worker
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            # A group of its own: Ctrl-C in the terminal does not reach it, and its tree dies together.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        for target, stream in ((self._read, self._process.stdout), (self._drain, self._process.stderr)):
            threading.Thread(target=target, args=(stream, log_path), daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, message: protocol.Request) -> None:
        """Send a request. To a worker that has ended it is lost; `Gone` follows in `messages`."""
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        line = protocol.encode(message)
        try:
            while line:
                line = line[self._process.stdin.write(line) :]
        except OSError:
            log.info("Worker %s no longer listens", self.pid)

    def close(self) -> None:
        """Say goodbye, and end it if it does not leave."""
        self.send(protocol.Bye())
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and all it started, at once."""
        if sys.platform == "win32":
            subprocess.run(  # Windows has no process groups to signal
                ("taskkill", "/F", "/T", "/PID", str(self.pid)),  # noqa: S607
                capture_output=True,
                check=False,
            )
        else:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                log.info("Worker %s had ended already", self.pid)
        self._process.wait()

    def _read(self, stream: IO[bytes], log_path: Path) -> None:
        """Turn lines into messages until the worker is gone."""
        del log_path
        while line := stream.readline(protocol.MAX_LINE_BYTES + 1):
            try:
                self.messages.put(protocol.decode(line))  # type: ignore[arg-type]  # it sends reports only
            except protocol.ProtocolError:
                log.exception("Worker %s sent something that is not a message", self.pid)
                break
        stream.close()
        if self._process.poll() is None and not self._ends():
            self.kill()
        self.messages.put(Gone(self._process.wait()))

    def _ends(self) -> bool:
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _drain(self, stream: IO[bytes], log_path: Path) -> None:
        """Keep the error output flowing, into the log while there is room."""
        room = _MAX_LOG_BYTES
        with stream, log_path.open("ab") as sink:
            while piece := os.read(stream.fileno(), 65536):
                try:
                    sink.write(piece[: max(room, 0)])
                    sink.flush()
                except OSError:
                    room = 0  # a full disk must not stop the worker; its output is dropped
                room -= len(piece)
