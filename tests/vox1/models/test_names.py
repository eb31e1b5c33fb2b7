"""Tests of which names may be written to this disk."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vox1.models.names import first_clash, is_ours, is_portable

LIKELY = st.text(st.sampled_from("ab./\\:~ \t\0COMNUL1é%*"), max_size=12)


@pytest.mark.parametrize(
    "path",
    [
        "config.json",
        "speech_tokenizer/model.safetensors",
        "model-00001-of-00002.safetensors",
        "a/b/c/d/e/f",
        ".gitattributes",
        "vocabulaire é.txt",
        "console.txt",
        "x" * 180,
    ],
)
def test_names_of_models_files_are_portable(path: str) -> None:
    """Nothing that a model needs is refused."""
    assert is_portable(path)


@given(LIKELY)
@example("..")
@example("a/..")
@example("C:a")
def test_a_portable_name_stays_in_its_folder_on_every_system(path: str) -> None:
    """Whatever its letters are."""
    if not is_portable(path):
        return
    for kind in (PurePosixPath, PureWindowsPath):
        place = kind("models") / path
        assert ".." not in place.parts
        assert place.parts[0] == "models"
        assert len(place.parts) == 1 + path.count("/") + 1
        assert not kind(path).drive
    assert Path(os.path.normpath(path)).parts == tuple(path.split("/"))


@pytest.mark.parametrize(
    ("paths", "clash"),
    [
        (["a", "b", "c/a", "c/b"], None),
        (["a", "A"], "A"),
        (["a", "a/b"], "a/b"),
        (["a/b", "A"], "A"),
        (["é", "e\u0301"], "e\u0301"),
        (["a/b", "A/B"], "A/B"),
        (["a", "a"], "a"),
    ],
)
def test_names_that_are_one_on_some_system_clash(paths: list[str], clash: str | None) -> None:
    """One file would overwrite the other on Windows and macOS."""
    assert first_clash(paths) == clash


def test_what_vox1_writes_itself_is_its_own() -> None:
    """A hub cannot bring its own word of what is right."""
    assert is_ours("VOX1-model.json")
    assert is_ours("model.safetensors.part")
    assert not is_ours("sub/vox1-model.json")
    assert not is_ours("config.json")
