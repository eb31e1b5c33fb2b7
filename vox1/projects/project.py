"""A project: ``temp_work/projects/<id>/``, named by the hash of the book's bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.errors import DiskError, InputError
from vox1.paths import Folders, file_stem
from vox1.projects import locks
from vox1.projects.last_render import LastRender

SCHEMA = 1
_CHOICES_SCHEMA = 2
_ID_CHARACTERS = 16
_MARK_CHARACTERS = 8
_PATIENCE_SECONDS = 10.0
"""For another process to begin a project or to clean up."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which attempt at a chunk is in the book, where it is not simply the first good one.

    A take that was picked is used as it is. Where a chunk was only to be spoken anew, the first good take
    from an attempt on is used.

    Attributes:
        key: The take key the choice was made for; an edited chunk has another and the choice lapses.
        attempt: The attempt picked, or where new ones begin.
        sha256: Of the file of the take that was picked; empty where none was.
    """

    key: str
    attempt: int
    sha256: str = ""

    @property
    def is_picked(self) -> bool:
        """Whether it is that take and no other."""
        return bool(self.sha256)


@dataclass(frozen=True, slots=True)
class Description:
    """What a project says of itself.

    Attributes:
        title: The book's.
        voice: As the user named it; empty where the language chose it.
    """

    title: str
    voice: str


@dataclass(frozen=True, slots=True)
class Project:
    """A book being worked on.

    Attributes:
        id: The beginning of the SHA-256 of the book's bytes.
        folder: Its place.
    """

    id: str
    folder: Path

    @property
    def mark(self) -> str:
        """Names its unfinished files: another work folder has another project of the same book."""
        place = os.fsencode(os.path.realpath(self.folder))
        return f"{self.id}-{hashlib.sha256(place).hexdigest()[:_MARK_CHARACTERS]}"

    @property
    def encoded(self) -> Path:
        """What of its audiobook is encoded; all of it can be made again from the takes."""
        return self.folder / "encoded"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the project; the system lets go of it even if this process is killed.

        Raises:
            ProjectBusy: Another process holds it.
            DiskError: The folder cannot be made.
        """
        with ExitStack() as held:
            with all_locked(self.folder.parent, _PATIENCE_SECONDS):
                held.enter_context(self.held())
            yield

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the project while the folder of projects is held already; see `locked`."""
        with locks.held(self.folder / "lock", 0.0, "Another VOX-1 is working on this book"):
            yield

    def describe(
        self,
        title: str,
        source: Path,
        keys: Iterable[str],
        settings: dict[str, Any],
        asked: dict[str, Any] | None = None,
    ) -> None:
        """Record what the project is and which takes it uses.

        Args:
            title: The book's.
            source: Its file.
            keys: Of the takes; one that comes again does no harm.
            settings: In force.
            asked: All else that the book was asked for with; see `LastRender.to_json`.

        Raises:
            DiskError: The disk refuses.
        """
        about = {"schema": SCHEMA, "title": title, "source": str(source), "settings": settings}
        if asked is not None:
            about["asked"] = asked
        files.write_parts(self.folder / "project.json", _described(about, keys))

    def description(self) -> Description | None:
        """Return what the project is; None for one that does not say, or not so that it can be read."""
        try:
            written = _read(self.folder / "project.json")
            return Description(str(written["title"]), str(written["settings"]["voice"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def last_render(self) -> LastRender | None:
        """Return what the book was last rendered with; None for one that never was.

        Raises:
            DiskError: It cannot be read.
        """
        path = self.folder / "project.json"
        try:
            written = _read(path)
            return LastRender.from_json(written["settings"], written.get("asked", {}))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
            raise DiskError(
                f"What the book was last rendered with cannot be read: {path} ({err})",
                "Render the book once more with the settings that you want, which writes the file anew.",
            ) from err

    def keys(self) -> frozenset[str]:
        """Return the takes the project uses, none for one that was never described.

        Raises:
            DiskError: They cannot be read; going on would delete them as unused.
        """
        path = self.folder / "project.json"
        try:
            written = _read(path)
            return frozenset(map(str, written["keys"]))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise DiskError(
                f"The takes that a book uses cannot be read: {path} ({err})",
                "Render the book once more, which writes the file anew, or delete the file to give them up.",
            ) from err

    def choices(self) -> dict[str, Choice]:
        """Return the user's choices by chunk place.

        Raises:
            DiskError: They cannot be read; going on would throw them away in silence.
        """
        path = self.folder / "choices.json"
        try:
            written = _read(path, _CHOICES_SCHEMA)
            form = _choice if written.get("schema", SCHEMA) == _CHOICES_SCHEMA else _first_choice
            return {place: form(choice) for place, choice in written["choices"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as err:
            raise DiskError(
                f"The choices made for this book cannot be read: {path} ({err})",
                "Restore the file from a backup, or delete it to go back to the first good takes.",
            ) from err

    def save_choices(self, choices: dict[str, Choice]) -> None:
        """Write the user's choices.

        Raises:
            DiskError: The disk refuses.
        """
        written = {place: asdict(choice) for place, choice in choices.items()}
        files.write_json(self.folder / "choices.json", {"schema": _CHOICES_SCHEMA, "choices": written})


def _described(about: dict[str, Any], keys: Iterable[str]) -> Iterator[bytes]:
    """What a project is, as JSON: a long book has 25,000 keys, which are never held at once."""
    yield files.json_bytes(about).removesuffix(b"\n}")
    lead = b',\n "keys": [\n  '
    for key in keys:
        yield lead + json.dumps(key).encode("ascii")
        lead = b",\n  "
    yield b"\n ]\n}\n" if lead == b",\n  " else b',\n "keys": []\n}\n'


def _choice(written: Any) -> Choice:
    return Choice(str(written["key"]), int(written["attempt"]), str(written["sha256"]))


def _first_choice(written: Any) -> Choice:
    """A choice as the first version wrote it, which knew no picking."""
    key, attempt = written
    return Choice(str(key), int(attempt))


def _read(path: Path, newest: int = SCHEMA) -> Any:
    """What is in a file of a project, also after an editor that begins files with a mark.

    Raises:
        OSError: It cannot be read.
        ValueError: It is damaged, or a newer VOX-1 wrote it.
        AttributeError: It holds something else.
    """
    written = json.loads(path.read_text(encoding="utf-8-sig"))
    if written.get("schema", SCHEMA) > newest:
        raise ValueError("it was written by a newer VOX-1")
    return written


@contextmanager
def all_locked(projects: Path, patience_seconds: float = 0.0) -> Iterator[None]:
    """Hold the folder of projects: meanwhile no project begins, and none can be locked.

    Raises:
        ProjectBusy: Another process has held it for longer than the patience.
        DiskError: The folder cannot be made.
    """
    with locks.held(projects / "lock", patience_seconds, "Another VOX-1 is cleaning up"):
        yield


@contextmanager
def one_at_a_time(path: Path, message: str) -> Iterator[None]:
    """Hold a lock file for a change that is soon done, waiting for another process to finish its own.

    Raises:
        ProjectBusy: With the message; another process has held it for too long.
        DiskError: Its folder cannot be made.
    """
    with locks.held(path, _PATIENCE_SECONDS, message):
        yield


def project_for(book_path: Path, title: str, folders: Folders) -> Project:
    """Return the project of a book file; the same bytes always have the same project.

    A manifest is edited and rendered again, so what names its project is its place, not its bytes. What a
    listener has edited in the window has the project of the book file that it was made of.

    Raises:
        InputError: The file cannot be read.
    """
    if is_edited(book_path, folders):
        return _project(book_path.stem[:_ID_CHARACTERS], title, folders)
    try:
        digest = files.sha256(book_path)
        if book_path.suffix.lower() == ".json":
            digest = hashlib.sha256(os.fsencode(book_path.resolve())).hexdigest()
    except DiskError as err:
        raise InputError(f"{book_path} cannot be read", "Check that it is still there.") from err
    return _project(digest[:_ID_CHARACTERS], title, folders)


def edited_path(book_path: Path, folders: Folders) -> Path:
    """Return where a book is kept as its listener has edited it, which may not be there.

    It follows from the project and from the bytes: a manifest that was edited by hand since begins anew.

    Raises:
        InputError: The file cannot be read.
    """
    if is_edited(book_path, folders):
        return book_path
    project = project_for(book_path, "", folders)
    digest = files.sha256(book_path)[:_MARK_CHARACTERS]
    return folders.edits / f"{project.id}-{digest}.json"


def is_edited(book_path: Path, folders: Folders) -> bool:
    """Whether a file is a book as its listener has edited it."""
    return book_path.resolve().parent == folders.edits.resolve()


def _project(project_id: str, title: str, folders: Folders) -> Project:
    known = next(folders.projects.glob(f"{project_id}*"), None)
    name = file_stem(title)[:40].rstrip(" .-")
    return Project(project_id, known or folders.projects / f"{project_id}-{name}")


def all_projects(folders: Folders) -> list[Project]:
    """Return every project, in order of their names."""
    found = sorted(path for path in folders.projects.glob("*") if path.is_dir())
    return [Project(path.name[:_ID_CHARACTERS], path) for path in found]
