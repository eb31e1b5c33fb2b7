"""Tests of projects."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vox1.errors import DiskError, InputError, ProjectBusy
from vox1.paths import Folders
from vox1.projects.project import (
    Choice,
    Description,
    Project,
    all_projects,
    edited_path,
    project_for,
)

Make = Callable[..., Project]
Hold = Callable[[Project], "subprocess.Popen[str]"]
DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"schema": 1}',
    b'{"schema": 1, "choices": [], "keys": 7}',
    b'{"choices": {"1.1": "x"}, "keys": null}',
    b'{"choices": {"1.1": ["key", "first"]}, "keys": true}',
    b'{"choices": {"1.1": ["key", Infinity]}}',
    b'{"choices": {"1.1": ["key", 1, 2]}}',
    b'{"schema": 2, "choices": {"1.1": ["key", 1]}}',
    b'{"schema": 2, "choices": {"1.1": {"key": "key", "attempt": 1}}}',
    b'{"schema": 3, "choices": {}, "keys": []}',
]


def test_the_same_book_has_the_same_project_wherever_it_lies(make_project: Make) -> None:
    """And whatever it is called; another book has another."""
    first = make_project("A Title")
    first.folder.mkdir(parents=True)

    moved = make_project("Another Title", name="moved.epub")
    other = make_project("A Title", content=b"another book")

    assert moved == first
    assert other.id != first.id
    assert other.folder != first.folder


def test_a_project_is_named_for_people_too(make_project: Make) -> None:
    """The folder tells which book it is."""
    project = make_project("Moby-Dick; or, The Whale")

    assert project.folder.name == f"{project.id}-Moby-Dick; or, The Whale"
    assert len(project.id) == 16


@pytest.mark.parametrize("title", ["", "..", "CON", "a/b", "x" * 39 + " y", "x" * 39 + "...y", "道" * 300])
def test_any_title_makes_a_folder(title: str, make_project: Make) -> None:
    """Below the projects' folder, and without an ending that Windows drops."""
    project = make_project(title)

    with project.locked():
        assert project.folder.is_dir()
    assert project.folder.name == project.folder.name.rstrip(" .")
    assert make_project(title) == project


def test_a_book_that_cannot_be_read_is_an_error(tmp_path: Path, folders: Folders) -> None:
    """A file that is gone, or a folder."""
    for path in (tmp_path / "gone.epub", tmp_path):
        with pytest.raises(InputError) as caught:
            project_for(path, "T", folders)
        assert str(path) in caught.value.message
        assert caught.value.hint


def test_a_project_is_held_by_one_process(make_project: Make, hold: Hold) -> None:
    """The second one is told so at once, and may go on when the first is done."""
    project = make_project()
    holder = hold(project)

    with pytest.raises(ProjectBusy) as caught, project.locked():
        pass
    holder.communicate("", timeout=30)

    assert f"(process {holder.pid}, since 20" in caught.value.message
    assert "Another VOX-1" in caught.value.message
    assert caught.value.hint
    with project.locked():
        pass


def test_a_killed_process_holds_nothing(make_project: Make, hold: Hold) -> None:
    """The system lets go of the lock, although its file is still there."""
    project = make_project()
    holder = hold(project)

    holder.kill()
    holder.wait(timeout=30)

    with project.locked():
        assert (project.folder / "lock").exists()


def test_a_project_is_let_go_after_an_error(make_project: Make) -> None:
    """And it is held also against the same process."""
    project = make_project()
    with pytest.raises(ValueError, match="broken"), project.locked():
        with pytest.raises(ProjectBusy), project.locked():
            pass
        raise ValueError("broken")

    with project.locked():
        pass


def test_two_books_do_not_wait_for_each_other(make_project: Make, hold: Hold) -> None:
    """Each has its own lock."""
    hold(make_project(content=b"one"))

    with make_project(content=b"two").locked():
        pass


def test_a_project_that_cannot_be_made_is_an_error(make_project: Make, folders: Folders) -> None:
    """With the folder and what to do."""
    folders.work.write_bytes(b"")

    with pytest.raises(DiskError) as caught, make_project().locked():
        pass

    assert str(folders.projects) in caught.value.message


def test_a_project_remembers_which_takes_it_uses(make_project: Make) -> None:
    """And what it is, for whoever looks."""
    project = make_project()

    project.describe("Émile", Path("book.epub"), ["a", "b", "a"], {"speed": 1.5})

    assert project.keys() == {"a", "b"}
    written = json.loads((project.folder / "project.json").read_text("utf-8"))
    assert written == {
        "schema": 1,
        "title": "Émile",
        "source": "book.epub",
        "settings": {"speed": 1.5},
        "keys": ["a", "b", "a"],
    }


def test_a_book_whose_file_name_is_not_unicode_can_be_described(make_project: Make) -> None:
    """Linux lets a name be any bytes."""
    project = make_project()

    project.describe("T", Path("caf\udce9.epub"), ["a"], {})

    assert project.keys() == {"a"}


