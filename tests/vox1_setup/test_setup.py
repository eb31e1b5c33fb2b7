"""Tests of the set-up as a whole, on a small VOX-1 and on computers with every kind of card."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.vox1_setup import small
from vox1_setup import ask, machine, place, setup
from vox1_setup import install as installation
from vox1_setup.checkout import Checkout
from vox1_setup.environment import Environment
from vox1_setup.errors import SetupError
from vox1_setup.machine import Card, Machine
from vox1_setup.setup import NARRATOR, describe, set_up

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the small VOX-1's environment has links in it")

GB = 10**9
BIG = Card("NVIDIA GeForce RTX 4070", 12 * GB, "595.10", (8, 9), "GPU-1")
SMALL = Card("NVIDIA GeForce GTX 1050", 2 * GB, "595.10", (6, 1), "GPU-1")
OLD_DRIVER = Card("NVIDIA GeForce RTX 5080", 16 * GB, "560.10", (12, 0), "GPU-1")
ANCIENT = Card("NVIDIA GeForce GT 710", 8 * GB, "470.10", (3, 5), "GPU-1")


def computer(*cards: Card, fault: str = "") -> Machine:
    """Describe a computer with Windows and these cards."""
    return Machine("Windows", "11", "AMD64", "3.12.10", cards=cards, fault=fault)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small VOX-1 that has its environment, and knows the narrator; no card, and nobody to ask."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("DEVICE", raising=False)
    monkeypatch.setattr(machine, "look", computer)
    monkeypatch.setattr(ask, "can_ask", lambda: False)
    root = tmp_path / "VOX 1 é"
    small.write_version(root, "1.0")
    small.make_environment(root)
    (root / "requirements").mkdir()
    (root / "requirements" / f"{NARRATOR}.txt").write_text("toy==1.0\n", encoding="utf-8")
    return root


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the names of the environments that would be made."""
    names: list[str] = []

    def collect(_checkout: Checkout, environment: Environment, *, thorough: bool) -> None:
        assert thorough
        names.append(environment.folder.name)

    monkeypatch.setattr(installation, "install", collect)
    return names


def test_a_set_up_says_each_step_and_ends_with_a_spoken_sentence(
    root: Path, installed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, as all that the set-up says."""
    assert set_up([], Checkout(root)) == 0

    shown = capsys.readouterr()
    assert shown.err.startswith("VOX-1: step 1 of 3:")
    assert "the draft voice speaks" in shown.err
    assert (root / "temp_work" / "selftest" / "hello.flac").is_file()
    assert shown.out == ""
    assert installed == [".venv"]


@pytest.mark.usefixtures("installed")
def test_a_voice_that_does_not_speak_is_an_error(root: Path) -> None:
    """Better known now than with the first book."""
    (root / "vox1_cli" / "__main__.py").write_text("print('nothing')\n", encoding="utf-8")

    with pytest.raises(SetupError, match="does not speak"):
        set_up([], Checkout(root))


@pytest.mark.usefixtures("installed")
def test_shortcuts_are_made_where_they_are_asked_for(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The installers ask for them; a developer's set-up does not."""
    monkeypatch.setattr("sys.platform", "linux")
    entry = tmp_path / "home" / ".local" / "share" / "applications" / "vox-1.desktop"

    set_up([], Checkout(root))
    assert not entry.exists()
    set_up(["--shortcuts"], Checkout(root))

    assert entry.is_file()
    assert "step 4 of 4" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("found", "options", "expected"),
    [
        (computer(), [], [".venv"]),
        (computer(BIG), [], [".venv", NARRATOR]),
        (computer(OLD_DRIVER), [], [".venv", NARRATOR]),
        (computer(SMALL), [], [".venv"]),
        (computer(ANCIENT), [], [".venv"]),
        (computer(fault="NVML: driver mismatch"), [], [".venv"]),
        (computer(BIG), ["--engine", "none"], [".venv"]),
        (computer(BIG), ["--dev"], [".venv"]),
        (computer(), ["--engine", NARRATOR], [".venv", NARRATOR]),
    ],
)
def test_the_narrator_is_added_where_a_card_fits(
    root: Path,
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    found: Machine,
    options: list[str],
    expected: list[str],
) -> None:
    """Unless it is not wanted, or asked for all the same."""
    monkeypatch.setattr(machine, "look", lambda: found)
    (root / "requirements" / "dev.txt").write_text("toy==1.0\n", encoding="utf-8")

    assert set_up(options, Checkout(root)) == 0
    assert installed == expected


