"""Setting up: what `run.py setup --engine` does, done for whoever is not at a terminal."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from booksmith_module.confined import end_tree
from vox1.control import Control
from vox1.errors import EngineFailed
from vox1.paths import ROOT

_LOOK_SECONDS = 0.1
_LOG = ROOT / "temp_work" / "logs" / "setup.log"


def set_up(name: str, tell: Callable[[str], None], control: Control) -> None:
    """Make or repair the environment of an engine, or of the word check.

    Whatever state it is ended in, the next time goes on from there.

    Args:
        name: Of the environment.
        tell: Given each line that the set-up says.
        control: Ends it, if it is cancelled.

    Raises:
        Cancelled: It was.
        EngineFailed: It could not be set up; the message is the set-up's own.
    """
    run([sys.executable, str(ROOT / "run.py"), "setup", "--engine", name], tell, control)


def run(command: Sequence[str], tell: Callable[[str], None], control: Control) -> None:
    """Run a set-up; see `set_up`."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        try:
            said = _told(lines, tell, control)
        except BaseException:
            end_tree(process.pid)
            raise
    if process.returncode != 0:
        raise _failure(said)


def _read(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    """Put each line, and None at the end."""
    assert process.stdout is not None  # noqa: S101  # opened as a pipe
    with suppress(ValueError):  # it is closed, as the set-up was cancelled
        for line in process.stdout:
            lines.put(line.rstrip())
    lines.put(None)


def _told(lines: queue.SimpleQueue[str | None], tell: Callable[[str], None], control: Control) -> list[str]:
    """Tell each line until the end, and return all of them.

    Raises:
        Cancelled: The control says so.
    """
    said: list[str] = []
    while True:
        control.check()
        with suppress(queue.Empty):
            line = lines.get(timeout=_LOOK_SECONDS)
            if line is None:
                return said
            if line:
                said.append(line)
                tell(line.removeprefix("VOX-1: "))


def _failure(said: Sequence[str]) -> EngineFailed:
    """The error in what a set-up said: its last lines that begin so."""

    def last(word: str, otherwise: str) -> str:
        found = [line.removeprefix(word).strip() for line in said if line.startswith(word)]
        text = found[-1] if found else otherwise
        return text[:1].upper() + text[1:]

    return EngineFailed(
        last("error:", "the set-up ended unexpectedly"), last("hint:", f"what it did is in {_LOG}")
    )
