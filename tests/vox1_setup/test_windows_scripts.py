"""Tests of the Windows scripts, as far as that goes elsewhere: .ps1 by a parser, .bat by wine's cmd."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

REPOSITORY = Path(__file__).resolve().parents[2]
POWERSHELL = sorted(
    path
    for folder in (REPOSITORY, REPOSITORY / "scripts", REPOSITORY / "vox1_setup" / "windows")
    for path in folder.glob("*.ps1")
)
BATCH = sorted(REPOSITORY.glob("*.bat"))
LONGEST_BATCH = 10
PROGRAMS = {"py.exe", "winget.exe"}
TO_THE_PROGRAM = {
    "Install-VOX-1.bat": "Setup.ps1",
    "UPDATE-VOX-1.bat": "Update.ps1",
    "Uninstall-VOX-1.bat": "Remove.ps1",
}
RECORDER = r"""
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words) {
    FILE *record = fopen(getenv("RECORD"), "a");
    for (int i = 1; i < count; i++) fprintf(record, "%s\n", words[i]);
    fclose(record);
    return atoi(getenv("STATUS"));
}
"""
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def nodes(content: bytes) -> Iterator[tree_sitter.Node]:
    """Walk through all that the parser made of a script."""
    waiting = [PARSER.parse(content).root_node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.children)


def text_of(node: tree_sitter.Node) -> str:
    """Return a node's own text."""
    return (node.text or b"").decode()


def faults(content: bytes) -> list[tuple[int, str]]:
    """Where the parser had to guess: line and kind."""
    found = [node for node in nodes(content) if node.is_error or node.is_missing]
    return sorted((node.start_point[0] + 1, node.type) for node in found)


@pytest.mark.parametrize("script", POWERSHELL, ids=lambda path: path.name)
def test_every_powershell_script_parses(script: Path) -> None:
    """Without one error and without anything missing."""
    assert faults(script.read_bytes()) == []


@pytest.mark.parametrize(
    "broken", ["function A {", "if ($a -eq 1 { 2 }", "foreach ($a on $b) { }", "Write-Host 'a", "$a = @("]
)
def test_the_parser_sees_what_is_wrong(broken: str) -> None:
    """Or the test above would prove nothing."""
    assert faults(broken.encode()) != []


@pytest.mark.parametrize("script", POWERSHELL, ids=lambda path: path.name)
def test_powershell_scripts_are_plain_and_strict(script: Path) -> None:
    """ASCII, because Windows PowerShell takes anything else for its own code page; and no loose ends."""
    content = script.read_bytes()
    assert content.isascii()
    assert b"$ErrorActionPreference = " in content
    if script.parent.name != "scripts":
        assert b"Set-StrictMode -Version Latest" in content


@pytest.mark.parametrize("script", POWERSHELL, ids=lambda path: path.name)
def test_powershell_scripts_use_no_aliases(script: Path) -> None:
    """Commands have their whole names, verb and noun; what is no cmdlet is a program or a variable."""
    if script.parent.name == "scripts":
        pytest.skip("names programs of the checks")
    names = {text_of(node) for node in nodes(script.read_bytes()) if node.type == "command_name"}
    assert [name for name in names - PROGRAMS if not re.fullmatch(r"[A-Z][a-z]+-[A-Z]\w+", name)] == []


@pytest.mark.parametrize("script", POWERSHELL, ids=lambda path: path.name)
def test_every_function_of_a_powershell_script_has_help(script: Path) -> None:
    """A comment that `Get-Help` shows."""
    if script.parent.name == "scripts":
        pytest.skip("has no functions for others")
    functions = [text_of(node) for node in nodes(script.read_bytes()) if node.type == "function_statement"]
    assert [text for text in functions if ".SYNOPSIS" not in text] == []


def test_the_installer_of_python_is_named_with_its_hash() -> None:
    """Address, version and hash stand together, and the version is one that VOX-1 runs with."""
    text = (REPOSITORY / "vox1_setup" / "windows" / "Python.ps1").read_text(encoding="ascii")
    version = re.search(r"https://www\.python\.org/ftp/python/(3\.\d+)\.\d+/python-[\d.]+-amd64\.exe", text)
    assert version
    assert version[1] in {"3.10", "3.11", "3.12", "3.13"}
    assert re.search(r"\$InstallerHash = '[0-9A-F]{64}'", text)


@pytest.mark.parametrize("script", BATCH, ids=lambda path: path.name)
def test_batch_scripts_are_short_and_plain(script: Path) -> None:
    """Ten lines or so, ASCII, no labels, and all that they name is there."""
    content = script.read_bytes().replace(b"\r\n", b"\n")
    lines = content.decode("ascii").splitlines()
    assert len(lines) <= LONGEST_BATCH
    assert lines[0] == "@echo off"
    assert lines[1].startswith("rem ")
    assert not any(line.startswith(":") or "!" in line for line in lines)
    named = re.findall(r'"%~dp0([\w.-]+\.(?:ps1|bat|py))"', content.decode())
    assert named
    assert [name for name in named if not (REPOSITORY / name).is_file()] == []


