"""Saving: texts that the listener wants in a file."""

from __future__ import annotations

from pathlib import Path

from vox1 import files
from vox1_gui.errands.desk import Desk


def save_text(desk: Desk, text: str, path: Path) -> None:
    """Write a text.

    Raises:
        DiskError: The disk refuses.
    """
    del desk
    files.write_bytes(path, text.encode("utf-8"))
