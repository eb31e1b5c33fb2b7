"""The store of models: what is in the folder of models, or in any folder that is named instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1.errors import InputError
from vox1.models import record as records
from vox1.models.catalogue import CATALOGUE, Kind, known_model
from vox1.models.fingerprint import unreadable
from vox1.models.layout import LAYOUTS, Identity, first_missing, identify, shaping_files
from vox1.models.names import is_portable
from vox1.models.record import Record
from vox1.models.safetensors import safetensors_fault
from vox1.paths import Folders


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this computer.

    Attributes:
        name: Of its folder.
        folder: Where it is.
        engine: Id of what it is for.
        kind: What it can do.
        size: Its parameters, such as ``0.6B``; empty where it does not say.
        size_bytes: What its files take on the disk.
        weights_hash: SHA-256 over the files that shape what it does; None until `verify.weights_hash` has
            hashed them, and again once one of them has changed.
        fault: Why it cannot be used, in a few words; empty if it is whole.
    """

    name: str
    folder: Path
    engine: str
    kind: Kind
    size: str
    size_bytes: int
    weights_hash: str | None
    fault: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing from it, by the names and sizes of its files."""
        return not self.fault


def installed(folders: Folders) -> list[InstalledModel]:
    """Return the models in the folder of models, whole or not, by name.

    Raises:
        DiskError: The folder cannot be read.
    """
    try:
        within = sorted(folders.models.iterdir()) if folders.models.is_dir() else []
    except OSError as err:
        raise unreadable(folders.models, err) from err
    shown = (folder for folder in within if folder.is_dir() and not folder.name.startswith("."))
    return [model for folder in shown if (model := model_in(folder))]


def find_model(folders: Folders, name_or_dir: str) -> InstalledModel:
    """Return a model that can be used: one in the folder of models, or one in any other folder.

    Args:
        folders: Of this run.
        name_or_dir: The name of a model, or the path of a folder.

    Raises:
        InputError: It is not here, or not whole.
        DiskError: Its folder cannot be read.
    """
    model = any_model(folders, name_or_dir)
    if model.fault:
        raise InputError(
            f"The model in {model.folder} is not whole: {model.fault}",
            remedy(model),
            "model-not-whole",
        )
    return model


def any_model(folders: Folders, name_or_dir: str) -> InstalledModel:
    """Return a model, whole or not; see `find_model`.

    Raises:
        InputError: It is not here.
        DiskError: Its folder cannot be read.
    """
    folder = folder_of(folders, name_or_dir)
    model = model_in(folder)
    if model is None:
        raise InputError(
            f"There is no model in {folder}",
            "Name the folder that holds its config.json and its weights, or one of these:"
            f" {', '.join(CATALOGUE)}.",
            "no-model",
        )
    return model


def folder_of(folders: Folders, name_or_dir: str) -> Path:
    """Return the folder of a model, by its name or its path.

    Raises:
        InputError: There is none.
    """
    is_name = is_portable(name_or_dir) and "/" not in name_or_dir
    if is_name and (folders.models / name_or_dir).is_dir():
        return folders.models / name_or_dir
    if name_or_dir and Path(name_or_dir).is_dir():
        return Path(name_or_dir).absolute()
    if not is_name:
        raise InputError(f"There is no folder {name_or_dir}", "Check how its path is written.", "no-model")
    row = known_model(name_or_dir)
    if (folders.models / row.name).is_dir():
        return folders.models / row.name
    raise InputError(
        f"The model {row.name} is not on this computer",
        f"{get_command(row.name)} fetches it ({row.fetch_bytes / 1e9:.1f} GB); or name the folder it is in.",
        "no-model",
    )


def model_in(folder: Path, record: Record | None = None) -> InstalledModel | None:
    """Return the model in a folder, whole or not; None where there is nothing of one.

    Args:
        folder: The folder.
        record: What is known of its files; None for what is kept beside them.

    Raises:
        DiskError: The folder cannot be read.
    """
    record = records.load(folder) if record is None else record
    identity = identify(folder)
    by_name = _by_name(folder.name)
    known = identity or by_name
    if known is None:
        return None
    try:
        size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        fault = next(_faults(folder, known, record), "")
        weights_hash = record.weights_hash(shaping_files(folder, LAYOUTS[known.engine]), folder)
    except OSError as err:
        raise unreadable(folder, err) from err
    return InstalledModel(
        name=folder.name,
        folder=folder,
        engine=known.engine,
        kind=known.kind,
        size=known.size or (by_name.size if by_name else ""),
        size_bytes=size_bytes,
        weights_hash=None if fault else weights_hash,
        fault=fault,
    )


def _by_name(name: str) -> Identity | None:
    """What a folder's model should be, by the folder's name."""
    row = CATALOGUE.get(name)
    return Identity(row.engine, row.kind, row.size) if row else None


def _faults(folder: Path, told: Identity, record: Record) -> Iterator[str]:
    """What is wrong with a model, by the names, sizes and headers of its files.

    Args:
        folder: Where it is.
        told: What it is, or should be by its name.
        record: What is known of its files.

    Raises:
        OSError: One cannot be read.
    """
    for path, promised in record.files.items():
        if not (folder / path).is_file():
            yield f"{path} is missing"
        elif (size_bytes := (folder / path).stat().st_size) != promised.size_bytes:
            yield f"{path} has {size_bytes:,} bytes instead of {promised.size_bytes:,}"
        elif (found := record.current(path, folder)) and not found.is_right:
            yield f"{path} is damaged"
    layout = LAYOUTS[told.engine]
    if missing := first_missing(folder, layout):
        yield f"{missing} is missing"
    if identify(folder) is None:
        yield "config.json does not say what the model is"
    for path in shaping_files(folder, layout):
        if path.endswith(".safetensors") and (fault := safetensors_fault(folder / path)):
            yield f"{path} is damaged: {fault}"


def remedy(model: InstalledModel) -> str:
    """Return what to do about a model that is not whole, as a hint."""
    if model.name in CATALOGUE and model.folder.parent.name == Folders().models.name:
        return f"{get_command(model.name)} fetches again what is not right."
    return f"Copy its folder there again, or fetch a model with {get_command('NAME')}."


def get_command(name: str) -> str:
    """Return the command that fetches a model, as a hint names it."""
    return f"`python3 run.py models get {name}`"
