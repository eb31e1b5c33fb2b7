"""The inventory of an environment: which packages it holds, and whether their files are all there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def list_distributions(site_packages: Path) -> tuple[str, ...]:
    """List the installed packages, as the names of their `.dist-info` folders."""
    return tuple(sorted(folder.name for folder in site_packages.glob("*.dist-info")))


def find_damage(site_packages: Path, distributions: Iterable[str]) -> Path | None:
    """Find a file that an installer put there and that is gone or of another size; None if there is none.

    The list of files is each package's RECORD: rows of path, hash and size in bytes, the path relative to
    site-packages (https://packaging.python.org/en/latest/specifications/recording-installed-packages/).
    Compiled `.pyc` files may change or go at any time: numpy's wheel brings some, which are compiled anew.

    Args:
        site_packages: Where the packages are.
        distributions: What `list_distributions` gave when the environment was finished.
    """
    for distribution in distributions:
        record = site_packages / distribution / "RECORD"
        if not record.is_file():
            return record
        with record.open(encoding="utf-8", newline="") as file:
            for name, _hash, size_bytes in csv.reader(file):
                is_lasting = bool(size_bytes) and not name.endswith(".pyc")
                if is_lasting and not _has_size(site_packages / name, int(size_bytes)):
                    return site_packages / name
    return None


def _has_size(path: Path, size_bytes: int) -> bool:
    return path.is_file() and path.stat().st_size == size_bytes
