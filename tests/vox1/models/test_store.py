"""Tests of what is found in the folder of models, and in other folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.vox1.models import tiny
from vox1.errors import InputError
from vox1.models import record as records
from vox1.models.catalogue import CATALOGUE, LISTENER, NARRATOR, Kind, known_model
from vox1.models.fingerprint import DigestKind, Promised
from vox1.models.record import Record
from vox1.models.store import find_model, installed
from vox1.paths import Folders


@pytest.fixture
def narrator(folders: Folders) -> Path:
    """A whole narrator, brought by hand."""
    return tiny.lay_out(folders.models / tiny.NARRATOR, tiny.narrator_files())


def test_no_folder_of_models_is_no_models(folders: Folders) -> None:
    """As on the first day."""
    assert installed(folders) == []


def test_models_are_listed_by_name_with_what_they_are(folders: Folders, narrator: Path) -> None:
    """What was brought by hand as well; files, hidden folders and other folders are not."""
    tiny.lay_out(folders.models / tiny.LISTENER, tiny.listener_files())
    tiny.lay_out(folders.models / f".{tiny.NARRATOR}.part", tiny.narrator_files())
    tiny.lay_out(folders.models / "my voice", tiny.narrator_files("custom_voice", "1b7"))
    tiny.lay_out(folders.models / "notes", {"a.txt": b"", "config.json": b"{}"})
    (folders.models / "README.txt").write_text("mine")
    models = installed(folders)
    assert [(model.name, model.engine, model.kind, model.size) for model in models] == [
        (tiny.NARRATOR, NARRATOR, Kind.BASE, "0.6B"),
        (tiny.LISTENER, LISTENER, Kind.LISTENING, "0.24B"),
        ("my voice", NARRATOR, Kind.CUSTOM_VOICE, "1.7B"),
    ]
    assert all(model.is_whole and model.weights_hash is None for model in models)
    assert models[0].size_bytes == sum(path.stat().st_size for path in narrator.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", [tiny.NARRATOR, tiny.NARRATOR.lower(), tiny.NARRATOR.upper()])
def test_a_model_is_found_by_its_name_whatever_the_capitals(
    folders: Folders, narrator: Path, name: str
) -> None:
    """Nobody remembers those."""
    assert find_model(folders, name).folder.samefile(narrator)


def test_a_model_is_found_in_any_folder(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For those without a network, and those who keep models for several programs."""
    elsewhere = tiny.lay_out(tmp_path / "elsewhere" / "big one", tiny.narrator_files("voice_design", "1b7"))
    model = find_model(folders, str(elsewhere))
    assert (model.name, model.folder, model.kind) == ("big one", elsewhere, Kind.VOICE_DESIGN)
    monkeypatch.chdir(elsewhere.parent)
    assert find_model(folders, "big one").folder == elsewhere
    assert find_model(folders, "./big one").folder == elsewhere


def test_a_model_that_is_not_here_is_said_with_the_command_that_fetches_it(folders: Folders) -> None:
    """And how much that is."""
    with pytest.raises(InputError, match="not on this computer") as caught:
        find_model(folders, tiny.NARRATOR)
    assert f"models get {tiny.NARRATOR}" in caught.value.hint
    assert "2.5 GB" in caught.value.hint


@pytest.mark.parametrize("name", ["qwen", "", "no/such/folder", "..", "~"])
def test_what_is_no_model_is_said_with_the_names_or_the_path(folders: Folders, name: str) -> None:
    """Whatever was typed."""
    with pytest.raises(InputError) as caught:
        find_model(folders, name)
    assert caught.value.hint


def test_a_folder_without_a_model_is_said(folders: Folders, tmp_path: Path) -> None:
    """It is there, and it is another one."""
    with pytest.raises(InputError, match="no model in"):
        find_model(folders, str(tmp_path))


@pytest.mark.parametrize(
    "path", [path for path in tiny.narrator_files() if path not in {"README.md", "preprocessor_config.json"}]
)
def test_a_narrator_that_lacks_a_file_is_not_whole(folders: Folders, narrator: Path, path: str) -> None:
    """The engine would fail on it, in the middle of loading."""
    (narrator / path).unlink()
    with pytest.raises(InputError, match=path) as caught:
        find_model(folders, tiny.NARRATOR)
    assert caught.value.code == "model-not-whole"
    assert "models get" in caught.value.hint
    assert not installed(folders)[0].is_whole


def test_a_folder_elsewhere_that_is_not_whole_is_not_fetched_into(folders: Folders, tmp_path: Path) -> None:
    """The command would put the model into the folder of models."""
    elsewhere = tiny.lay_out(tmp_path / tiny.NARRATOR, tiny.narrator_files())
    (elsewhere / "vocab.json").unlink()
    with pytest.raises(InputError) as caught:
        find_model(folders, str(elsewhere))
    assert caught.value.hint.startswith("Copy its folder there again")


