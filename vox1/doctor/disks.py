"""What the doctor says of the disks: room, and how fast they take what is written."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem, warning
from vox1.errors import disk_error
from vox1.render.room import SPARE_BYTES

_BOOK_BYTES = 5 * 10**9
"""A book of ten hours may need so much by `vox1.render.room`: 600,000 characters, 7,000 bytes each."""
_SLOW_MB_PER_SECOND = 10.0
"""Three voices at ten times real time write 1.4 MB/s, and every take is flushed to the disk."""
_PIECE = bytes(4 * 2**20)
_MOST_BYTES = 64 * 2**20
_MOST_SECONDS = 2.0
_WINDOWS_DRIVE = re.compile(r"/mnt/[a-z](/|$)")


def look(circumstances: Circumstances) -> Iterator[Finding]:
    """Look at the disks of the work and the output folder, writing up to 64 MB to each for a moment."""
    folders = circumstances.folders
    for folder, option in ((folders.work, "--work-dir"), (folders.output, "--output-dir")):
        yield _room(folder, option)
        if circumstances.machine.wsl and _WINDOWS_DRIVE.match(folder.resolve().as_posix()):
            yield warning(
                "disk",
                f"{folder} is on a disk of Windows, which WSL reaches many times more slowly than its own.",
                f"Keep VOX-1 in a folder of Linux, such as ~/vox-1, or name one there with {option}.",
            )


def _room(folder: Path, option: str) -> Finding:
    elsewhere = f"Free some space, or name a folder on another disk with {option}."
    try:
        place = _there(folder)
        free_bytes = shutil.disk_usage(place).free
        if free_bytes < SPARE_BYTES:
            return problem("disk", f"{folder} has only {_gb(free_bytes)} free.", elsewhere)
        speed = _write_speed(place)
    except OSError as err:
        refused = disk_error(err, folder)
        return problem("disk", f"{refused.message}.", f"{refused.hint} Or name another folder with {option}.")
    said = f"{folder} has {_gb(free_bytes)} free and takes {speed:,.0f} MB/s"
    if free_bytes < _BOOK_BYTES:
        return warning("disk", f"{said}. A long book may need {_gb(_BOOK_BYTES)}.", elsewhere)
    if speed < _SLOW_MB_PER_SECOND:
        return warning("disk", f"{said}. That is slow: the voice may have to wait.", elsewhere)
    return good("disk", f"{said}.")


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there: looking makes none."""
    folder = folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _write_speed(folder: Path) -> float:
    """How fast a disk takes what is written, in MB/s, with all of it on the disk and not in memory.

    Raises:
        OSError: It refuses.
    """
    with tempfile.TemporaryFile(dir=folder, prefix="vox1-doctor-") as stream:
        began, seconds, written_bytes = time.monotonic(), 0.0, 0
        while written_bytes < _MOST_BYTES and seconds < _MOST_SECONDS:
            written_bytes += stream.write(_PIECE)
            stream.flush()
            os.fsync(stream.fileno())
            seconds = time.monotonic() - began
        return written_bytes / 1e6 / max(seconds, 1e-6)


def _gb(count_bytes: int) -> str:
    return f"{count_bytes / 1e9:,.1f} GB"
