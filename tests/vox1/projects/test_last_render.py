"""Tests of what a project knows of its last render: the same audiobook can be made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.options import Notes, ReadingOptions
from vox1.errors import DiskError
from vox1.projects.last_render import LastRender
from vox1.projects.project import Project
from vox1.settings import Settings

Make = Callable[..., Project]

renders = st.builds(
    LastRender,
    settings=st.builds(Settings, voice=st.text(max_size=9), speed=st.floats(0.5, 2.0)),
    chapters=st.none() | st.frozensets(st.integers(1, 999), max_size=5),
    also=st.frozensets(st.integers(1, 999), max_size=5),
    seed=st.integers(),
    device=st.sampled_from(["auto", "cpu", "cuda"]),
    reading=st.builds(
        ReadingOptions, st.sampled_from(Notes), *[st.booleans()] * 5, st.just(""), st.booleans()
    ),
    book_sha256=st.just("ab" * 32),
)


@given(renders)
def test_it_comes_back_as_it_was_written(render: LastRender) -> None:
    """Through JSON, with every switch."""
    written = json.loads(json.dumps([asdict(render.settings), render.to_json()]))

    assert LastRender.from_json(*written) == render


def test_a_password_is_not_kept() -> None:
    """A project is no place for it."""
    render = LastRender(Settings(), reading=ReadingOptions(password="secret"))  # noqa: S106  # not ours

    assert "secret" not in json.dumps(render.to_json())


def test_a_project_of_an_older_version_says_what_it_knows(make_project: Make) -> None:
    """Its settings; all else is as it was when there was nothing else."""
    project = make_project()
    project.folder.mkdir(parents=True)
    old = '{"schema": 1, "title": "T", "source": "b.epub", "settings": {"engine": "tone", "speed": 9}'
    (project.folder / "project.json").write_text(f'{old}, "keys": []}}', "utf-8")

    found = project.last_render()

    assert found is not None
    assert replace(found, warnings=()) == LastRender(Settings(engine="tone"))
    assert "speed" in found.warnings[0]


def test_a_project_knows_its_last_render(make_project: Make) -> None:
    """None before it was rendered."""
    project = make_project()
    assert project.last_render() is None
    render = LastRender(Settings(voice="Aunt Mary"), frozenset((1, 3)), seed=7)

    project.describe("T", Path("b.epub"), ["a"], asdict(render.settings), render.to_json())

    assert project.last_render() == render
    assert project.keys() == {"a"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"schema": 1}',
        b'{"settings": 7}',
        b'{"settings": {}, "asked": {"chapters": 7}}',
        b'{"settings": {}, "asked": {"reading": {"notes": "?"}}}',
        b'{"schema": 2, "settings": {}}',
    ],
)
def test_one_that_cannot_be_read_is_an_error(make_project: Make, content: bytes) -> None:
    """Other settings would make another audiobook, in silence."""
    project = make_project()
    project.folder.mkdir(parents=True)
    (project.folder / "project.json").write_bytes(content)

    with pytest.raises(DiskError) as caught:
        project.last_render()

    assert "project.json" in caught.value.message
    assert caught.value.hint
