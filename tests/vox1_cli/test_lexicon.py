"""Tests of the lexicon's commands as a listener types them, each in a process of its own."""

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
TEXT = "<p>Then Hermione’s tram came. Nobody saw Hermione, or Zork, or Zork. Then--Zork!</p>"
ENTRY = {"written": "Hermione", "spoken": "her-MY", "language": "", "regex": False, "case": "exact"}

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def lexicon(tmp_path: Path) -> Run:
    """Run an action of the lexicon; its folders are below the test's own."""

    def run(action: str, *words: object, check: int = 0) -> subprocess.CompletedProcess[str]:
        folders = [f"--{name}-dir={tmp_path / name}" for name in ("output", "work", "user")]
        return _run(["lexicon", action, *map(str, words), *folders], tmp_path, check)

    return run


def _run(words: list[str], folder: Path, check: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "vox1_cli", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
    )
    assert done.returncode == check, done.stderr
    assert "Traceback" not in done.stderr
    return done


def _json(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


@pytest.fixture
def book(tmp_path: Path, make_epub: Callable[..., Path]) -> Path:
    """A book with names."""
    return make_epub(tmp_path / "A Book.epub", [("One", f"<h1>One</h1>{TEXT}"), ("Two", "<p>It came.</p>")])


def test_a_word_is_added_replaced_and_removed(lexicon: Run) -> None:
    """Each says what it did, in a sentence."""
    added = lexicon("add", "Hermione", "HERM").stdout
    replaced = lexicon("add", "Hermione", "her-MY", "--any-case", "--language", "English").stdout
    again = lexicon("add", "Hermione", "her-MY").stdout
    listed = lexicon("list").stdout
    removed = lexicon("remove", "Hermione").stdout

    assert added == "“Hermione” is said “HERM” in all books.\n"
    assert replaced == "“Hermione” (any case, only en) is said “her-MY” in all books.\n"
    assert again == "“Hermione” is said “her-MY” in all books, no longer “HERM”.\n"
    assert listed.splitlines() == [
        "In all books: 2 words",
        "  Hermione  her-MY",
        "  Hermione  her-MY  any case, only en",
    ]
    assert removed.splitlines() == [
        "“Hermione” is no longer said “her-MY”.",
        "“Hermione” (any case, only en) is no longer said “her-MY”.",
    ]
    assert lexicon("list").stdout == "In all books: no words yet\n"


def test_a_books_words_are_its_own(lexicon: Run, book: Path, tmp_path: Path) -> None:
    """They lie in its project, whatever the book's file is called later."""
    lexicon("add", "Hermione", "her-MY", "--book", book)
    moved = book.rename(tmp_path / "moved.epub")

    assert _json(lexicon("list", "--json")) == {"schema": 1, "general": [], "book": []}
    assert _json(lexicon("list", "--book", moved, "--json")) == {"schema": 1, "general": [], "book": [ENTRY]}
    assert lexicon("list", "--book", moved).stdout.splitlines()[0] == "In moved.epub: 1 word"
    (path,) = (tmp_path / "work" / "projects").glob("*/lexicon.json")
    assert path.parent.name.endswith("-A Small Book")


def test_every_action_prints_json(lexicon: Run, book: Path, tmp_path: Path) -> None:
    """Other programs read it: the names are a contract."""
    other = {**ENTRY, "spoken": "HERM"}
    table = tmp_path / "words.csv"
    assert _json(lexicon("add", "Hermione", "HERM", "--json")) == {
        "schema": 1,
        "entry": other,
        "replaced": [],
    }
    assert _json(lexicon("add", "Hermione", "her-MY", "--json"))["replaced"] == [other]
    assert _json(lexicon("export", table, "--json")) == {"schema": 1, "file": str(table), "entries": 1}
    assert _json(lexicon("import", table, "--book", book, "--json")) == {
        "schema": 1,
        "new": [ENTRY],
        "replaced": [],
        "unchanged": 0,
    }
    assert _json(lexicon("remove", "Hermione", "--json")) == {"schema": 1, "removed": [ENTRY]}
    tried = _json(lexicon("try", book, "--json"))
    assert list(tried) == ["schema", "sentences", "chunks", "chunks_changed", "chapters", "changes"]
    assert tried["changes"][0] == {
        "place": "1.2",
        "before": {"text": "Then Hermione’s tram came.", "marks": [[5, 13]]},
        "after": {"text": "Then her-MY’s tram came.", "marks": [[5, 11]]},
    }
    suggested = _json(lexicon("suggest", book, "--json"))
    assert (suggested["language"], suggested["has_dictionary"]) == ("en", True)
    assert suggested["names"] == [
        {"word": "Zork", "count": 3, "example": "Nobody saw Hermione, or Zork, or Zork."}
    ]


def test_try_shows_each_sentence_before_and_after_and_stores_nothing(lexicon: Run, book: Path) -> None:
    """The count first, then the sentences under their chapters."""
    shown = lexicon("try", "Zork", "zohrk", book).stdout

    assert shown.splitlines() == [
        "2 sentences change, in 1 of 3 chunks.",
        "",
        "Chapter 1: One",
        "     1.2  - Nobody saw Hermione, or [Zork], or [Zork].",
        "          + Nobody saw Hermione, or [zohrk], or [zohrk].",
        "     1.2  - Then—[Zork]!",
        "          + Then—[zohrk]!",
    ]
    assert lexicon("try", "Hermoine", "her-MY", book).stdout == "No sentence of the book changes.\n"
    assert lexicon("try", book).stdout == "No sentence of the book changes.\n"
    assert lexicon("list", "--book", book).stdout.count("no words yet") == 2


def test_suggest_lists_names_with_an_example(lexicon: Run, book: Path) -> None:
    """And says what to do next."""
    done = lexicon("suggest", book)

    assert done.stdout == "     3  Zork  Nobody saw Hermione, or Zork, or Zork.\n"
    assert done.stderr == f'Next: lexicon try Zork "HOW IT SOUNDS" "{book}"\n'
    assert lexicon("suggest", book, "--least", 9).stdout == "No unusual name occurs 9 times or more.\n"


def test_suggest_says_when_a_language_has_no_dictionary(
    lexicon: Run, make_epub: Callable[..., Path], tmp_path: Path
) -> None:
    """Then common names are among those shown."""
    path = make_epub(tmp_path / "fi.epub", [("Yksi", "<p>Nyt Matti ja Matti, ja Matti.</p>")], language="fi")

    done = lexicon("suggest", path)

    assert "no list of words for the language “fi”" in done.stderr
    assert "Matti" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("add", "Hermione", " "), "bad-input", "nothing to say"),
        (("add", "(", "x", "--regex"), "bad-regex", "not a regular expression"),
        (("add", "a", "b", "--language", "klingonish!"), "bad-language", "not a language"),
        (("remove", "Hermione"), "unknown-word", "not in the lexicon"),
        (("import", "gone.csv"), "bad-input", "gone.csv cannot be read"),
        (("export", "words.xlsx"), "bad-input", "neither CSV nor JSON"),
        (("try", "a", "b"), "usage", "the book alone"),
        (("try", "gone.epub"), "", "gone.epub"),
        (("list", "--book", "gone.epub"), "bad-input", "gone.epub"),
        (("suggest", "gone.epub"), "", "gone.epub"),
    ],
)
def test_bad_input_is_one_clear_error(
    words: tuple[str, ...], code: str, says: str, lexicon: Run, tmp_path: Path
) -> None:
    """Exit status 2, a hint, and nothing written."""
    done = lexicon(*words, "--json", check=2)

    error, hint = done.stderr.splitlines()
    told = _json(done)
    assert error.startswith("error: ")
    assert says in error
    assert hint.startswith("hint: ")
    assert told["event"] == "error"
    assert told["code"] == code or not code
    assert not (tmp_path / "user").exists()


