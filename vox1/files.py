"""Files that are whole or absent: written beside, flushed to the disk, renamed into place."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from vox1.errors import DiskError, InputError, disk_error

# An antivirus or indexer that holds a file for a moment: ERROR_ACCESS_DENIED, SHARING and LOCK VIOLATION.
_PASSING_WINDOWS_ERRORS = frozenset((5, 32, 33))
_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
# What a file system says that does not flush folders: some network and FUSE mounts.
_NO_FOLDER_SYNC = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS))


def write_bytes(path: Path, content: bytes) -> None:
    """Put a file in place whole.

    Raises:
        DiskError: The disk is full or refuses; the file that was there before is untouched.
    """
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put a file in place whole whose content is too long to be held at once.

    Raises:
        DiskError: See `write_bytes`.
    """
    with writing(path) as stream:
        stream.writelines(parts)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream, and put what was written to it in place whole; nothing of it if anything fails.

    Raises:
        DiskError: See `write_bytes`.
    """
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        replace(partial, path)
    except OSError as err:
        _discard(partial)
        raise disk_error(err, path) from err
    except BaseException:
        _discard(partial)
        raise


def write_unflushed(path: Path, content: bytes) -> None:
    """Put a file in place whose content can be made again, and is checked by whoever reads it.

    A power cut may leave it torn; nothing waits for the disk. Two threads may write the same at once.

    Raises:
        DiskError: See `write_bytes`.
    """
    partial = path.with_name(f"{path.name}.{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        _rename(partial, path)
    except OSError as err:
        _discard(partial)
        raise disk_error(err, path) from err
    except DiskError:
        _discard(partial)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Put a file in place whole, where the listener has said; another one that is there stays.

    Raises:
        InputError: There is another one.
        DiskError: See `write_bytes`.
    """
    check_free(path, content)
    write_bytes(path, content)


def check_free(path: Path, content: bytes | None = None) -> None:
    """See that nothing is in a place but what is to be there.

    Args:
        path: The place.
        content: What is to be there; None where that is not known yet.

    Raises:
        InputError: There is something else.
        DiskError: What is there cannot be read.
    """
    try:
        is_same = content is not None and path.stat().st_size == len(content) and path.read_bytes() == content
        is_free = is_same or not path.exists()
    except FileNotFoundError:
        return
    except OSError as err:
        raise DiskError(f"{path} cannot be read: {err.strerror or err}", "Name another file.") from err
    if not is_free:
        raise InputError(
            f"There is another file at {path}", "Name a new one with --output, or delete it.", "file-there"
        )


def _discard(partial: Path) -> None:
    """Delete what was not finished; it is harmless where even that is refused."""
    with suppress(OSError):
        partial.unlink()


def remove(path: Path) -> None:
    """Delete a file; one that is not there does no harm.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as err:
        raise disk_error(err, path) from err


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in constant memory.

    Raises:
        DiskError: It cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(2**20):
                digest.update(block)
    except OSError as err:
        raise DiskError(
            f"{path} cannot be read: {err.strerror or err}", "Check that it is there and not damaged."
        ) from err
    return digest.hexdigest()


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Put a JSON file in place whole.

    Raises:
        DiskError: See `write_bytes`.
    """
    write_bytes(path, json_bytes(value) + b"\n")


def json_bytes(value: Any) -> bytes:
    """Return a value as JSON for people to read; half characters, as of odd file names, are escaped."""
    # Their backslash form is what JSON wants.
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def replace(source: Path, target: Path) -> None:
    """Rename a file over another, waiting out what holds it for a moment on Windows.

    Raises:
        DiskError: It cannot be done; both files are as they were.
    """
    _rename(source, target)
    sync_folder(target.parent)


def _rename(source: Path, target: Path) -> None:
    for pause in (*_RETRY_SECONDS, 0.0):
        try:
            source.replace(target)
        except OSError as err:
            passing = getattr(err, "winerror", None) in _PASSING_WINDOWS_ERRORS
            if not passing or not pause:
                raise disk_error(err, target) from err
            time.sleep(pause)  # there is no event to wait for: another program holds the file
        else:
            return


def flush(path: Path) -> None:
    """Make a file's content last through a power cut.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    except OSError as err:
        raise disk_error(err, path) from err


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last through a power cut, where the system offers that.

    Raises:
        DiskError: The disk refuses.
    """
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as err:
        if err.errno not in _NO_FOLDER_SYNC:
            raise disk_error(err, folder) from err