@pytest.mark.parametrize(("answer", "expected"), [(True, [".venv", NARRATOR]), (False, [".venv"])])
def test_who_can_be_asked_decides(
    root: Path,
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    answer: bool,
    expected: list[str],
) -> None:
    """Gigabytes are not fetched behind anybody's back."""
    monkeypatch.setattr(machine, "look", lambda: computer(BIG))
    monkeypatch.setattr(ask, "can_ask", lambda: True)
    monkeypatch.setattr(ask, "agrees", lambda _question, *, default: answer and default)

    assert set_up(["--no-start"], Checkout(root)) == 0
    assert installed == expected


def test_a_narrator_that_is_there_is_repaired_too(root: Path, installed: list[str]) -> None:
    """Running the set-up again repairs all that it made."""
    (root / ".venvs" / NARRATOR).mkdir(parents=True)

    set_up([], Checkout(root))

    assert installed == [".venv", NARRATOR]


def test_too_little_room_stops_the_set_up_before_it_begins(
    root: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More is needed with a card; what is there already needs none."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=10 * GB))
    monkeypatch.setattr(machine, "look", lambda: computer(BIG))

    with pytest.raises(SetupError, match="GB free"):
        set_up([], Checkout(root))
    assert installed == []

    monkeypatch.setattr(place, "CARD_BYTES", GB)
    assert set_up([], Checkout(root)) == 0


def test_an_engine_that_is_unknown_is_an_error_first(root: Path, installed: list[str]) -> None:
    """Before the computer is looked at."""
    with pytest.raises(SetupError, match="no engine"):
        set_up(["--engine", "choir"], Checkout(root))
    assert installed == []


@pytest.mark.usefixtures("installed")
def test_the_window_is_opened_if_the_user_likes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end, and never for a developer or a script."""
    opened: list[list[str]] = []
    monkeypatch.setattr(ask, "can_ask", lambda: True)
    monkeypatch.setattr(ask, "agrees", lambda _question, *, default: default)

    def collect(command: list[str]) -> int:
        opened.append(command)
        return 0

    monkeypatch.setattr(setup, "hand_over", collect)
    (root / "requirements" / "dev.txt").write_text("toy==1.0\n", encoding="utf-8")

    for options in ([], ["--no-start"], ["--dev"]):
        assert set_up(options, Checkout(root)) == 0

    assert [command[1] for command in opened] == [str(root / "app.py")]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (computer(), "no NVIDIA card"),
        (computer(fault="NVML: driver mismatch"), "does not answer (NVML: driver mismatch)"),
        (computer(BIG), "can read on it"),
        (computer(OLD_DRIVER), "install driver 580"),
        (computer(SMALL), "too small"),
        (computer(ANCIENT), "cannot use it"),
    ],
)
def test_what_a_card_means_is_said_in_words(found: Machine, words: str) -> None:
    """For each kind of card and driver."""
    assert words in " / ".join(describe(found))


def test_the_doctors_findings_are_told_without_what_is_good() -> None:
    """Each with its further lines."""
    printed = "good     a\n         more: x\nproblem  b\n         fix: y\nwarning  c\nAll else is well.\n"

    assert setup._findings(printed) == ["problem  b", "         fix: y", "warning  c"]
    assert setup._findings("good     a\n") == ["the doctor finds nothing wrong"]
