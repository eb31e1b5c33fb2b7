"""Tests of judging the folder, by the rules of Windows too."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from vox1_setup import place
from vox1_setup.errors import SetupError


@pytest.mark.parametrize(
    ("folder", "long_ones", "fits"),
    [
        (PureWindowsPath("C:/VOX-1"), False, True),
        (PureWindowsPath("C:/Users/anna/Downloads/VOX-1"), False, True),
        (PureWindowsPath("C:/" + "x" * 200), False, False),
        (PureWindowsPath("C:/" + "x" * 200), True, True),
        (PureWindowsPath("C:/" + "é" * 51), False, True),
        (PureWindowsPath("C:/" + "😀" * 26), False, False),
        (PurePosixPath("/" + "x" * 500), False, True),
    ],
)
def test_a_path_that_windows_would_refuse_later_is_refused_now(
    folder: PurePosixPath | PureWindowsPath, *, long_ones: bool, fits: bool
) -> None:
    """Windows counts UTF-16 units, of which some characters have two."""
    if fits:
        place.demand_short(folder, 205, takes_long_paths=long_ones)
        return
    with pytest.raises(SetupError, match="characters") as caught:
        place.demand_short(folder, 205, takes_long_paths=long_ones)
    assert "C:\\VOX-1" in caught.value.hint


@pytest.mark.parametrize(
    ("folder", "environment", "warned"),
    [
        (PureWindowsPath("C:/Users/a/OneDrive/VOX-1"), {}, True),
        (PureWindowsPath("C:/Users/a/OneDrive - School/VOX-1"), {}, True),
        (PureWindowsPath("D:/Wolke/VOX-1"), {"OneDrive": "D:\\Wolke"}, True),
        (PureWindowsPath("D:/Wolken/VOX-1"), {"OneDrive": "D:\\Wolke"}, False),
        (PureWindowsPath("D:/Wolke/VOX-1"), {"OneDrive": ""}, False),
        (PureWindowsPath("//server/share/VOX-1"), {}, True),
        (PurePosixPath("/home/a/Dropbox/VOX-1"), {}, True),
        (PurePosixPath("/home/a/dropboxes/VOX-1"), {}, False),
        (PurePosixPath("/home/a/VOX-1"), {}, False),
    ],
)
def test_folders_that_are_unwise_are_warned_of(
    folder: PurePosixPath | PureWindowsPath, environment: dict[str, str], *, warned: bool
) -> None:
    """Cloud drives and other computers."""
    assert bool(place.warnings(folder, environment)) is warned


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what there is and what it takes."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=10**9))

    place.demand_room(tmp_path, 10**9)
    with pytest.raises(SetupError, match=r"1\.0 GB free; this takes 1\.5 GB"):
        place.demand_room(tmp_path, 1_500_000_000)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where a folder of ours belongs: the system refuses, whoever the user is."""
    place.demand_writable(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["temp_work"]
    (tmp_path / "temp_work").rmdir()
    (tmp_path / "temp_work").touch()

    with pytest.raises(SetupError, match="may not write"):
        place.demand_writable(tmp_path)
