"""The tests' screen: on Linux, what the window's tests need to have one of their own."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

from vox1_setup.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vox1_setup.programs import Programs

_PACKAGES = {"Xvfb": "xvfb", "openbox": "openbox", "xkbcomp": "x11-xkb-utils"}
"""Of Debian and its kin, by the program that is looked for."""
_APT = ("apt-get", "install", "-y", "--no-install-recommends")


def missing() -> tuple[str, ...]:
    """Return the names of Debian's packages without which the window's tests are skipped."""
    if sys.platform != "linux":
        return ()
    packages = [package for program, package in _PACKAGES.items() if shutil.which(program) is None]
    if importlib.util.find_spec("_tkinter") is None:
        packages.append("python3-tk")
    return tuple(packages)


def bring(packages: Sequence[str], programs: Programs) -> None:
    """Install packages where that can be done without asking; else say what to type.

    Args:
        packages: Their names.
        programs: Runs apt-get, and keeps what it says.
    """
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which(_APT[0]) is not None
    if may_install:
        say(f"installing {', '.join(packages)} for the tests of the window")
        # A machine that was never updated knows no packages: then they are looked up first, and only then.
        if programs.run(*_APT, *packages) or (
            programs.run(_APT[0], "update") and programs.run(*_APT, *packages)
        ):
            return
    command = shlex.join(["sudo", *_APT[:2], *packages])
    say(f"the tests of the window are skipped; to run them too, type: {command}")
