"""Confined processes: parts of BookSmith that open strangers' files, bounded in time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from booksmith_module import limits
from booksmith_module.errors import BookError

_ROOT = Path(__file__).resolve().parent.parent
_LOOK_SECONDS = 0.1


def run(
    module: str,
    path: Path,
    arguments: Sequence[str],
    outputs: tuple[IO[bytes], IO[bytes]],
    watch: Callable[[], None] = lambda: None,
) -> None:
    """Run ``python -m MODULE PATH ARGUMENTS`` to its end, whatever that is.

    Args:
        module: One of ours; it calls `bound_memory` first.
        path: The book file.
        arguments: What follows it.
        outputs: Get the standard output and the standard error. Files, so that nobody waits for anybody.
        watch: Called again and again meanwhile; the process is ended if it raises.

    Raises:
        BookError: It took longer than `limits.MAX_READ_SECONDS` and was ended.
    """
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(  # one of our own modules
        [sys.executable, "-m", module, str(path.resolve()), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=outputs[0],
        stderr=outputs[1],
        # Python looks for modules in the current folder first: never in the one with the book.
        cwd=_ROOT,
        # Ctrl-C in the terminal is for the program, which then ends its children itself.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with process:
        try:
            is_ended = _watched(process, watch)
        except BaseException:
            end_tree(process.pid)
            raise
        if not is_ended:
            end_tree(process.pid)
            raise BookError(
                "too-slow",
                f"{path.name} took longer than {limits.MAX_READ_SECONDS:.0f} seconds to read,"
                " so it was given up",
                "The file may be damaged. Open and save it again in Calibre's editor.",
            )


def _watched(process: subprocess.Popen[bytes], watch: Callable[[], None]) -> bool:
    """Wait for a process, and return whether it ended in time."""
    ended = threading.Event()

    def await_end() -> None:
        process.wait()
        ended.set()

    # A thread, because a wait with a timeout looks only every 50 ms (CPython's subprocess).
    threading.Thread(target=await_end, daemon=True).start()
    deadline = time.monotonic() + limits.MAX_READ_SECONDS
    while not ended.wait(min(_LOOK_SECONDS, max(deadline - time.monotonic(), 0.0))):
        watch()
        if time.monotonic() >= deadline:
            return False
    return True


def end_tree(pid: int) -> None:
    """End a process that leads a session, and all it started, at once; one that is gone already is left."""
    if sys.platform == "win32":
        subprocess.run(  # Windows has no process groups to signal
            ("taskkill", "/F", "/T", "/PID", str(pid)),  # noqa: S607
            capture_output=True,
            check=False,
        )
    else:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def bound_memory() -> None:
    """Limit this process's memory where the system can; Windows has no such call for itself.

    The hard limit stays: Calibre, which a reader may start, needs more address space than a reader does.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    most = limits.MAX_READ_MEMORY_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:  # whoever started VOX-1 has set a limit: ours cannot be above it
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
