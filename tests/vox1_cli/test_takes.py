"""Tests of ``takes`` as an editor types it, each command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "The {} tram was late again that day, and nobody in the long queue said a word about it, or sighed."

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def vox1(tmp_path: Path) -> Run:
    """Run a command; its folders are below the test's own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    environment.pop("DEVICE", None)
    folders = [f"--{name}-dir={tmp_path / name}" for name in ("output", "work", "user")]

    def run(*words: object, check: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "vox1_cli", *map(str, words), *folders],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
            check=False,
        )
        assert done.returncode == check, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


@pytest.fixture
def book(tmp_path: Path, make_epub: Callable[..., Path]) -> Path:
    """A book of two chapters, each a heading and two chunks."""
    paragraphs = "".join(f"<p>{TEXT.format(name)} {TEXT.format(name)}</p>" for name in ("red", "blue"))
    chapters = [(title, f"<h1>{title}</h1>{paragraphs}") for title in ("One", "Two")]
    return make_epub(tmp_path / "A Book.epub", chapters, title="A Book", language="en-GB")


def _chunks(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The chunks of a listing in JSON."""
    *chunks, last = map(json.loads, done.stdout.splitlines())
    assert (last["event"], last["schema"], last["chunks"]) == ("listed", 1, len(chunks))
    return chunks


def test_a_finished_book_is_repaired_from_the_command_line(vox1: Run, book: Path) -> None:
    """Listed, redone, picked, taken back, corrected and directed: each heard in the book that follows."""
    vox1("render", book, "--engine", "tone", "--json")
    chunks = _chunks(vox1("takes", "list", book, "--json"))
    assert [chunk["place"] for chunk in chunks] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert {chunk["standing"] for chunk in chunks} == {"good"}
    assert all(Path(take["path"]).is_file() for chunk in chunks for take in chunk["takes"])

    redone = vox1("takes", "redo", book, "1.2", "--render", "--json").stdout.splitlines()
    changed, finished = json.loads(redone[0]), json.loads(redone[-1])
    assert (changed["event"], changed["to_speak"]) == ("changed", ["1.2"])
    assert (finished["status"], finished["rendered"], finished["reused"]) == ("complete", 1, 5)

    assert "Take 1 is now that of 1.2." in vox1("takes", "pick", book, "1.2", "1").stdout
    (chosen,) = _chunks(vox1("takes", "list", book, "--chosen", "--json"))
    assert (chosen["place"], chosen["choosing"], chosen["attempt"]) == ("1.2", "picked", 1)
    vox1("takes", "undo", book, "1.2")
    assert _chunks(vox1("takes", "list", book, "--chosen", "--json")) == []

    text = chunks[5]["text"].replace("blue", "green")
    done = vox1("takes", "edit", book, "2.3", "--text", text, "--render").stdout
    assert "The next render speaks chunk 2.3." in done
    assert "1 chunks spoken" in done
    (found,) = _chunks(vox1("takes", "list", book, "--containing", "green tram", "--json"))
    assert (found["place"], found["is_corrected"]) == ("2.3", True)

    vox1("takes", "chapter", book, "1", "--voice", "tone-low")
    edits = json.loads(vox1("takes", "edits", book, "--json").stdout)
    assert [edit["chapter"] for edit in edits["texts"]] == [2]
    assert [(each["chapter"], each["voice"]) for each in edits["directions"]] == [(1, "tone-low")]
    assert "Correction 1 is taken back." in vox1("takes", "edits", book, "--undo", "1").stdout
    assert vox1("takes", "edits", book).stdout == "   1  chapter 1\n      voice: tone-low\n"
    finished = json.loads(vox1("render", book, "--engine", "tone", "--json").stdout.splitlines()[-1])
    assert (finished["status"], finished["rendered"]) == ("complete", 3)
    assert {c["voice"] for c in _chunks(vox1("takes", "list", book, "--chapter", "1", "--json"))} == {
        "tone-low"
    }


def test_a_listing_is_for_people_too(vox1: Run, book: Path) -> None:
    """Where a chunk begins, what the checks say, and where its takes are."""
    vox1("render", book, "--engine", "tone", "--json")
    vox1("takes", "redo", book, "1.2", "--render")

    done = vox1("takes", "list", book, "--chapter", "1")

    lines = done.stdout.splitlines()
    assert lines[1] == "Chapter 1: One"
    assert lines[2].split() == ["1.1", "0:00", "0.1", "s", "good,", "take", "1"]
    assert "good, take 2, redone" in done.stdout
    assert "* take 2: good" in done.stdout
    assert str(Path("2.flac")) in done.stdout
    assert "3 chunks, of which 0 should be looked at" in done.stderr
    assert "No chunk" in vox1("takes", "list", book, "--flagged").stdout


def test_other_settings_name_another_audiobook(vox1: Run, book: Path) -> None:
    """The last one is meant where none are given."""
    vox1("render", book, "--engine", "tone", "--json")
    vox1("render", book, "--engine", "tone", "--voice", "tone-low", "--json")

    assert {c["voice"] for c in _chunks(vox1("takes", "list", book, "--json"))} == {"tone-low"}
    other = _chunks(vox1("takes", "list", book, "--voice", "tone", "--json"))
    assert ({c["voice"] for c in other}, {c["standing"] for c in other}) == ({"tone"}, {"good"})
    never = _chunks(vox1("takes", "list", book, "--seed", "9", "--json"))
    assert {c["standing"] for c in never} == {"missing"}


def test_what_cannot_be_done_is_said(vox1: Run, book: Path) -> None:
    """With a hint, and with the code that programs rely on."""
    vox1("render", book, "--engine", "tone", "--json")
    for (action, *more), code in (
        (("pick", "9.9", "1"), "no-chunk"),
        (("pick", "1.2", "7"), "no-attempt"),
        (("undo", "1.2"), "no-choice"),
        (("chapter", "1"), "usage"),
        (("edits", "--undo", "1"), "no-correction"),
        (("list", "--speed", "9"), "bad-option"),
    ):
        done = vox1("takes", action, book, *more, "--json", check=2)

        error = json.loads(done.stdout)
        assert (error["event"], error["code"]) == ("error", code)
        assert error["hint"]


def test_a_book_that_was_never_rendered_has_no_takes(vox1: Run, book: Path) -> None:
    """That is said at once."""
    assert "was never rendered here" in vox1("takes", "list", book, check=2).stderr


def test_a_chapter_is_listened_to_by_itself(vox1: Run, book: Path) -> None:
    """Its file is told, with its length."""
    vox1("render", book)
    done = vox1("takes", "hear", book, "2", "--json")
    told = json.loads(done.stdout)
    assert (told["event"], told["schema"], told["is_whole"]) == ("heard", 1, True)
    assert Path(told["path"]).is_file()
    assert told["seconds"] > 5
    assert "chapter 9" in vox1("takes", "hear", book, "9", check=2).stderr
