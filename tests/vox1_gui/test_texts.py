"""The catalogues: every text in every language, with the same places to fill."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from vox1_gui import texts

_PACKAGE = Path(texts.__file__).parent.parent
_CALL = re.compile(r"""say\(\s*"([a-z]+\.[\w.-]+)\"""")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [code for code in texts.LANGUAGES if code != "en"])
def test_every_language_has_the_texts_of_the_first(language: str) -> None:
    """A text that is missing would be a KeyError in front of a listener."""
    first, other = texts.load("en"), texts.load(language)
    assert set(first) == set(other)
    assert {key for key in first if _places(first[key]) != _places(other[key])} == set()
    assert all(other.values())


def test_every_text_that_is_asked_for_is_there() -> None:
    """In the catalogue, by the name that the program asks for."""
    known = texts.load("en")
    asked = {
        key for path in _PACKAGE.rglob("*.py") for key in _CALL.findall(path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked - set(known) == set()


def test_one_and_many_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a catalogue has a text for one."""
    catalogue = {
        "x.chapters": "{count} chapters",
        "x.chapters.one": "{count} chapter",
        "x.books": "{count} books",
    }
    monkeypatch.setattr(texts._current, "texts", catalogue)
    assert texts.say("x.chapters", 1) == "1 chapter"
    assert texts.say("x.chapters", 1200) == "1,200 chapters"
    assert texts.say("x.books", 1) == "1 books"


def test_thousands_are_marked_as_the_language_marks_them() -> None:
    """In German 2,741 is less than three."""
    before = texts.language()
    try:
        texts.use("de")
        assert texts.say("book.left_out_count", 2741).startswith("2.741 ")
        texts.use("en")
        assert texts.say("book.left_out_count", 2741).startswith("2,741 ")
    finally:
        texts.use(before)


def test_no_part_of_the_window_marks_thousands_by_itself() -> None:
    """`words.figure` knows the language."""
    known = {"words.py", "texts/__init__.py"}
    folder = _PACKAGE / "vox1_gui"
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
    assert {name for name, path in paths.items() if ":,}" in path.read_text("utf-8")} - known == set()
