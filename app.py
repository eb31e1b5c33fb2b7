"""Opens the window. `python3 run.py` does the same, and installs what is needed first."""

from __future__ import annotations

import multiprocessing
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def window() -> int:
    """Open the window, and return the exit status when it is closed."""
    from vox1_gui.start import main  # noqa: PLC0415 - what it takes may be missing

    return main(sys.argv[1:])


if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.stderr is None:  # pythonw.exe, which has no console
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to our end
    is_at_home = Path(sys.prefix) == Path(__file__).resolve().parent / ".venv"
    if find_spec("customtkinter") is None and not is_at_home:
        from vox1_setup.start import main as set_up_and_start

        sys.exit(set_up_and_start(["window", *sys.argv[1:]], str(Path(__file__).resolve().parent)))
    from vox1_setup.enter import enter_window

    sys.exit(enter_window(window))
