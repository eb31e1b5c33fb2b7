"""About: which version this is, under which licences it stands, and how to come by a newer one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from vox1.paths import ROOT
from vox1.version import VERSION
from vox1_gui import theme
from vox1_gui.bridge import Bridge
from vox1_gui.errands.opening import open_outside
from vox1_gui.texts import say
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.labels import Label

_LICENCES = ROOT / "docs" / "licences.md"
_WIDTH = 460


def show_about(window: Any, bridge: Bridge) -> Dialog:
    """Show what VOX-1 is, over the window."""
    dialog = Dialog(window, say("window.about"), say("about.text", version=VERSION))
    licence = Label(dialog.body, say("about.licence"), wraplength=_WIDTH, colour=theme.colours().muted)
    licence.grid(row=0, column=0, sticky="ew")
    dialog.add_button(say("about.licences"), lambda: bridge.start(open_outside, _LICENCES))
    dialog.open(dialog.add_button(say("about.close"), lambda: None))
    return dialog


def show_update(window: Any, version: str, stop_looking: Callable[[], object]) -> Dialog:
    """Say how to come by a new version, over the window; it is not put in while this one runs.

    Args:
        window: The window.
        version: The new version's name.
        stop_looking: Has nobody look for updates any more.
    """
    how = "UPDATE-VOX-1.bat" if sys.platform == "win32" else "python3 run.py update"
    dialog = Dialog(window, say("window.update", version=version), say("window.update_how", how=how))
    dialog.add_button(say("window.update_never"), stop_looking)
    dialog.open(dialog.add_button(say("about.close"), lambda: None))
    return dialog
