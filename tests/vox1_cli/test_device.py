"""Tests of DEVICE and --device, for every command that starts a voice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def run(folder: Path, *words: str, device: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder with DEVICE set."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-m", "vox1_cli", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "DEVICE": device},
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("words", [("render", "book.epub"), ("voices", "list"), ("doctor",)])
def test_a_device_that_is_none_is_one_clear_error(words: tuple[str, ...], tmp_path: Path) -> None:
    """Bad input, before anything is started."""
    done = run(tmp_path, *words, device="gpu")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "error: DEVICE=gpu is not understood",
        "hint: Set it to one of: auto, cpu, cuda, mps.",
    ]


def test_a_device_that_is_one_is_taken(tmp_path: Path) -> None:
    """However it is written."""
    done = run(tmp_path, "voices", "list", "--engine", "tone", device="CPU")

    assert done.returncode == 0
    assert "Tone" in done.stdout
