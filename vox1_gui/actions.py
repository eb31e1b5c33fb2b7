"""Actions: what the menus offer, with the keys that do the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

SEPARATOR = None
"""A line between two groups of a menu."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the listener can have done.

    Attributes:
        words: What the menu calls it.
        run: Does it.
        keys: The shortcut as a Tk event without its brackets, such as ``Control-o``, and others that do the
            same after spaces; empty for none. macOS has Command in the place of Control.
        is_possible: Whether it can be done now; asked whenever the menu opens or the keys are pressed.
        is_for_fields: Whether the keys do it even while a text is being typed.
    """

    words: str
    run: Callable[[], object]
    keys: str = ""
    is_possible: Callable[[], bool] = lambda: True
    is_for_fields: bool = True

    @property
    def shown_keys(self) -> str:
        """The first shortcut as people write it: Ctrl+O."""
        first = next(iter(self.keys.split()), "")
        parts = [_NAMES.get(part, part) for part in first.split("-") if part != "Key"]
        return "+".join(part.upper() if len(part) == 1 else part for part in parts)


_NAMES = {
    "Control": "⌘" if sys.platform == "darwin" else "Ctrl",
    "Alt": "⌥" if sys.platform == "darwin" else "Alt",
    "space": "Space",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "Return": "Enter",
}
