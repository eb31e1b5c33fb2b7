"""Tests of shortcuts, in a home of their own."""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from vox1_setup.programs import Programs
from vox1_setup.shortcuts import Shortcuts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="made by PowerShell there")

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home with a desktop."""
    home = tmp_path / "home"
    (home / "Desktop").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a folder with a difficult name, in which everything can be started."""
    root = tmp_path / 'a b é $HOME "x" 100%'
    (root / "vox1_setup" / "icons").mkdir(parents=True)
    (root / "vox1_setup" / "icons" / "vox-1.icns").write_bytes(b"icns")
    (root / "run.py").write_text("import sys; print('started', *sys.argv[1:])\n", encoding="utf-8")
    return root


def shortcuts_to(root: Path) -> Shortcuts:
    """Prepare the shortcuts to a VOX-1."""
    return Shortcuts(root, Programs(root, root / "setup.log"))


def unescaped(value: str) -> list[str]:
    """Read Exec as a desktop does: the value first, then its quoted words."""
    value = value.replace("\\\\", "\\")
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    return [re.sub(r"\\(.)", r"\1", quoted or plain).replace("%%", "%") for quoted, plain in words]


def test_linux_has_one_in_the_menu_and_one_on_the_desktop_that_start(
    home: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read back and run, from a folder whose name has all that is special."""
    monkeypatch.setattr(sys, "platform", "linux")

    assert shortcuts_to(root).make() == ("the menu", "the desktop")

    for place in (home / ".local/share/applications/vox-1.desktop", home / "Desktop/vox-1.desktop"):
        lines = dict(line.split("=", 1) for line in place.read_text(encoding="utf-8").splitlines()[1:])
        *command, field = unescaped(lines["Exec"])
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "started window\n"
        assert field == "%f"
        assert os.access(place, os.X_OK)


def test_the_desktop_may_have_another_name(home: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In other languages it has."""
    monkeypatch.setattr(sys, "platform", "linux")
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text(
        'XDG_DESKTOP_DIR="$HOME/Schreibtisch"\n', encoding="utf-8"
    )
    (home / "Schreibtisch").mkdir()

    shortcuts_to(root).make()

    assert (home / "Schreibtisch" / "vox-1.desktop").is_file()
    assert not (home / "Desktop" / "vox-1.desktop").exists()


def test_without_a_desktop_the_menu_is_enough(
    home: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder is made for it."""
    monkeypatch.setattr(sys, "platform", "linux")
    (home / "Desktop").rmdir()

    assert shortcuts_to(root).make() == ("the menu",)
    assert not (home / "Desktop").exists()


def test_macos_has_an_application_that_starts(
    home: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bundle around a script, with what macOS asks of one."""
    monkeypatch.setattr(sys, "platform", "darwin")

    shortcuts_to(root).make()

    contents = home / "Applications" / "VOX-1.app" / "Contents"
    about = plistlib.loads((contents / "Info.plist").read_bytes())
    program = contents / "MacOS" / about["CFBundleExecutable"]
    done = subprocess.run([program, "a book"], capture_output=True, text=True, check=True)
    assert done.stdout == "started window a book\n"
    assert (contents / "Resources" / about["CFBundleIconFile"]).is_file()


@pytest.mark.parametrize("system", ["linux", "darwin"])
@pytest.mark.usefixtures("home")
def test_shortcuts_are_removed_but_not_another_copys(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """There may be two of them; the last one made has the shortcuts."""
    monkeypatch.setattr(sys, "platform", system)
    shortcuts_to(root).make()

    assert not shortcuts_to(tmp_path / "another").remove()
    assert shortcuts_to(root).remove()
    assert not shortcuts_to(root).remove()


def test_every_icon_that_is_named_is_there() -> None:
    """They are drawn by scripts/build_app_icon.py."""
    icons = REPOSITORY / "vox1_setup" / "icons"
    assert (icons / "vox-1.png").read_bytes().startswith(b"\x89PNG")
    assert (icons / "vox-1.ico").read_bytes().startswith(b"\0\0\1\0")
    assert (icons / "vox-1.icns").read_bytes().startswith(b"icns")
