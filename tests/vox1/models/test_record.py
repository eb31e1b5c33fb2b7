"""Tests of the record beside a model's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vox1.models import record as records
from vox1.models.fingerprint import DigestKind, Promised
from vox1.models.names import RECORD_NAME
from vox1.models.record import Checked, Record

RECORD = Record(
    repo="owner/name",
    commit="0123456789",
    source="https://hub.example",
    files={
        "a.json": Promised(2, DigestKind.GIT_SHA1, "a" * 40),
        "b/c.bin": Promised(9, DigestKind.SHA256, "b" * 64),
    },
    checked={"b/c.bin": Checked(9, 123456789, "b" * 64, is_right=True)},
)
SCHEMA_1: dict[str, Any] = {
    "schema": 1,
    "repo": "owner/name",
    "commit": "0123456789",
    "source": "https://hub.example",
    "files": {
        "a.json": {"size_bytes": 2, "hash": "git-sha1", "digest": "a" * 40},
        "b/c.bin": {"size_bytes": 9, "hash": "sha256", "digest": "b" * 64},
    },
    "checked": {"b/c.bin": {"size_bytes": 9, "mtime_ns": 123456789, "sha256": "b" * 64, "is_right": True}},
}


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    """From the disk."""
    records.save(tmp_path, RECORD)
    assert records.load(tmp_path) == RECORD


def test_a_record_of_schema_1_still_opens(tmp_path: Path) -> None:
    """Whoever fetched a model with an older VOX-1 need not fetch it again."""
    (tmp_path / RECORD_NAME).write_text(json.dumps(SCHEMA_1))
    assert records.load(tmp_path) == RECORD
    assert RECORD.to_json() == SCHEMA_1


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"files": {"../../etc/passwd": SCHEMA_1["files"]["a.json"]}},
        {"files": {"/etc/passwd": SCHEMA_1["files"]["a.json"]}},
        {"checked": {"..": SCHEMA_1["checked"]["b/c.bin"]}},
        {"files": {"a.json": {"size_bytes": 2, "hash": "md5", "digest": "a" * 32}}},
        {"files": {"a.json": {"size_bytes": 2, "hash": "sha256", "digest": "a" * 40}}},
        {"files": {"a.json": {"size_bytes": "many", "hash": "git-sha1", "digest": "a" * 40}}},
        {"files": {"a.json": 7}},
        {"files": []},
        {"files": None},
    ],
)
def test_a_record_that_is_not_understood_is_none(tmp_path: Path, change: dict[str, Any]) -> None:
    """It came with a folder from somewhere: it may say anything, and lead nowhere."""
    (tmp_path / RECORD_NAME).write_text(json.dumps({**SCHEMA_1, **change}))
    assert records.load(tmp_path) == Record()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"null", b"[" * 100_000])
def test_a_damaged_record_is_none(tmp_path: Path, content: bytes) -> None:
    """The model is used as if it had been brought by hand."""
    (tmp_path / RECORD_NAME).write_bytes(content)
    assert records.load(tmp_path) == Record()
