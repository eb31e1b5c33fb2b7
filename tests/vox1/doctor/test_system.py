"""Tests of what is said of the system and the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.vox1.doctor.conftest import BARE, RTX_3060
from vox1.doctor import system
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Level
from vox1.hardware.processor import Memory
from vox1_setup.machine import Machine

Make = Callable[..., Circumstances]
WITH_CARD = replace(BARE, cards=(RTX_3060,))
MAC = Machine("Darwin", "24.1", "arm64", "3.12.1")


def test_system_and_python_are_named(circumstances: Make) -> None:
    """And WSL, which is neither Windows nor Linux."""
    (found, *_) = system.look(circumstances())
    (in_wsl, *_) = system.look(circumstances(machine=replace(BARE, wsl=2)))
    (on_a_mac, *_) = system.look(circumstances(machine=MAC))

    assert found.message.startswith("Linux 6.8 on x86_64, Python 3.11.7, ")
    assert in_wsl.message.startswith("Linux 6.8 in WSL 2 on x86_64")
    assert on_a_mac.message.startswith("macOS 24.1 on arm64")


def test_little_memory_is_a_warning(circumstances: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """And unknown memory is none."""
    monkeypatch.setattr(system, "memory", lambda: Memory(2 * 10**9, None))
    assert [finding.level for finding in system.look(circumstances())] == [Level.GOOD, Level.WARNING]

    monkeypatch.setattr(system, "memory", lambda: None)
    assert [finding.level for finding in system.look(circumstances())] == [Level.GOOD]


@pytest.mark.parametrize(
    ("machine", "device", "level"),
    [
        (BARE, "cuda", Level.PROBLEM),
        (BARE, "mps", Level.PROBLEM),
        (BARE, "cpu", None),
        (BARE, "auto", None),
        (WITH_CARD, "cuda", None),
        (WITH_CARD, "cpu", Level.WARNING),
        (MAC, "mps", None),
        (MAC, "cuda", Level.PROBLEM),
    ],
)
def test_a_device_that_is_not_there_is_a_problem(
    machine: Machine, device: str, level: Level | None, circumstances: Make
) -> None:
    """And a card that is left idle is said; the fix names the option and the variable."""
    _, *found = system.look(circumstances(machine=machine, device=device))

    assert [finding.level for finding in found] == ([level] if level else [])
    for finding in found:
        assert "--device" in finding.fix
        assert "DEVICE" in finding.fix


def test_settings_that_cannot_be_used_are_told(circumstances: Make) -> None:
    """With the file to correct."""
    given = circumstances(warnings=("Setting speed = 9 is not usable.",))
    (found,) = system.look_at_settings(given)

    assert found.message == "Setting speed = 9 is not usable."
    assert "user_settings.json" in found.fix
    assert list(system.look_at_settings(circumstances())) == []
