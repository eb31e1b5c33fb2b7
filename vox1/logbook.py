"""The log: what went on, in a file of bounded size, for when something went wrong."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vox1.paths import Folders

_LOG_BYTES = 5 * 2**20


def open_log(folders: Folders, name: str) -> Path:
    """Send this process's log to a file; where that cannot be, to nowhere: it is no reason to stop.

    Args:
        folders: Where it goes.
        name: Of the file; two processes at once have two.

    Returns:
        Where it is, or would be.
    """
    path = folders.logs / name
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # a full disk is said once, by whoever it stops
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    return path
