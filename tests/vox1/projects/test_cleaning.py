"""Tests of cleaning."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vox1.errors import DiskError, ProjectBusy
from vox1.paths import Folders
from vox1.projects.cleaning import Cleaned, clean
from vox1.projects.project import Project
from vox1.render.encoded import EncodedSections
from vox1.render.takes import TakeStore

Make = Callable[..., Project]
KEYS = [f"{number:02x}" * 32 for number in range(5)]


@pytest.fixture
def store(folders: Folders) -> TakeStore:
    """A store with a take of 100 bytes and its record of 10 under each of five keys."""
    store = TakeStore(folders.takes)
    for key in KEYS:
        path = store.path_of(key, 1)
        path.write_bytes(bytes(100))
        path.with_suffix(".json").write_bytes(bytes(10))
    return store


def describe(project: Project, keys: list[str]) -> None:
    """Record that a project uses these takes."""
    project.describe("T", Path("book.epub"), keys, {})


def test_takes_that_a_project_uses_are_kept_and_the_others_freed(
    store: TakeStore, folders: Folders, make_project: Make
) -> None:
    """Two books may share a take."""
    describe(make_project(content=b"one"), KEYS[:2])
    describe(make_project(content=b"two"), KEYS[1:3])

    cleaned = clean(folders, everything=False)

    assert cleaned == Cleaned(takes=2, freed_bytes=220, kept_bytes=330)
    assert sorted(store.all_keys()) == KEYS[:3]
    assert store.path_of(KEYS[0], 1).read_bytes() == bytes(100)


@pytest.mark.usefixtures("store")
def test_what_is_encoded_of_a_book_is_freed_with_its_takes_kept(folders: Folders, make_project: Make) -> None:
    """The takes are enough to make it again."""
    project = make_project()
    describe(project, KEYS)
    EncodedSections(project.encoded).add("section", bytes(68))

    assert clean(folders, everything=False) == Cleaned(takes=0, freed_bytes=100, kept_bytes=550)
    assert not project.encoded.exists()


def test_cleaning_again_frees_nothing(store: TakeStore, folders: Folders, make_project: Make) -> None:
    """What is left is in use."""
    describe(make_project(), KEYS[:2])
    clean(folders, everything=False)

    assert clean(folders, everything=False) == Cleaned(0, 0, 220)
    assert sorted(store.all_keys()) == KEYS[:2]


def test_everything_is_freed_when_that_is_asked_for(
    store: TakeStore, folders: Folders, make_project: Make
) -> None:
    """Also what a book would need to be resumed; what is known of the book stays."""
    project = make_project()
    describe(project, KEYS)

    assert clean(folders, everything=True) == Cleaned(5, 550, 0)
    assert list(store.all_keys()) == []
    assert project.keys() == set(KEYS)


@pytest.mark.parametrize("everything", [False, True])
def test_nothing_is_freed_while_a_book_is_rendered(
    everything: bool,  # noqa: FBT001
    store: TakeStore,
    folders: Folders,
    make_project: Make,
    hold: Callable[[Project], subprocess.Popen[str]],
) -> None:
    """Its takes may not be named yet; afterwards it works."""
    describe(make_project(content=b"idle"), KEYS[:1])
    busy = make_project(content=b"busy")
    holder = hold(busy)

    with pytest.raises(ProjectBusy):
        clean(folders, everything=everything)

    assert sorted(store.all_keys()) == KEYS
    holder.communicate("", timeout=30)
    assert clean(folders, everything=everything).takes == (5 if everything else 4)


def test_nothing_is_freed_while_it_is_not_known_what_a_book_uses(
    store: TakeStore, folders: Folders, make_project: Make
) -> None:
    """A damaged description must not cost hours of speech."""
    project = make_project()
    describe(project, KEYS)
    (project.folder / "project.json").write_bytes(b"{ damaged")

    with pytest.raises(DiskError, match=r"project\.json"):
        clean(folders, everything=False)
    assert sorted(store.all_keys()) == KEYS

    assert clean(folders, everything=True).takes == 5


def test_the_projects_are_free_again_after_cleaning(folders: Folders, make_project: Make) -> None:
    """Also after a cleaning that was refused."""
    good, damaged = make_project(content=b"one"), make_project(content=b"two")
    describe(good, [])
    describe(damaged, [])
    (damaged.folder / "project.json").write_bytes(b"")
    with pytest.raises(DiskError):
        clean(folders, everything=False)

    with good.locked(), damaged.locked():
        pass


def test_without_any_work_there_is_nothing_to_free(folders: Folders) -> None:
    """The folders are not even made."""
    assert clean(folders, everything=False) == Cleaned(0, 0, 0)
    assert not folders.work.exists()


def test_auditions_are_freed(folders: Folders) -> None:
    """They take seconds to be spoken again."""
    folders.auditions.mkdir(parents=True)
    (folders.auditions / "a.flac").write_bytes(bytes(100))

    assert clean(folders, everything=False) == Cleaned(takes=0, freed_bytes=100, kept_bytes=0)
    assert list(folders.auditions.iterdir()) == []