@pytest.mark.parametrize("path", list(tiny.listener_files()))
def test_a_recogniser_that_lacks_a_file_is_not_whole(folders: Folders, path: str) -> None:
    """The same."""
    tiny.lay_out(folders.models / tiny.LISTENER, tiny.listener_files())
    (folders.models / tiny.LISTENER / path).unlink()
    with pytest.raises(InputError, match=path):
        find_model(folders, tiny.LISTENER)


def test_a_file_that_the_hub_listed_is_missed(folders: Folders, narrator: Path) -> None:
    """Not every checkpoint has it; this one should."""
    promised = Promised(2, DigestKind.GIT_SHA1, "0" * 40)
    records.save(narrator, Record(files={"preprocessor_config.json": promised}))
    assert find_model(folders, tiny.NARRATOR).is_whole
    (narrator / "preprocessor_config.json").unlink()
    with pytest.raises(InputError, match=r"preprocessor_config\.json is missing"):
        find_model(folders, tiny.NARRATOR)


def test_a_file_of_another_size_than_the_hub_listed_is_seen(folders: Folders, narrator: Path) -> None:
    """A copy that was broken off."""
    records.save(narrator, Record(files={"merges.txt": Promised(99, DigestKind.GIT_SHA1, "0" * 40)}))
    with pytest.raises(InputError, match=r"merges\.txt has 14 bytes instead of 99"):
        find_model(folders, tiny.NARRATOR)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x05\0\0",
        tiny.safetensors(1_000)[:-1],
        tiny.safetensors(1_000) + b"x",
        (10).to_bytes(8, "little") + b"not json!!",
        (2).to_bytes(8, "little") + b"[]",
        b"\xff" * 100,
        (30).to_bytes(8, "little") + b'{"w": {"data_offsets": "none"}',
        (26).to_bytes(8, "little") + b'{"w": {"data_offsets": 7}}',
    ],
)
def test_weights_whose_header_lies_are_seen(folders: Folders, narrator: Path, content: bytes) -> None:
    """Nothing else tells that a folder brought by hand was not copied to its end."""
    (narrator / "model.safetensors").write_bytes(content)
    with pytest.raises(InputError, match=r"model\.safetensors is damaged"):
        find_model(folders, tiny.NARRATOR)


def test_weights_in_shards_are_whole_with_all_of_them(folders: Folders, narrator: Path) -> None:
    """An index names them; without one of them the model is not whole."""
    (narrator / "model.safetensors").unlink()
    shards = {"a": "model-1-of-2.safetensors", "b": "model-2-of-2.safetensors"}
    (narrator / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))
    (narrator / shards["a"]).write_bytes(tiny.safetensors(100))
    with pytest.raises(InputError, match=r"model-2-of-2\.safetensors is missing"):
        find_model(folders, tiny.NARRATOR)
    (narrator / shards["b"]).write_bytes(tiny.safetensors(100))
    assert find_model(folders, tiny.NARRATOR).is_whole


@pytest.mark.parametrize("index", [b"", b"{}", b'{"weight_map": {}}', b'{"weight_map": {"a": 1}}'])
def test_an_index_that_names_nothing_makes_nothing_whole(
    folders: Folders, narrator: Path, index: bytes
) -> None:
    """It is there, and of no use."""
    (narrator / "model.safetensors").unlink()
    (narrator / "model.safetensors.index.json").write_bytes(index)
    with pytest.raises(InputError, match=r"model\.safetensors is missing"):
        find_model(folders, tiny.NARRATOR)


@pytest.mark.parametrize(
    "config", [b"", b"[]", b"{", b'{"tts_model_type": "singing"}', b'{"tts_model_type": []}', b"[" * 100_000]
)
def test_a_config_that_says_nothing_makes_no_model(folders: Folders, narrator: Path, config: bytes) -> None:
    """Under a known name it is a model that is not whole; under another it is none."""
    (narrator / "config.json").write_bytes(config)
    with pytest.raises(InputError, match=r"config\.json"):
        find_model(folders, tiny.NARRATOR)
    narrator.rename(folders.models / "mine")
    assert installed(folders) == []


def test_a_size_that_is_not_understood_is_left_open(folders: Folders) -> None:
    """A later model may write it otherwise; it can be used all the same."""
    tiny.lay_out(folders.models / "later", tiny.narrator_files(size="4 billion"))
    assert find_model(folders, "later").size == ""


def test_every_known_model_has_a_folder_of_its_own_and_a_place_on_the_hub() -> None:
    """The folder is the last part of the place."""
    for name, row in CATALOGUE.items():
        assert row.name == name == known_model(name.lower()).name
        assert row.repo.count("/") == 1
        assert row.repo.endswith(name)
        assert row.description.endswith(".")
    assert {row.kind for row in CATALOGUE.values()} == set(Kind)
