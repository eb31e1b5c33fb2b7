"""Labels that wrap, and the columns that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.vox1_gui.conftest import pump
from vox1_gui import theme
from vox1_gui.pages.page import Page
from vox1_gui.widgets.fields import Segments
from vox1_gui.widgets.frames import Card, Column
from vox1_gui.widgets.labels import hint
from vox1_gui.window import Window

TEXT = "Words that are far too many to stand in one line of a window, however wide somebody makes it. " * 4


class Long(Page):
    """A page with a column of long texts, which is put in its place by the test."""

    name, icon, opens_books = "book", "book-open", True

    def build(self) -> Iterator[None]:
        """Make it."""
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.column = Column(self)
        self.labels: list[Any] = []
        for row in range(6):
            card = Card(self.column, "Title")
            card.grid(row=row, column=0, sticky="ew")
            card.body.columnconfigure(0, weight=1)
            self.labels.append(hint(card.body, TEXT))
            self.labels[-1].grid(row=0, column=0, sticky="ew")
        yield


def test_texts_are_broken_once_they_are_in_sight(open_window: Callable[..., Window]) -> None:
    """Before that each break would make its place narrower, letter by letter, for seconds."""
    window = open_window(Long)
    page = window._pages["book"]
    assert isinstance(page, Long)
    pump(window, lambda: not window._unbuilt)
    window.update()
    assert [label.cget("wraplength") for label in page.labels] == [0] * 6

    page.column.grid(row=0, column=0, sticky="nsew")
    pump(window, lambda: all(label.cget("wraplength") > 300 for label in page.labels))
    first, last = page.column._parent_canvas.yview()
    pump(window, lambda: page.column._scrollbar.get() == (first, last))


def test_the_chosen_segment_is_written_in_the_accents_own_colour(open_window: Callable[..., Window]) -> None:
    """Dark on dark could not be read."""
    window = open_window(Long)
    segments = Segments(window._area, ("One", "Two"))
    segments.set("One")
    segments.set("Two")
    buttons = segments._buttons_dict
    assert tuple(buttons["Two"].cget("text_color")) == theme.colours().on_accent
    assert tuple(buttons["One"].cget("text_color")) == theme.colours().text
