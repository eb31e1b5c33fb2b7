"""Confined processes: parts of BookSmith that open strangers' files, bounded in time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from booksmith_module import limits
from booksmith_module.errors import BookError

_ROOT = Path(__file__).resolve().parent.parent


def run(
    module: str,
    path: Path,
    arguments: Sequence[str],
    outputs: tuple[IO[bytes], IO[bytes]],
    seconds: float = limits.MAX_READ_SECONDS,
) -> None:
    """Run ``python -m MODULE PATH ARGUMENTS`` to its end, whatever that is.

    Args:
        module: One of ours; it calls `bound_memory` first.
        path: The book file.
        arguments: What follows it.
        outputs: Get the standard output and the standard error. Files, so that nobody waits for anybody.
        seconds: How long it may take.

    Raises:
        BookError: It took longer and was ended.
    """
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"}
    try:
        subprocess.run(
            [sys.executable, "-m", module, str(path.resolve()), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=outputs[0],
            stderr=outputs[1],
            timeout=seconds,
            # Python looks for modules in the current folder first: never in the one with the book.
            cwd=_ROOT,
            check=False,
            # Ctrl-C in the terminal is for the program, which then ends its children itself.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as err:
        raise BookError(
            "too-slow",
            f"{path.name} took longer than {seconds:.0f} seconds to read, so it was given up",
            "The file may be damaged. Open and save it again in Calibre's editor.",
        ) from err


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
