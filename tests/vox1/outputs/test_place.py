"""Tests of vox1.outputs.place."""

import json
from pathlib import Path

import pytest

from vox1.outputs.place import Ending, left_alone, output_place, partial_place, remove_partials
from vox1.render.receipt import receipt_path


def _finished(path: Path, project: str) -> None:
    path.write_bytes(b"audio")
    receipt = {"schema": 1, "project": project}
    path.with_name(path.name + ".receipt.json").write_text(json.dumps(receipt), encoding="utf-8")


def test_a_book_keeps_its_place(tmp_path: Path) -> None:
    """Rendered again, a book replaces its own audiobook."""
    _finished(tmp_path / "Title.m4b", "mine")
    assert output_place(tmp_path, "Title", "mine", is_complete=True) == tmp_path / "Title.m4b"


def test_another_book_gets_a_number(tmp_path: Path) -> None:
    """Somebody else's file of the same name is never touched, with a receipt or without."""
    _finished(tmp_path / "Title.m4b", "theirs")
    (tmp_path / "Title (2).m4b").write_bytes(b"no receipt at all")
    assert output_place(tmp_path, "Title", "mine", is_complete=True) == tmp_path / "Title (3).m4b"


def test_an_incomplete_book_never_takes_a_complete_ones_place(tmp_path: Path) -> None:
    """A run in which chunks fail leaves the good audiobook of last week alone."""
    _finished(tmp_path / "Title.m4b", "mine")
    place = output_place(tmp_path, "Title", "mine", is_complete=False)
    assert place == tmp_path / "Title (incomplete).m4b"


@pytest.mark.parametrize("title", ["CON", "a/b\\c:d", "..", "x" * 300, "书" * 200, ""])
def test_any_title_makes_a_file(tmp_path: Path, title: str) -> None:
    """Titles are the publisher's; file names are the system's."""
    place = output_place(tmp_path, title, "mine", is_complete=True)
    place.write_bytes(b"")
    assert place.parent == tmp_path


def test_only_the_projects_own_partials_are_removed(tmp_path: Path) -> None:
    """Two books may be rendered at once into one folder."""
    for project in ("mine", "theirs"):
        place = partial_place(tmp_path, project)
        (place / "m4b").mkdir(parents=True)
        (place / "m4b" / "audiobook.m4b").write_bytes(b"")
    remove_partials(tmp_path, "mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".vox1-theirs"]


def test_a_file_of_somebody_elses_beside_it_is_not_overwritten(tmp_path: Path) -> None:
    """Captions have the audiobook's name: subtitles of the listener's own may have it too."""
    (tmp_path / "Title.srt").write_text("mine, of the film", encoding="utf-8")
    ending = Ending(suffix=".m4b", companions=(".srt",))
    assert output_place(tmp_path, "Title", "mine", ending, is_complete=True).name == "Title (2).m4b"
    receipt = {"schema": 1, "project": "mine", "outputs": {"Title.m4b": "", "Title.srt": ""}}
    (tmp_path / "Title.m4b.receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    assert output_place(tmp_path, "Title", "mine", ending, is_complete=True).name == "Title.m4b"


def test_a_folder_of_files_is_named_by_its_format(tmp_path: Path) -> None:
    """A title with a full stop in it keeps it."""
    folder = output_place(tmp_path, "Dr. No", "mine", Ending(words=" (mp3)"), is_complete=True)
    assert folder.name == "Dr. No (mp3)"
    folder.mkdir()
    second = output_place(tmp_path, "Dr. No", "mine", Ending(words=" (mp3)"), is_complete=True)
    assert second.name == "Dr. No (mp3) (2)"


def test_a_file_whose_receipt_cannot_be_read_is_left_alone_and_named(tmp_path: Path) -> None:
    """Whose it is nobody knows: the new one gets a number, and the listener is told why."""
    first = tmp_path / "Book.m4b"
    first.write_bytes(b"")
    receipt_path(first).write_text("{half")
    place = output_place(tmp_path, "Book", "mine", is_complete=True)
    assert place.name == "Book (2).m4b"
    assert left_alone(tmp_path, "Book", Ending(suffix=".m4b"), place) == [first]
    receipt_path(first).write_text('{"schema": 1, "project": "theirs"}')
    assert left_alone(tmp_path, "Book", Ending(suffix=".m4b"), place) == []
