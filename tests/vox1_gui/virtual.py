"""A screen of its own: an X server that nobody sees, with a window manager. Linux only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_PROGRAMS = ("Xvfb", "openbox")


def missing() -> list[str]:
    """Return the programs that it needs and that are not here; `python3 run.py test` says how to get them."""
    return [name for name in _PROGRAMS if shutil.which(name) is None]


@contextmanager
def screen(size: str = "1440x900") -> Iterator[str]:
    """Run one, and give the name of its display."""
    server, manager = (str(shutil.which(name)) for name in _PROGRAMS)
    reading, writing = os.pipe()
    arguments = [server, "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(arguments, pass_fds=[writing], **quiet) as xvfb:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        with subprocess.Popen([manager], env={**os.environ, "DISPLAY": display}, **quiet) as openbox:
            try:
                yield display
            finally:
                openbox.terminate()
                xvfb.terminate()
