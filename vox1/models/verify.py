"""Verifying: every file of a model is hashed, compared with what the hub promised, and named by one hash."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vox1.control import Control
from vox1.errors import DiskError, ModelDamaged
from vox1.events import Event
from vox1.models import record as records
from vox1.models.fingerprint import unreadable
from vox1.models.layout import LAYOUTS, shaping_files
from vox1.models.meter import Meter
from vox1.models.record import Record
from vox1.models.store import InstalledModel, model_in, remedy

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of a model.

    Attributes:
        model: As it stands now, with its hash if it is whole.
        files: How many were hashed.
        damaged: Those that do not hold what the hub promised.
        unpromised: Those that nobody has promised anything of: only their sizes and headers could be
            checked.
        remedy: What to do if it is not whole, as a hint.
    """

    model: InstalledModel
    files: int
    damaged: tuple[str, ...]
    unpromised: tuple[str, ...]
    remedy: str


def verify(model: InstalledModel, emit: Callable[[Event], None], control: Control) -> Verified:
    """Hash every file of a model anew, whatever is known of it: a disk may change what it holds in silence.

    Args:
        model: Whole or not.
        emit: Told of the progress.
        control: Pauses it, or ends it.

    Raises:
        Cancelled: It was ended.
        DiskError: A file cannot be read.
    """
    promised = records.load(model.folder).files
    shaping = shaping_files(model.folder, LAYOUTS[model.engine])
    there = [path for path in promised if (model.folder / path).is_file()]
    paths = sorted({*shaping, *there})
    record = _hashed(model, paths, emit, control)
    return Verified(
        model=_as_it_stands(model, record),
        files=len(paths),
        damaged=tuple(path for path in paths if not record.checked[path].is_right),
        unpromised=tuple(path for path in paths if path not in promised),
        remedy=remedy(model),
    )


def weights_hash(model: InstalledModel, emit: Callable[[Event], None], control: Control) -> str:
    """Return the SHA-256 over the files that shape what a model does.

    Only files that were never hashed, or have changed since, are read.

    Args:
        model: One that is whole.
        emit: Told of the progress, where something is to be hashed.
        control: Pauses it, or ends it.

    Raises:
        Cancelled: It was ended.
        DiskError: A file cannot be read.
        ModelDamaged: The files are not what the hub promised, or some are missing.
    """
    shaping = shaping_files(model.folder, LAYOUTS[model.engine])
    record = records.load(model.folder)
    unknown = [path for path in shaping if not record.current(path, model.folder)]
    if unknown:
        record = _hashed(model, unknown, emit, control)
    now = _as_it_stands(model, record)
    found = record.weights_hash(shaping, model.folder)
    if now.fault or found is None:
        raise ModelDamaged(
            f"The model in {now.folder} cannot be used:"
            f" {now.fault or 'its files change while they are read'}",
            remedy(now),
        )
    return found


def _hashed(
    model: InstalledModel, paths: Iterable[str], emit: Callable[[Event], None], control: Control
) -> Record:
    """The model's record, with these files hashed, kept beside them where that can be."""
    record = records.load(model.folder)
    sizes = {path: _size_bytes(model.folder / path) for path in paths}
    meter = Meter(model.name, sum(sizes.values()), emit)
    for path in sizes:
        meter.begin(path)
        found = records.check(model.folder / path, record.files.get(path), control, meter.passed)
        record = record.with_checked(path, found)
    meter.end()
    try:
        records.save(model.folder, record)
    except DiskError as err:  # somebody else's folder: it will be hashed again next time
        log.warning("The hashes of %s are not kept: %s", model.folder, err)
    return record


def _as_it_stands(model: InstalledModel, record: Record) -> InstalledModel:
    return model_in(model.folder, record) or model


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as err:
        raise unreadable(path, err) from err
