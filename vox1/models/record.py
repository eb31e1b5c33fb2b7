"""The record of a model: what the hub says of its files, and what was found when they were hashed."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.control import Control
from vox1.models.fingerprint import DigestKind, Promised, fingerprint, unreadable
from vox1.models.names import RECORD_NAME, is_portable
from vox1.render.keys import canonical_json

log = logging.getLogger(__name__)

SCHEMA = 1
DIGITS = {DigestKind.SHA256: 64, DigestKind.GIT_SHA1: 40}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found when a file was hashed.

    Attributes:
        size_bytes: Its length then.
        mtime_ns: When it had been changed last, as the file system has it; only ever compared.
        sha256: Its hash.
        is_right: Whether it held what the hub promised; true where nothing is promised.
    """

    size_bytes: int
    mtime_ns: int
    sha256: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a model's files. Paths are relative to its folder, with slashes.

    Attributes:
        repo: Its place on the hub; empty for a folder that VOX-1 did not fetch.
        commit: Which version of it.
        source: Address of the hub or mirror.
        files: What the hub says of each file.
        checked: What was found of each file that was hashed.
    """

    repo: str = ""
    commit: str = ""
    source: str = ""
    files: Mapping[str, Promised] = field(default_factory=dict)
    checked: Mapping[str, Checked] = field(default_factory=dict)

    def with_checked(self, path: str, checked: Checked) -> Record:
        """Return it with what was found of one more file."""
        return replace(self, checked={**self.checked, path: checked})

    def current(self, path: str, folder: Path) -> Checked | None:
        """Return what was found of a file, if it has not changed since; None otherwise."""
        found = self.checked.get(path)
        try:
            stat = (folder / path).stat()
        except OSError:
            return None
        is_same = found and (found.size_bytes, found.mtime_ns) == (stat.st_size, stat.st_mtime_ns)
        return found if is_same else None

    def weights_hash(self, paths: Sequence[str], folder: Path) -> str | None:
        """Return the SHA-256 over the names and hashes of files; None where one must be hashed first.

        Args:
            paths: The files that shape the audio.
            folder: Where they are.
        """
        found = {path: self.current(path, folder) for path in paths}
        hashes = {path: checked.sha256 for path, checked in found.items() if checked and checked.is_right}
        if not hashes or len(hashes) < len(found):
            return None
        return hashlib.sha256(canonical_json(hashes)).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {
            "schema": SCHEMA,
            "repo": self.repo,
            "commit": self.commit,
            "source": self.source,
            "files": {
                path: {"size_bytes": said.size_bytes, "hash": said.kind.value, "digest": said.digest}
                for path, said in sorted(self.files.items())
            },
            "checked": {
                path: {
                    "size_bytes": found.size_bytes,
                    "mtime_ns": found.mtime_ns,
                    "sha256": found.sha256,
                    "is_right": found.is_right,
                }
                for path, found in sorted(self.checked.items())
            },
        }


def check(path: Path, promised: Promised | None, control: Control, passed: Callable[[int], None]) -> Checked:
    """Hash a file and return what was found.

    Args:
        path: The file.
        promised: What the hub says of it.
        control: Pauses the reading, or ends it.
        passed: Told how many bytes have gone by since it was last told.

    Raises:
        Cancelled: It was ended.
        DiskError: The file cannot be read.
    """
    try:
        mtime_ns = path.stat().st_mtime_ns  # before: what changes meanwhile is hashed again next time
    except OSError as err:
        raise unreadable(path, err) from err
    taken = fingerprint(path, promised, control, passed)
    return Checked(taken.size_bytes, mtime_ns, taken.sha256, taken.is_right)


def from_json(written: Any) -> Record:
    """Return the record in an object.

    Raises:
        ValueError: It is not one, or of a later version, or names files outside its folder.
        KeyError: Something is missing.
        TypeError: Something is of another kind.
        AttributeError: The same.
    """
    if written["schema"] != SCHEMA:
        raise ValueError(f"schema {written['schema']!r}")
    return Record(
        str(written["repo"]),
        str(written["commit"]),
        str(written["source"]),
        {_path(path): _promised(said) for path, said in written["files"].items()},
        {
            _path(path): Checked(
                int(found["size_bytes"]),
                int(found["mtime_ns"]),
                _digest(found["sha256"], DigestKind.SHA256),
                bool(found["is_right"]),
            )
            for path, found in written["checked"].items()
        },
    )


def _path(path: str) -> str:
    if not is_portable(path):
        raise ValueError(f"{path!r} is no name of a file here")
    return path


def _promised(said: Any) -> Promised:
    kind = DigestKind(said["hash"])
    return Promised(int(said["size_bytes"]), kind, _digest(said["digest"], kind))


def _digest(text: str, kind: DigestKind) -> str:
    if not is_digest(text, kind):
        raise ValueError(f"{text!r} is no hash")
    return text


def is_digest(text: object, kind: DigestKind) -> bool:
    """Whether something is a hash in hexadecimal digits, in small letters."""
    return isinstance(text, str) and bool(re.fullmatch(rf"[0-9a-f]{{{DIGITS[kind]}}}", text))


def load(folder: Path) -> Record:
    """Return a folder's record; an empty one where there is none, or none that is understood."""
    path = folder / RECORD_NAME
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Record()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        log.warning("%s is not used: %s: %s", path, type(err).__name__, err)
        return Record()


def save(folder: Path, record: Record) -> None:
    """Write a folder's record.

    Raises:
        DiskError: The disk refuses.
    """
    files.write_json(folder / RECORD_NAME, record.to_json())
