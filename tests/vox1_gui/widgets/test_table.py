"""Tables: what has no room in a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.vox1_gui.conftest import pump
from vox1_gui.pages.page import Page
from vox1_gui.widgets.table import Column, Table
from vox1_gui.window import Window

LONG = "A young man from Beijing, clear and natural, with the words of Beijing in his mouth " * 3


class Listed(Page):
    """A page with a table of one row."""

    name, icon, opens_books = "book", "book-open", True

    def build(self) -> Iterator[None]:
        """Make it."""
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.table = Table(self, [Column("name", "Name", 120), Column("about", "About", 120, stretches=True)])
        self.table.grid(row=0, column=0, sticky="nsew")
        self.table.fill([("one", ("Dylan", LONG))])
        yield


def test_what_is_cut_off_is_said_where_the_mouse_rests(open_window: Callable[..., Window]) -> None:
    """And what is not, is not said twice."""
    window = open_window(Listed)
    page = window._pages["book"]
    assert isinstance(page, Listed)
    pump(window, lambda: not window._unbuilt)
    tree = page.table.tree
    pump(window, lambda: bool(tree.bbox("one", "about")))

    said = {}
    for column in ("name", "about"):
        left, top, *_ = map(int, tree.bbox("one", column))
        tree.event_generate("<Motion>", x=left + 10, y=top + 5)
        window.update()
        said[column] = page.table.tooltip.text
    assert said == {"name": "", "about": LONG}

    pump(window, lambda: page.table.tooltip._shown is not None)
    shown = page.table.tooltip._shown
    assert shown is not None
    assert shown.winfo_rooty() >= tree.winfo_rooty() + top
