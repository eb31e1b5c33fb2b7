"""Actions and the menus that they are in."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tests.vox1_gui.conftest import pump
from tests.vox1_gui.test_window import First
from vox1_gui.actions import Action
from vox1_gui.window import Window


@pytest.mark.skipif(sys.platform == "darwin", reason="has other names for its keys")
@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("Control-o", "Ctrl+O"),
        ("Key-space", "Space"),
        ("Control-plus Control-equal", "Ctrl++"),
        ("Control-Key-1", "Ctrl+1"),
        ("Alt-Up", "Alt+Up"),
        ("", ""),
    ],
)
def test_shortcuts_are_shown_as_people_write_them(keys: str, shown: str) -> None:
    """The menu is where they are learned."""
    assert Action("x", print, keys).shown_keys == shown


def test_a_shortcut_that_types_does_not_disturb_a_text(open_window: Callable[..., Window]) -> None:
    """Space plays, except where it is a space."""
    from vox1_gui.widgets.fields import Entry  # noqa: PLC0415  # needs a screen

    window = open_window(First)
    pump(window, lambda: not window._unbuilt)
    pressed: list[str] = []
    window._menus.add("Test", [Action("x", lambda: pressed.append("x"), "Key-F9", is_for_fields=False)])
    entry = Entry(window._pages["book"])
    entry.grid()
    entry._entry.focus_force()
    window.update()
    window.event_generate("<F9>")
    window.update()
    assert pressed == []
    window.focus_force()
    window.update()
    window.event_generate("<F9>")
    pump(window, lambda: pressed)
