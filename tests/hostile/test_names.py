"""The 8 bad titles, as names of the files of real audiobooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.conftest import Studio
from vox1.render.receipt import receipt_path

CASES = {
    "a device": ("CON", "CON_"),
    "a device with an ending": ("aux.m4b", "aux_.m4b"),
    "a full stop at the end": ("The End.", "The End"),
    "a space at the end": ("The End ", "The End"),
    "300 characters": ("x" * 300, "x" * 100),
    "86 Chinese characters": ("\u9053" * 86, "\u9053" * 66),
    "signs of paths": ("a/b\\c:d", "a b c d"),
    "the folder above": ("..", "Untitled"),
}
"""By what is bad about it: a title, and the name of the file without its ending."""


def audiobooks(studio: Studio) -> set[Path]:
    """Return all audiobooks and receipts, wherever they are."""
    return {path for path in studio.folder.rglob("*.m4b*") if path.is_file()}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_title_becomes_a_good_name(name: str, studio: Studio) -> None:
    """Audiobook and receipt are where the others are, under a name that every system takes."""
    title, stem = CASES[name]
    before = audiobooks(studio)

    output = studio.render(["One"], title=title)

    assert output == studio.folder / "out" / f"{stem}.m4b"
    assert audiobooks(studio) - before <= {output, receipt_path(output)}
    assert output.is_file()
    assert receipt_path(output).is_file()
    assert {path.name for path in studio.folder.iterdir()} <= {"out", "work", "user", "book.json"}
