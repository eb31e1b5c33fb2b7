"""Corrections on the disk: ``corrections.json`` in the project of a book."""

from __future__ import annotations

import json
from typing import Any

from vox1 import files
from vox1.errors import DiskError
from vox1.projects.project import Project
from vox1.script.corrections import Corrections

SCHEMA = 1
_NAME = "corrections.json"


def load(project: Project) -> Corrections:
    """Return the corrections of a book, none where there are none.

    Raises:
        DiskError: They cannot be read; going on would read the book uncorrected in silence.
    """
    path = project.folder / _NAME
    try:
        return _corrections(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        return Corrections()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as err:
        raise DiskError(
            f"The corrections of this book cannot be read: {path} ({err})",
            "Restore the file from a backup, or delete it to read the book as it is.",
            "corrections-damaged",
        ) from err


def _corrections(written: Any) -> Corrections:
    if written["schema"] > SCHEMA:
        raise ValueError("they were written by a newer VOX-1")
    return Corrections.from_json(written)


def save(project: Project, corrections: Corrections) -> None:
    """Put the corrections of a book in place whole. Its lock is to be held.

    Raises:
        DiskError: The disk refuses.
    """
    files.write_json(project.folder / _NAME, {"schema": SCHEMA, **corrections.to_json()})
