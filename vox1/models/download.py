"""A download: a model brought here whole, or as far as it came, to be gone on with.

Everything comes into `models/.NAME.part/`. That folder gets the model's name when every file in it is
what the hub promised, so nothing half-fetched is ever taken for whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from vox1 import files
from vox1.control import Control
from vox1.errors import DiskError, InputError, disk_error
from vox1.events import Event
from vox1.models import hub as hubs
from vox1.models import record as records
from vox1.models import trouble
from vox1.models.catalogue import CATALOGUE, KnownModel
from vox1.models.fingerprint import Promised
from vox1.models.hub import Hub, Listing
from vox1.models.meter import Meter
from vox1.models.names import PART_ENDING, RECORD_NAME, is_portable
from vox1.models.patience import Patience, Tries
from vox1.models.record import Record
from vox1.models.store import InstalledModel, model_in
from vox1.models.transfer import Source, Transfer
from vox1.paths import Folders
from vox1.projects import locks
from vox1.render.room import LOW_BYTES, SPARE_BYTES, Room, room_left

_LOOK_BYTES = 64 * 2**20
"""Between two looks at the disk."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched.

    Attributes:
        row: Which model.
        folders: Of this run.
        hub: Where it comes from.
        patience: How long to wait for what.
    """

    row: KnownModel
    folders: Folders
    hub: Hub
    patience: Patience = field(default_factory=Patience)


def get_model(wanted: Wanted, emit: Callable[[Event], None], control: Control) -> InstalledModel:
    """Bring a model here; one that is here whole, by the sizes of its files, is left alone.

    Args:
        wanted: Which, and from where.
        emit: Told of the progress, of every wait, and of a disk that runs low.
        control: Pauses it, or ends it; what has come stays either way.

    Raises:
        Cancelled: It was ended.
        DownloadFailed: It cannot be fetched.
        DiskError: The disk is full or refuses.
        ProjectBusy: Another VOX-1 is fetching it.
    """
    row, patience = wanted.row, wanted.patience
    folder = wanted.folders.models / row.name
    with _held(wanted.folders, row.name):
        there = model_in(folder) if folder.is_dir() else None
        if there and there.is_whole:
            return there
        if hubs.is_offline():
            raise trouble.offline(row.repo)
        tries = Tries(row.name, hubs.quick(patience), emit, control)
        listing = hubs.list_files(row.repo, wanted.hub, tries, control, patience)
        return _Download(wanted, listing, emit, control).run()


def begun_models(folders: Folders) -> dict[str, int]:
    """Return how many bytes have come of each model that is not here yet, by their names.

    Raises:
        DiskError: The folder of models cannot be read.
    """
    begun = {}
    try:
        for name in CATALOGUE:
            part = _part_folder(folders, name)
            if part.is_dir():
                begun[name] = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
    except OSError as err:
        raise disk_error(err, folders.models) from err
    return begun


def remove_model(name: str, folders: Folders) -> int:
    """Delete a model, or what has come of one, and return how many bytes that frees.

    A link to another place is deleted, and that place left alone.

    Args:
        name: Of its folder in the folder of models.
        folders: Of this run.

    Raises:
        InputError: There is none.
        DiskError: The disk refuses, or a program has it open.
        ProjectBusy: Another VOX-1 is fetching it.
    """
    is_name = is_portable(name) and "/" not in name and not name.startswith(".")
    folder, part = folders.models / name, _part_folder(folders, name)
    if not is_name or not (part.exists() or (folder.is_dir() and model_in(folder))):
        raise InputError(
            f"There is no model {name} in {folders.models}",
            "`python3 run.py models list` shows what is there.",
            "no-model",
        )
    with _held(folders, name):
        return _delete(folder) + _delete(part)


class _Download:
    """The download of one model."""

    def __init__(
        self, wanted: Wanted, listing: Listing, emit: Callable[[Event], None], control: Control
    ) -> None:
        models = wanted.folders.models
        self._row = wanted.row
        self._hub = wanted.hub
        self._folder = models / wanted.row.name
        self._part = _part_folder(wanted.folders, wanted.row.name)
        self._listing = listing
        self._control = control
        self._room = Room(models, models, emit, control)
        self._unlooked_bytes = 0
        self._meter = Meter(wanted.row.name, listing.size_bytes, emit)
        tries = Tries(wanted.row.name, wanted.patience, emit, control)
        self._transfer = Transfer(wanted.patience, tries, self._meter, control, self._keep_room)

    def run(self) -> InstalledModel:
        """Do it; what goes wrong is as `get_model` says."""
        try:
            self._begin()
            self._require_room()
            # The small files first: if they are wrong, it is known at once.
            for path, promised in sorted(self._listing.files.items(), key=lambda item: item[1].size_bytes):
                self._meter.begin(path)
                self._bring(path, promised)
        except OSError as err:
            raise disk_error(err, self._part) from err
        finally:
            self._meter.end()
        return self._put_in_place()

    def _begin(self) -> None:
        """Have the folder that it comes into, with all that is here of it already."""
        if self._folder.exists() or self._folder.is_symlink():
            self._take_back()
        self._part.mkdir(parents=True, exist_ok=True)
        self._drop_outdated()
        old = records.load(self._part)
        self._record = Record(
            self._listing.repo, self._listing.commit, self._hub.address, self._listing.files, old.checked
        )
        records.save(self._part, self._record)

    def _take_back(self) -> None:
        """Make what lies under the model's name, and is not whole, a part of the download."""
        if not self._part.exists():
            files.replace(self._folder, self._part)
            return
        own = [] if self._folder.is_symlink() else list(self._folder.rglob("*"))
        for path in [path for path in own if path.is_file()]:
            target = self._part / path.relative_to(self._folder)
            if not target.exists() and path.name != RECORD_NAME:
                target.parent.mkdir(parents=True, exist_ok=True)
                files.replace(path, target)
        _delete(self._folder)

    def _drop_outdated(self) -> None:
        """Delete what came of another version of a file."""
        for path, promised in records.load(self._part).files.items():
            if self._listing.files.get(path) != promised:
                (self._part / path).unlink(missing_ok=True)
                (self._part / (path + PART_ENDING)).unlink(missing_ok=True)

    def _require_room(self) -> None:
        """See that there is room for what is missing.

        Raises:
            DiskError: There is not.
        """
        missing_bytes = sum(
            promised.size_bytes - min(promised.size_bytes, self._here_bytes(path))
            for path, promised in self._listing.files.items()
        )
        free_bytes = room_left(self._part)
        if free_bytes < missing_bytes + SPARE_BYTES:
            raise DiskError(
                f"{self._row.name} needs {(missing_bytes + SPARE_BYTES) / 1e9:,.2f} GB in"
                f" {self._part.parent}, which has only {free_bytes / 1e9:,.2f} GB free",
                "Free some space (`clean` deletes takes that no book needs), or name another folder with"
                " --user-dir.",
                "disk-full",
            )

    def _here_bytes(self, path: str) -> int:
        """How much of a file is here."""
        sizes = (
            place.stat().st_size if place.is_file() else 0
            for place in (self._part / path, self._part / (path + PART_ENDING))
        )
        return max(sizes)

    def _bring(self, path: str, promised: Promised) -> None:
        """Have a file in the folder, hashed and right."""
        target = self._part / path
        if target.is_file() and self._is_right(path, promised):
            target.with_name(target.name + PART_ENDING).unlink(missing_ok=True)
            return
        source = Source(self._hub, self._listing.repo, self._listing.commit, path)
        self._note(path, self._transfer.fetch(source, target, promised))

    def _is_right(self, path: str, promised: Promised) -> bool:
        """Whether a file that is here is the one that was promised; it is deleted otherwise."""
        target = self._part / path
        found = self._record.current(path, self._part)
        if found and found.is_right:
            self._meter.skipped(promised.size_bytes)
            return True
        if target.stat().st_size == promised.size_bytes:
            found = records.check(target, promised, self._control, self._meter.skipped)
            if found.is_right:
                self._note(path, found)
                return True
            self._meter.skipped(-promised.size_bytes)
        target.unlink()
        return False

    def _note(self, path: str, found: records.Checked) -> None:
        self._record = self._record.with_checked(path, found)
        records.save(self._part, self._record)

    def _keep_room(self, count_bytes: int) -> None:
        """Wait while the disk is low."""
        self._unlooked_bytes += count_bytes
        if self._unlooked_bytes >= _LOOK_BYTES:
            self._unlooked_bytes = 0
            if room_left(self._part) < LOW_BYTES:
                self._room.wait_for(self._part, SPARE_BYTES)

    def _put_in_place(self) -> InstalledModel:
        """Give the folder its name.

        Raises:
            DownloadFailed: All that is listed is here, and no model can be made of it.
            DiskError: The disk refuses.
        """
        checked = {path: found for path, found in self._record.checked.items() if path in self._listing.files}
        records.save(self._part, replace(self._record, checked=checked))
        model = model_in(self._part)
        fault = model.fault if model else "it does not say what it is"
        if model and model.kind is not self._row.kind:
            fault = f"it is of the kind {model.kind.value}, not {self._row.kind.value}"
        if fault:
            raise trouble.lacks(fault, self._hub, self._listing.repo, self._part)
        files.replace(self._part, self._folder)
        return model_in(self._folder) or self._vanished()

    def _vanished(self) -> InstalledModel:
        raise DiskError(f"{self._folder} is gone again", "Try again.")


def _held(folders: Folders, name: str) -> AbstractContextManager[None]:
    return locks.held(folders.models / f".{name}.lock", 0.0, f"Another VOX-1 is busy with the model {name}")


def _part_folder(folders: Folders, name: str) -> Path:
    return folders.models / f".{name}{PART_ENDING}"


def _delete(folder: Path) -> int:
    """Delete a folder, so that nothing half-deleted keeps its name, and return what it took."""
    if not folder.exists() and not folder.is_symlink():
        return 0
    try:
        if folder.is_symlink():
            folder.unlink()
            return 0
        size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        doomed = folder.with_name(f".{folder.name.lstrip('.')}.gone")
        if doomed.exists():
            shutil.rmtree(doomed)
        files.replace(folder, doomed)
        shutil.rmtree(doomed)
    except OSError as err:
        raise DiskError(
            f"{folder} cannot be deleted: {err.strerror or err}",
            "End any program that uses it, such as a render, then try again.",
        ) from err
    return size_bytes
