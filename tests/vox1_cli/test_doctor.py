"""Tests of the doctor as a user types it, on this machine and on ones that a stand-in makes of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for nvidia-smi is a shell script")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def doctor(tmp_path: Path) -> Run:
    """Run the doctor; its folders are below the test's own."""
    folders = (
        "--work-dir",
        tmp_path / "work",
        "--output-dir",
        tmp_path / "out",
        "--user-dir",
        tmp_path / "user",
    )

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "vox1_cli", "doctor", *map(str, (*folders, *words))]
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        ours = {**os.environ, "PYTHONPATH": path, **environment}
        return subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=ours, timeout=300, check=False
        )

    return run


def findings(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return what was found, having looked at its form."""
    written = json.loads(done.stdout)
    found: list[dict[str, Any]] = written["findings"]
    assert written["schema"] == 1
    assert written["problems"] == sum(finding["level"] == "problem" for finding in found)
    assert written["warnings"] == sum(finding["level"] == "warning" for finding in found)
    assert done.returncode == (1 if written["problems"] else 0)
    assert all(finding["fix"] or finding["level"] == "good" for finding in found)
    return found


def test_this_machine_can_make_audiobooks(doctor: Run) -> None:
    """All its parts are looked at, and the draft voice is started and measured."""
    done = doctor("--json", "--engine", "espeak")
    found = findings(done)
    topics = {finding["topic"] for finding in found}

    assert {"system", "disk", "ffmpeg", "covers", "card", "models", "voice espeak", "speed"} <= topics
    assert {"word check", "calibre", "tesseract"} <= topics
    assert not any("tone" in finding["topic"] for finding in found)
    levels = {finding["topic"]: finding["level"] for finding in found}
    assert (levels["ffmpeg"], levels["voice espeak"], levels["speed"]) == ("good", "good", "good")


def test_people_get_a_line_for_each_finding(doctor: Run) -> None:
    """And a sum at the end."""
    done = doctor("--no-speed", "--engine", "tone")
    lines = done.stdout.splitlines()

    assert lines[0].startswith("good     system")
    assert any(line.startswith("good     voice tone") for line in lines)
    assert not any("times real time" in line for line in lines)
    assert lines[-1].endswith(".")
    assert "Traceback" not in done.stderr


@posix
def test_a_driver_that_does_not_match_is_a_problem(doctor: Run, tmp_path: Path) -> None:
    """Exit status 1, with the fix."""
    program = tmp_path / "bin" / "nvidia-smi"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\necho 'Failed to initialize NVML: Driver/library version mismatch'; exit 18\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    path = os.pathsep.join((str(program.parent), os.environ["PATH"]))
    done = doctor("--json", "--no-speed", "--engine", "tone", PATH=path)
    (card,) = (finding for finding in findings(done) if finding["topic"] == "card")

    assert done.returncode == 1
    assert card["level"] == "problem"
    assert "mismatch" in card["message"]
    assert card["fix"].startswith("Restart the computer")


def test_an_engine_that_is_none_is_one_clear_error(doctor: Run) -> None:
    """As everywhere."""
    done = doctor("--engine", "nothing")

    assert done.returncode == 2
    assert "There is no voice engine called nothing" in done.stderr
