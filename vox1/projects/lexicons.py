"""Lexicons on the disk: ``lexicon.json`` for all books, and one in the project of a book."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from vox1 import files
from vox1.errors import DiskError, InputError
from vox1.paths import Folders
from vox1.projects.project import Project, one_at_a_time
from vox1.script import lexicon_forms
from vox1.script.lexicon import Entry, Lexicon, nearest, put

_MOST_BYTES = 50 * 2**20
"""Of a file to be taken in: ten times the largest dictionary of pronunciations we know."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries that were added.

    Attributes:
        new: Those whose word was not there.
        replaced: The old entries in whose place others were put.
        unchanged: How many were there already.
    """

    new: tuple[Entry, ...]
    replaced: tuple[Entry, ...]
    unchanged: int


def lexicon_path(project: Project | None, folders: Folders) -> Path:
    """Return where a book's lexicon is; that of all books for None."""
    return project.folder / "lexicon.json" if project else folders.lexicon


def lexicon_of(project: Project | None, folders: Folders) -> Lexicon:
    """Return all that holds for a book; for None, for every book.

    Raises:
        DiskError: It cannot be read.
    """
    book = load(lexicon_path(project, folders)) if project else ()
    return Lexicon(load(folders.lexicon), book)


def load(path: Path) -> tuple[Entry, ...]:
    """Return the entries in a file, none if it is not there.

    Raises:
        DiskError: It cannot be read; going on would say names wrong in silence.
    """
    try:
        return lexicon_forms.from_json(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError, InputError) as err:
        raise DiskError(
            f"The lexicon {path} cannot be read: {_reason(err)}",
            "Put right what is named there, restore the file from a backup, or delete it to go on without.",
            "lexicon-damaged",
        ) from err


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Put a lexicon in place whole.

    Raises:
        DiskError: The disk refuses.
    """
    files.write_json(path, lexicon_forms.to_json(entries))


def add(path: Path, folders: Folders, entries: Iterable[Entry]) -> Added:
    """Add entries to a lexicon; see `put`.

    Raises:
        DiskError: It cannot be read or written.
        ProjectBusy: Another process is changing it.
    """
    with _changing(folders):
        before = {entry.name: entry for entry in load(path)}
        entries = put((), entries)
        save(path, put(tuple(before.values()), entries))
    return Added(
        new=tuple(entry for entry in entries if entry.name not in before),
        replaced=tuple(before[e.name] for e in entries if before.get(e.name, e) != e),
        unchanged=sum(before.get(entry.name) == entry for entry in entries),
    )


def remove(path: Path, folders: Folders, written: str, language: str | None) -> tuple[Entry, ...]:
    """Take a word out of a lexicon and return its entries.

    Args:
        path: The lexicon.
        folders: Of this run.
        written: The word, or the regular expression.
        language: Only its entry for this language; None for all of them.

    Raises:
        InputError: It is not there.
        DiskError: It cannot be read or written.
        ProjectBusy: Another process is changing it.
    """
    word = unicodedata.normalize("NFC", " ".join(written.split()))
    with _changing(folders):
        entries = load(path)
        removed = tuple(e for e in entries if e.written == word and language in {None, e.language})
        if not removed:
            near = " or ".join(f"“{known}”" for known in nearest(word, entries))
            raise InputError(
                f"“{word}” is not in the lexicon",
                f"Did you mean {near}?" if near else "`lexicon list` shows what is.",
                "unknown-word",
            )
        save(path, (entry for entry in entries if entry not in removed))
    return removed


def _changing(folders: Folders) -> AbstractContextManager[None]:
    """Hold all lexicons while one is read, changed and written, so that no change is lost to another's.

    A render does not hold them: it reads them once, as it begins.

    Raises:
        ProjectBusy: Another process has held them for too long.
        DiskError: The work folder cannot be made.
    """
    return one_at_a_time(folders.work / "lexicons.lock", "Another VOX-1 is changing a lexicon")


def import_entries(path: Path) -> tuple[Entry, ...]:
    """Return the lexicon in a file of the listener's, JSON or CSV by its ending.

    Raises:
        InputError: It cannot be read, or has a line that is not understood.
    """
    is_json = path.suffix.lower() == ".json"
    try:
        text = _text_of(path)
        return lexicon_forms.from_json(json.loads(text)) if is_json else lexicon_forms.from_csv(text)
    except OSError as err:
        raise InputError(f"{path} cannot be read: {_reason(err)}", "Check that it is there.") from err
    except UnicodeDecodeError as err:
        raise InputError(
            f"{path.name} is not UTF-8 text", "In Excel, save it as “CSV UTF-8 (comma delimited)”."
        ) from err
    except (ValueError, RecursionError) as err:
        raise InputError(f"{path.name} is not JSON: {err}", "A table's name ends in .csv.") from err
    except InputError as err:
        raise InputError(f"{path.name}: {err.message}", err.hint, err.code) from err


def _text_of(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("It is too large for a lexicon", "Check that it is the right file.")
    return path.read_text(encoding="utf-8-sig")


def export_entries(path: Path, entries: Iterable[Entry], delimiter: str = ",") -> None:
    """Write a lexicon for the listener, as JSON or CSV by the file's ending.

    Raises:
        InputError: It has another ending.
        DiskError: The disk refuses.
    """
    ending = path.suffix.lower()
    if ending == ".json":
        save(path.absolute(), entries)
    elif ending == ".csv":
        # The mark at the beginning tells Excel that it is UTF-8.
        content = lexicon_forms.to_csv(entries, delimiter).encode("utf-8-sig")
        files.write_bytes(path.absolute(), content)
    else:
        raise InputError(f"{path.name} is neither CSV nor JSON", "End its name in .csv or .json.")


def _reason(err: Exception) -> str:
    """Why a file cannot be read, in one line."""
    return getattr(err, "message", "") or getattr(err, "strerror", "") or str(err) or type(err).__name__
