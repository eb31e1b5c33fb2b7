"""The set-up lock: only one set-up at a time, on all systems, freed by the system when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from vox1_setup.console import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(file: IO[bytes]) -> None:
        # LK_LOCK gives up after ten tries, one second apart.
        while not _try_lock(file):
            time.sleep(0.5)

    def _unlock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_for_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def is_held(path: Path) -> bool:
    """Whether a program holds a lock; where there is no file, nobody does."""
    if not path.is_file():
        return False
    with path.open("ab", buffering=0) as file:
        file.seek(0)
        if not _try_lock(file):
            return True
        _unlock(file)
    return False


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock, waiting (and saying so) while another set-up has it.

    On POSIX the programs started meanwhile share the lock: if the set-up is killed while its pip lives on,
    the next set-up waits for that pip instead of removing the folder under it.

    Raises:
        OSError: The lock file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Unbuffered and in place: on Windows the lock is on the byte at the file's position, which must not move.
    with path.open("ab", buffering=0) as file:
        file.seek(0)
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - its only form
        if not _try_lock(file):
            say("another set-up of this copy is running; waiting for it to end")
            _wait_for_lock(file)
        try:
            yield
        finally:
            _unlock(file)
