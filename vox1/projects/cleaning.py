"""Cleaning: disk space from takes that no book needs any more, and from what can be made of them again."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from vox1.errors import disk_error
from vox1.paths import Folders
from vox1.projects.project import all_locked, all_projects
from vox1.render.encoded import remove_encoded
from vox1.render.takes import TakeStore


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was deleted.

    Attributes:
        takes: How many take keys.
        freed_bytes: Disk space they took, with what was encoded and auditions.
        kept_bytes: What the store still takes.
    """

    takes: int
    freed_bytes: int
    kept_bytes: int


def clean(folders: Folders, *, everything: bool) -> Cleaned:
    """Delete the takes that no project uses, or all of them, what is encoded of any book, and auditions.

    Every project is locked meanwhile, and none can begin: a render in progress stores takes that its
    project does not name yet.

    Args:
        folders: Of this run.
        everything: Also delete the takes of books that could still be resumed.

    Raises:
        ProjectBusy: A book is being rendered.
        DiskError: The disk refuses.
    """
    if not folders.work.exists():
        return Cleaned(0, 0, 0)
    store = TakeStore(folders.takes)
    with ExitStack() as locks:
        used: set[str] = set()
        locks.enter_context(all_locked(folders.projects))
        for project in all_projects(folders):
            locks.enter_context(project.held())
            used |= frozenset() if everything else project.keys()
        remade_bytes = sum(remove_encoded(project.encoded) for project in all_projects(folders))
        remade_bytes += _remove_auditions(folders.auditions)
        unused = [key for key in store.all_keys() if key not in used]
        freed_bytes = remade_bytes + sum(store.remove(key) for key in unused)
    return Cleaned(len(unused), freed_bytes, store.size_bytes())


def _remove_auditions(folder: Path) -> int:
    """Delete what voices sound like, and return how many bytes that frees.

    Raises:
        DiskError: The disk refuses.
    """
    freed_bytes = 0
    for path in folder.glob("*.flac"):
        try:
            size_bytes = path.stat().st_size
            path.unlink(missing_ok=True)
        except OSError as err:
            raise disk_error(err, path) from err
        freed_bytes += size_bytes
    return freed_bytes
