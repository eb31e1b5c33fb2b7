"""Tests of the command line as a user types it, each command in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.vox1.standin import Standin

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "samples" / "five-teaspoons-of-rain.epub"
TEXT = "The tram was late again, and nobody said a word about it."
BODY = f"<h1>{{title}}</h1><p>{TEXT}</p><hr/><p>Then it came.</p>"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def vox1(tmp_path: Path) -> Run:
    """Run a command; its folders are below the test's own."""

    def run(*words: object, check: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            _command(*words), capture_output=True, text=True, cwd=tmp_path, env=_environment(), check=False
        )
        assert done.returncode == check, done.stderr
        return done

    return run


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "vox1_cli", *map(str, words)]


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "100"}


@pytest.fixture
def book(tmp_path: Path, make_epub: Callable[..., Path]) -> Path:
    """A book of two chapters."""
    chapters = [(title, BODY.format(title=title)) for title in ("One", "Two")]
    return make_epub(tmp_path / "Bücher und mehr.epub", chapters, title="A Small Book", language="en-GB")


def _render(book: Path, folder: Path, *more: str) -> list[str]:
    return [
        "render",
        str(book),
        "--output-dir",
        str(folder / "out"),
        "--work-dir",
        str(folder / "work"),
        "--user-dir",
        str(folder / "user"),
        *more,
    ]


