"""The window's state: what it remembers from one day to the next, in ``window.json``."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.errors import DiskError
from vox1_gui.theme import Appearance

log = logging.getLogger(__name__)

SCHEMA = 1
LEAST_SCALE, MOST_SCALE = 80, 200
_MOST_RECENT = 12


@dataclass(frozen=True, slots=True)
class WindowState:
    """What the window remembers.

    Attributes:
        geometry: Its size and place, as Tk writes it; empty for the first time.
        is_maximised: Whether it fills the screen.
        appearance: The value of an `Appearance`.
        scale: In percent, 80 to 200.
        language: Code of the language of its texts; empty for the system's.
        page: Name of the page that was open.
        recent: Books that were opened, the latest first.
        has_started: Whether the first start is over.
        tips: Names of tips that were given and are not to be given again.
        at_end: What the computer does after the last render: ``nothing``, ``sleep`` or ``shutdown``.
        notifies: Whether the listener is told when a render has ended.
        favourite_voices: Keys of the voices with a star, as the Lab calls them.
        looks_for_updates: Whether the window looks for a new version after a start.
        system_mode: Whether the system was ``light`` or ``dark`` when it was asked last.
    """

    geometry: str = ""
    is_maximised: bool = False
    appearance: str = Appearance.SYSTEM.value
    scale: int = 100
    language: str = ""
    page: str = ""
    recent: tuple[str, ...] = ()
    has_started: bool = False
    tips: tuple[str, ...] = ()
    at_end: str = "nothing"
    notifies: bool = True
    favourite_voices: tuple[str, ...] = ()
    looks_for_updates: bool = True
    system_mode: str = "light"

    def with_recent(self, book: Path) -> WindowState:
        """Return it with a book as the latest that was opened."""
        path = str(book)
        others = [one for one in self.recent if one != path]
        return replace(self, recent=(path, *others)[:_MOST_RECENT])


def load(path: Path) -> WindowState:
    """Return what was remembered; what cannot be read is as on the first day."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValueError) as err:
        log.warning("%s cannot be read: %s", path, err)
        return WindowState()
    return _checked(written) if isinstance(written, dict) else WindowState()


def _checked(written: dict[str, Any]) -> WindowState:
    """What is usable of what was written."""
    state = WindowState()
    for item in fields(WindowState):
        value = written.get(item.name)
        default = getattr(state, item.name)
        if isinstance(default, tuple) and isinstance(value, list):
            value = tuple(one for one in value if isinstance(one, str))
        if type(value) is type(default):
            changes: dict[str, Any] = {item.name: value}
            state = replace(state, **changes)
    appearances = [appearance.value for appearance in Appearance]
    return replace(
        state,
        scale=min(max(state.scale, LEAST_SCALE), MOST_SCALE),
        appearance=state.appearance if state.appearance in appearances else Appearance.SYSTEM.value,
        system_mode="dark" if state.system_mode == "dark" else "light",
    )


def save(state: WindowState, path: Path) -> None:
    """Remember it. A disk that refuses is no reason to trouble anybody: it is only the window's place."""
    try:
        files.write_json(path, {"schema": SCHEMA, **asdict(state)})
    except DiskError as err:
        log.warning("The window's state is not kept: %s", err)