def test_a_project_that_was_never_described_uses_no_takes(make_project: Make) -> None:
    """It was stopped before it began."""
    assert make_project().keys() == frozenset()


@pytest.mark.parametrize("content", DAMAGED[:8])
def test_a_damaged_description_is_an_error(content: bytes, make_project: Make) -> None:
    """Not an empty one: its takes would be deleted as unused."""
    project = make_project()
    project.folder.mkdir(parents=True)
    (project.folder / "project.json").write_bytes(content)

    with pytest.raises(DiskError) as caught:
        project.keys()

    assert "project.json" in caught.value.message
    assert caught.value.hint


def test_choices_are_kept(make_project: Make) -> None:
    """By place, with the key they were made for."""
    project = make_project()
    assert project.choices() == {}
    choices = {"1.1": Choice("key", 2), "12.34": Choice("other", 1, "5ha")}

    project.save_choices(choices)

    assert project.choices() == choices
    assert [choice.is_picked for choice in project.choices().values()] == [False, True]
    assert json.loads((project.folder / "choices.json").read_text("utf-8"))["schema"] == 2


def test_choices_of_the_first_version_are_still_read(make_project: Make) -> None:
    """They are the listener's own work; it knew no picking."""
    project = make_project()
    project.folder.mkdir(parents=True)
    (project.folder / "choices.json").write_text('{"schema": 1, "choices": {"12.34": ["abc", 3]}}', "utf-8")

    assert project.choices() == {"12.34": Choice("abc", 3)}


@pytest.mark.parametrize("content", DAMAGED)
def test_damaged_choices_are_an_error(content: bytes, make_project: Make) -> None:
    """Going on without them would throw them away in silence; the file is left as it is."""
    project = make_project()
    project.folder.mkdir(parents=True)
    path = project.folder / "choices.json"
    path.write_bytes(content)

    with pytest.raises(DiskError) as caught:
        project.choices()

    assert str(path) in caught.value.message
    assert "backup" in caught.value.hint
    assert path.read_bytes() == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60))
def test_no_bytes_in_the_place_of_choices_are_anything_but_a_named_error(
    content: bytes, make_project: Make
) -> None:
    """The listener reads a sentence, never a traceback."""
    project = make_project()
    project.folder.mkdir(parents=True, exist_ok=True)
    (project.folder / "choices.json").write_bytes(content)

    with pytest.raises(DiskError):
        project.choices()


def test_all_projects_are_listed(make_project: Make, folders: Folders) -> None:
    """Whether described or not; other files there are none."""
    assert all_projects(folders) == []
    made = [make_project(content=content) for content in (b"one", b"two", b"three")]
    for project in made:
        project.folder.mkdir(parents=True)
    (folders.projects / ".DS_Store").write_bytes(b"")

    assert all_projects(folders) == sorted(made, key=lambda project: project.folder.name)


def test_a_project_says_what_it_is(make_project: Make) -> None:
    """Title and voice, as `describe` was told them."""
    project = make_project()
    assert project.description() is None
    project.describe("Moby-Dick", Path("book.epub"), ["a"], {"voice": "Aunt Mary"})

    assert project.description() == Description("Moby-Dick", "Aunt Mary")


@pytest.mark.parametrize(
    "content", [*DAMAGED, b'{"title": "T"}', b'{"title": "T", "settings": 7}', b"[" * 9_999]
)
def test_a_project_that_cannot_be_read_says_nothing(make_project: Make, content: bytes) -> None:
    """It is only told to people; what counts is read by `keys`."""
    project = make_project()
    project.folder.mkdir(parents=True)
    (project.folder / "project.json").write_bytes(content)

    assert project.description() is None


def test_an_edited_book_has_the_project_of_its_book_file(tmp_path: Path) -> None:
    """Its takes, its lexicon and its corrections were made for the same book."""
    folders = Folders(work=tmp_path / "work")
    book = tmp_path / "book.epub"
    book.write_bytes(b"a book")
    edited = edited_path(book, folders)
    edited.parent.mkdir(parents=True)
    edited.write_text("{}")
    assert project_for(edited, "Renamed", folders) == project_for(book, "Renamed", folders)
    assert edited_path(edited, folders) == edited


def test_a_manifest_edited_by_hand_is_another_book_to_be_edited(tmp_path: Path) -> None:
    """What was made of it before does not hide what its owner has written into it since."""
    folders = Folders(work=tmp_path / "work")
    manifest = tmp_path / "book.json"
    manifest.write_text("{}")
    before = edited_path(manifest, folders)
    manifest.write_text('{"title": "New"}')
    after = edited_path(manifest, folders)
    assert before != after
    assert before.name[:16] == after.name[:16] == project_for(manifest, "", folders).id
