"""Errors of the set-up, in words for a listener.

SetupError
    anything that stops a start or a set-up: shown as one `error:` and one `hint:` line, exit status 2
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NO_SPACE_HINT = "free some space on this disk (about 2 GB is plenty) and run the same command again"
NO_PYTHON_PARTS_HINT = "type: sudo apt install python3-venv"

_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class SetupError(Exception):
    """Something stopped the set-up.

    Attributes:
        message: What failed, as one line.
        hint: The next thing to do, as one line.
        details: Lines shown before the error, such as the end of a log.
    """

    def __init__(self, message: str, hint: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


def from_os_error(error: OSError, root: Path) -> SetupError:
    """Put the system's refusal into words.

    Args:
        error: What the system said.
        root: The folder VOX-1 lives in.
    """
    if error.errno in _FULL:
        return SetupError(f"the disk that holds {root} is full", NO_SPACE_HINT)
    place = error.filename or root
    reason = error.strerror or str(error)
    if error.errno in _UNWRITABLE:
        return SetupError(
            f"VOX-1 may not write here: {place} ({reason})",
            "copy the VOX-1 folder to a place of your own, such as your home folder, close other programs"
            " that use it, and start it there",
        )
    if error.errno == errno.ENOENT:
        return SetupError(f"a part of VOX-1 is missing: {place}", "download VOX-1 again, into a new folder")
    return SetupError(
        f"the system refused: {place} ({reason})",
        "try again; if it comes back, delete the folder .venv and run: python3 run.py setup",
    )
