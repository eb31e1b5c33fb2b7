"""Labels: a text that wraps comes to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import customtkinter as ctk
import pytest

from tests.vox1_gui.conftest import pump
from vox1_gui.pages.page import Page
from vox1_gui.widgets.frames import Card, Column
from vox1_gui.widgets.labels import Label
from vox1_gui.window import Window

Opener = Callable[..., Window]


class Scrolled(Page):
    """A page with a long text in a card that scrolls."""

    name, icon = "book", "book-open"

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        column = Column(self)
        column.grid(row=0, column=0, sticky="nsew")
        card = Card(column, "A card")
        card.body.columnconfigure(0, weight=1)
        card.grid(row=0, column=0, sticky="ew")
        self.text = Label(card.body, "A text that is longer than its line. " * 9, wraps=True)
        self.text.grid(row=0, column=0, sticky="ew")
        yield


@pytest.mark.parametrize("scale", [100, 150])
def test_a_text_wraps_to_its_place_and_rests_there(open_window: Opener, scale: int) -> None:
    """It went by the width of its words once, which shrank with every turn: the window stood still."""
    window = open_window(Scrolled, scale=scale)
    page = window._pages["book"]
    assert isinstance(page, Scrolled)
    pump(window, lambda: not window._unbuilt and page.text.winfo_viewable())
    widths: list[int] = []

    def rests() -> bool:
        widths.append(int(page.text.cget("wraplength")))
        return len(widths) > 20 and len(set(widths[-10:])) == 1

    pump(window, rests)
    assert widths[-1] * ctk.ScalingTracker.get_widget_scaling(page) > page.winfo_width() * 0.8
