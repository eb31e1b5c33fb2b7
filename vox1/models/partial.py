"""A partial file: what has come of one, on the disk and hashed, to be gone on with after anything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from vox1 import files
from vox1.control import Control
from vox1.errors import disk_error
from vox1.models.fingerprint import Fingerprint, Promised, fingerprint
from vox1.models.names import PART_ENDING
from vox1.models.record import Checked


class Partial:
    """A file that is being fetched.

    It keeps its place under another name until it holds what was promised.

    Args:
        target: Where it will be.
        promised: What it will hold.
        control: Pauses the reading of what is there already, or ends it.
        skipped: Told how many bytes are there already.

    Raises:
        Cancelled: It was ended.
        DiskError: The disk refuses.
    """

    def __init__(
        self, target: Path, promised: Promised, control: Control, skipped: Callable[[int], None]
    ) -> None:
        self._target = target
        self._promised = promised
        self._path = target.with_name(target.name + PART_ENDING)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > promised.size_bytes:
                self._path.unlink()
            self._taken = (
                fingerprint(self._path, promised, control, skipped)
                if self._path.exists()
                else Fingerprint(promised)
            )
            self._stream: BinaryIO = self._path.open("ab")
        except OSError as err:
            raise disk_error(err, self._path) from err

    def __enter__(self) -> Partial:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def missing_bytes(self) -> int:
        """How much has not come yet."""
        return self._promised.size_bytes - self._taken.size_bytes

    @property
    def done_bytes(self) -> int:
        """How much has come."""
        return self._taken.size_bytes

    @property
    def is_right(self) -> bool:
        """Whether it holds what was promised."""
        return self._taken.is_right

    def add(self, block: bytes) -> None:
        """Take in the next bytes.

        Raises:
            DiskError: The disk is full or refuses; what came before stays.
        """
        try:
            self._stream.write(block)
        except OSError as err:
            raise disk_error(err, self._path) from err
        self._taken.update(block)

    def begin_anew(self) -> None:
        """Throw away what has come.

        Raises:
            DiskError: The disk refuses.
        """
        try:
            self._stream.truncate(0)
        except OSError as err:
            raise disk_error(err, self._path) from err
        self._taken = Fingerprint(self._promised)

    def put_in_place(self) -> Checked:
        """Give it its name, once it is right.

        Raises:
            DiskError: The disk refuses.
        """
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            files.replace(self._path, self._target)
            mtime_ns = self._target.stat().st_mtime_ns
        except OSError as err:
            raise disk_error(err, self._target) from err
        return Checked(self._taken.size_bytes, mtime_ns, self._taken.sha256, is_right=True)

    def discard(self) -> None:
        """Delete it."""
        self._close()
        self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        """Close it. A full disk may refuse the last bytes: they are fetched again then."""
        try:
            self._stream.close()
        except OSError as err:
            raise disk_error(err, self._path) from err
