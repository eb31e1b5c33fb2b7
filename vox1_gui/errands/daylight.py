"""Daylight: whether the system is light or dark just now.

It is asked in the backroom: on Linux a program is started to ask, and meanwhile Tk would stand still.
"""

from __future__ import annotations

import darkdetect

from vox1_gui.errands.desk import Desk

_LOOK_SECONDS = 4.0


def system_mode() -> str:
    """Return ``dark`` or ``light``; the latter where nobody knows."""
    return "dark" if darkdetect.theme() == "Dark" else "light"


def watch_system_mode(desk: Desk) -> None:
    """Tell the system's mode, and whenever it changes, until given up."""
    told = ""
    while True:
        mode = system_mode()
        if mode != told:
            desk.tell(mode)
            told = mode
        desk.control.wait(_LOOK_SECONDS)
