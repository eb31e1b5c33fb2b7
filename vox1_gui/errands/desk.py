"""The desk: what an errand works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend import Backend
from vox1.control import Control
from vox1.events import Event, Warned


@dataclass(frozen=True, slots=True)
class Desk:
    """What an errand works with.

    Attributes:
        backend: VOX-1 without a face; the same for all errands.
        control: The listener's hand on this errand.
        tell: Sends news to the window: events of the core, or any value that can be pickled. From any thread.
        drawer: What errands keep for later ones, by a name of their own; shared by all of them.
    """

    backend: Backend
    control: Control
    tell: Callable[[Any], None]
    drawer: dict[str, Any]

    def tell_warning(self, event: Event) -> None:
        """Send the window what a warning says; other events are of no account."""
        if isinstance(event, Warned):
            self.tell(event.message)
