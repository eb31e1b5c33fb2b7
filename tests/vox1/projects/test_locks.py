"""Tests of vox1.projects.locks."""

from __future__ import annotations

import json
import os
import platform
import threading
from pathlib import Path
from typing import Any

import pytest

from vox1 import files
from vox1.errors import DiskError, ProjectBusy
from vox1.projects.locks import held, held_for_a_moment, remove_left


def test_who_waits_is_told_who_holds_it(tmp_path: Path) -> None:
    """The process, and since when; its computer too where that is another one."""
    path = tmp_path / "lock"
    with held(path, 0.0, "Busy"):
        with (
            pytest.raises(ProjectBusy, match=rf"^Busy \(process {os.getpid()}, since 20"),
            held(path, 0.0, "Busy"),
        ):
            pass
        note = tmp_path / "lock.holder"
        note.write_text(json.dumps({**json.loads(note.read_text()), "computer": "attic"}))
        with pytest.raises(ProjectBusy, match="on attic, since"), held(path, 0.0, "Busy"):
            pass


@pytest.mark.parametrize("written", ["", "{", "[]", '{"process": "many"}', '{"process": 1}'])
def test_a_note_that_is_damaged_says_nothing(tmp_path: Path, written: str) -> None:
    """It is busy all the same."""
    path = tmp_path / "lock"
    with held(path, 0.0, "Busy"):
        (tmp_path / "lock.holder").write_text(written)
        with pytest.raises(ProjectBusy, match=r"^Busy$"), held(path, 0.0, "Busy"):
            pass


def test_a_note_of_a_dead_program_holds_nothing(tmp_path: Path) -> None:
    """Even where another program has its number now: the system knows who holds the lock."""
    path = tmp_path / "lock"
    path.write_bytes(b"")
    left = {"schema": 1, "process": os.getppid(), "computer": platform.node(), "since": "2020-01-01 10:00"}
    (tmp_path / "lock.holder").write_text(json.dumps(left))
    with held(path, 0.0, "Busy"):
        assert json.loads((tmp_path / "lock.holder").read_text())["process"] == os.getpid()
    assert not (tmp_path / "lock.holder").exists()


def test_a_note_that_cannot_be_written_is_no_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is what counts."""

    def refuse(*_: Any) -> None:
        raise DiskError("full", "Free some space.")

    monkeypatch.setattr(files, "write_json", refuse)
    with (
        held(tmp_path / "lock", 0.0, "Busy"),
        pytest.raises(ProjectBusy),
        held(tmp_path / "lock", 0.0, "Busy"),
    ):
        pass


def test_nothing_is_left_in_a_folder_of_the_listeners(tmp_path: Path) -> None:
    """Also after an error inside."""
    with pytest.raises(ValueError, match="broken"), held_for_a_moment(tmp_path, 0.0, "Busy"):
        raise ValueError("broken")
    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time_although_the_file_comes_and_goes(tmp_path: Path) -> None:
    """Each removes the file under those who wait for it; they must not hold one that nobody else sees."""
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(5):
            with held_for_a_moment(tmp_path, 30.0, "Busy"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 20


def test_what_a_killed_program_left_is_removed_unless_it_is_held(tmp_path: Path) -> None:
    """The lock file and the note, or the note alone."""
    for left in ((".vox1-lock", ".vox1-lock.holder"), (".vox1-lock.holder",), ()):
        for name in left:
            (tmp_path / name).write_text("{}")
        remove_left(tmp_path)
        assert list(tmp_path.iterdir()) == []
    with held_for_a_moment(tmp_path, 0.0, "Busy"):
        remove_left(tmp_path)
        assert (tmp_path / ".vox1-lock").exists()