def _errors(done: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """The two lines of an error, the last that standard error holds."""
    error, hint = done.stderr.splitlines()[-2:]
    assert "Traceback" not in done.stderr
    return error, hint


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Standin:
    """Put the stand-in for faster-whisper where a command and its workers find it."""
    return Standin(tmp_path / "texts", tmp_path / "user" / "models", monkeypatch)


def test_words_are_checked_when_it_is_asked_for(
    vox1: Run, book: Path, tmp_path: Path, standin: Standin
) -> None:
    """By name, or by the settings, which the command line can overrule."""
    command = _render(book, tmp_path, "--engine", "tone", "--json")
    vox1(*command)
    for key in (tmp_path / "work" / "takes").glob("??/*"):
        standin.say(key.name, "")
    (tmp_path / "user" / "user_settings.json").write_text('{"check_words": "tiny"}')
    vox1(*command, "--no-check-words")
    assert standin.heard == []

    vox1(*command, "--check-words", "tiny", "--chapters", "1", check=1)  # nothing was heard in its takes
    takes = len({key for key, attempt in standin.heard if attempt == 1})
    vox1(*command, check=1)

    assert 0 < takes < len({key for key, attempt in standin.heard if attempt == 1})


@pytest.mark.skipif(
    bool(importlib.util.find_spec("faster_whisper")) or (ROOT / ".venvs" / "asr").exists(),
    reason="the word check is installed here",
)
def test_a_word_check_that_cannot_be_had_is_said_at_once(vox1: Run, book: Path, tmp_path: Path) -> None:
    """Before anything is spoken, with what to type; without a name it is the usual model's."""
    done = vox1(*_render(book, tmp_path, "--engine", "tone", "--check-words"), check=2)
    assert _errors(done)[1] == ("hint: Run `python3 run.py setup --engine asr`, then try again.")
    assert not (tmp_path / "work" / "takes").exists()


def test_a_listening_model_that_is_missing_is_named(
    vox1: Run, book: Path, tmp_path: Path, standin: Standin
) -> None:
    """With the folder where it should be."""
    done = vox1(*_render(book, tmp_path, "--engine", "tone", "--check-words"), check=2)
    assert str(standin.models / "faster-whisper-small") in _errors(done)[0]


def test_read_json_has_the_documented_form(vox1: Run, book: Path) -> None:
    """Other programs read it: the names are a contract."""
    read = json.loads(vox1("read", book, "--json").stdout)
    assert list(read) == [
        "schema",
        "title",
        "authors",
        "language",
        "cover",
        "chapters",
        "skipped",
        "audited_words",
        "warnings",
    ]
    assert (read["schema"], read["title"], read["language"], read["cover"]) == (
        1,
        "A Small Book",
        "en-GB",
        False,
    )
    first = read["chapters"][0]
    assert first == {
        "number": 1,
        "title": "One",
        "role": "body",
        "enabled": True,
        "reason": "",
        "words": 16,
        "text": "One\n\nThe tram was late again, and nobody said a word about it.\n\nThen it came.",
    }


def test_read_shows_chapters_and_what_is_not_read(vox1: Run) -> None:
    """The sample's title page and footnote are listed with their reason."""
    shown = vox1("read", SAMPLE).stdout
    assert "The Duck" in shown
    assert "not read: title page" in shown
    assert "1 x note in" in shown


def test_read_json_gives_the_words_of_what_is_not_read(vox1: Run) -> None:
    """A division that is not read has no text to narrate; its words are among what is skipped."""
    read = json.loads(vox1("read", SAMPLE, "--json").stdout)
    front = read["chapters"][0]
    assert (front["enabled"], front["reason"], front["text"]) == (False, "title page", "")
    assert read["skipped"][0]["kind"] == "title page"
    assert "Five Teaspoons of Rain" in read["skipped"][0]["text"]


def test_notes_are_read_where_the_listener_wants_them(vox1: Run) -> None:
    """The sample's one note: after its paragraph, at the end of its chapter, or not at all."""
    texts = {}
    for notes in ("skip", "in-place", "chapter-end"):
        read = json.loads(vox1("read", SAMPLE, "--json", "--notes", notes).stdout)
        texts[notes] = "\n\n".join(chapter["text"] for chapter in read["chapters"])
    note = "The observer’s word for a fall too slight to measure"
    assert note not in texts["skip"]
    assert 0 < texts["in-place"].index(note) < texts["chapter-end"].index(note)


def test_any_kind_that_is_not_read_can_be_switched_on(vox1: Run) -> None:
    """By the name that `read` lists it by, in the book and in a manifest of it; a strange one is told."""
    note = "The observer’s word for a fall too slight to measure"
    vox1("read", SAMPLE, "--manifest", "book.json")
    for source in (SAMPLE, "book.json"):
        read = json.loads(vox1("read", source, "--json", "--with", "notes").stdout)
        assert any(note in chapter["text"] for chapter in read["chapters"])
        assert "note" not in {item["kind"] for item in read["skipped"]}
        odd = json.loads(vox1("read", source, "--json", "--without", "recipe").stdout)
        assert "“recipe”" in odd["warnings"][-1]


def test_a_manifest_written_by_read_is_rendered_as_the_book(vox1: Run, book: Path, tmp_path: Path) -> None:
    """Edit by hand between the two, and only what was edited differs."""
    vox1("read", book, "--manifest", "book.json")
    from_book = json.loads(vox1("read", book, "--json").stdout)
    from_manifest = json.loads(vox1("read", "book.json", "--json").stdout)
    assert from_manifest == from_book
    done = vox1(*_render(Path("book.json"), tmp_path, "--engine", "tone", "--json"))
    assert json.loads(done.stdout.splitlines()[-1])["status"] == "complete"


def test_render_json_ends_with_the_documented_event(vox1: Run, book: Path, tmp_path: Path) -> None:
    """One event a line; the last says how it ended and where the audiobook is."""
    lines = vox1(*_render(book, tmp_path, "--engine", "tone", "--json")).stdout.splitlines()
    events: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert events[0]["event"] == "planned"
    finished = events[-1]
    assert set(finished) == {
        "event",
        "status",
        "outputs",
        "receipt",
        "chunks",
        "rendered",
        "reused",
        "retried",
        "failed",
        "doubtful",
        "audio_seconds",
        "wall_seconds",
    }
    assert (finished["event"], finished["status"]) == ("finished", "complete")
    assert Path(finished["outputs"][0]).is_file()
    assert Path(finished["receipt"]).is_file()


def test_render_with_the_draft_voice_and_inspect(vox1: Run, book: Path, tmp_path: Path) -> None:
    """The main job on the real voice, and the report on what it made."""
    vox1(*_render(book, tmp_path))
    report = json.loads(vox1("inspect", tmp_path / "out" / "A Small Book.m4b", "--json").stdout)
    assert [chapter["title"] for chapter in report["chapters"]] == ["One", "Two"]
    assert report["codec"] == "aac"
    assert report["lufs"] == pytest.approx(-18.0, abs=1.0)
    assert report["true_peak_db"] < 0
    assert report["tags"]["\xa9alb"] == "A Small Book"
    shown = vox1("inspect", tmp_path / "out" / "A Small Book.m4b", "--acx").stdout
    assert "ACX: fail (numbers only, no promise of acceptance)" in shown
    assert "FAIL  format          aac (mp3)" in shown


def test_a_hostile_title_and_the_cover_come_through(
    vox1: Run, make_epub: Callable[..., Path], tmp_path: Path
) -> None:
    """From the EPUB to the finished file: cover, tags and chapter titles as the book has them."""
    title = "A; b = # \\ 日本\n[CHAPTER]"
    cover = (SAMPLE.parent / "source" / "EPUB" / "cover.jpg").read_bytes()
    chapters = [
        (f"Rain, {title}", f"<h1>One</h1><p>{TEXT}</p>")
    ]  # the book's own title would name no chapter
    hostile = make_epub(tmp_path / "hostile.epub", chapters, title=title, cover=cover)
    done = vox1(*_render(hostile, tmp_path, "--engine", "tone", "--json"))
    (output,) = json.loads(done.stdout.splitlines()[-1])["outputs"]
    report = json.loads(vox1("inspect", output, "--json").stdout)
    assert report["tags"]["\xa9alb"] == "A; b = # \\ 日本 [CHAPTER]"
    assert [chapter["title"] for chapter in report["chapters"]] == ["Rain, A; b = # \\ 日本 [CHAPTER]"]
    assert report["cover_bytes"] > 10_000


def test_render_says_what_it_made(vox1: Run, book: Path, tmp_path: Path) -> None:
    """Results on standard output, where a script can take them."""
    shown = vox1(*_render(book, tmp_path, "--engine", "tone")).stdout
    assert "A Small Book.m4b" in shown
    assert "times real time" in shown


@pytest.mark.parametrize(
    ("name", "content", "code", "word"),
    [
        ("missing.epub", None, "not-found", "no file"),
        ("empty.epub", b"", "empty", "empty"),
        ("text.epub", b"just text", "not-epub", "not a valid EPUB"),
        ("cut.epub", b"PK\x03\x04 and no more", "damaged", "damaged"),
        ("a.pdf", b"%PDF-1.7", "damaged", "PDF"),
        ("a.json", b"{", "bad-manifest", "JSON"),
    ],
)
def test_bad_books_get_one_error_and_one_hint(
    vox1: Run, tmp_path: Path, name: str, content: bytes | None, code: str, word: str
) -> None:
    """Exit status 2, two lines, no traceback; with --json an error event as well."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    error, hint = _errors(vox1("read", path, check=2))
    assert error.startswith("error: ")
    assert word in error
    assert hint.startswith("hint: ")
    told = json.loads(vox1(*_render(path, tmp_path, "--json"), check=2).stdout)
    assert (told["event"], told["code"]) == ("error", code)
    assert set(told) == {"event", "code", "message", "hint"}


@pytest.mark.parametrize(
    "words",
    [
        ("--chapters", "3-1"),
        ("--chapters", "one"),
        ("--chapters", "99"),
        ("--speed", "9"),
        ("--loudness", "deafening"),
        ("--loudness", "-5"),
        ("--engine", "nobody"),
        ("--redo", "9.9"),
        ("--captions", "srt,doc"),
    ],
)
def test_bad_options_are_bad_input(vox1: Run, book: Path, tmp_path: Path, words: tuple[str, str]) -> None:
    """What is not understood is refused before any work, with exit status 2."""
    _errors(vox1(*_render(book, tmp_path, "--engine", "tone", *words), check=2))
    assert not (tmp_path / "work" / "takes").exists()


def test_an_unwritable_output_is_one_clear_error(vox1: Run, book: Path, tmp_path: Path) -> None:
    """A file where the folder should be: the error names it."""
    (tmp_path / "out").write_bytes(b"")
    done = vox1(*_render(book, tmp_path, "--engine", "tone", "--json"), check=1)
    error, _ = _errors(done)
    told, finished = map(json.loads, done.stdout.splitlines()[-2:])
    assert str(tmp_path / "out") in error
    assert (told["event"], finished["event"], finished["status"]) == ("error", "finished", "failed")


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(tmp_path: Path, vox1: Run) -> None:
    """One Ctrl-C: exit status 130, everything spoken kept, the same command completes the book."""
    command = _command(*_render(SAMPLE, tmp_path, "--engine", "tone", "--json"))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment()
    ) as p:
        assert p.stdout is not None
        spoken = 0
        for line in p.stdout:
            spoken += json.loads(line)["event"] == "chunk_spoken"
            if spoken == 5:
                p.send_signal(signal.SIGINT)
                spoken += 1000
        assert p.wait() == 130
    finished = json.loads(
        vox1(*_render(SAMPLE, tmp_path, "--engine", "tone", "--json")).stdout.splitlines()[-1]
    )
    assert finished["status"] == "complete"
    assert finished["reused"] >= 5


def test_ctrl_c_twice_stops_at_once_and_corrupts_nothing(tmp_path: Path, vox1: Run) -> None:
    """The impatient user's way out is as safe as a power cut."""
    command = _command(*_render(SAMPLE, tmp_path, "--json"))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment()
    ) as p:
        assert p.stdout is not None
        assert p.stderr is not None
        for line in p.stdout:
            if json.loads(line)["event"] == "chunk_spoken":
                break
        p.send_signal(signal.SIGINT)
        p.stderr.readline()  # "Stopping": the first was handled
        p.send_signal(signal.SIGINT)
        assert p.wait() == 130
    finished = json.loads(vox1(*_render(SAMPLE, tmp_path, "--json")).stdout.splitlines()[-1])
    assert finished["status"] == "complete"
    assert finished["rendered"] + finished["reused"] == finished["chunks"]


