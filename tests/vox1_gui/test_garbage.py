"""Garbage goes in Tk's own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.vox1_gui.conftest import pump
from vox1_gui.pages.log import LogPage
from vox1_gui.window import Window


class Circle:
    """Refers to itself, and says which thread found that out."""

    def __init__(self, found_by: set[int]) -> None:
        self.itself = self
        self.found_by = found_by

    def __del__(self) -> None:
        self.found_by.add(threading.get_ident())


def test_no_other_thread_looks_for_garbage(open_window: Callable[..., Window]) -> None:
    """A window that went in the thread of another's bridge ended the process ("Tcl_AsyncDelete")."""
    window = open_window(LogPage)
    pump(window, lambda: not window._unbuilt)
    found_by: set[int] = set()
    Circle(found_by)
    busy = threading.Thread(target=lambda: [Circle(set()) for _ in range(20_000)])
    busy.start()
    busy.join()
    assert not found_by
    pump(window, lambda: found_by)
    assert found_by == {threading.get_ident()}


def test_nothing_of_a_closed_window_is_looked_for_elsewhere(open_window: Callable[..., Window]) -> None:
    """Its end looks through everything once, itself left out, which is still in use then."""
    window = open_window(LogPage)
    pump(window, lambda: not window._unbuilt)
    found_by: set[int] = set()
    window._pages["log"].circle = Circle(found_by)
    del window._pages["log"].circle
    window.begin_close()
    pump(window, lambda: window.is_closed)
    assert found_by == {threading.get_ident()}