def test_the_update_script_is_read_to_its_end_before_the_update() -> None:
    """cmd reads a script as it goes; the update replaces this one."""
    last = (REPOSITORY / "UPDATE-VOX-1.bat").read_text(encoding="ascii").splitlines()[-1]
    assert last.startswith("powershell.exe ")
    assert last.endswith("& goto :eof")


def test_git_keeps_windows_line_ends_in_windows_scripts() -> None:
    """Also in the archives that it makes."""
    attributes = (REPOSITORY / ".gitattributes").read_text(encoding="ascii")
    assert "*.bat text eol=crlf" in attributes
    assert "*.ps1 text eol=crlf" in attributes


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a powershell.exe that writes down how it was called."""
    compiler = shutil.which("x86_64-w64-mingw32-gcc")
    if compiler is None or shutil.which("wineserver") is None:
        pytest.skip("needs wine and mingw-w64")
    folder = tmp_path_factory.mktemp("recorder")
    (folder / "recorder.c").write_text(RECORDER, encoding="ascii")
    subprocess.run([compiler, "-o", "powershell.exe", "recorder.c"], cwd=folder, check=True)
    return folder / "powershell.exe"


class Unpacked:
    """VOX-1's scripts in a folder with spaces and accents, and programs that record how they were called."""

    def __init__(self, folder: Path, recorder: Path) -> None:
        self.folder = folder
        self._recorder = recorder
        folder.mkdir()
        for script in (*BATCH, *POWERSHELL):
            shutil.copy(script, folder)
        self.put("powershell.exe")

    def put(self, program: str) -> None:
        """Put the recorder in a program's place."""
        path = self.folder / program
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._recorder, path)

    def run(self, script: str, *words: str, status: int = 0) -> int:
        """Run a script by wine's cmd, with programs that end so, and return how the script ends."""
        done = subprocess.run(
            [shutil.which("wine") or "wine", "cmd", "/c", script, *words],
            cwd=self.folder,
            env={**os.environ, "RECORD": "record.txt", "STATUS": str(status), "DISPLAY": ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return done.returncode

    @property
    def recorded(self) -> list[str]:
        """The words that programs were called with so far."""
        record = self.folder / "record.txt"
        return record.read_text(encoding="utf-8", errors="replace").splitlines() if record.exists() else []


@pytest.fixture
def unpacked(tmp_path: Path, recorder: Path) -> Unpacked:
    """Return the scripts as they lie in the ZIP, before anything is installed."""
    return Unpacked(tmp_path / "VOX 1 é", recorder)


@pytest.mark.wine
@pytest.mark.parametrize("status", [0, 7])
@pytest.mark.parametrize("name", TO_THE_PROGRAM)
def test_batch_scripts_hand_over_what_they_are_given_and_give_back_the_status(
    unpacked: Unpacked, name: str, status: int
) -> None:
    """To PowerShell, with the script of theirs."""
    assert unpacked.run(name, "--engine", "two words", status=status) == status
    words = unpacked.recorded
    assert words[:4] == ["-NoProfile", "-ExecutionPolicy", "Bypass", "-File"]
    assert words[4].endswith(TO_THE_PROGRAM[name])
    assert words[5:] == ["--engine", "two words"]


@pytest.mark.wine
def test_the_window_is_opened_without_a_console(unpacked: Unpacked) -> None:
    """By the environment's pythonw, with the book that was dropped on the script; it does not wait."""
    unpacked.put(".venv/Scripts/pythonw.exe")
    assert unpacked.run("RUN-VOX-1.bat", "my book.epub", status=9) == 0
    subprocess.run(["wineserver", "--wait"], check=True, timeout=120)  # noqa: S607  # wine's own, on the path
    program, *words = unpacked.recorded
    assert program.endswith("app.py")
    assert words == ["my book.epub"]


@pytest.mark.wine
def test_what_is_not_installed_is_installed_first(unpacked: Unpacked) -> None:
    """And where that fails nothing is opened."""
    assert unpacked.run("RUN-VOX-1.bat", status=1) == 2
    words = unpacked.recorded
    assert words[4].endswith("Setup.ps1")
    assert words[5:] == ["--no-start"]


@pytest.mark.wine
@pytest.mark.parametrize("status", [0, 3])
def test_the_window_with_a_console_says_how_it_ended(unpacked: Unpacked, status: int) -> None:
    """And waits for a key, so that what went wrong can be read."""
    unpacked.put(".venv/Scripts/python.exe")
    assert unpacked.run("Launch-Debug.bat", "my book.epub", status=status) == status
    program, *words = unpacked.recorded
    assert program.endswith("app.py")
    assert words == ["my book.epub"]


@pytest.mark.wine
def test_inside_the_zip_it_says_to_unpack_it_first(unpacked: Unpacked) -> None:
    """The explorer copies only the file that was double-clicked."""
    (unpacked.folder / "Setup.ps1").unlink()
    assert unpacked.run("Install-VOX-1.bat") == 2
    assert unpacked.recorded == []
