"""Room: how much disk space a render needs, and the wait for it where a disk runs low.

The forecast of a render is on the safe side: takes are FLAC, and it counts them twice as WAV. A sample
reckons with what it has measured.
"""

from __future__ import annotations

import logging
import math
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1 import events
from vox1.control import Control
from vox1.errors import DiskError, disk_error

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""Between two looks at the disks of a render in progress."""
WAIT_SECONDS = 5.0
"""Between two looks at a disk that is low: nothing tells a program that there is room again."""
SPARE_BYTES = 500 * 2**20
"""What stays free for everything else on the machine."""
LOW_BYTES = SPARE_BYTES // 2
"""A render in progress waits below this, until there are `SPARE_BYTES`: it would wait too often otherwise."""
_SECONDS_PER_CHARACTER = 1 / 14
_WAV_BYTES_PER_SECOND = 49_000
"""At 24 kHz and 16 bits, with its record."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a render will write, before anything is set aside for other programs.

    Attributes:
        work_bytes: In the work folder: the takes that are missing, and the encoded sections.
        output_bytes: In the output folder: the audiobook.
    """

    work_bytes: int
    output_bytes: int


@dataclass(frozen=True, slots=True)
class DiskRates:
    """How many bytes a second of audio takes.

    Attributes:
        takes: In the store, with its records and with takes that were no good.
        output: In the audiobook.
    """

    takes: float
    output: float


def need(seconds_to_speak: float, seconds: float, rates: DiskRates) -> Need:
    """Return what a render needs.

    Args:
        seconds_to_speak: Of audio that has no takes yet.
        seconds: Of all audio in the audiobook.
        rates: Measured, or on the safe side.
    """
    output_bytes = seconds * rates.output
    return Need(math.ceil(seconds_to_speak * rates.takes + output_bytes), math.ceil(output_bytes))


def forecast(characters_to_speak: int, characters: int, bytes_per_second: float) -> Need:
    """Return what a render needs at most, before anything was measured.

    Args:
        characters_to_speak: Length of the text that has no takes yet.
        characters: Length of all the text in the audiobook.
        bytes_per_second: Of the audiobook, all formats together.
    """
    seconds_to_speak = characters_to_speak * _SECONDS_PER_CHARACTER
    rates = DiskRates(2 * _WAV_BYTES_PER_SECOND, bytes_per_second)
    return need(seconds_to_speak, characters * _SECONDS_PER_CHARACTER, rates)


class Room:
    """The disks of one render.

    Args:
        work: The work folder.
        output: The output folder.
        emit: Told when the render waits, and when it goes on.
        control: Ends every wait, if the render is cancelled.
    """

    def __init__(
        self, work: Path, output: Path, emit: Callable[[events.Event], None], control: Control
    ) -> None:
        self._work = work
        self._output = output
        self._emit = emit
        self._control = control
        self._looked = time.monotonic()

    def require(self, need: Need) -> None:
        """Make the folders and see that their disks, which may be one, have room for all that is to come.

        Raises:
            DiskError: They have not, or refuse.
        """
        needed: Counter[int] = Counter()
        folders: dict[int, Path] = {}
        for folder, count_bytes in ((self._work, need.work_bytes), (self._output, need.output_bytes)):
            disk = _disk_of(folder)
            needed[disk] += count_bytes
            folders[disk] = folder
        for disk, count_bytes in needed.items():
            _require(folders[disk], count_bytes + SPARE_BYTES)

    def keep(self) -> None:
        """Wait while a disk is low. To be called often: it looks seldom.

        Raises:
            Cancelled: The render was given up meanwhile.
        """
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        try:
            for folder in (self._work, self._output):
                if room_left(folder) < LOW_BYTES:
                    self.wait_for(folder, SPARE_BYTES)
        except DiskError as err:  # whoever writes there will say so, if it matters
            log.warning("The room left is not known: %s", err)
        self._looked = time.monotonic()

    def wait_for(self, folder: Path, needed_bytes: int) -> None:
        """Wait until a folder's disk has so many bytes free.

        Raises:
            Cancelled: The render was given up meanwhile.
            DiskError: The disk does not say what is free.
        """
        free_bytes = room_left(folder)
        if free_bytes >= needed_bytes:
            return
        log.warning("%s has %s bytes free; waiting for %s", folder, free_bytes, needed_bytes)
        self._emit(events.DiskLow(folder, free_bytes, needed_bytes))
        while room_left(folder) < needed_bytes:
            self._control.wait(min(WAIT_SECONDS, LOOK_SECONDS))
        self._emit(events.DiskFreed(folder, room_left(folder)))


def _require(folder: Path, needed_bytes: int) -> None:
    free_bytes = room_left(folder)
    if free_bytes < needed_bytes:
        raise DiskError(
            f"The book may need {needed_bytes / 2**20:,.0f} MB in {folder}, which has only"
            f" {free_bytes / 2**20:,.0f} MB free",
            "Free some space, or name other folders with --output-dir and --work-dir.",
            "disk-full",
        )


def _disk_of(folder: Path) -> int:
    """The number of the disk that a folder is on; the folder is made.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder.stat().st_dev
    except OSError as err:
        raise disk_error(err, folder) from err


def room_left(folder: Path) -> int:
    """What is free on a folder's disk, or on its parent's where someone has deleted it.

    Raises:
        DiskError: The disk does not say.
    """
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError as err:
        raise disk_error(err, folder) from err
