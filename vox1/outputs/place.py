"""Places of outputs: a finished file is replaced only by a finished new one of the same project."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from vox1.errors import disk_error
from vox1.paths import file_stem
from vox1.render.receipt import read_receipt, receipt_path

MAX_PATH_CHARACTERS = 240
"""Of an audiobook's whole path. Windows allows 259, and the receipt's name is 13 longer."""
_LEAST_STEM_CHARACTERS = 20
"""What is left of a title in a folder so deep that no name fits; the system then says so."""
_WHOLE, _INCOMPLETE = ".m4b", " (incomplete).m4b"
_PREFIX = ".vox1-"
_PARTIAL_SUFFIXES = (".m4a", ".m4b", ".chapters")


def output_place(folder: Path, title: str, project_id: str, *, is_complete: bool) -> Path:
    """Return where an audiobook goes, with a number where another book has its name.

    Args:
        folder: Of the outputs.
        title: The book's.
        project_id: An output of the same project keeps its place.
        is_complete: One with chunks missing never takes a complete one's place.
    """
    for path in _numbered(folder, file_stem(title), _WHOLE if is_complete else _INCOMPLETE):
        if not path.exists() or read_receipt(path).get("project") == project_id:
            return path
    raise AssertionError  # the numbers do not end


def left_alone(folder: Path, title: str, output: Path) -> list[Path]:
    """Return the files that keep a book from its name although no receipt says whose they are.

    Args:
        folder: Of the outputs.
        title: The book's.
        output: Where its audiobook goes.
    """
    before = itertools.takewhile(lambda path: path != output, _numbered(folder, file_stem(title), _WHOLE))
    return [path for path in before if receipt_path(path).exists() and not read_receipt(path)]


def _numbered(folder: Path, stem: str, ending: str) -> Iterator[Path]:
    yield _fitting(folder, stem, ending)
    kind, _, suffix = ending.rpartition(".")
    number = 2
    while True:
        yield _fitting(folder, stem, f"{kind} ({number}).{suffix}")
        number += 1


def _fitting(folder: Path, stem: str, ending: str) -> Path:
    """A path with as much of the title as the whole of it may be long."""
    room = MAX_PATH_CHARACTERS - len(str(folder.absolute())) - 1 - len(ending)
    return folder / f"{stem[: max(room, _LEAST_STEM_CHARACTERS)].rstrip(' .')}{ending}"


def partial_place(folder: Path, mark: str, suffix: str) -> Path:
    """Return where a project's unfinished file is written: beside the outputs, on the same disk.

    Args:
        folder: Of the outputs.
        mark: Of the project.
        suffix: Of the file.
    """
    return folder / f"{_PREFIX}{mark}{suffix}"


def remove_partials(folder: Path, mark: str) -> None:
    """Delete what an interrupted run of a project left.

    Raises:
        DiskError: The disk refuses.
    """
    for suffix in _PARTIAL_SUFFIXES:
        path = partial_place(folder, mark, suffix)
        try:
            path.unlink(missing_ok=True)
        except OSError as err:
            raise disk_error(err, path) from err
