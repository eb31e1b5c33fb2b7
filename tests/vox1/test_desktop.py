"""Tests of what the systems' own programs are asked: on every system without one of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from vox1 import desktop

_TEXT = "“A book”; rm -rf ~ $(x) ' \" is complete"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_texts_are_never_a_part_of_a_script(system: str) -> None:
    """A title may hold anything."""
    command = desktop.notice_command("VOX-1", _TEXT, system)
    assert [part for part in command if _TEXT in part and part != _TEXT] == []


@pytest.mark.parametrize(
    ("system", "programs"),
    [
        ("win32", ("powershell.exe", "shutdown.exe", "explorer.exe")),
        ("darwin", ("pmset", "osascript", "open")),
        ("linux", ("systemctl", "systemctl", "xdg-open")),
    ],
)
def test_each_system_has_its_own_programs(system: str, programs: tuple[str, ...], tmp_path: Path) -> None:
    """They come with it."""
    commands = (
        desktop.sleep_command(system),
        desktop.shutdown_command(system),
        desktop.folder_command(tmp_path / "book.m4b", system),
    )
    assert tuple(command[0] for command in commands) == programs


def test_a_computer_that_refuses_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may be allowed to have it sleep."""

    def refuse(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "systemctl")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(desktop.DesktopRefused) as caught:
        desktop.sleep()
    assert caught.value.hint


def test_a_file_that_is_gone_has_its_folder_shown(tmp_path: Path) -> None:
    """Selecting it would open the wrong folder, on Windows."""
    there = tmp_path / "book.m4b"
    there.touch()
    assert desktop.folder_command(there, "win32") == ["explorer.exe", f"/select,{there}"]
    gone = tmp_path / "gone.m4b"
    assert desktop.folder_command(gone, "win32") == ["explorer.exe", str(tmp_path)]


def test_no_desktop_is_said_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server has no service for notices."""
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with pytest.raises(desktop.DesktopRefused):
        desktop.notify("VOX-1", "It is done.")
