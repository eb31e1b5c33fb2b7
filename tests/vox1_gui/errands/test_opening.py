"""Opening: the system's own program is given the folder."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from backend import Backend
from vox1.control import Control
from vox1.errors import InputError
from vox1.paths import Folders
from vox1_gui.errands import opening
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.opening import open_folder, open_outside

_PATIENCE_SECONDS = 20.0


@pytest.fixture
def desk(folders: Folders) -> Desk:
    """Return a desk that tells nobody."""
    return Desk(Backend(folders), Control(), lambda _: None, {})


@pytest.mark.skipif(sys.platform != "linux", reason="each system has another program")
def test_the_systems_program_is_given_the_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one piece, whatever its name; nobody waits for it."""
    folder = tmp_path / "a folder's log"
    folder.mkdir()
    told = tmp_path / "told"
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}.part"; mv "{told}.part" "{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    open_outside(desk, folder)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not told.exists() and time.monotonic() < deadline:
        os.sched_yield()
    assert told.read_text() == str(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have one")
def test_a_computer_without_such_a_program_is_told_where_it_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listener can go there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as refused:
        open_outside(desk, tmp_path)
    assert str(tmp_path) in refused.value.hint


def test_what_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    """There is no log before anything was written to it."""
    with pytest.raises(InputError, match="is not there"):
        open_outside(desk, tmp_path / "logs")


def test_a_folder_that_is_not_there_yet_is_made(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder for audiobooks can be looked at before there is one."""
    opened: list[Path] = []
    monkeypatch.setattr(opening, "_open", opened.append)
    open_folder(desk, tmp_path / "Output" / "new")
    assert opened == [tmp_path / "Output" / "new"]
    assert opened[0].is_dir()
