"""Tests of the set-up lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vox1_setup import lock

REPOSITORY = Path(__file__).resolve().parents[2]
HOLDER = """
import pathlib, sys
from vox1_setup import lock
with lock.hold(pathlib.Path(sys.argv[1])):
    print("held")
"""


def start_holder(path: Path) -> subprocess.Popen[str]:
    """Start a process that takes the lock, says so and ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_free_lock_is_taken_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where its folder is not there yet, and again after it was given back."""
    for _ in range(2):
        with lock.hold(tmp_path / "temp_work" / "setup.lock"):
            pass

    assert capsys.readouterr().err == ""


def test_a_second_process_says_that_it_waits_and_goes_on_when_the_lock_is_free(tmp_path: Path) -> None:
    """Two starts at once never work on the same folder."""
    path = tmp_path / "setup.lock"
    with lock.hold(path):
        second = start_holder(path)
        assert second.stderr is not None
        said = second.stderr.readline()
        has_ended_early = second.poll() is not None

    out, _ = second.communicate(timeout=60)
    assert "waiting for it to end" in said
    assert not has_ended_early
    assert out == "held\n"


def test_the_lock_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    """An error must not block the next try."""
    path = tmp_path / "setup.lock"
    with pytest.raises(ValueError, match="broken"), lock.hold(path):
        raise ValueError("broken")

    out, err = start_holder(path).communicate(timeout=60)
    assert (out, err) == ("held\n", "")
