"""The keyboard reaches everything, and nothing is cut off in a small window."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from tkinter import ttk
from typing import Any

import customtkinter as ctk
import pytest

from tests.vox1_gui.conftest import pump
from vox1_gui import start, state, texts
from vox1_gui.pages.page import Page
from vox1_gui.widgets.fields import Check, Choice, Entry, Slider, Switch
from vox1_gui.widgets.frames import Column
from vox1_gui.widgets.read_only import ReadOnly
from vox1_gui.widgets.table import Table
from vox1_gui.window import Window

Opener = Callable[..., Window]
CONTROLS = (ctk.CTkButton, Check, Choice, Entry, Slider, Switch, Table, ReadOnly)
PAGES = {page.name: page for page in start.pages()}
_MOST_STEPS = 400


@pytest.fixture
def opened(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Window]:
    """Return what opens a window with all pages at one of them, of 1280 by 720 pixels."""

    def open_at(name: str, scale: int = 100, language: str = "en") -> Window:
        is_first = name == "start"
        remembered = state.WindowState(
            "1280x720+0+0", language=language, has_started=not is_first, page=name, scale=scale
        )
        monkeypatch.setattr(state, "load", lambda _: remembered)
        window = open_window(*PAGES.values())
        pump(window, lambda: not window._unbuilt and not window.services.bridge.is_busy)
        pump(window, window._pages[name].winfo_viewable)
        return window

    return open_at


def inside(widget: tk.Misc) -> Iterator[Any]:
    """Return everything in a widget that is in sight, or would be if it were scrolled to."""
    for child in widget.winfo_children():
        if child.winfo_ismapped() and child.winfo_viewable():
            yield child
            yield from inside(child)


def control_of(focus: tk.Misc | None) -> tk.Misc | None:
    """Return the control that something which has the focus is a part of."""
    widget: Any = focus
    while widget is not None and not isinstance(widget, CONTROLS):
        widget = widget.master
    return widget


def has_ring(focus: Any) -> bool:
    """Whether it can be seen that keys go there."""
    if isinstance(focus, (tk.Entry, tk.Text, ttk.Treeview)):
        frame = focus.master
        return isinstance(frame, ctk.CTkBaseClass) and (
            not isinstance(focus, ttk.Treeview) or frame.cget("border_width") > 0
        )
    return int(focus.cget("highlightthickness")) > 0


def steps(window: Window, keys: str) -> Iterator[tk.Misc]:
    """Press a key until the focus is where it was at first, and tell every place that it comes to."""
    first = window.focus_get()
    for _ in range(_MOST_STEPS):
        here = window.focus_get()
        assert here is not None
        here.event_generate(keys)
        there = moved_from(window, here)
        yield there
        if there is first:
            return
    raise AssertionError("Tab does not come back to where it began")


def moved_from(window: Window, here: tk.Misc) -> tk.Misc:
    """Return where the focus is once it is elsewhere, and all that follows from it was done."""
    pump(window, lambda: window.focus_get() is not here)
    window.update()
    there: tk.Misc | None = window.focus_get()
    assert there is not None
    return there


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_to_every_control(opened: Callable[..., Window], name: str) -> None:
    """In a circle: none is left out, none holds it, and where it is can be seen."""
    window = opened(name)
    page = window._pages[name]
    window.focus_force()
    window._sidebar._buttons["book"]._canvas.focus_force()
    pump(window, lambda: window.focus_get() is window._sidebar._buttons["book"]._canvas)
    reached: list[tk.Misc] = []
    for focus in steps(window, "<Tab>"):
        assert has_ring(focus), f"{focus} shows no ring"
        assert not reached or reached[-1] is not focus
        reached.append(focus)
    controls = {control_of(focus) for focus in reached}
    wanted = {
        widget
        for widget in inside(page)
        if isinstance(widget, CONTROLS)
        and (isinstance(widget, (Table, ReadOnly)) or widget.cget("state") != "disabled")
    }
    assert {str(widget) for widget in wanted - controls} == set()
    sidebar = set(window._sidebar._buttons.values())
    assert {focus.master for focus in reached} >= sidebar, "the focus never leaves the page"


@pytest.mark.parametrize("name", PAGES)
def test_shift_tab_goes_the_same_way_back(opened: Callable[..., Window], name: str) -> None:
    """Whoever went too far by one need not go all round."""
    window = opened(name)
    window._sidebar._buttons["book"]._canvas.focus_force()
    pump(window, lambda: window.focus_get() is window._sidebar._buttons["book"]._canvas)
    there = [str(focus) for focus in steps(window, "<Tab>")]
    back = [str(focus) for focus in steps(window, "<Shift-Tab>")]
    assert back[-2::-1] == there[:-1]


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_in_a_small_window(
    opened: Callable[..., Window], name: str, language: str
) -> None:
    """On a screen of 1280 by 720 pixels at 125 %: every word of every label and button has its room."""
    window = opened(name, 125, language)
    page = window._pages[name]
    assert (window.winfo_width(), window.winfo_height()) == (1280, 720)
    cut = [
        f"{widget} {widget.cget('text')!r}"
        for widget in inside(page)
        if isinstance(widget, (ctk.CTkLabel, ctk.CTkButton, ctk.CTkCheckBox)) and is_cut(widget, page)
    ]
    assert cut == []


def is_cut(widget: Any, page: Page) -> bool:
    """Whether a widget is smaller than it wants to be, or stands out of the page."""
    if widget.winfo_reqwidth() > widget.winfo_width() or widget.winfo_reqheight() > widget.winfo_height():
        return True
    is_scrolled = any(isinstance(master, Column) for master in masters(widget))
    right = widget.winfo_rootx() + widget.winfo_width()
    bottom = widget.winfo_rooty() + widget.winfo_height()
    is_below = not is_scrolled and bottom > page.winfo_rooty() + page.winfo_height()
    return right > page.winfo_rootx() + page.winfo_width() or is_below


def masters(widget: Any) -> Iterator[Any]:
    """Return what a widget is in, from the inside."""
    while widget.master is not None:
        widget = widget.master
        yield widget
