"""Tests of what run.py does with its arguments."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from vox1_setup import install as installation
from vox1_setup import screen, start
from vox1_setup.checkout import Checkout
from vox1_setup.environment import Environment
from vox1_setup.errors import SetupError
from vox1_setup.selftest import SelfTest

REPOSITORY = Path(__file__).resolve().parents[2]
LIST_IMPORTS = (
    "import sys; before = set(sys.modules); import vox1_setup.start; print(*set(sys.modules) - before)"
)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect the programs that would take over, in place of starting them."""
    commands: list[list[str]] = []

    def collect(command: list[str]) -> int:
        commands.append(command)
        return 7

    monkeypatch.setattr(start, "hand_over", collect)
    return commands


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Environment, bool]]:
    """Collect the environments that would be made ready."""
    wanted: list[tuple[Environment, bool]] = []

    def collect(_checkout: Checkout, environment: Environment, *, thorough: bool = False) -> None:
        wanted.append((environment, thorough))

    monkeypatch.setattr(installation, "install", collect)
    return wanted


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make every set-up fail."""

    def refuse(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(installation, "install", refuse)


def test_an_ordinary_start_loads_nothing_that_only_a_set_up_needs() -> None:
    """What is imported here is paid for at every start."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", LIST_IMPORTS], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    heavy = {"subprocess", "venv", "argparse", "shutil", "tempfile", "vox1_setup.install", "vox1_setup.pip"}
    assert heavy.isdisjoint(done.stdout.split())


def test_a_command_is_handed_over_with_its_arguments_untouched(
    tmp_path: Path, handed_over: list[list[str]], installed: list[tuple[Environment, bool]]
) -> None:
    """Into the environment, which is made first, and from the right folder."""
    status = start.main(["read", "my book.epub", "--json"], str(tmp_path))

    assert status == 7
    assert [environment.folder for environment, _ in installed] == [tmp_path / ".venv"]
    assert Path(handed_over[0][0]).is_relative_to(tmp_path / ".venv")
    assert handed_over[0][-4:] == [str(tmp_path), "read", "my book.epub", "--json"]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("given", "passed_on"), [([], []), (["window", "my book.epub"], ["my book.epub"])])
def test_no_arguments_open_the_window(
    tmp_path: Path, handed_over: list[list[str]], given: list[str], passed_on: list[str]
) -> None:
    """Which is what a double click amounts to."""
    start.main(given, str(tmp_path))

    assert Path(handed_over[0][0]).is_relative_to(tmp_path / ".venv")
    assert handed_over[0][1:] == [str(tmp_path / "app.py"), *passed_on]


def test_test_runs_pytest_in_our_folder_with_what_it_needs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    handed_over: list[list[str]],
    installed: list[tuple[Environment, bool]],
) -> None:
    """Wherever the user is, and with their own arguments."""
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setattr(screen, "missing", tuple)

    status = start.main(["test", "-k", "stamp"], str(tmp_path))

    assert status == 7
    assert Path.cwd() == tmp_path
    assert [wanted.name for wanted in installed[0][0].sets] == ["base", "dev"]
    assert handed_over[0][1:3] == ["-m", "pytest"]
    assert handed_over[0][-2:] == ["-k", "stamp"]


def test_setup_looks_thoroughly_at_all_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: list[tuple[Environment, bool]]
) -> None:
    """It is also the repair."""
    monkeypatch.setattr(SelfTest, "speak", lambda _self, _scratch: None)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "toy.txt").touch()

    status = start.main(["setup", "--dev", "--engine", "toy"], str(tmp_path))

    assert status == 0
    assert [environment.folder.name for environment, _ in installed] == [".venv", "toy"]
    assert all(thorough for _, thorough in installed)
    assert [wanted.name for wanted in installed[0][0].sets] == ["base", "dev"]


@pytest.mark.parametrize("options", [["--engine", "nope"], ["--engine"], ["--bogus"], ["extra"]])
def test_a_wrong_option_of_setup_is_an_error_before_anything_is_done(
    tmp_path: Path,
    installed: list[tuple[Environment, bool]],
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    """One line each, as everywhere."""
    status = start.main(["setup", *options], str(tmp_path))

    error, hint = capsys.readouterr().err.splitlines()
    assert status == 2
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")
    assert installed == []


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (SetupError("no connection", "check it"), 2),
        (OSError(errno.EROFS, "Read-only file system", "temp_work"), 2),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("ours"), 2),
    ],
)
def test_every_failure_ends_in_two_lines_and_an_exit_status(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    status: int,
) -> None:
    """Never a traceback on the screen."""
    fail_with(monkeypatch, failure)

    assert start.main(["read"], str(tmp_path)) == status

    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")


def test_a_fault_of_ours_leaves_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the hint says where."""
    fail_with(monkeypatch, ZeroDivisionError("ours"))

    start.main(["read"], str(tmp_path))

    log = tmp_path / "temp_work" / "logs" / "setup.log"
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert str(log) in capsys.readouterr().err


def test_a_program_that_is_waited_for_gives_its_exit_status() -> None:
    """The way of systems on which no program can take another's place."""
    assert start.wait_for([sys.executable, "-c", "raise SystemExit(41)"]) == 41
