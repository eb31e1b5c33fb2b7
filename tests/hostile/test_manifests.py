"""The 3 bad manifests: what a file names is never opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from tests.hostile.cases import OUTSIDE, outside

RAIN = "It rained all day."


def above(folder: Path) -> str:
    """Return a path that climbs out of the folder."""
    return f"../{outside(folder.parent).name}"


def absolute(folder: Path) -> str:
    """Return a whole path."""
    return str(outside(folder.parent))


def linked(folder: Path) -> str:
    """Return a name in the folder that leads out of it."""
    link = folder / "link.txt"
    link.symlink_to(outside(folder.parent))
    return link.name


CASES: dict[str, Callable[[Path], str]] = {
    "a path that climbs": above,
    "a whole path": absolute,
    "a link that leads outside": linked,
}


@pytest.mark.parametrize("key", ["source", "voice", "path", "style_prompt"])
@pytest.mark.parametrize("name", CASES)
def test_what_a_manifest_names_is_not_opened(name: str, key: str, tmp_path: Path) -> None:
    """It is a word like any other, for the book and for its chapters."""
    if name == "a link that leads outside" and sys.platform == "win32":
        pytest.skip("Windows lets few users make links")
    folder = tmp_path / "project"
    folder.mkdir()
    named = CASES[name](folder)
    manifest = {"title": named, key: named, "chapters": [{"label": named, "text": RAIN, key: named}]}
    (folder / "book.json").write_text(json.dumps(manifest), encoding="utf-8")

    book = read_book(folder / "book.json")

    assert [chapter.text for chapter in book.chapters] == [RAIN]
    assert book.cover is None
    assert OUTSIDE not in repr(book)


@pytest.mark.parametrize("name", CASES)
def test_a_cover_named_in_a_manifest_is_refused(name: str, tmp_path: Path) -> None:
    """A cover is in the manifest itself, or there is none."""
    if name == "a link that leads outside" and sys.platform == "win32":
        pytest.skip("Windows lets few users make links")
    manifest = {"title": "T", "cover": CASES[name](tmp_path), "chapters": [{"text": RAIN}]}
    (tmp_path / "book.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(BookError) as caught:
        read_book(tmp_path / "book.json")

    assert caught.value.code == "bad-manifest"
    assert OUTSIDE not in str(caught.value)
