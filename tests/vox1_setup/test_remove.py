"""Tests of removing what was installed, and nothing else unless the user says so."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.vox1_setup import small
from vox1_setup import ask, lock, start
from vox1_setup.checkout import Checkout
from vox1_setup.errors import SetupError
from vox1_setup.remove import remove

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the small VOX-1's environment has links in it")

EACH = {
    "books": "Output",
    "voices": "VOX-Output",
    "models": "models",
    "takes": "temp_work",
    "settings": "user_settings.json",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small VOX-1 that was set up and used, in a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    root = tmp_path / "VOX 1"
    small.write_version(root, "1.0")
    small.make_environment(root)
    small.write_users_files(root)
    small.start(root)
    (root / "temp_work" / "downloads").mkdir()
    return root


def answer(monkeypatch: pytest.MonkeyPatch, answers: Sequence[bool]) -> list[str]:
    """Answer questions in turn, and collect them."""
    asked: list[str] = []
    monkeypatch.setattr(ask, "can_ask", lambda: True)

    def reply(question: str, *, default: bool) -> bool:
        assert not default
        asked.append(question)
        return answers[len(asked) - 1]

    monkeypatch.setattr(ask, "agrees", reply)
    return asked


def test_what_was_installed_goes_and_what_is_the_users_stays(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without being asked, that is all."""
    assert remove(["--yes"], Checkout(place)) == 0

    assert not (place / ".venv").exists()
    assert not list(place.rglob("__pycache__"))
    assert not (place / "temp_work" / "downloads").exists()
    assert small.has_users_files(place)
    assert "freed" in capsys.readouterr().err


@pytest.mark.parametrize("key", EACH)
def test_a_script_can_delete_what_it_names(place: Path, key: str) -> None:
    """And only that."""
    assert remove(["--yes", "--delete", key], Checkout(place)) == 0

    assert [name for name in EACH.values() if not (place / name).exists()] == [EACH[key]]


def test_what_is_to_be_kept_is_kept_whatever_else_is_said(place: Path) -> None:
    """Keeping wins."""
    remove(["--yes", "--delete", "books", "--keep", "books"], Checkout(place))

    assert small.has_users_files(place)


def test_each_is_asked_about_by_itself(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its size, and what is lost."""
    asked = answer(monkeypatch, [True, False, True, False, True, False])

    remove([], Checkout(place))

    assert len(asked) == 6
    assert "5 bytes" in asked[1]
    left = [key for key, name in EACH.items() if (place / name).exists()]
    assert left == ["books", "models", "settings"]


def test_a_first_no_leaves_everything(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more is asked."""
    before = small.snapshot(place)
    asked = answer(monkeypatch, [False])

    assert remove([], Checkout(place)) == 0

    assert len(asked) == 1
    assert small.snapshot(place) == before


def test_without_a_terminal_and_without_yes_nothing_is_removed(place: Path) -> None:
    """Nobody has agreed."""
    before = small.snapshot(place)

    with pytest.raises(SetupError, match="nobody is there"):
        remove([], Checkout(place))

    assert small.snapshot(place) == before


def test_while_the_window_is_open_nothing_is_removed(place: Path) -> None:
    """Its environment would go under it."""
    with lock.hold(Checkout(place).window_lock_file), pytest.raises(SetupError, match="VOX-1 is open"):
        remove(["--yes"], Checkout(place))

    assert (place / ".venv").exists()


def test_nothing_outside_the_folder_is_touched(place: Path, tmp_path: Path) -> None:
    """Links go, and what they lead to stays: a models folder on another disk."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "deep").mkdir(parents=True)
    (elsewhere / "deep" / "precious").write_text("x", encoding="utf-8")
    (place / "models" / "link").symlink_to(elsewhere)
    (place / "Output" / "A Book.m4b").unlink()
    (place / "Output").rmdir()
    (place / "Output").symlink_to(elsewhere)
    (place / ".venvs").symlink_to(elsewhere)
    (place / "vox1_cli" / "linked").symlink_to(elsewhere)
    (elsewhere / "__pycache__").mkdir()

    remove(["--yes", *(word for key in EACH for word in ("--delete", key))], Checkout(place))

    assert not any(os.path.lexists(place / name) for name in (*EACH.values(), ".venvs"))
    assert (elsewhere / "deep" / "precious").exists()
    assert (elsewhere / "__pycache__").exists()


def test_folders_that_the_settings_put_elsewhere_are_named(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They stay, and the user should know."""
    (place / "user_settings.json").write_text(f'{{"output_folder": "{tmp_path}/books"}}', encoding="utf-8")

    remove(["--yes"], Checkout(place))

    assert f"{tmp_path}/books stays" in capsys.readouterr().err


@pytest.mark.parametrize("settings", ["", "[]", "{"])
def test_settings_that_cannot_be_read_are_no_hindrance(place: Path, settings: str) -> None:
    """Removing must always be possible."""
    (place / "user_settings.json").write_text(settings, encoding="utf-8")

    assert remove(["--yes"], Checkout(place)) == 0


def test_after_a_removal_the_next_start_sets_up_again(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program itself is still there; here it has nobody to ask for its package."""
    remove(["--yes"], Checkout(place))

    status, _, err = small.start(place)

    assert status == 2
    assert "making .venv" in err
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("options", [["--delete", "everything"], ["--bogus"]])
def test_a_wrong_option_is_an_error_before_anything_is_done(
    place: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """One line each, as everywhere."""
    assert start.main(["remove", *options], str(place)) == 2

    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")
    assert (place / ".venv").exists()
