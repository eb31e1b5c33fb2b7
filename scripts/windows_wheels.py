"""Asks the package index for Windows wheels of all pins: `scripts/check-windows-wheels [FILE ...]`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

_ROOT = Path(__file__).resolve().parent.parent
_PYTHONS = ("3.10", "3.11", "3.12", "3.13")
_REFUSED = re.compile(r"No matching distribution found for ([A-Za-z0-9._-]+)")
_WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}


def pins(file: Path, python: str) -> Iterator[str]:
    """Give what a requirements file pins on Windows, without the files that it names.

    pip looks at the markers of the system that it runs on, so they are judged here.
    """
    windows = {
        **default_environment(),
        **_WINDOWS,
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    for line in file.read_text(encoding="utf-8").splitlines():
        words = line.split("#", 1)[0].strip()
        if not words or words.startswith("-"):
            continue
        requirement = Requirement(words)
        if requirement.marker is None or requirement.marker.evaluate({k: str(v) for k, v in windows.items()}):
            yield f"{requirement.name}{requirement.specifier}"


def without_wheel(wanted: Iterable[str], python: str) -> tuple[list[str], str]:
    """Ask for wheels; which pins have none, and what pip said if it failed for another reason."""
    asked: list[str] = list(wanted)
    missing: list[str] = []
    while asked:
        said = _download(asked, python)
        refused = _REFUSED.search(said)
        if refused is None:
            return missing, said
        name = _plain(refused[1])
        gone = [pin for pin in asked if _plain(pin.split("==")[0]) == name]
        if not gone:
            return missing, said
        missing += gone
        asked = [pin for pin in asked if pin not in gone]
    return missing, ""


def _download(wanted: list[str], python: str) -> str:
    """Have pip fetch wheels into a folder that is thrown away; what it complains of, empty if of nothing."""
    kind = ("--platform", "win_amd64", "--python-version", python, "--only-binary=:all:", "--no-deps")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-cache-dir",
            *kind,
            "--dest",
            folder,
        ]
        done = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
        return done.stderr[-2000:] if done.returncode else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(names: list[str]) -> int:
    """Ask for all files, or for those that are named; 1 where a wheel is missing."""
    found = [_ROOT / "requirements.txt", *sorted((_ROOT / "requirements").glob("*.txt"))]
    files = [Path(name).resolve() for name in names] or found
    failed = False
    for file in files:
        for python in _PYTHONS:
            wanted = list(pins(file, python))
            missing, said = without_wheel(wanted, python)
            failed = failed or bool(missing or said)
            verdict = ", ".join(missing) or said.strip() or "all there"
            print(f"{file.relative_to(_ROOT)} on Python {python}, {len(wanted)} pins: {verdict}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
