"""Tests of corrections on the disk: they are the editor's own work, and never lost in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.vox1.conftest import FailingDisk
from vox1.errors import DiskError
from vox1.projects import corrections
from vox1.projects.project import Project
from vox1.script.corrections import Corrections, Direction, TextCorrection

Make = Callable[..., Project]
MADE = Corrections(
    (TextCorrection(12, "Hermoine “came”.", "Hermione “came”.", 2),), (Direction(3, "Three", "sad", None),)
)


def test_corrections_are_kept(make_project: Make) -> None:
    """None before there are any."""
    project = make_project()
    assert corrections.load(project) == Corrections()

    corrections.save(project, MADE)

    assert corrections.load(project) == MADE


def test_corrections_of_the_first_version_are_read(make_project: Make) -> None:
    """For as long as there is VOX-1."""
    project = make_project()
    project.folder.mkdir(parents=True)
    old = """{"schema": 1, "texts": [{"chapter": 12, "written": "a", "text": "b", "nth": 1}],
        "directions": [{"chapter": 3, "title": "Three", "style": null, "voice": "Bob"}]}"""
    (project.folder / "corrections.json").write_text(old, "utf-8-sig")

    assert corrections.load(project) == Corrections(
        (TextCorrection(12, "a", "b"),), (Direction(3, "Three", None, "Bob"),)
    )


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 9_999),
        *(b'{"schema": 1}', b'{"schema": 2, "texts": [], "directions": []}', b'{"schema": 1, "texts": 7}'),
        b'{"schema": 1, "texts": [{"chapter": "x"}], "directions": []}',
    ],
)
def test_damaged_corrections_are_an_error(content: bytes, make_project: Make) -> None:
    """The file is left as it is."""
    project = make_project()
    project.folder.mkdir(parents=True)
    path = project.folder / "corrections.json"
    path.write_bytes(content)

    with pytest.raises(DiskError) as caught:
        corrections.load(project)

    assert str(path) in caught.value.message
    assert "backup" in caught.value.hint
    assert path.read_bytes() == content


def test_a_disk_that_fails_leaves_the_old_or_the_new(make_project: Make, failing_disk: FailingDisk) -> None:
    """At whatever step it fails."""
    project = make_project()
    corrections.save(project, MADE)
    new = Corrections(MADE.texts)
    for step in range(1, 9):
        with failing_disk.failing(step, lasts=True):
            try:
                corrections.save(project, new)
            except DiskError:
                assert failing_disk.failed
        assert corrections.load(project) in {MADE, new}