def test_engines_and_voices_are_listed(vox1: Run) -> None:
    """Only what a listener can choose: the test engine is not among them."""
    engines = json.loads(vox1("engines", "--json").stdout)["engines"]
    assert [engine["id"] for engine in engines] == ["espeak", "qwen3"]
    voices = json.loads(vox1("voices", "list", "--language", "en", "--json").stdout)["voices"]
    american = {"id": "gmw/en-US", "name": "English (America)", "language": "en-us", "character": ""}
    assert american in voices


def test_clean_frees_what_no_book_uses(vox1: Run, book: Path, tmp_path: Path) -> None:
    """Takes of a book that can be resumed stay, unless --all asks for their space."""
    vox1(*_render(book, tmp_path, "--engine", "tone"))
    work = ("--work-dir", str(tmp_path / "work"), "--output-dir", str(tmp_path / "out"))
    kept = json.loads(vox1("clean", *work, "--json").stdout)
    assert kept["takes"] == 0
    assert kept["kept_bytes"] > 0
    freed = json.loads(vox1("clean", "--all", *work, "--json").stdout)
    assert freed["takes"] > 0
    assert freed["kept_bytes"] == 0
    assert (tmp_path / "out" / "A Small Book.m4b").exists()


def test_an_unknown_command_is_usage(vox1: Run) -> None:
    """What argparse does not understand is said in our two lines."""
    error, hint = _errors(vox1("sing", check=2))
    assert "invalid choice" in error
    assert "--help" in hint


@pytest.mark.parametrize(
    "arguments", [("lexicon", "add", "Siobhan"), ("lexicon", "list", "all"), ("lexicon",)]
)
def test_a_command_used_wrongly_points_to_its_own_help(vox1: Run, arguments: tuple[str, ...]) -> None:
    """Too few words, too many, none."""
    _, hint = _errors(vox1(*arguments, check=2))
    assert "run.py lexicon" in hint


def test_an_unknown_voice_is_bad_input(vox1: Run, book: Path, tmp_path: Path) -> None:
    """Not one retry, and no audiobook of silence: the hint says where the voices are listed."""
    done = vox1(*_render(book, tmp_path, "--voice", "nobody", "--json"), check=2)
    _, hint = _errors(done)
    assert json.loads(done.stdout.splitlines()[-1])["code"] == "unknown-voice"
    assert "voices list" in hint
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_is_no_audio_is_not_inspected(vox1: Run, book: Path) -> None:
    """The report is for audio files; anything else is named for what it is."""
    error, _ = _errors(vox1("inspect", book, check=2))
    assert "not an audio file" in error