def test_a_bad_line_imports_nothing(lexicon: Run, tmp_path: Path) -> None:
    """Not even the good lines before it; the error names the line."""
    (tmp_path / "words.csv").write_text("written,spoken\nTom,tomm\nAnn\n", "utf-8")

    done = lexicon("import", "words.csv", check=2)

    assert "words.csv: line 3" in done.stderr
    assert lexicon("list").stdout == "In all books: no words yet\n"


def test_import_tells_what_it_replaced(lexicon: Run, tmp_path: Path) -> None:
    """A word that was the listener's own choice is not lost unseen."""
    lexicon("add", "Tom", "mine")
    (tmp_path / "words.csv").write_text("Tom;theirs\nAnn;annn\n", "utf-8")

    assert lexicon("import", "words.csv").stdout.splitlines() == [
        "1 word added, 1 replaced, 0 there already.",
        "  “Tom” was “mine”",
    ]


def test_a_damaged_lexicon_is_named(lexicon: Run, tmp_path: Path) -> None:
    """And left as it is."""
    (tmp_path / "user").mkdir()
    path = tmp_path / "user" / "lexicon.json"
    path.write_text("{", "utf-8")

    done = lexicon("add", "Tom", "tomm", check=1)

    assert str(path) in done.stderr
    assert path.read_text("utf-8") == "{"
