"""The switch: puts a new version in the place of the old one, and can be undone at any point.

Before the first file is moved, a copy of every old one lies beside, with a journal that names them, and a
copy of this package to work with (the keeper). While the journal is there, `run.py` starts nothing but
`recover`. Removing the journal is what makes the new version count.
"""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from vox1_setup import files, lock
from vox1_setup.checkout import Checkout
from vox1_setup.console import report, say
from vox1_setup.errors import SetupError, from_os_error
from vox1_setup.git import Repository

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Exchange:
    """An environment that takes the place of another.

    Attributes:
        live: Where environments are used, relative to VOX-1's folder, with slashes.
        staged: Where the new one waits.
        aside: Where the old one goes.
    """

    live: str
    staged: str
    aside: str


@dataclass(frozen=True, slots=True)
class Switch:
    """All that changes from one version to the next.

    Attributes:
        replaced: Files that both have and that differ, relative to VOX-1's folder, with slashes.
        added: Files that only the new one has.
        removed: Files that only the old one has.
        environments: Environments that are exchanged.
        old_commit: What git counts as the old version; empty without git.
        new_commit: The same for the new version.
    """

    replaced: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    environments: tuple[Exchange, ...] = ()
    old_commit: str = ""
    new_commit: str = ""

    def to_json(self) -> str:
        """Give the journal's text."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Switch:
        """Read a journal's text.

        Raises:
            ValueError: It is none, or one of another schema.
        """
        fields = json.loads(text)
        if not isinstance(fields, dict) or fields.pop("schema", None) != SCHEMA:
            raise ValueError("not a journal of this schema")
        try:
            exchanges = tuple(Exchange(**each) for each in fields["environments"])
            return cls(
                replaced=tuple(fields["replaced"]),
                added=tuple(fields["added"]),
                removed=tuple(fields["removed"]),
                environments=exchanges,
                old_commit=str(fields["old_commit"]),
                new_commit=str(fields["new_commit"]),
            )
        except (KeyError, TypeError) as err:
            raise ValueError("a journal with fields missing") from err


@dataclass(frozen=True, slots=True)
class Bench:
    """Where an update is prepared, in a folder that nothing else uses.

    Attributes:
        root: The folder VOX-1 lives in.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """All of it; on the same disk as what it is exchanged for."""
        return self.root / "temp_work" / "update"

    @property
    def journal(self) -> Path:
        """There from the first file that is moved until the new version counts. `run.py` looks for it."""
        return self.folder / "switch.json"

    @property
    def keeper(self) -> Path:
        """Holds the copy of this package that undoes a switch. `run.py` looks for it too."""
        return self.folder / "keeper"

    @property
    def new(self) -> Path:
        """The new version, complete."""
        return self.folder / "new"

    @property
    def old(self) -> Path:
        """Copies of the old version's files, of those that change."""
        return self.folder / "old"

    @property
    def environments(self) -> Path:
        """Where environments are, by whose side new ones are made: a longer path might be too long."""
        return self.root / ".venvs"

    @property
    def previous(self) -> Path:
        """What the last update replaced: version, commit and packages."""
        return self.folder / "previous.json"

    def clear(self) -> None:
        """Remove what an update needed, or left when it was stopped; the record of the last one stays.

        Raises:
            OSError: The system refuses.
        """
        strays = self.environments.glob("~*") if not files.is_link(self.environments) else ()
        for place in (self.new, self.old, self.keeper, *strays):
            files.remove(place)
        for stray in self.folder.glob("*.part"):
            stray.unlink()


def begin(bench: Bench, switch: Switch) -> None:
    """Lay everything down that undoing needs, the journal last.

    Raises:
        OSError: The system refuses; nothing of the version in use has changed.
    """
    for name in (*switch.replaced, *switch.removed):
        files.put_copy(bench.root / name, bench.old / name)
    package = bench.keeper / "vox1_setup"
    package.mkdir(parents=True)
    for module in sorted((bench.root / "vox1_setup").glob("*.py")):
        (package / module.name).write_bytes(module.read_bytes())
    files.flush_disk()
    files.write_text(bench.journal, switch.to_json())


