"""Tests of files that are whole or absent."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1 import files
from vox1.errors import DiskError

FailingDisk = Any  # of conftest.py, which cannot be imported
MOST_CALLS = 50


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def windows_error(number: int) -> OSError:
    """Return what Windows raises while another program holds a file."""
    error = OSError(errno.EACCES, "held by another program")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]  # Windows only, for type checkers
    return error


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[OSError, int], list[int]]:
    """Return a function that has renames refused so many times; its list counts those left."""
    replace = Path.replace

    def put(error: OSError, times: int) -> list[int]:
        left = [times]

        def refusing(self: Path, target: Path) -> Path:
            if left[0]:
                left[0] -= 1
                raise error
            return replace(self, target)

        monkeypatch.setattr(files, "_RETRY_SECONDS", (1e-6,) * 6)
        monkeypatch.setattr(Path, "replace", refusing)
        return left

    return put


def test_a_file_is_written_whole_and_its_folder_made(tmp_path: Path) -> None:
    """Nothing else is left in the folder."""
    path = tmp_path / "a" / "b" / "file.bin"

    files.write_bytes(path, b"content")

    assert path.read_bytes() == b"content"
    assert names(path.parent) == ["file.bin"]


def test_a_file_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    """Also by a shorter and by an empty one."""
    path = tmp_path / "file.bin"
    for content in (b"long content", b"short", b""):
        files.write_bytes(path, content)
        assert path.read_bytes() == content


def test_what_fails_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    """Whatever the reason: the file that was there before stays."""
    path = tmp_path / "file.bin"
    files.write_bytes(path, b"old")

    with pytest.raises(KeyboardInterrupt), files.writing(path) as stream:
        stream.write(b"new")
        raise KeyboardInterrupt

    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file.bin"]


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("is_new", [False, True], ids=["over-an-old-file", "new"])
def test_a_disk_that_fails_anywhere_leaves_the_old_file_or_the_new_one(
    lasts: bool,  # noqa: FBT001
    is_new: bool,  # noqa: FBT001
    tmp_path: Path,
    failing_disk: FailingDisk,
) -> None:
    """At the first call, the second, and so on until it passes: an error with a hint, never half a file."""
    old = None if is_new else b"old " * 5000
    refused: DiskError | None = None
    for call in range(1, MOST_CALLS):
        path = tmp_path / str(call) / "deeper" / "file.bin"
        if old is not None:
            path.parent.mkdir(parents=True)
            path.write_bytes(old)
        try:
            with failing_disk.failing(call, lasts=lasts):
                files.write_bytes(path, b"new " * 5000)
        except DiskError as err:
            refused = err
            content = path.read_bytes() if path.exists() else None
            assert content in {old, b"new " * 5000}
            assert not path.with_name("file.bin.part").exists()
        if not failing_disk.failed:
            break

    assert call > 5
    assert refused is not None
    assert refused.code == "disk-full"
    assert "space" in refused.hint
    assert path.read_bytes() == b"new " * 5000


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 3, 6])
def test_a_file_that_windows_holds_for_a_moment_is_replaced_when_it_lets_go(
    number: int, times: int, tmp_path: Path, refuse: Callable[[OSError, int], list[int]]
) -> None:
    """An antivirus or an indexer: access denied, sharing violation, lock violation."""
    left = refuse(windows_error(number), times)

    files.write_bytes(tmp_path / "file", b"new")

    assert left == [0]
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("error", "tries"),
    [(windows_error(5), 7), (windows_error(112), 1), (OSError(errno.EROFS, "read-only"), 1)],
)
def test_a_file_that_stays_held_is_an_error(
    error: OSError, tries: int, tmp_path: Path, refuse: Callable[[OSError, int], list[int]]
) -> None:
    """What does not pass by itself is not waited for."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    left = refuse(error, 100)

    with pytest.raises(DiskError) as caught:
        files.write_bytes(path, b"new")

    assert left == [100 - tries]
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_the_waits_for_windows_are_those_that_were_measured() -> None:
    """About two and a half seconds in all."""
    assert files._RETRY_SECONDS == (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flushing of folders")
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_flush_folders_is_no_error(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network folders cannot; the file itself was flushed."""
    fsync, calls = os.fsync, []

    def refuse_folders(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(number, "not for folders")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    files.write_bytes(tmp_path / "file", b"new")

    assert len(calls) == 2
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """With its name and what to do."""
    (tmp_path / "a").write_bytes(b"")

    for path in (tmp_path / "a" / "file", tmp_path / "a" / "b" / "file"):
        with pytest.raises(DiskError) as caught:
            files.write_bytes(path, b"new")
        assert str(path) in caught.value.message
        assert caught.value.hint


def test_a_place_that_is_a_folder_is_an_error(tmp_path: Path) -> None:
    """It is left as it is."""
    (tmp_path / "file" / "inside").mkdir(parents=True)

    with pytest.raises(DiskError):
        files.write_bytes(tmp_path / "file", b"new")

    assert names(tmp_path / "file") == ["inside"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who may be refused")
def test_a_folder_that_may_not_be_written_is_an_error(tmp_path: Path) -> None:
    """A read-only folder, or one of another user."""
    tmp_path.chmod(0o500)

    with pytest.raises(DiskError, match="Permission denied"):
        files.write_bytes(tmp_path / "file", b"new")


@given(text=st.text(st.characters(codec=None)))
def test_json_comes_back_as_it_was_whatever_the_text(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file name that is not UTF-8 holds lone surrogates; every reader takes the file for UTF-8."""
    path = tmp_path_factory.getbasetemp() / "value.json"

    files.write_json(path, {"text": text, text: 1})

    assert json.loads(path.read_text(encoding="utf-8")) == {"text": text, text: 1}


def test_json_is_written_for_people_to_read(tmp_path: Path) -> None:
    """With line ends and with letters as they are."""
    files.write_json(tmp_path / "value.json", {"title": "Émile"})

    assert (tmp_path / "value.json").read_bytes() == '{\n "title": "Émile"\n}\n'.encode()
