"""News of an update: looked for in silence, once after a start, unless the listener does not want it."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vox1_gui.state import WindowState
from vox1_gui.watched import Watched

log = logging.getLogger(__name__)

_DELAY_MS = 30_000
"""After a start, which has better things to do."""
_POLL_MS = 1000
_SECONDS = 120.0


class Updates:
    """Looks whether there is a new version, and says which.

    Args:
        after: Tk's.
        state: Says whether the listener wants it.
        found: Becomes the new version's name; it stays empty where there is none, or nobody knows.
        command: Prints the new version, or nothing.
    """

    def __init__(
        self,
        after: Callable[[int, Callable[[], None]], Any],
        state: Watched[WindowState],
        found: Watched[str],
        command: tuple[str, ...],
    ) -> None:
        self._after, self._state, self._found, self._command = after, state, found, command
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def look_later(self) -> None:
        """Look when the start is over."""
        self._after(_DELAY_MS, self.look)

    def look(self) -> None:
        """Look now, in a process of its own, if the listener wants it at all."""
        if not self._state.value.looks_for_updates:
            return
        threading.Thread(target=self._ask, name="updates", daemon=True).start()
        self._poll()

    def _poll(self) -> None:
        if self._answers.empty():
            self._after(_POLL_MS, self._poll)
        else:
            self._found.set(self._answers.get())

    def _ask(self) -> None:
        """Run the command. No connection, no place to ask, changed files: nobody is troubled with it."""
        answer = ""
        try:
            done = subprocess.run(
                self._command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            if not done.returncode:
                answer = done.stdout.decode("utf-8", "replace").strip()
            else:
                log.info("No update was looked for: %s", done.stderr.decode("utf-8", "replace").strip())
        except (OSError, subprocess.SubprocessError) as err:
            log.info("No update was looked for: %s", err)
        self._answers.put(answer)


def command(root: Path) -> tuple[str, ...]:
    """Return what asks for the newest version of the VOX-1 in a folder."""
    return (sys.executable, str(root / "run.py"), "update", "--check")