def carry_out(bench: Bench, switch: Switch) -> None:
    """Move the new version into place.

    Raises:
        OSError: The system refuses; to be undone.
        SetupError: git refuses; to be undone.
    """
    for name in switch.removed:
        _take_away(bench.root, name)
    for name in (*switch.replaced, *switch.added):
        files.put(bench.new / name, bench.root / name)
        _forget_compiled(bench.root / name)
    for exchange in switch.environments:
        files.put(bench.root / exchange.live, bench.root / exchange.aside)
        files.put(bench.root / exchange.staged, bench.root / exchange.live)
    if switch.new_commit:
        Repository(bench.root).count_as(switch.new_commit)


def end(bench: Bench) -> None:
    """Make what is in place now count, and clear up.

    Raises:
        OSError: The system refuses.
    """
    files.flush_disk()
    bench.journal.unlink()
    with suppress(OSError):  # what is left is cleared by the next update
        bench.clear()


def undo(bench: Bench, switch: Switch) -> None:
    """Put the old version back, however far the new one had come; may itself be stopped and run again.

    Raises:
        OSError: The system refuses; run it again.
    """
    for name in switch.added:
        _take_away(bench.root, name)
    for name in (*switch.replaced, *switch.removed):
        files.put_copy(bench.old / name, bench.root / name)
        _forget_compiled(bench.root / name)
    for exchange in switch.environments:
        _undo_exchange(bench, exchange)
    if switch.old_commit:
        _undo_count(Repository(bench.root), switch.old_commit)
    end(bench)


def _undo_exchange(bench: Bench, exchange: Exchange) -> None:
    live, aside = bench.root / exchange.live, bench.root / exchange.aside
    if not aside.exists():
        return
    if live.exists():
        files.remove(bench.root / exchange.staged)
        files.put(live, bench.root / exchange.staged)
    files.put(aside, live)


def _undo_count(repository: Repository, commit: str) -> None:
    """Have git count the old version again; its files are in place whatever git says."""
    try:
        repository.remove_locks()
        repository.count_as(commit)
    except (SetupError, OSError, subprocess.SubprocessError):
        say(f"git could not be told that this is the old version again; type: git reset {commit}")


def _take_away(root: Path, name: str) -> None:
    """Remove a file, and the folders that hold nothing more than what Python keeps beside its modules."""
    files.patiently(lambda: (root / name).unlink(missing_ok=True))
    for parent in PurePosixPath(name).parents[:-1]:
        folder = root / parent
        if not folder.is_dir() or any(entry.name != "__pycache__" for entry in folder.iterdir()):
            return
        files.remove(folder)


def _forget_compiled(module: Path) -> None:
    """Remove what Python compiled of a module: it tells versions apart by size and by seconds only."""
    for compiled in (module.parent / "__pycache__").glob(f"{module.stem}.*.pyc"):
        files.patiently(lambda path=compiled: path.unlink(missing_ok=True))  # type: ignore[misc] # its default


def recover(root: str) -> int:
    """Undo the update that was interrupted, and give an exit status: 0 where VOX-1 can start again.

    `run.py` calls it in the keeper's copy of this package.
    """
    checkout = Checkout(Path(root))
    bench = Bench(checkout.root)
    try:
        with lock.hold(checkout.lock_file):
            if bench.journal.exists():
                undo(bench, _read(bench.journal))
                say("an update was interrupted; VOX-1 is as it was before")
    except SetupError as err:
        report(err)
    except OSError as err:
        report(from_os_error(err, checkout.root))
    else:
        return 0
    return 2


def _read(journal: Path) -> Switch:
    try:
        return Switch.from_json(journal.read_text(encoding="utf-8"))
    except ValueError as err:
        raise SetupError(
            "an update was interrupted, and the record of it is damaged",
            "download VOX-1 again into a new folder, and move Output, VOX-Output, models and temp_work there",
        ) from err
