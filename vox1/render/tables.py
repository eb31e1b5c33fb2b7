"""Tables: CSV files that grow row by row beside each other, and whose rows survive a kill."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO


class Table:
    """A CSV file that grows.

    Args:
        stream: Open for writing.
        columns: Its first row.

    Raises:
        OSError: The disk refuses.
    """

    def __init__(self, stream: IO[str], columns: Sequence[str]) -> None:
        self._stream = stream
        self._writer = csv.writer(stream)
        self.write(columns)

    def write(self, row: Iterable[object]) -> None:
        """Add a row.

        Raises:
            OSError: The disk refuses.
        """
        self._writer.writerow("" if cell is None else cell for cell in row)

    def flush(self) -> None:
        """Hand what was written to the system.

        Raises:
            OSError: The disk refuses.
        """
        self._stream.flush()

    def close(self) -> None:
        """Let the file go, whatever the disk says."""
        with suppress(OSError):
            self._stream.close()


def new_tables(folder: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, Table]:
    """Make a file for each name; where one of them is taken, all have the next number: ``chunks (2).csv``.

    Args:
        folder: Made if it is not there.
        columns: Of each table, by its name.

    Raises:
        OSError: The disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        ending = f" ({number})" if number > 1 else ""
        paths = {name: folder / f"{name}{ending}.csv" for name in columns}
        if any(path.exists() for path in paths.values()):
            continue
        with suppress(FileExistsError):  # another render was quicker: with the first name it has them all
            return {name: Table(_created(path), columns[name]) for name, path in paths.items()}
    raise AssertionError  # the numbers do not end


def _created(path: Path) -> IO[str]:
    # Titles may hold half characters, which no encoding has.
    return path.open("x", encoding="utf-8", errors="backslashreplace", newline="")
