"""Tests of the voices that come with a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from tests.vox1.models.tiny import lay_out, listener_files, narrator_files
from vox1.engines.host import EngineHost
from vox1.engines.registry import NARRATORS
from vox1.errors import InputError
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.paths import Folders
from vox1.voices.presets import PRESETS, presets_of
from vox1_worker.engines.qwen3.languages import mother_tongue


def model(folder: Path, config: Any, kind: Kind = Kind.CUSTOM_VOICE) -> InstalledModel:
    """Return a model with a configuration."""
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return InstalledModel("A model", folder, "qwen3", kind, "0.6B", 1, None, "")


def test_there_are_nine_and_each_has_a_character() -> None:
    """By name, so that a list reads well."""
    names = [preset.name for preset in PRESETS]

    assert len(names) == 9
    assert names == sorted(names)
    assert all(preset.character for preset in PRESETS)


def test_the_worker_says_the_same_of_them() -> None:
    """The table and the loaded engine must not differ."""
    assert {preset.id: preset.language for preset in PRESETS} == {
        preset.id: mother_tongue(preset.id) for preset in PRESETS
    }
    assert all(preset.name == preset.id.replace("_", " ").title() for preset in PRESETS)


def test_the_voices_chosen_by_language_are_among_them() -> None:
    """A book would otherwise end at its first sentence."""
    assert set(NARRATORS.values()) <= {preset.id for preset in PRESETS}


def test_a_models_voices_are_those_in_its_configuration(tmp_path: Path) -> None:
    """One that somebody has trained has others."""
    found = presets_of(model(tmp_path, {"talker_config": {"spk_id": {"Ryan": 3_061, "aunt_mary": 3_062}}}))

    assert [(preset.id, preset.name, preset.language) for preset in found] == [
        ("aunt_mary", "Aunt Mary", "mul"),
        ("ryan", "Ryan", "en"),
    ]


@pytest.mark.parametrize("config", [{}, {"talker_config": []}, {"talker_config": {"spk_id": 3}}, []])
def test_a_model_that_names_none_has_none(tmp_path: Path, config: Any) -> None:
    """Whatever stands there."""
    assert presets_of(model(tmp_path, config)) == ()


def test_a_model_that_clones_has_none(tmp_path: Path) -> None:
    """It takes a recording."""
    config = {"talker_config": {"spk_id": {"ryan": 1}}}

    assert presets_of(model(tmp_path, config, Kind.BASE)) == ()


def test_they_are_listed_without_loading_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and before there is a model: a listener chooses by them."""
    monkeypatch.setattr(EngineHost, "__init__", lambda *_: pytest.fail("an engine was started"))
    backend = Backend(Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"))
    lay_out(tmp_path / "a clone", narrator_files("base"))

    listed = backend.voices("qwen3")

    assert [(one.id, one.character) for one in listed] == [(one.id, one.character) for one in PRESETS]
    assert backend.voices("qwen3", str(tmp_path / "a clone")) == []


def test_a_model_of_another_engine_has_no_voices_for_this_one(tmp_path: Path) -> None:
    """It is said, not shown as an empty list."""
    backend = Backend(Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user"))
    lay_out(tmp_path / "ears", listener_files())

    with pytest.raises(InputError, match="no model for"):
        backend.voices("qwen3", str(tmp_path / "ears"))
