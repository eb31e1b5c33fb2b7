"""The tests' screen: brought where that can be, and said what to type where not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from vox1_setup import screen
from vox1_setup.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen")


class Apt:
    """Stands for the machine: which programs it has, and what apt-get is asked for."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, *, has: set[str], root: bool, answers: list[bool]
    ) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._answers = answers
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in has else None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
        monkeypatch.setattr(Programs, "run", self._run)

    def _run(self, *command: str) -> bool:
        self.asked.append(tuple(str(word) for word in command))
        return self._answers.pop(0)


def test_a_machine_that_has_all_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of it."""
    Apt(monkeypatch, has={"Xvfb", "openbox", "xkbcomp"}, root=True, answers=[])
    assert screen.missing() == ()


def test_root_on_debian_gets_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the list of packages brought up to date first, if it has to be."""
    apt = Apt(monkeypatch, has={"apt-get", "openbox"}, root=True, answers=[False, True, True])
    screen.bring(screen.missing(), Programs(tmp_path, tmp_path / "log"))
    assert [command[1] for command in apt.asked] == ["install", "update", "install"]
    assert apt.asked[-1][-2:] == ("xvfb", "x11-xkb-utils")
    assert "skipped" not in capsys.readouterr().err


@pytest.mark.parametrize(("root", "answers"), [(False, []), (True, [False, False])])
def test_others_are_told_what_to_type(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    root: bool,  # noqa: FBT001  # a column of the table
    answers: list[bool],
) -> None:
    """And the other tests run all the same."""
    Apt(monkeypatch, has={"apt-get"}, root=root, answers=answers)
    screen.bring(screen.missing(), Programs(tmp_path, tmp_path / "log"))
    assert "type: sudo apt-get install xvfb openbox x11-xkb-utils" in capsys.readouterr().err
