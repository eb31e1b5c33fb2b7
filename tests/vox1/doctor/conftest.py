"""What the doctor's tests share: machines of every kind, and programs that do as they are told."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vox1.doctor.circumstances import Circumstances
from vox1.engines.registry import engine_row
from vox1.paths import Folders
from vox1.settings import Settings
from vox1_setup.machine import Card, Machine

RTX_3060 = Card("NVIDIA GeForce RTX 3060", 12_288 * 2**20, "580.95.05", (8, 6), "GPU-1111")
BARE = Machine("Linux", "6.8", "x86_64", "3.11.7")


@pytest.fixture
def circumstances(tmp_path: Path) -> Callable[..., Circumstances]:
    """Return a function that makes circumstances: ``circumstances(machine=..., device="cpu")``."""

    def make(**changes: Any) -> Circumstances:
        values: dict[str, Any] = {
            "machine": BARE,
            "folders": Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"),
            "settings": Settings(),
            "warnings": (),
            "engine": engine_row("tone"),
            "device": "auto",
            "with_speed": False,
        }
        return Circumstances(**{**values, **changes})

    return make


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a shell script of a name and returns its path."""

    def write(name: str, script: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return write
