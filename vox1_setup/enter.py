"""The way in: the command line or the window, in an environment that is mended where something is lost."""

from __future__ import annotations

import os
import runpy
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_setup import stamp
from vox1_setup.console import report
from vox1_setup.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUS = 2


def enter() -> None:
    """Be `vox1_cli`, with the arguments that stand in `sys.argv`."""
    try:
        runpy.run_module("vox1_cli", run_name="__main__", alter_sys=True)
    except (ImportError, SyntaxError) as err:
        lost = _lost(err)
        if not lost or not _condemn():
            raise
        report(_gone(lost, "run the same command again; what is missing is installed first"))
        sys.exit(_STATUS)


def enter_window(run: Callable[[], int]) -> int:
    """Open the window, and return the exit status.

    Args:
        run: Does it, and imports all that it takes.
    """
    try:
        return run()
    except (ImportError, SyntaxError) as err:
        lost = _lost(err)
        if not lost or not _condemn():
            raise
        installer = "Install-VOX-1.bat" if os.name == "nt" else "install.sh"
        fault = _gone(
            lost, f"run {installer} again: it installs what is missing, and nothing of yours is lost"
        )
        report(fault)
        with suppress(Exception):  # no tkinter, or no screen: it was said on stderr
            from tkinter import messagebox  # noqa: PLC0415 - only where there is something to say

            messagebox.showerror("VOX-1", f"{fault.message}.\n\n{fault.hint}.")
        return _STATUS


def _condemn() -> bool:
    """Have the next start make this environment anew; False where it is none of ours."""
    environment = Path(sys.prefix)
    if stamp.read(environment) is None:
        return False
    stamp.remove(environment)
    return True


def _lost(err: ImportError | SyntaxError) -> str:
    """What of the environment is missing or damaged, in a clause; empty where that is not the cause."""
    if isinstance(err, ModuleNotFoundError):
        return f"{err.name} is missing"
    place = err.path if isinstance(err, ImportError) else err.filename
    if place and Path(sys.prefix) in Path(place).parents:
        return f"{Path(place).parent.name}/{Path(place).name} cannot be loaded"
    return ""


def _gone(lost: str, hint: str) -> SetupError:
    return SetupError(f"{lost}: something in {Path(sys.prefix).name} was deleted or damaged", hint)
