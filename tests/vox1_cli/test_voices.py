"""Tests of ``voices`` as a user types it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from tests.vox1.voices.made import WORDS, add, begin, finish, state
from vox1.paths import Folders
from vox1.voices.changes import rename_voice
from vox1_cli.commands import voices as voices_command
from vox1_cli.console import Console
from vox1_cli.main import _parser

ROOT = Path(__file__).resolve().parents[2]
KILL_POINTS = ROOT / "tests" / "faults" / "kill_points"
MOMENT_SECONDS = 60.0


class Typed:
    """Runs ``voices`` with words, in a process of its own, in the folder of a computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folders = Folders(folder / "output", folder / "work", folder / "user")
        folder.mkdir(exist_ok=True)

    def __call__(self, *words: object, status: int = 0, **environment: str) -> tuple[str, str]:
        """Return what was printed, and what was printed as an error."""
        places = [f"--{kind}-dir={self.folder / kind}" for kind in ("output", "work", "user")]
        path = os.pathsep.join((*environment.pop("before", "").split(), str(ROOT)))
        done = subprocess.run(
            [sys.executable, "-m", "vox1_cli", "voices", *map(str, words), *places],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "COLUMNS": "100", **environment},
            timeout=MOMENT_SECONDS,
            check=False,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout, done.stderr

    def json(self, *words: object, status: int = 0) -> dict[str, Any]:
        """Return what was printed as JSON: one object, and nothing beside it."""
        out, _ = self(*words, "--json", status=status)
        told: dict[str, Any] = json.loads(out)
        return told


@pytest.fixture
def first(tmp_path: Path) -> Typed:
    """A computer."""
    return Typed(tmp_path / "first")


@pytest.fixture
def second(tmp_path: Path) -> Typed:
    """Another."""
    return Typed(tmp_path / "second")


def test_a_voice_is_shown_renamed_taken_elsewhere_and_removed(first: Typed, second: Typed) -> None:
    """As a user meets it, tab-free."""
    add(first.folders, "Émile", note="With his leave.", source="Grüße.wav", begins_seconds=83.0)
    out, err = first("list", "--engine", "tone")
    assert out.splitlines()[0] == f"{'Émile':24} {'en-GB':12} master voice, cloned, 4.0 seconds"
    assert out.splitlines()[1].split() == ["tone", "en", "Tone"]
    assert err == ""
    out, _ = first("show", "émile")
    assert out.splitlines()[:6] == [
        "Émile",
        "  made        cloned from Grüße.wav, from 1:23 on",
        "  language    en-GB",
        "  clip        4.0 seconds",
        f"  transcript  {WORDS}",
        "  note        With his leave.",
    ]
    assert first("rename", "émile", "Uncle Émile")[0] == "“Émile” is now called “Uncle Émile”.\n"
    exported = first.folder / "Uncle Émile.vox1voice.zip"
    assert first("export", "uncle émile")[0].startswith(f"The voice is in {exported}, 0.1 MB.")
    assert second("import", exported)[0] == "“Uncle Émile” is now among your master voices.\n"
    out, _ = second("import", exported, "--name", "Otto")
    assert out == "This voice is here already, as “Uncle Émile”: nothing has changed.\n"
    assert second("remove", "uncle émile", status=2)[1].startswith(
        "error: “Uncle Émile” is deleted only when"
    )
    assert second("remove", "uncle émile", "--yes")[0] == "“Uncle Émile” is deleted.\n"
    assert state(second.folders) == {}


def test_json_is_one_object_and_nothing_else(first: Typed, second: Typed) -> None:
    """Other programs read it, of every action."""
    kept = add(first.folders)
    listed = first.json("list", "--engine", "tone")
    assert (listed["schema"], listed["engine"]) == (1, "tone")
    assert [voice["id"] for voice in listed["voices"]] == ["tone", "tone-low"]
    (told,) = listed["master_voices"]
    assert (told["name"], told["voice_hash"], told["fault"]) == ("Aunt Mary", kept.voice_hash, "")
    assert (told["transcript"], told["seconds"], told["audition"]) == (WORDS, 4.0, None)
    assert first.json("show", "Aunt Mary") == {"schema": 1, "voice": told, "books": []}
    renamed = first.json("rename", "Aunt Mary", "Mary")
    assert (renamed["renamed"], renamed["voice"]["name"]) == ("Aunt Mary", "Mary")
    exported = first.json("export", "Mary", "--output", first.folder / "sub" / "a.zip")
    assert exported["file"] == str(first.folder / "sub" / "a.zip")
    imported = second.json("import", exported["file"], "--name", "Otto")
    assert (imported["new"], imported["voice"]["name"], imported["left_out"]) == (True, "Otto", [])
    assert second.json("import", exported["file"])["new"] is False
    assert second.json("remove", "Otto", status=2)["code"] == "not-confirmed"
    assert second.json("remove", "Otto", "--yes") == {"schema": 1, "name": "Otto", "books": []}


