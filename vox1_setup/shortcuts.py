"""Shortcuts: how VOX-1 is started from the desktop and the menu, on each system."""

from __future__ import annotations

import os
import plistlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from vox1_setup import files
from vox1_setup.environment import base_python
from vox1_setup.programs import Programs

_NAME = "VOX-1"
_ENTRY = "vox-1.desktop"
_BUNDLE = f"{_NAME}.app"
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """The shortcuts to one VOX-1.

    Attributes:
        root: The folder it is in.
        programs: Runs PowerShell, which is what makes shortcuts on Windows.
    """

    root: Path
    programs: Programs

    def make(self) -> tuple[str, ...]:
        """Make them, and return where they are, in words; nothing where they cannot be made.

        Raises:
            OSError: The system refuses.
        """
        if os.name == "nt":
            return ("the desktop", "the Start menu") if self._by_powershell() else ()
        if sys.platform == "darwin":
            self._write_bundle(_applications() / _BUNDLE)
            return (str(_applications()),)
        return self._write_entries()

    def remove(self) -> bool:
        """Remove them; those that lead to another VOX-1 stay. Return whether there were any.

        Raises:
            OSError: The system refuses.
        """
        if os.name == "nt":
            return self._by_powershell("-Remove")
        script = _applications() / _BUNDLE / "Contents" / "MacOS" / _NAME
        places = {script: _applications() / _BUNDLE} if sys.platform == "darwin" else {}
        places.update({place: place for place in _entries()})
        ours = [whole for text, whole in places.items() if self._leads_here(text)]
        for place in ours:
            files.remove(place)
        return bool(ours)

    def _by_powershell(self, *options: str) -> bool:
        script = self.root / "vox1_setup" / "windows" / "Shortcuts.ps1"
        powershell = ("powershell.exe", "-NoProfile", "-ExecutionPolicy", "Bypass", "-File")
        return self.programs.run(*powershell, script, "-Root", self.root, *options, seconds=_SECONDS)

    def _leads_here(self, place: Path) -> bool:
        try:
            text = place.read_text(encoding="utf-8")
        except OSError:
            return False
        start = self.root / "run.py"
        return _desktop_word(str(start)) in text or _shell_word(str(start)) in text

    def _write_entries(self) -> tuple[str, ...]:
        told = ("the menu", "the desktop")
        written = []
        for place, words in zip(_entries(), told, strict=False):
            files.write_text(place, self.entry())
            place.chmod(0o755)  # a desktop starts no entry that is not executable
            written.append(words)
        return tuple(written)

    def entry(self) -> str:
        """Return the text of a .desktop file (specifications.freedesktop.org, "Desktop Entry")."""
        start = " ".join(_desktop_word(str(word)) for word in (base_python(), self.root / "run.py", "window"))
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={_NAME}",
            "Comment=Turns books into audiobooks",
            f"Exec={start} %f",
            f"Icon={_escaped(str(self.root / 'vox1_setup' / 'icons' / 'vox-1.png'))}",
            "Terminal=false",
            "Categories=AudioVideo;Audio;",
            "MimeType=application/epub+zip;application/pdf;",
        )
        return "\n".join(lines) + "\n"

    def _write_bundle(self, bundle: Path) -> None:
        files.remove(bundle)
        icon = self.root / "vox1_setup" / "icons" / "vox-1.icns"
        contents = bundle / "Contents"
        files.put_copy(icon, contents / "Resources" / "vox-1.icns")
        about = {
            "CFBundleName": _NAME,
            "CFBundleExecutable": _NAME,
            "CFBundleIdentifier": "org.vox1.launcher",
            "CFBundleIconFile": "vox-1.icns",
            "CFBundlePackageType": "APPL",
        }
        files.write_text(contents / "Info.plist", plistlib.dumps(about).decode())
        words = (_shell_word(str(word)) for word in (base_python(), self.root / "run.py", "window"))
        script = contents / "MacOS" / _NAME
        files.write_text(script, f'#!/bin/sh\nexec {" ".join(words)} "$@"\n')
        script.chmod(0o755)


def _entries() -> tuple[Path, ...]:
    """Where .desktop files go: the menu's folder, and the desktop where there is one."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    desktop = _desktop()
    return (data / "applications" / _ENTRY, *([desktop / _ENTRY] if desktop.is_dir() else []))


def _desktop() -> Path:
    """The desktop's folder, which has another name in other languages (xdg-user-dirs)."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    try:
        text = (config / "user-dirs.dirs").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r'^XDG_DESKTOP_DIR="(?:\$HOME/)?([^"]*)"', text, re.MULTILINE)
    named = Path.home() / (found[1] if found else "Desktop")
    return named if named != Path.home() else Path.home() / "Desktop"


def _applications() -> Path:
    return Path.home() / "Applications"


def _desktop_word(word: str) -> str:
    """One word of Exec: quoted, and what is special inside quotes escaped; then as any other value."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return _escaped(f'"{quoted}"')


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _shell_word(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"
