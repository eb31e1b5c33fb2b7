"""An environment: a folder with its own Python and packages, and whether it is fit to use."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from vox1_setup import stamp as stamps

PYTHON_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def base_python() -> Path:
    """Give the Python that environments are made from: this one, or the one behind it in a venv.

    `sys._base_executable` is undocumented, but is what the standard library's own `venv` uses. In a venv of
    Python 3.10 it leads to the venv's own Python, except on Windows.
    """
    base = Path(getattr(sys, "_base_executable", "") or sys.executable)
    if sys.prefix != sys.base_prefix and base.is_relative_to(sys.prefix):
        return Path(sys.base_prefix, "bin", f"python{PYTHON_VERSION}")
    return base


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """Packages that are installed together.

    Attributes:
        name: What the stamp calls the set, such as `base`.
        file: The requirements file that pins them.
        options: How pip is to install them: an index beside the usual one, or without what they ask for.
    """

    name: str
    file: Path
    options: tuple[str, ...] = ()

    def digest(self) -> str:
        """Hash the file, line endings aside (git may change them), and the options."""
        content = self.file.read_bytes().replace(b"\r\n", b"\n")
        return hashlib.sha256(content + " ".join(self.options).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment and what is wanted in it.

    Attributes:
        folder: Where it is.
        sets: What must be installed in it.
    """

    folder: Path
    sets: tuple[RequirementSet, ...]

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def site_packages(self) -> Path:
        """Where its packages are."""
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        return self.folder / "lib" / f"python{PYTHON_VERSION}" / "site-packages"

    def is_ready(self) -> bool:
        """Say whether it can be used as it is."""
        stamp = stamps.read(self.folder)
        return stamp is not None and not self.fault(stamp) and self.has_sets(stamp)

    def fault(self, stamp: stamps.Stamp | None) -> str:
        """Say why it must be made from scratch, in words; an empty string if there is no reason to.

        Args:
            stamp: Its stamp.
        """
        if not self.folder.exists():
            return "it is not there yet"
        if stamp is None:
            return "it was left unfinished"
        if stamp.revision != stamps.REVISION:
            return "it was made by another version of VOX-1"
        if stamp.python != PYTHON_VERSION:
            return f"it was made for Python {stamp.python}, and this is Python {PYTHON_VERSION}"
        # On Windows its python.exe is a copy that stays when the real one goes: look at both. There the real
        # one may be an alias of the Microsoft Store, which `exists` cannot follow.
        if not self.python.exists() or not os.path.lexists(stamp.base_python):
            return "the Python it was made from is gone"
        # Without it, its Python knows none of its packages.
        return "" if (self.folder / "pyvenv.cfg").is_file() else "pyvenv.cfg in it is gone"

    def has_sets(self, stamp: stamps.Stamp) -> bool:
        """Say whether all that is wanted is installed, from the files as they are now."""
        return all(stamp.sets.get(wanted.name) == wanted.digest() for wanted in self.sets)
