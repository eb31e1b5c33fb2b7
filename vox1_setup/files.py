"""Files and folders as the set-up moves, copies and removes them: whole, and never through links."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

_PASSING_WINDOWS_ERRORS = frozenset((5, 32, 33))
"""ERROR_ACCESS_DENIED, SHARING and LOCK VIOLATION: an antivirus or indexer that holds a file for a moment."""
_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)

_Result = TypeVar("_Result")


def patiently(action: Callable[[], _Result]) -> _Result:
    """Do something to a file, again where Windows refuses for the moment only.

    Raises:
        OSError: It is refused for good.
    """
    for seconds in _RETRY_SECONDS:
        try:
            return action()
        except OSError as err:
            if getattr(err, "winerror", None) not in _PASSING_WINDOWS_ERRORS:
                raise
        time.sleep(seconds)
    return action()


def put(source: Path, target: Path) -> None:
    """Move a file or a folder to its place, at once; a file there is replaced.

    Raises:
        OSError: The system refuses; what was there is untouched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    patiently(lambda: source.replace(target))


def put_copy(source: Path, target: Path) -> None:
    """Put a copy of a file in its place whole, with its times and rights; a link is copied as a link.

    Raises:
        OSError: The system refuses; what was there is untouched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    shutil.copy2(source, partial, follow_symlinks=False)
    patiently(lambda: partial.replace(target))


def write_text(target: Path, text: str) -> None:
    """Put a text file in its place whole, and on the disk before this returns.

    Raises:
        OSError: The system refuses; what was there is untouched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    patiently(lambda: partial.replace(target))


def flush_disk() -> None:
    """Have the system write what it still holds back, where it can be asked to."""
    if hasattr(os, "sync"):
        os.sync()


def link_tree(source: Path, target: Path) -> None:
    """Make a second folder of the same files, which take no room; real copies where files cannot be linked.

    What is later written beside and renamed, or removed first and written anew, as pip does, changes one of
    the two folders only.

    Raises:
        OSError: The system refuses.
    """
    target.mkdir(parents=True)
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_symlink():
            place.symlink_to(Path(entry.path).readlink())
        elif entry.is_dir():
            link_tree(Path(entry.path), place)
        else:
            _link(Path(entry.path), place)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def is_link(path: Path) -> bool:
    """Whether a path is a link, or a junction of Windows, which is one in all but name."""
    try:
        status = path.lstat()
    except OSError:
        return False
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def size_bytes(path: Path) -> int:
    """Return what a file or a folder takes on the disk by its files' lengths; links lead nowhere."""
    if is_link(path) or not path.is_dir():
        return path.lstat().st_size if os.path.lexists(path) else 0
    total = 0
    for entry in os.scandir(path):
        with suppress(OSError):
            total += size_bytes(Path(entry.path))
    return total


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it; what links lead to stays.

    Raises:
        OSError: The system refuses; a part may be gone.
    """
    if not os.path.lexists(path):
        return
    if is_link(path):
        _unlink(path)
    elif path.is_dir():
        shutil.rmtree(path, onerror=_again_writable)
    else:
        patiently(path.unlink)


def _unlink(link: Path) -> None:
    """Remove a link itself; a junction of Windows goes as an empty folder does."""
    try:
        link.unlink()
    except OSError:
        link.rmdir()


_Refusal = tuple[type[BaseException], BaseException, TracebackType]


def _again_writable(action: Callable[[str], object], path: str, refusal: _Refusal) -> None:
    """On Windows a file that may only be read cannot be removed either: try it as one that may be written."""
    if os.name != "nt":
        raise refusal[1]
    Path(path).chmod(stat.S_IWRITE)
    patiently(lambda: action(path))
