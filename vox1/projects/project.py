"""A project: ``temp_work/projects/<id>/``, named by the hash of the book's bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vox1 import files
from vox1.errors import DiskError, InputError, ProjectBusy, disk_error
from vox1.paths import Folders, file_stem

SCHEMA = 1
_ID_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """Which attempt at a chunk is in the book, where it is not simply the good one.

    Attributes:
        key: The take key the choice was made for; an edited chunk has another and the choice lapses.
        attempt: The attempt chosen.
    """

    key: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Project:
    """A book being worked on.

    Attributes:
        id: The beginning of the SHA-256 of the book's bytes.
        folder: Its place.
    """

    id: str
    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the project; the system lets go of it even if this process is killed.

        Raises:
            ProjectBusy: Another process holds it.
            DiskError: The folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "lock")
            lock.acquire(timeout=0)
        except Timeout as err:
            raise ProjectBusy(
                "Another VOX-1 is working on this book",
                "Wait until it is done, or stop it, then run the same command again.",
            ) from err
        except OSError as err:
            raise disk_error(err, self.folder) from err
        try:
            yield
        finally:
            lock.release()

    def describe(self, title: str, source: Path, keys: list[str], settings: dict[str, Any]) -> None:
        """Record what the project is and which takes it uses.

        Raises:
            DiskError: The disk refuses.
        """
        files.write_json(
            self.folder / "project.json",
            {"schema": SCHEMA, "title": title, "source": str(source), "settings": settings, "keys": keys},
        )

    def keys(self) -> frozenset[str]:
        """Return the takes the project uses, none for one that was never described.

        Raises:
            DiskError: They cannot be read; going on would delete them as unused.
        """
        path = self.folder / "project.json"
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            return frozenset(map(str, written["keys"]))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise DiskError(
                f"The takes that a book uses cannot be read: {path}",
                "Render the book once more, which writes the file anew, or delete the file to give them up.",
            ) from err

    def choices(self) -> dict[str, Choice]:
        """Return the user's choices by chunk place.

        Raises:
            DiskError: They cannot be read; going on would throw them away in silence.
        """
        path = self.folder / "choices.json"
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            return {
                place: Choice(str(key), int(attempt)) for place, (key, attempt) in written["choices"].items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as err:
            raise DiskError(
                f"The choices made for this book cannot be read: {path}",
                "Restore the file from a backup, or delete it to go back to the first good takes.",
            ) from err

    def save_choices(self, choices: dict[str, Choice]) -> None:
        """Write the user's choices.

        Raises:
            DiskError: The disk refuses.
        """
        written = {place: [choice.key, choice.attempt] for place, choice in choices.items()}
        files.write_json(self.folder / "choices.json", {"schema": SCHEMA, "choices": written})


def project_for(book_path: Path, title: str, folders: Folders) -> Project:
    """Return the project of a book file; the same bytes always have the same project.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        digest = files.sha256(book_path)
    except DiskError as err:
        raise InputError(f"{book_path} cannot be read", "Check that it is still there.") from err
    return _project(digest[:_ID_CHARACTERS], title, folders)


def _project(project_id: str, title: str, folders: Folders) -> Project:
    known = next(folders.projects.glob(f"{project_id}*"), None)
    name = file_stem(title)[:40].rstrip(" .-")
    return Project(project_id, known or folders.projects / f"{project_id}-{name}")


def all_projects(folders: Folders) -> list[Project]:
    """Return every project, in order of their names."""
    found = sorted(path for path in folders.projects.glob("*") if path.is_dir())
    return [Project(path.name[:_ID_CHARACTERS], path) for path in found]
