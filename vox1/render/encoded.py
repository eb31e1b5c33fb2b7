"""The cache of encoded sections, so that an audiobook is made again of what did not change.

``encoded/<key>.aac`` in a project's folder holds a section's frames after their SHA-256;
``encoded/<key>.json`` what was measured of a section. Everything in it can be made again from the takes, so
nothing is flushed to the disk, and what is not whole counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.errors import disk_error

log = logging.getLogger(__name__)

_FRAMES, _MEASURED = ".aac", ".json"
_DIGEST_BYTES = 32


class EncodedSections:
    """The cache in one folder. Different threads may use it for different keys.

    Args:
        folder: Made when something is put into it.

    Attributes:
        folder: The same.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def scratch(self, name: str) -> Path:
        """Return where a section's frames are put while they are made.

        Raises:
            DiskError: The folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise disk_error(err, self.folder) from err
        return self.folder / f"{name}.part"

    def has(self, key: str) -> bool:
        """Whether a section is there, whole or not."""
        return self._path(key, _FRAMES).exists()

    def has_measured(self, key: str) -> bool:
        """Whether what was measured of a section is there, whole or not."""
        return self._path(key, _MEASURED).exists()

    def frames(self, key: str) -> bytes | None:
        """Return a section's frames; None for one that is not there, or not whole."""
        content = self._content(self._path(key, _FRAMES))
        frames = content[_DIGEST_BYTES:]
        return frames if frames and hashlib.sha256(frames).digest() == content[:_DIGEST_BYTES] else None

    def add(self, key: str, frames: bytes) -> None:
        """Keep a section's frames.

        Raises:
            DiskError: The disk refuses.
        """
        files.write_unflushed(self._path(key, _FRAMES), hashlib.sha256(frames).digest() + frames)

    def measured(self, key: str) -> dict[str, Any]:
        """Return what was measured of a section; empty where it never was."""
        with suppress(ValueError):
            written = json.loads(self._content(self._path(key, _MEASURED)))
            return written if isinstance(written, dict) else {}
        return {}

    def add_measured(self, key: str, measured: dict[str, Any]) -> None:
        """Keep what was measured of a section.

        Raises:
            DiskError: The disk refuses.
        """
        files.write_unflushed(self._path(key, _MEASURED), json.dumps(measured).encode("ascii"))

    def remove_unfinished(self) -> bool:
        """Delete what is half written, and return whether nothing of it is left."""
        for path in self.folder.glob("*.part"):
            with suppress(OSError):
                path.unlink()
        return not any(self.folder.glob("*.part"))

    def sweep(self, used: Container[str]) -> None:
        """Delete what no longer belongs to the audiobook; what cannot be deleted now may stay."""
        with suppress(OSError):
            for name in os.listdir(self.folder):  # noqa: PTH208  # a long book has thousands
                if name.partition(".")[0] not in used or name.endswith(".part"):
                    with suppress(OSError):
                        (self.folder / name).unlink()

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / f"{key}{suffix}"

    def _content(self, path: Path) -> bytes:
        """What is in a file; nothing where it cannot be read, for it can be made again."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as err:
            log.warning("%s cannot be read and is made again: %s", path, err)
            return b""


def remove_encoded(folder: Path) -> int:
    """Delete a cache and return the bytes freed.

    Raises:
        DiskError: The disk refuses.
    """
    if not folder.exists():
        return 0
    try:
        freed = sum(path.stat().st_size for path in folder.iterdir())
        shutil.rmtree(folder)
    except OSError as err:
        raise disk_error(err, folder) from err
    return freed
