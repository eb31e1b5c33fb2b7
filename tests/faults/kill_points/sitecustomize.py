"""Kill points: with this folder on PYTHONPATH, a VOX-1 process can be made to die at a named point.

Python imports a module of this name at start-up, before anything else. It wraps the system calls by
which VOX-1 stores things; the product itself knows nothing of it.

Environment:
    VOX1_KILL: ``role:point:n``: die at the n-th passing of a point. Roles: ``host``, ``worker``, and
        ``ffmpeg`` (the host passes the point, the ffmpeg it feeds dies).
    VOX1_KILL_ONCE: A file made at the killing; while it exists nothing more is killed.
    VOX1_KILL_LOG: A file to which each point passed is added, to learn how often it is passed.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import subprocess
import sys
from collections import Counter
from functools import partial
from typing import Any

_ROLE = "worker" if "vox1_worker.main" in sys.orig_argv else "host" if "vox1_cli" in sys.orig_argv else ""
_KILL = os.environ.get("VOX1_KILL", "").split(":")
_ONCE = os.environ.get("VOX1_KILL_ONCE", "")
_LOG = os.environ.get("VOX1_KILL_LOG", "")
_passed: Counter[str] = Counter()
_real_open = io.open
_real_fsync, _real_replace = os.fsync, os.replace


def _pass(point: str, ffmpeg_pid: int = 0) -> None:
    """Count a point; die, or let ffmpeg die, if its time has come."""
    _passed[point] += 1
    if _LOG:
        fd = os.open(_LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(fd, f"{_ROLE}:{point}\n".encode())
        os.close(fd)
    if _KILL != [""] and _is_due(point):
        try:
            os.close(os.open(_ONCE, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(ffmpeg_pid if _KILL[0] == "ffmpeg" else os.getpid(), signal.SIGKILL)


def _is_due(point: str) -> bool:
    role = "host" if _KILL[0] == "ffmpeg" else _KILL[0]
    return role == _ROLE and point == _KILL[1] and _passed[point] == int(_KILL[2])


class _Written:
    """A binary file whose writes are points."""

    def __init__(self, stream: Any, name: str, pid: int = 0) -> None:
        self._stream = stream
        self._name = name
        self._pid = pid

    def write(self, content: bytes) -> int:
        _pass(f"{self._name}.before", self._pid)
        half = len(content) // 2
        self._stream.write(content[:half])
        if self._name == "write":
            self._stream.flush()
            _pass("write.half")
        self._stream.write(content[half:])
        _pass(f"{self._name}.after", self._pid)
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _open(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    stream = _real_open(file, mode, *arguments, **options)
    return _Written(stream, "write") if mode == "wb" else stream


def _fsync(descriptor: Any) -> None:
    _pass("fsync.before")
    _real_fsync(descriptor)
    _pass("fsync.after")


def _replace(*arguments: Any, **options: Any) -> None:
    _pass("replace.before")
    _real_replace(*arguments, **options)
    _pass("replace.after")


class _Popen(subprocess.Popen[bytes]):
    """Starting ffmpeg is a point, and so is each piece of audio given to it."""

    def __init__(self, command: Any, *arguments: Any, **options: Any) -> None:
        is_ffmpeg = "ffmpeg" in str(command[0]).rpartition(os.sep)[2]
        if is_ffmpeg:
            _pass("spawn.before")
        super().__init__(command, *arguments, **options)
        if is_ffmpeg:
            _pass("spawn.after", self.pid)
            if self.stdin:
                self.stdin = _Written(self.stdin, "encode", self.pid)  # type: ignore[assignment]


if _ROLE:
    # Partials, because pathlib in Python 3.10 keeps these as class attributes: a function would be bound.
    io.open = builtins.open = partial(_open)
    os.fsync, os.replace = partial(_fsync), partial(_replace)
    subprocess.Popen = _Popen  # type: ignore[misc, assignment]
