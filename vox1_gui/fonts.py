"""Fonts: ours and customtkinter's, brought in without harm to other windows that use them."""

from __future__ import annotations

import filecmp
import importlib
import os
import shutil
import sys
from pathlib import Path

FAMILY = "VOX-1 Text"
"""Regular and bold. Of customtkinter's Roboto, Tk on Linux shows the medium weight for the regular one."""
_TYPEFACE = Path(__file__).parent / "typeface"


def bring_in() -> None:
    """Import customtkinter and bring our own typeface in, before Tk looks which there are.

    On Linux fonts are brought in by copying them into ``~/.fonts``, as customtkinter does whenever it is
    imported. It copies over files that every other window on this account has mapped into its memory: for a
    moment they are empty, and a window that draws a letter then is ended by the system (a bus error).
    """
    copy = shutil.copy
    if sys.platform.startswith("linux"):
        shutil.copy = put  # type: ignore[assignment]  # of what shutil takes, it is given two paths
    try:
        fonts = importlib.import_module("customtkinter").FontManager
        for face in sorted(_TYPEFACE.glob("*.ttf")):
            fonts.load_font(str(face))
    finally:
        shutil.copy = copy


def put(source: str, folder: str) -> str:
    """Copy a file into a folder: one that is there the same stays, another is replaced in one step."""
    target = Path(folder) / Path(source).name
    if not (target.is_file() and filecmp.cmp(source, target, shallow=False)):
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(source, beside)
        beside.replace(target)
    return str(target)
