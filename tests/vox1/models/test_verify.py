"""Tests of verifying models, and of the hash that takes are named by."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vox1.models import tiny
from vox1 import events
from vox1.control import Cancelled, Control
from vox1.errors import DiskError, ModelDamaged
from vox1.models import record as records
from vox1.models.fingerprint import DigestKind, Promised
from vox1.models.names import RECORD_NAME
from vox1.models.record import Record
from vox1.models.store import InstalledModel, find_model
from vox1.models.verify import verify, weights_hash
from vox1.paths import Folders

SHAPING = sorted(set(tiny.narrator_files()) - {"README.md"})


@pytest.fixture
def model(folders: Folders) -> InstalledModel:
    """A whole narrator, brought by hand."""
    tiny.lay_out(folders.models / tiny.NARRATOR, tiny.narrator_files())
    return find_model(folders, tiny.NARRATOR)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are hashed, as they are."""
    names: list[str] = []
    check = records.check

    def noted(path: Path, *arguments: object) -> records.Checked:
        names.append(path.name)
        return check(path, *arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(records, "check", noted)
    return names


def _hash(model: InstalledModel) -> str:
    return weights_hash(model, lambda _: None, Control())


def _by_hand(folder: Path) -> str:
    """The hash as the design tells it: SHA-256 over canonical JSON of names and SHA-256s."""
    hashes = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in SHAPING}
    return hashlib.sha256(json.dumps(hashes, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_the_hash_is_over_the_names_and_hashes_of_all_that_shapes_the_sound(model: InstalledModel) -> None:
    """Its value is part of every take's name: another one would have every book spoken anew."""
    assert _hash(model) == _by_hand(model.folder)


def test_the_hash_keeps_its_value(tmp_path: Path) -> None:
    """The same in every version of VOX-1: this is that of one empty file called ``a``."""
    (tmp_path / "a").touch()
    record = Record().with_checked("a", records.check(tmp_path / "a", None, Control(), lambda _: None))
    kept = "523f948e1f09ce6fd9d8c985125d78a9b2e8165064fdda864d3b9a95f03642aa"
    assert record.weights_hash(["a"], tmp_path) == kept
    assert record.weights_hash(["a", "b"], tmp_path) is None
    assert record.weights_hash([], tmp_path) is None


def test_the_hash_is_computed_once(model: InstalledModel, folders: Folders, hashed: list[str]) -> None:
    """Reading gigabytes takes a while; the second time nothing is read."""
    first = _hash(model)
    assert len(hashed) == len(SHAPING)
    hashed.clear()
    assert _hash(model) == first
    assert find_model(folders, tiny.NARRATOR).weights_hash == first
    assert hashed == []


@pytest.mark.parametrize("path", SHAPING)
def test_the_hash_is_computed_anew_for_the_file_that_changed(
    model: InstalledModel, folders: Folders, hashed: list[str], path: str
) -> None:
    """Only that one is read."""
    before = _hash(model)
    content = (model.folder / path).read_bytes()
    changed = content[:-1] + b"!" if path.endswith(".safetensors") else content + b"\n"
    (model.folder / path).write_bytes(changed)
    os.utime(model.folder / path, ns=(1, 1))
    hashed.clear()
    assert find_model(folders, tiny.NARRATOR).weights_hash is None
    assert _hash(model) != before
    assert hashed == [Path(path).name]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "README.md").write_text("another"),
        lambda folder: (folder / "LICENSE").write_text("terms"),
        lambda folder: tiny.lay_out(folder, {".cache/huggingface/x.json": b"{}"}),
        lambda folder: os.utime(folder / "vocab.json", ns=(1, 1)),
    ],
    ids=["description", "licence", "cache", "time"],
)
def test_what_does_not_shape_the_sound_leaves_the_hash(
    model: InstalledModel, change: Callable[[Path], object]
) -> None:
    """Or a book would be spoken anew for nothing."""
    before = _hash(model)
    change(model.folder)
    assert _hash(model) == before


def test_a_copy_in_another_place_has_the_same_hash(model: InstalledModel, tmp_path: Path) -> None:
    """A take belongs to the model, wherever it is."""
    copy = tmp_path / "elsewhere"
    shutil.copytree(model.folder, copy, ignore=shutil.ignore_patterns(RECORD_NAME))
    other = find_model(Folders(tmp_path, tmp_path, tmp_path), str(copy))
    assert _hash(other) == _hash(model)


def test_a_folder_that_cannot_be_written_is_hashed_all_the_same(
    model: InstalledModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is somebody else's; it is hashed again next time."""

    def refuse(folder: Path, record: Record) -> None:
        raise DiskError(f"{folder} {record.repo}", "")

    monkeypatch.setattr(records, "save", refuse)
    assert _hash(model) == _by_hand(model.folder)
    assert not (model.folder / RECORD_NAME).exists()


def test_a_file_that_is_not_what_the_hub_promised_has_no_hash(model: InstalledModel) -> None:
    """Takes of a damaged model must not be kept as the model's."""
    promised = Promised(2, DigestKind.GIT_SHA1, "0" * 40)
    records.save(model.folder, Record(files={"tokenizer_config.json": promised}))
    with pytest.raises(ModelDamaged, match=r"tokenizer_config\.json is damaged"):
        _hash(model)


def test_git_hashes_are_known(model: InstalledModel) -> None:
    """``git hash-object`` of a file that holds ``{}``."""
    promised = Promised(2, DigestKind.GIT_SHA1, "9e26dfeeb6e641a33dae4961196235bdb965b21b")
    records.save(model.folder, Record(files={"tokenizer_config.json": promised}))
    assert _hash(model) == _by_hand(model.folder)


def test_verify_says_what_nobody_promised(model: InstalledModel) -> None:
    """A folder brought by hand has no hashes to compare with, and that is not kept quiet."""
    found = verify(model, lambda _: None, Control())
    assert found.model.is_whole
    assert found.model.weights_hash == _by_hand(model.folder)
    assert found.unpromised == tuple(SHAPING)


def test_verify_reads_everything_again(model: InstalledModel, hashed: list[str]) -> None:
    """A disk may lose bits, and no time of a file tells of it."""
    verify(model, lambda _: None, Control())
    hashed.clear()
    verify(model, lambda _: None, Control())
    assert len(hashed) == len(SHAPING)


def test_verify_tells_how_far_it_is(model: InstalledModel) -> None:
    """To its end."""
    told: list[events.Event] = []
    verify(model, told.append, Control())
    last = told[-1]
    assert isinstance(last, events.ModelProgress)
    total = sum((model.folder / path).stat().st_size for path in SHAPING)
    assert (last.name, last.done_bytes, last.total_bytes) == (model.name, total, total)


def test_verify_can_be_cancelled(model: InstalledModel) -> None:
    """And leaves nothing half-written."""
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        verify(model, lambda _: None, control)
    assert not (model.folder / RECORD_NAME).exists()


def test_verify_of_a_model_that_is_not_whole_says_so(model: InstalledModel) -> None:
    """What is there is hashed all the same."""
    (model.folder / "vocab.json").unlink()
    found = verify(model, lambda _: None, Control())
    assert (found.model.fault, found.files) == ("vocab.json is missing", len(SHAPING) - 1)
