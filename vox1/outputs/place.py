"""Places of outputs: a finished file is replaced only by a finished new one of the same project."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1.errors import disk_error
from vox1.outputs.formats import FORMATS
from vox1.paths import file_stem
from vox1.render.receipt import listed_outputs, read_receipt, receipt_path

MAX_PATH_CHARACTERS = 240
"""Of an audiobook's whole path. Windows allows 259, and the receipt's name is 13 longer."""
_LEAST_STEM_CHARACTERS = 20
"""What is left of a title in a folder so deep that no name fits; the system then says so."""
_INCOMPLETE = " (incomplete)"
_PREFIX = ".vox1-"


@dataclass(frozen=True, slots=True)
class Ending:
    """What an output's name ends in, after the book's title.

    Attributes:
        words: Of a folder, such as `` (mp3)``.
        suffix: Of a single file.
        companions: Suffixes of the files beside a single one that have its name.
    """

    words: str = ""
    suffix: str = ""
    companions: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether the output is a folder of files."""
        return not self.suffix


_M4B = Ending(suffix=".m4b")


def output_place(
    folder: Path,
    title: str,
    project_id: str,
    ending: Ending = _M4B,
    *,
    is_complete: bool,
) -> Path:
    """Return where an output goes, with a number where another book has its name.

    Args:
        folder: Of the outputs.
        title: The book's.
        project_id: An output of the same project keeps its place, and shares its companions.
        ending: Of its name.
        is_complete: One with chunks missing never takes a complete one's place.
    """
    for path in _numbered(folder, file_stem(title), ending, is_complete=is_complete):
        is_mine = read_receipt(path).get("project") == project_id
        taken = [beside for suffix in ending.companions if (beside := path.with_suffix(suffix)).exists()]
        if (is_mine or not path.exists()) and (not taken or set(taken) <= _listed_of(path, project_id)):
            return path
    raise AssertionError  # the numbers do not end


def _listed_of(path: Path, project_id: str) -> set[Path]:
    """The files of a project that its receipts list beside a single file, in whatever formats."""
    outputs = [path.with_suffix(form.suffix) for form in FORMATS.values()]
    mine = [output for output in outputs if read_receipt(output).get("project") == project_id]
    return {listed for output in mine for listed in listed_outputs(output)}


def listed_by_others(output: Path) -> set[Path]:
    """Return the files that belong to the same book in another format too: its captions have one name."""
    others = [output.with_suffix(form.suffix) for form in FORMATS.values() if form.suffix != output.suffix]
    return {listed for other in others for listed in listed_outputs(other)}


def left_alone(folder: Path, title: str, ending: Ending, output: Path) -> list[Path]:
    """Return what keeps a book from its name although no receipt says whose it is.

    Args:
        folder: Of the outputs.
        title: The book's.
        ending: Of its name.
        output: Where the complete output goes.
    """
    places = _numbered(folder, file_stem(title), ending, is_complete=True)
    before = itertools.takewhile(lambda path: path != output, places)
    return [path for path in before if receipt_path(path).exists() and not read_receipt(path)]


def _numbered(folder: Path, stem: str, ending: Ending, *, is_complete: bool) -> Iterator[Path]:
    words = ending.words if is_complete else ending.words + _INCOMPLETE
    yield fitting(folder, stem, words + ending.suffix)
    for number in itertools.count(2):
        yield fitting(folder, stem, f"{words} ({number}){ending.suffix}")


def fitting(folder: Path, stem: str, ending: str) -> Path:
    """Return a path with as much of a title as the whole of it may be long."""
    room = MAX_PATH_CHARACTERS - len(str(folder.absolute())) - 1 - len(ending)
    return folder / f"{stem[: max(room, _LEAST_STEM_CHARACTERS)].rstrip(' .')}{ending}"


def partial_place(folder: Path, mark: str) -> Path:
    """Return the folder where a project's unfinished files are: beside the outputs, on the same disk.

    Args:
        folder: Of the outputs.
        mark: Of the project.
    """
    return folder / f"{_PREFIX}{mark}"


def remove_partials(folder: Path, mark: str) -> None:
    """Delete what an interrupted run of a project left.

    Raises:
        DiskError: The disk refuses.
    """
    path = partial_place(folder, mark)
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as err:
        raise disk_error(err, path) from err
