"""Other programs: the one place where the set-up runs any. What they print goes to the log."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# They would send our Pythons to someone else's packages or standard library (ROS, older macOS launchers).
_MISLEADING = {"PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"}


@dataclass(frozen=True, slots=True)
class Programs:
    """Runs programs for one set-up.

    Attributes:
        folder: Where they run.
        log_file: Where what they print is kept.
    """

    folder: Path
    log_file: Path

    def begin_log(self) -> None:
        """Start the log anew.

        Raises:
            OSError: It cannot be written.
        """
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.write_bytes(b"")

    def run(self, *command: str | Path, seconds: float | None = None) -> bool:
        """Run a program to its end and say whether it succeeded.

        It gets no input, so that it cannot stop to ask, and shares the set-up lock (see `lock.hold`).

        Args:
            command: The program and its arguments.
            seconds: The longest it may take; None for as long as it likes.

        Raises:
            OSError: The log cannot be written.
        """
        words = [str(word) for word in command]
        with self.log_file.open("ab", buffering=0) as log:
            log.write(f"\n$ {shlex.join(words)}\n".encode(errors="backslashreplace"))
            try:
                done = subprocess.run(
                    words,
                    cwd=self.folder,
                    env=_clean_environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    close_fds=False,
                    check=False,
                    timeout=seconds,
                )
            except subprocess.TimeoutExpired:
                log.write(f"ended, because it took longer than {seconds} seconds\n".encode())
                return False
            except OSError as err:
                log.write(f"could not be started: {err}\n".encode(errors="backslashreplace"))
                return False
            log.write(f"exit status {done.returncode}\n".encode())
        return done.returncode == 0

    def output_since(self, start: int) -> str:
        """Give what the log has gained after its first `start` bytes."""
        with self.log_file.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")

    def log_size(self) -> int:
        """Give the log's size in bytes, as a mark for `output_since`."""
        return self.log_file.stat().st_size


def _clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {**kept, "PYTHONUTF8": "1"}
