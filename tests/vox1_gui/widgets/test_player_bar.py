"""The player bar has its place, whatever is heard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vox1_gui.pages.log import LogPage
from vox1_gui.player import Playing
from vox1_gui.window import Window

LONG = (
    "A title that goes on and on – with a chapter that goes on even longer than that, to the end of the line"
)


@pytest.mark.parametrize("titles", [("Rain", LONG), (LONG, "Rain")])
def test_nothing_moves_with_the_first_sound(
    open_window: Callable[..., Window], titles: tuple[str, str]
) -> None:
    """The page moved away under the mouse: a click went to the button below. A long title took all room."""
    window = open_window(LogPage)
    window.update()
    height = window._area.winfo_height()
    (bar,) = (child for child in window._foot.winfo_children() if type(child).__name__ == "PlayerBar")
    widths = set()
    for title in titles:
        window.services.player.now.set(Playing(Path("a.m4b"), title, 65.0, is_playing=True))
        window.update()
        widths.add(bar.winfo_width())
        assert window._area.winfo_height() == height
    assert len(widths) == 1
    assert widths.pop() < window.winfo_width() / 2
