"""Broken calls: with this folder on PYTHONPATH, the system refuses or delays what VOX-1 asks of it.

Python imports a module of this name at start-up, before anything else. The product knows nothing of it.

Environment:
    VOX1_BREAK: JSON: ``role`` (``host`` or ``worker``), ``call`` (``open``, ``write``, ``fsync``,
        ``replace``, ``unlink``, ``mkdir`` or ``any``), ``first`` (which call is the first to fail, from
        1), ``times`` (how many fail; 0 for ever), ``errno``, ``winerror`` (0 for none) and ``files`` (a
        regular expression: only these paths).
    VOX1_CALLS_LOG: A file to which each call is added as ``role:call``.
    VOX1_WORKER_FAULT: ``point:kind:first:times``: what happens to workers at a point, ``load`` or
        ``speak``, from its n-th passing in one worker on, and how often in all (0 for ever).
    VOX1_WORKER_MARKS: A folder for the marks of those that happened. A worker whose fault is ``gate``
        waits there for a file called ``go``.
    VOX1_FREE: A file that holds how many bytes are free on every disk.
    VOX1_CLOCK: Seconds by which the clock on the wall jumps after its twentieth reading.
    VOX1_MEMORY: ``role:bytes``: all the address space that a process of this role gets.
"""

from __future__ import annotations

import builtins
import importlib
import io
import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

_HOSTS = ("vox1_cli", "tests.faults.impatient")
_ROLE = (
    "worker"
    if "vox1_worker.main" in sys.orig_argv
    else "host"
    if any(name in sys.orig_argv for name in _HOSTS)
    else ""
)
_PLAN: dict[str, Any] = json.loads(os.environ.get("VOX1_BREAK", "{}"))
_LOG = os.environ.get("VOX1_CALLS_LOG", "")
_MARKS = os.environ.get("VOX1_WORKER_MARKS", "")
_SPEAK_LOG = os.environ.get("VOX1_SPEAK_LOG", "")
_FLOOD_BYTES = 40 * 2**20
_LOOK_SECONDS = 0.02
_real_open, _real_fsync, _real_replace = io.open, os.fsync, os.replace
_real_unlink, _real_mkdir, _real_import = os.unlink, os.mkdir, importlib.import_module
_passed: Counter[str] = Counter()


def _pass(call: str, path: Any) -> None:
    """Count a call, and refuse it if the plan says so."""
    if _LOG:
        descriptor = os.open(_LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, f"{_ROLE}:{call}\n".encode())
        os.close(descriptor)
    if _PLAN.get("role") != _ROLE or _PLAN["call"] not in {call, "any"} or not _is_meant(path):
        return
    _passed["planned"] += 1
    past = _passed["planned"] - _PLAN["first"]
    if past < 0 or (_PLAN["times"] and past >= _PLAN["times"]):
        return
    refusal = OSError(_PLAN["errno"], os.strerror(_PLAN["errno"]), str(path))
    if _PLAN["winerror"]:
        refusal.winerror = _PLAN["winerror"]  # type: ignore[attr-defined, unused-ignore]
    raise refusal


def _is_meant(path: Any) -> bool:
    if isinstance(path, int):  # fsync has a descriptor only
        return not _PLAN["files"]
    return bool(re.search(_PLAN["files"], os.fspath(path)))


class _Written:
    """A file whose writes are counted."""

    def __init__(self, stream: Any, path: Any) -> None:
        self._stream = stream
        self._path = path

    def write(self, content: Any) -> int:
        if content:  # mutagen asks with nothing whether it may write
            _pass("write", self._path)
        return int(self._stream.write(content))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _open(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    if _SPEAK_LOG and str(file) == _SPEAK_LOG:
        _reach("speak")
    is_ours = isinstance(file, (str, os.PathLike)) and str(file) != os.devnull
    is_counted = is_ours and ("w" in mode or "+" in mode)
    if is_counted:
        _pass("open", file)
    stream = _real_open(file, mode, *arguments, **options)
    return _Written(stream, file) if is_counted else stream


def _counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(path: Any, *arguments: Any, **options: Any) -> Any:
        _pass(name, path)
        return call(path, *arguments, **options)

    # A partial, because pathlib in Python 3.10 keeps it as a class attribute: a function would be bound.
    return partial(counted)


def _import(name: str, package: str | None = None) -> Any:
    if name.startswith("vox1_worker.engines."):
        _reach("load")
    return _real_import(name, package)


def _reach(point: str) -> None:
    """Pass a point of the worker; misbehave there if it is time to."""
    wanted, kind, first, times = os.environ.get("VOX1_WORKER_FAULT", ":::").split(":")
    _passed[point] += 1
    if point == wanted and _passed[point] >= int(first) and _may_happen(int(times)):
        _KINDS[kind]()


def _may_happen(times: int) -> bool:
    """Leave a mark of this one; not if as many have happened as should."""
    for number in range(times or 1000):
        try:
            os.close(os.open(f"{_MARKS}/{number}", os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        return True
    return False


def _fail_import() -> None:
    raise ImportError("libnothing.so: cannot open shared object file")


def _close_output() -> None:
    """Close every pipe but the first three descriptors: the protocol's is among them."""
    os.closerange(3, 64)
    time.sleep(60)


def _flood() -> None:
    line = b"a library complains\n" * 4096
    for _ in range(_FLOOD_BYTES // len(line)):
        os.write(2, line)


def _wait_at_gate() -> None:
    while not os.path.exists(f"{_MARKS}/go"):  # noqa: PTH110  # pathlib must not be loaded yet
        time.sleep(_LOOK_SECONDS)


def _kill(number: int) -> None:
    os.kill(os.getpid(), number)


_KINDS: dict[str, Callable[[], object]] = {
    "kill": lambda: _kill(signal.SIGKILL),
    "segv": lambda: _kill(signal.SIGSEGV),
    "stop": lambda: _kill(signal.SIGSTOP),
    "exit": lambda: os._exit(1),
    "hang": lambda: threading.Event().wait(),
    "import": _fail_import,
    "pipe": _close_output,
    "flood": _flood,
    "gate": _wait_at_gate,
}


def _set_clock(offset_seconds: float) -> None:
    real = time.time

    def jumping() -> float:
        _passed["clock"] += 1
        return real() + (offset_seconds if _passed["clock"] > 20 else 0.0)

    time.time = jumping


def _set_free(path: str) -> None:
    real = shutil.disk_usage

    def told(folder: Any) -> Any:
        usage = real(folder)
        with _real_open(path) as stream:
            return usage._replace(free=int(stream.read()))

    shutil.disk_usage = told  # type: ignore[assignment]


def _set_memory(role: str, limit_bytes: int) -> None:
    import resource  # noqa: PLC0415  # not on Windows

    if role == _ROLE:
        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


if _ROLE:
    io.open = builtins.open = partial(_open)
    os.fsync, os.replace = _counted("fsync", _real_fsync), _counted("replace", _real_replace)
    os.unlink = os.remove = _counted("unlink", _real_unlink)
    os.mkdir = _counted("mkdir", _real_mkdir)
    importlib.import_module = _import
    if "VOX1_CLOCK" in os.environ:
        _set_clock(float(os.environ["VOX1_CLOCK"]))
    if "VOX1_FREE" in os.environ:
        _set_free(os.environ["VOX1_FREE"])
    if "VOX1_MEMORY" in os.environ:
        _memory_role, _, _memory_bytes = os.environ["VOX1_MEMORY"].partition(":")
        _set_memory(_memory_role, int(_memory_bytes))
