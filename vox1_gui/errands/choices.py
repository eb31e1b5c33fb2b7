"""Choices: the listener's settings, read and kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from vox1 import settings as user_settings
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk


def load_settings(desk: Desk) -> tuple[Settings, list[str]]:
    """Return the settings, and a sentence for each that cannot be used."""
    return user_settings.load(desk.backend.folders.settings)


@dataclass(slots=True)
class _Saving:
    """The last settings that were kept, by their turn."""

    turn: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def save_settings(desk: Desk, settings: Settings, turn: int) -> None:
    """Keep the settings; those of an earlier turn never replace those of a later one.

    Args:
        desk: Of the errand. Each runs in a thread of its own, so that a later one may come first.
        settings: The listener's choices.
        turn: Rises with every change.

    Raises:
        DiskError: The disk refuses.
    """
    saving: _Saving = desk.drawer.setdefault("settings", _Saving())
    with saving.lock:
        if turn > saving.turn:
            user_settings.save(settings, desk.backend.folders.settings)
            saving.turn = turn
