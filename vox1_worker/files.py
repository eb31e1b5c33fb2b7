"""Files that are whole or absent, as in vox1/files.py, which an engine's environment may lack."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

# What holds a new file for a moment on Windows: an antivirus or indexer.
_PASSING_WINDOWS_ERRORS = frozenset((5, 32, 33))
_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place, flush it to the disk, and rename it into place.

    Raises:
        OSError: The disk refused; a file that was there before is untouched.
    """
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _replace(partial, path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise


def _replace(source: Path, target: Path) -> None:
    """Rename a file over another, waiting out what holds it."""
    for pause in _RETRY_SECONDS:
        try:
            source.replace(target)
        except OSError as err:
            if getattr(err, "winerror", None) not in _PASSING_WINDOWS_ERRORS:
                raise
            time.sleep(pause)  # there is no event to wait for: another program holds the file
        else:
            return
    source.replace(target)
