"""Opening: folders, files and pages of the web, in the program that the system has for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from vox1.errors import InputError, disk_error
from vox1_gui.errands.desk import Desk

_PROGRAMS: dict[str, Sequence[tuple[str, ...]]] = {
    "darwin": [("open",)],
    "linux": [("xdg-open",), ("gio", "open")],
}


def open_outside(desk: Desk, path: Path) -> None:
    """Open a folder or a file outside VOX-1.

    Raises:
        InputError: It is gone, or the system has no program for it.
    """
    del desk
    if not path.exists():
        raise InputError(f"{path} is not there", "It was moved or deleted, or nothing was written yet.")
    try:
        _open(path)
    except OSError as err:
        reason = err.strerror or str(err)
        raise InputError(f"{path.name} cannot be opened: {reason}", f"Open it yourself: {path}") from err


def open_folder(desk: Desk, folder: Path) -> None:
    """Open a folder outside VOX-1; one that is not there yet is made.

    Raises:
        DiskError: It cannot be made.
        InputError: The system has no program for it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise disk_error(err, folder) from err
    open_outside(desk, folder)


def open_page(desk: Desk, address: str) -> None:
    """Open a page of the web.

    Raises:
        InputError: The system has nothing to show it with.
    """
    del desk
    if not webbrowser.open(address):
        raise InputError("The page cannot be shown on this computer", f"It is {address}.", "no-browser")


def _open(path: Path) -> None:
    """Have the system open it, and do not wait for what it opens it with.

    Raises:
        OSError: It refuses.
    """
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # what Windows has for it
        return
    for command in _PROGRAMS.get(sys.platform, _PROGRAMS["linux"]):
        if program := shutil.which(command[0]):
            process = subprocess.Popen(
                [program, *command[1:], str(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            threading.Thread(target=process.wait, daemon=True).start()  # what has ended is put away
            return
    raise OSError("this computer has no program for it")
