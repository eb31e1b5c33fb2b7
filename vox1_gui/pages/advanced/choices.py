"""The choices: settings as the page changes them, gathered for a moment, kept, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from enum import Enum
from typing import Any

from vox1.settings import Settings, with_changes
from vox1_gui.messages import Trouble
from vox1_gui.services import Services
from vox1_gui.watched import Watched

_GATHER_MS = 150
"""A slider that is dragged changes its setting a hundred times a second."""
NAMES = tuple(item.name for item in fields(Settings))


class Keeping(Enum):
    """Whether what was chosen is kept."""

    UNCHANGED = "unchanged"
    GATHERING = "gathering"
    KEPT = "kept"
    FAILED = "failed"


class Choices:
    """The settings, with what the listener is just changing.

    Args:
        services: The window's.
        timer: A widget that lives as long as the choices are made.

    Attributes:
        now: The settings as they stand, those not kept yet too.
        keeping: Whether they are kept.
    """

    def __init__(self, services: Services, timer: Any) -> None:
        self._services, self._timer = services, timer
        self._changes: dict[str, Any] = {}
        self._scheduled = ""
        self._before_reset: dict[str, Any] = {}
        self.now = Watched(services.workspace.settings.value)
        self.keeping = Watched(Keeping.UNCHANGED)
        services.workspace.settings.watch(self._came)

    def set(self, **changes: Any) -> None:
        """Choose something; values are such as the settings take.

        Another engine has other voices, models and styles: it starts without those chosen.
        """
        before = self.now.value
        changed, _ = with_changes(before, changes)
        changes = _difference(before, changed)
        if not changes:
            return
        self._changes.update(changes)
        self.keeping.set(Keeping.GATHERING)
        self.now.set(changed)
        if not self._scheduled:
            self._scheduled = self._timer.after(_GATHER_MS, self.flush)

    def flush(self) -> None:
        """Keep what was gathered, at once."""
        if self._scheduled:
            self._timer.after_cancel(self._scheduled)
            self._scheduled = ""
        if self._changes:
            changes, self._changes = self._changes, {}
            job = self._services.keep_settings(replace(self._services.workspace.settings.value, **changes))
            job.on_done = lambda _: self._kept(Keeping.KEPT)
            job.on_trouble = self._failed

    def reset(self, names: Iterable[str]) -> bool:
        """Choose again what holds by itself, and say whether that changed anything; see `undo`."""
        before, usual = self.now.value, Settings()
        self.set(**{name: getattr(usual, name) for name in names})
        difference = _difference(self.now.value, before)
        if difference:
            self._before_reset = difference
        return bool(difference)

    def undo(self) -> None:
        """Take the last reset back."""
        self.set(**self._before_reset)
        self._before_reset = {}

    @property
    def can_undo(self) -> bool:
        """Whether there is a reset to be taken back."""
        return bool(self._before_reset)

    def _came(self, settings: Settings) -> None:
        self.now.set(replace(settings, **self._changes))

    def _kept(self, keeping: Keeping) -> None:
        if not self._changes:
            self.keeping.set(keeping)

    def _failed(self, trouble: Trouble) -> None:
        self._kept(Keeping.FAILED)
        self._services.tell_trouble(trouble)


def _difference(before: Settings, after: Settings) -> dict[str, Any]:
    """What of settings differs, as it is afterwards."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in NAMES)
    return {name: new for name, old, new in pairs if old != new}