def test_only_voices_of_a_language_are_listed(first: Typed) -> None:
    """A damaged one may be of any."""
    add(first.folders, "Anna", 60, language="de-AT")
    add(first.folders, "Mary", 70)
    (add(first.folders, "Otto", 80).folder / "voice.json").unlink()

    out, _ = first("list", "--engine", "tone", "--language", "de")

    assert [line.split()[0] for line in out.splitlines()] == ["Anna", "Otto"]
    assert "cannot be used: voice.json is missing" in out


def test_a_damaged_voice_is_shown_as_such(first: Typed) -> None:
    """Exit status 1; it cannot be exported, but removed."""
    (add(first.folders, "Mary").folder / "clip.flac").write_bytes(b"x")

    out, _ = first("show", "mary", status=1)
    assert "clip.flac is no FLAC file" in out
    assert first.json("show", "mary", status=1)["voice"]["voice_hash"] is None
    _, err = first("export", "mary", status=2)
    assert [line.split(":")[0] for line in err.splitlines()] == ["error", "hint"]
    first("remove", "mary", "--yes")
    assert state(first.folders) == {}


def test_a_failure_is_two_lines(first: Typed) -> None:
    """What went wrong, and what to do; exit status 2 for what was typed."""
    add(first.folders, "Aunt Mary")
    add(first.folders, "Otto", 70)
    (first.folder / "evil.zip").write_bytes(b"evil")
    for words, said in (
        (("show", "Ant Mary"), "Did you mean “Aunt Mary”?"),
        (("rename", "Otto", "aunt mary"), "already"),
        (("rename", "Otto", "a/b"), "“a b” would do"),
        (("import", "evil.zip"), "no zip file"),
        (("import", "nothing.zip"), "There is no file"),
        (("export", "nobody"), "voices list"),
        (("list", "all"), "--help"),
        ((), "--help"),
    ):
        out, err = first(*words, status=2)
        assert out == ""
        assert [line.split(":")[0] for line in err.splitlines()] == ["error", "hint"]
        assert said in err


def test_a_voice_that_the_settings_name_is_not_renamed_in_silence(first: Typed) -> None:
    """The next render would not find it."""
    add(first.folders, "Mary")
    first.folders.settings.write_text(json.dumps({"schema": 1, "voice": "mary"}), "utf-8")

    assert first("rename", "Mary", "MARY")[1] == ""
    _, err = first("rename", "Mary", "Marian")

    assert err.startswith("warning: your settings still name the voice “mary”")
    first("rename", "Marian", "Mary")
    assert "your settings" in first("remove", "Mary", "--yes")[1]


class Terminal(io.StringIO):
    """A listener at the keyboard."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize(("answer", "is_gone"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_removing_asks_first_and_says_what_it_was_used_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    *,
    is_gone: bool,
) -> None:
    """By the hash in a receipt, which a rename does not change, or by the name in a project."""
    folders = Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")
    voice = add(folders, "Aunt Mary")
    finish(folders, "Moby-Dick", voice.voice_hash)
    finish(folders, "Middlemarch", "another")
    rename_voice(folders, "Aunt Mary", "Mary")
    begin(folders, "Emma", "MARY")
    begin(folders, "Ulysses", "Otto")
    (folders.projects / "damaged").mkdir()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    words = ["voices", "remove", "mary"]

    status = voices_command.run(_parser(words).parse_args(words), Backend(folders), Console(as_json=False))

    assert status == 0
    asked = capsys.readouterr().err
    assert "Delete the voice “Mary”? It was the voice of “Emma”, “Moby-Dick”. [y/N] " in asked
    assert (state(folders) == {}) is is_gone


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the kill points are made with signals")
@pytest.mark.parametrize("change", ["rename", "remove", "import"])
def test_a_command_that_is_killed_leaves_the_old_state_or_the_new_one(
    change: str, first: Typed, second: Typed, tmp_path: Path
) -> None:
    """kill -9 at points all along the way; the same command then does what is left to do."""
    add(first.folders, "Otto", 70)
    archive = tmp_path / "otto.zip"
    first("export", "Otto", "--output", archive)
    words: dict[str, tuple[object, ...]] = {
        "rename": ("rename", "Mary", "Marian"),
        "remove": ("remove", "Mary", "--yes"),
        "import": ("import", archive),
    }
    log = tmp_path / "points"
    add(second.folders, "Mary")
    before = state(second.folders)
    second(*words[change], before=str(KILL_POINTS), VOX1_KILL_LOG=str(log))
    after = state(second.folders)
    ends = []
    for number, kill in enumerate(_some(log.read_text().splitlines())):
        third = Typed(tmp_path / f"third {number}")
        add(third.folders, "Mary")
        once = str(third.folder / "killed")
        third(*words[change], status=-9, before=str(KILL_POINTS), VOX1_KILL=kill, VOX1_KILL_ONCE=once)
        ends.append(state(third.folders))
        if ends[-1] == before:
            third(*words[change])
            assert state(third.folders) == after

    assert len(ends) > 5
    assert all(end in (before, after) for end in ends)


def _some(passed: list[str]) -> list[str]:
    """Kills at a few points that were passed, and at the last; test_library.py tries them all."""
    kills = [f"{point}:{passed[: place + 1].count(point)}" for place, point in enumerate(passed)]
    return [*kills[:: len(kills) // 5], kills[-1]]
