"""Locks: one program at a time on a book or a folder, and a note of which one it is.

The system lets go of a lock when its program ends, however it ends: what lies in the file says nothing.
The note beside it is read only while the lock is held.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from vox1 import files
from vox1.errors import DiskError, ProjectBusy, disk_error

SCHEMA = 1
_MOMENT_NAME = ".vox1-lock"


@contextmanager
def held(path: Path, patience_seconds: float, message: str) -> Iterator[None]:
    """Hold a lock file.

    Args:
        path: The file.
        patience_seconds: For another program to let go.
        message: What to say if it does not; who it is follows.

    Raises:
        ProjectBusy: Another program has held it for longer than the patience.
        DiskError: Its folder cannot be made.
    """
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience_seconds)
    except Timeout as err:
        raise ProjectBusy(
            f"{message}{_holder(path)}", "Wait until it is done, or stop it, then try again."
        ) from err
    except OSError as err:
        raise disk_error(err, path.parent) from err
    try:
        _sign(path)
        yield
    finally:
        _remove(_note(path))
        lock.release()


@contextmanager
def held_for_a_moment(folder: Path, patience_seconds: float, message: str) -> Iterator[None]:
    """Hold a folder of the listener's, where no file is left afterwards.

    Raises:
        ProjectBusy: Another program has held it for longer than the patience.
        DiskError: The folder refuses.
    """
    path = folder / _MOMENT_NAME
    try:
        with held(path, patience_seconds, message):
            try:
                yield
            finally:
                if os.name != "nt":
                    # Whoever waits for it holds a file without a name then, notices, and makes a new one.
                    _remove(path)
    finally:
        if os.name == "nt":  # there a file that is open cannot be removed
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def remove_left(folder: Path) -> None:
    """Delete the lock file that a program killed in its moment has left in a folder.

    Raises:
        DiskError: The folder refuses.
    """
    path = folder / _MOMENT_NAME
    if path.exists() or _note(path).exists():
        with suppress(ProjectBusy), held_for_a_moment(folder, 0.0, ""):
            pass


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")


def _sign(path: Path) -> None:
    """Note who holds a lock; where that cannot be written, it holds all the same."""
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="minutes")
    holder = {"schema": SCHEMA, "process": os.getpid(), "computer": platform.node(), "since": since}
    with suppress(DiskError):
        files.write_json(_note(path), holder)


def _holder(path: Path) -> str:
    """Who holds a lock, in brackets; empty where that is not known."""
    try:
        written = json.loads(_note(path).read_text(encoding="utf-8"))
        process, computer, since = int(written["process"]), str(written["computer"]), str(written["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    where = "" if computer == platform.node() else f" on {computer}"
    return f" (process {process}{where}, since {since[:16]})"
