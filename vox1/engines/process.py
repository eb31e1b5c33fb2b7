"""One running worker process: its lines in and out, and its certain end."""

from __future__ import annotations

import io
import logging
import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from booksmith_module.confined import end_tree
from vox1.errors import EngineFailed, disk_error
from vox1_worker import protocol

log = logging.getLogger(__name__)

_MAX_LOG_BYTES = 20 * 2**20
"""A worker that floods its error output fills no disk: what comes after this in its log is dropped."""
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Gone:
    """The worker's last message: its process has ended.

    Attributes:
        status: Its exit status, negative for the number of a signal.
    """

    status: int


class WorkerProcess:
    """A worker and its three pipes. Every message it sends waits in `messages`, ending with `Gone`.

    Args:
        command: What to run.
        environment: All of its environment.
        folder: Its current folder.
        log_path: Where its error output goes.

    Raises:
        DiskError: The log cannot be written.
        EngineFailed: The worker cannot be started.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, log_path: Path
    ) -> None:
        self.messages: queue.SimpleQueue[protocol.Report | Gone] = queue.SimpleQueue()
        self._sending = threading.Lock()
        sink = _open_log(log_path)
        try:
            self._process = _start(command, environment, folder)
        except OSError as err:
            sink.close()
            raise EngineFailed(
                f"The voice engine's worker cannot be started: {err}",
                "Run `python3 run.py setup`, then try again.",
                "no-environment",
            ) from err
        self._drainer = threading.Thread(target=_drain, args=(self._process.stderr, sink), daemon=True)
        self._drainer.start()
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def send(self, message: protocol.Request) -> None:
        """Send a request. To a worker that has ended it is lost; `Gone` follows in `messages`."""
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        line = protocol.encode(message)
        with self._sending:
            try:
                while line and not self._process.stdin.closed:
                    line = line[self._process.stdin.write(line) :]
            except OSError:
                log.info("Worker %s no longer listens", self.pid)

    def close(self) -> None:
        """Say goodbye, and end it if it does not leave."""
        self.send(protocol.Bye())
        if not self._ends():
            self.kill()
        self._let_go()

    def kill(self) -> None:
        """End it and all it started, at once."""
        end_tree(self.pid)
        self._process.wait()
        self._let_go()

    def _let_go(self) -> None:
        """Close the pipe to it; its other two are closed by the threads that read them.

        What it said last is in the log then, unless something it started still holds that pipe.
        """
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        with self._sending:
            self._process.stdin.close()
        self._drainer.join(_END_SECONDS)

    def _read(self, stream: IO[bytes]) -> None:
        """Turn lines into messages until the worker is gone."""
        lines = io.BufferedReader(stream)  # type: ignore[type-var]  # a raw file: it was asked for unbuffered
        while line := lines.readline(protocol.MAX_LINE_BYTES + 1):
            try:
                self.messages.put(protocol.decode(line))  # type: ignore[arg-type]  # it sends reports only
            except protocol.ProtocolError:
                log.exception("Worker %s sent something that is not a message", self.pid)
                break
        lines.close()
        if self._process.poll() is None and not self._ends():
            self.kill()
        status = self._process.wait()
        self._let_go()
        self.messages.put(Gone(status))

    def _ends(self) -> bool:
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True


def _start(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own worker
        command,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        # A group of its own: Ctrl-C in the terminal does not reach it, and its tree dies together.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _open_log(path: Path) -> IO[bytes]:
    """Go on with the log, or begin another where it is half full; the one before is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MAX_LOG_BYTES // 2:
            with suppress(OSError):  # Windows, while another render writes to it: then it stays
                path.replace(path.with_name(f"{path.name}.1"))
        return path.open("ab", buffering=0)
    except OSError as err:
        raise disk_error(err, path) from err


def _drain(stream: IO[bytes], sink: IO[bytes]) -> None:
    """Keep the error output flowing, into the log while there is room."""
    with stream, sink:
        room = _MAX_LOG_BYTES - sink.tell()
        while piece := os.read(stream.fileno(), 65536):
            try:
                sink.write(piece[: max(room, 0)])
            except OSError:
                room = 0  # a full disk must not stop the worker; its output is dropped
            room -= len(piece)
