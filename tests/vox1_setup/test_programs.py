"""Tests of how other programs are run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vox1_setup.programs import Programs

REPOSITORY = Path(__file__).resolve().parents[2]
SHOW_ENVIRONMENT = "import os; print('PYTHONPATH' in os.environ, os.environ.get('PIP_X'), os.getcwd())"
ASK_IN_A_PROGRAM = """
import pathlib, sys
from vox1_setup.programs import Programs
sys.exit(Programs(pathlib.Path.cwd(), pathlib.Path(sys.argv[1])).run(sys.executable, "-c", "input()"))
"""


def programs_in(folder: Path) -> Programs:
    """Prepare to run programs in a folder, with an empty log."""
    programs = Programs(folder, folder / "logs" / "setup.log")
    programs.begin_log()
    return programs


def test_what_a_program_prints_goes_to_the_log_only(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Both of its streams, with the command and its exit status."""
    programs = programs_in(tmp_path)

    succeeded = programs.run(
        sys.executable, "-c", "import sys; print('out é'); print('err', file=sys.stderr)"
    )

    log = programs.output_since(0)
    assert succeeded
    assert "out é" in log
    assert "err" in log
    assert "exit status 0" in log
    assert capfd.readouterr() == ("", "")


def test_a_failing_program_is_told_from_a_good_one(tmp_path: Path) -> None:
    """By its exit status alone."""
    programs = programs_in(tmp_path)

    assert not programs.run(sys.executable, "-c", "raise SystemExit(3)")
    assert "exit status 3" in programs.output_since(0)


def test_a_program_that_is_not_there_fails_and_says_so_in_the_log(tmp_path: Path) -> None:
    """A Python that an upgrade took away is a failure like another."""
    programs = programs_in(tmp_path)

    assert not programs.run(tmp_path / "nowhere")
    assert "could not be started" in programs.output_since(0)


def test_only_what_came_after_the_mark_is_given(tmp_path: Path) -> None:
    """An earlier step's output must not explain a later step's failure."""
    programs = programs_in(tmp_path)
    programs.run(sys.executable, "-c", "print('first')")
    mark = programs.log_size()
    programs.run(sys.executable, "-c", "print('second')")

    output = programs.output_since(mark)
    assert "second" in output
    assert "first" not in output


def test_the_users_pip_settings_are_kept_and_foreign_packages_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONPATH would make pip believe that packages are installed which are not."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PIP_X", "kept")
    programs = programs_in(tmp_path)

    programs.run(sys.executable, "-c", SHOW_ENVIRONMENT)

    assert f"False kept {tmp_path}" in programs.output_since(0)


def test_a_program_that_asks_gets_no_answer(tmp_path: Path) -> None:
    """A question in a log would never be seen, and must not eat what the user types."""
    programs = programs_in(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", ASK_IN_A_PROGRAM, str(programs.log_file)],
        cwd=REPOSITORY,
        input="what the user types\n",
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "EOFError" in programs.output_since(0)


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """And counts as failed; the log says why."""
    programs = programs_in(tmp_path)

    assert not programs.run(sys.executable, "-c", "import threading; threading.Event().wait(60)", seconds=0.2)

    assert "took longer than 0.2 seconds" in programs.output_since(0)
