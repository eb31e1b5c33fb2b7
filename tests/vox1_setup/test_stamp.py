"""Tests of the stamp on finished environments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vox1_setup import stamp as stamps

if TYPE_CHECKING:
    from pathlib import Path

STAMP = stamps.Stamp(
    revision=1,
    python="3.11",
    base_python="/usr/bin/python3",
    sets={"base": "abc"},
    distributions=("six-1.0.dist-info",),
)

SCHEMA_1 = """{"schema": 1, "revision": 1, "python": "3.11", "base_python": "/usr/bin/python3",
"sets": {"base": "abc"}, "distributions": ["six-1.0.dist-info"]}"""


def test_a_stamp_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost between writing and reading, and no half-written file stays."""
    stamps.write(tmp_path, STAMP)

    assert stamps.read(tmp_path) == STAMP
    assert len(list(tmp_path.iterdir())) == 1


def test_a_stamp_of_schema_1_is_still_read() -> None:
    """Old stamps stay valid, or every user sets up again."""
    assert stamps.Stamp.from_json(SCHEMA_1) == STAMP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps({"schema": 2}),
        json.dumps({"schema": 1}),
        SCHEMA_1.replace('{"base": "abc"}', "[]"),
        SCHEMA_1.replace('"revision": 1', '"revision": null'),
    ],
)
def test_anything_else_counts_as_no_stamp(tmp_path: Path, text: str) -> None:
    """A damaged or foreign stamp must lead to a new environment, never to an error."""
    stamps.write(tmp_path, STAMP)
    (tmp_path / "vox1-stamp.json").write_text(text, encoding="utf-8")

    assert stamps.read(tmp_path) is None


def test_a_missing_stamp_is_no_stamp_and_can_be_removed_again(tmp_path: Path) -> None:
    """Removing is safe in any state."""
    stamps.remove(tmp_path)

    assert stamps.read(tmp_path) is None


def test_a_removed_stamp_is_gone(tmp_path: Path) -> None:
    """An environment that is being changed is not finished."""
    stamps.write(tmp_path, STAMP)

    stamps.remove(tmp_path)

    assert stamps.read(tmp_path) is None
