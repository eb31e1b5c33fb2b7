"""Tests of what is said of the disks."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.vox1.doctor.conftest import BARE
from vox1.doctor import disks
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Level
from vox1.paths import Folders
from vox1.render.room import SPARE_BYTES

Make = Callable[..., Circumstances]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write little: what is tested is not this disk."""
    monkeypatch.setattr(disks, "_MOST_BYTES", 2**20)
    monkeypatch.setattr(disks, "_PIECE", bytes(2**18))


def free(monkeypatch: pytest.MonkeyPatch, count_bytes: int) -> None:
    """Have so much free on every disk."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=count_bytes))


def test_both_folders_are_looked_at_and_nothing_is_left(
    circumstances: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the folders, where they were not there."""
    free(monkeypatch, 100 * 10**9)
    monkeypatch.setattr(disks, "_SLOW_MB_PER_SECOND", 0.0)
    found = list(disks.look(circumstances()))

    assert [finding.level for finding in found] == [Level.GOOD, Level.GOOD]
    assert str(tmp_path / "work") in found[0].message
    assert str(tmp_path / "out") in found[1].message
    assert "MB/s" in found[0].message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("count_bytes", "level"),
    [
        (0, Level.PROBLEM),
        (SPARE_BYTES - 1, Level.PROBLEM),
        (SPARE_BYTES, Level.WARNING),
        (disks._BOOK_BYTES - 1, Level.WARNING),
        (disks._BOOK_BYTES, Level.GOOD),
    ],
)
def test_room_for_nothing_is_a_problem_and_for_little_a_warning(
    count_bytes: int, level: Level, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the option that names another disk."""
    free(monkeypatch, count_bytes)
    monkeypatch.setattr(disks, "_SLOW_MB_PER_SECOND", 0.0)
    work, output = disks.look(circumstances())

    assert (work.level, output.level) == (level, level)
    if level is not Level.GOOD:
        assert "--work-dir" in work.fix
        assert "--output-dir" in output.fix


def test_a_slow_disk_is_a_warning(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The voice would wait for it."""
    free(monkeypatch, 100 * 10**9)
    monkeypatch.setattr(disks, "_SLOW_MB_PER_SECOND", 1e12)

    assert [finding.level for finding in disks.look(circumstances())] == [Level.WARNING, Level.WARNING]


def test_a_disk_that_is_slow_beyond_measure_is_given_up(
    circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first piece, however much was to be written."""
    free(monkeypatch, 100 * 10**9)
    monkeypatch.setattr(disks, "_MOST_BYTES", 10**15)
    monkeypatch.setattr(disks, "_MOST_SECONDS", 0.0001)

    assert len(list(disks.look(circumstances()))) == 2


def test_a_disk_that_refuses_is_a_problem(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the system said."""

    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("vox1.doctor.disks.tempfile.TemporaryFile", refuse)
    (work, _) = disks.look(circumstances())

    assert work.level is Level.PROBLEM
    assert "Permission denied" in work.message
    assert "--work-dir" in work.fix


@pytest.mark.parametrize(("wsl", "is_slow"), [(2, 1), (1, 1), (0, 0)])
def test_a_disk_of_windows_is_slow_under_wsl(
    wsl: int, is_slow: int, circumstances: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere a folder of that name is nothing special."""
    free(monkeypatch, 100 * 10**9)
    monkeypatch.setattr(disks, "_write_speed", lambda _: 100.0)
    folders = Folders(Path("/home/me/out"), Path("/mnt/c/vox-1/temp_work"), Path("/home/me"))
    found = list(disks.look(circumstances(machine=replace(BARE, wsl=wsl), folders=folders)))

    assert [finding.level for finding in found].count(Level.WARNING) == is_slow
    if is_slow:
        assert "--work-dir" in found[1].fix
