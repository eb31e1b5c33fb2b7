"""Tests of vox1.render.tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.tables import Table, new_tables

COLUMNS = {"one": ("a", "b"), "two": ("c",)}


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_each_table_is_a_file_that_begins_with_its_columns(tmp_path: Path) -> None:
    """In a folder that is made for them."""
    for table in new_tables(tmp_path / "new" / "folder", COLUMNS).values():
        table.close()

    assert rows(tmp_path / "new" / "folder" / "one.csv") == [["a", "b"]]
    assert rows(tmp_path / "new" / "folder" / "two.csv") == [["c"]]


def test_files_that_are_there_stay_and_the_new_ones_share_a_number(tmp_path: Path) -> None:
    """Of two runs nothing is mixed up: one taken name moves all of them."""
    (tmp_path / "two.csv").write_text("mine", "utf-8")
    (tmp_path / "one (2).csv").write_text("mine too", "utf-8")
    for table in new_tables(tmp_path, COLUMNS).values():
        table.close()

    assert {path.name for path in tmp_path.iterdir()} == {
        *("two.csv", "one (2).csv"),
        *("one (3).csv", "two (3).csv"),
    }
    assert (tmp_path / "two.csv").read_text("utf-8") == "mine"
    assert (tmp_path / "one (2).csv").read_text("utf-8") == "mine too"


def test_rows_are_in_the_file_while_it_is_still_open(tmp_path: Path) -> None:
    """A kill takes nothing that was flushed."""
    table = new_tables(tmp_path, {"one": ("a", "b")})["one"]
    table.write((1, None))
    table.flush()

    assert rows(tmp_path / "one.csv") == [["a", "b"], ["1", ""]]
    table.close()


@given(st.text(st.characters(blacklist_characters="\0\r"), min_size=1))
def test_any_text_is_one_cell(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Titles have commas, quotation marks, line ends and half characters."""
    folder = tmp_path_factory.mktemp("tables")
    table = new_tables(folder, {"one": ("a", "b")})["one"]
    table.write((text, 2))
    table.close()

    (_, row) = rows(folder / "one.csv")
    assert row == [text.encode("utf-8", "backslashreplace").decode("utf-8"), "2"]


def test_a_file_that_cannot_be_written_can_be_let_go(tmp_path: Path) -> None:
    """What was not flushed is lost, and nobody is told twice."""

    class _Full:
        def write(self, _: str) -> None:
            """Take it."""

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    table = Table(_Full(), ("a",))  # type: ignore[arg-type]  # as much of a stream as is used
    table.close()
    assert not list(tmp_path.iterdir())
