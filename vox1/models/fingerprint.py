"""Fingerprints: the hashes of a file, taken as its bytes go by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vox1.control import Control
from vox1.errors import DiskError

BLOCK_BYTES = 2**20


class DigestKind(str, Enum):
    """How a hub names what a file holds."""

    SHA256 = "sha256"
    """Large files, kept by Git LFS or Xet."""
    GIT_SHA1 = "git-sha1"
    """Small files: SHA-1 of ``blob``, the size and a zero byte before the content (git's object id)."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What a hub says of a file.

    Attributes:
        size_bytes: Its length.
        kind: Which hash it is.
        digest: The hash, as hexadecimal digits in small letters.
    """

    size_bytes: int
    kind: DigestKind
    digest: str


class Fingerprint:
    """The hashes of one file.

    Args:
        promised: What the hub says of it; None where nobody does.
    """

    def __init__(self, promised: Promised | None) -> None:
        self._promised = promised
        self._sha256 = hashlib.sha256()
        self._git = hashlib.sha1(usedforsecurity=False)
        if promised:
            self._git.update(b"blob %d\0" % promised.size_bytes)
        self.size_bytes = 0

    def update(self, block: bytes) -> None:
        """Take in the next bytes."""
        self._sha256.update(block)
        if self._promised and self._promised.kind is DigestKind.GIT_SHA1:
            self._git.update(block)
        self.size_bytes += len(block)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far."""
        return self._sha256.hexdigest()

    @property
    def is_right(self) -> bool:
        """Whether the bytes so far are those that were promised; so they are where nothing was."""
        if self._promised is None:
            return True
        digest = self._sha256 if self._promised.kind is DigestKind.SHA256 else self._git
        return (self.size_bytes, digest.hexdigest()) == (self._promised.size_bytes, self._promised.digest)


def fingerprint(
    path: Path, promised: Promised | None, control: Control, passed: Callable[[int], None] = lambda _: None
) -> Fingerprint:
    """Return the fingerprint of a file on the disk, in constant memory.

    Args:
        path: The file.
        promised: What the hub says of it.
        control: Pauses the reading, or ends it.
        passed: Told how many bytes have gone by since it was last told.

    Raises:
        Cancelled: It was ended.
        DiskError: The file cannot be read.
    """
    taken = Fingerprint(promised)
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                control.rest()
                control.check()
                taken.update(block)
                passed(len(block))
    except OSError as err:
        raise unreadable(path, err) from err
    return taken


def unreadable(path: Path, err: OSError) -> DiskError:
    """Return the system's refusal to read a model's file as an error for the listener."""
    return DiskError(
        f"{path} cannot be read: {err.strerror or err}",
        "Check that it is there, that you may read it, and that the disk is sound.",
    )
