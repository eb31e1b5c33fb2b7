"""What is made anew leaves nothing of what was there before."""

from __future__ import annotations

import gc
from collections.abc import Callable
from tkinter import Frame, Misc

from tests.vox1_gui.conftest import pump
from vox1_gui import start
from vox1_gui.pages.page import Page
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.window import Window


def kept(window: Window) -> dict[str, int]:
    """Count what Tk and Python hold on to."""
    window.update()
    gc.unfreeze()  # what is frozen is in no list
    gc.collect()
    tk = window.tk
    return {
        "widgets": sum(isinstance(one, Misc) for one in gc.get_objects()),
        "pages": sum(isinstance(one, Page) for one in gc.get_objects()),
        "images": len(tk.splitlist(tk.call("image", "names"))),
        "fonts": len(tk.splitlist(tk.call("font", "names"))),
        "clicks": str(tk.call("bind", "all", "<Button-1>")).count("set_focus"),
        "shortcuts": sum(len(str(window.bind(keys))) for keys in window.bind()),
    }


def test_a_change_of_language_keeps_nothing_of_the_pages_before(open_window: Callable[..., Window]) -> None:
    """A menu, a shortcut or a mouse wheel that knew an old page held all of it: 6 MB for each change."""
    window = open_window(*start.pages())
    pump(window, lambda: not window._unbuilt)
    counts = []
    for language in ("de", "en", "de", "en"):
        before = window._area
        window._set(language=language)
        pump(window, lambda before=before: window._area is not before and not window._unbuilt)  # type: ignore[misc]
        counts.append(kept(window))
    assert counts[3] == counts[1]
    assert counts[3]["pages"] == len(start.pages())


def orphans(window: Window) -> list[str]:
    """What timers are to call that is there no more."""
    tk = window.tk
    scripts = [
        tk.splitlist(tk.call("after", "info", timer))[0] for timer in tk.splitlist(tk.call("after", "info"))
    ]
    names = [tk.splitlist(script)[0] for script in scripts if script]
    return [name for name in names if not tk.splitlist(tk.call("info", "commands", name))]


def test_a_timer_ends_with_its_widget(open_window: Callable[..., Window]) -> None:
    """What it was to call had its name given to another command, and that one was called."""
    window = open_window(*start.pages()[:1])
    pump(window, lambda: not window._unbuilt)
    frame = Frame(window)
    inner = Frame(frame)
    waiting = inner.after(60_000, lambda: None)
    assert waiting in window.tk.splitlist(window.tk.call("after", "info"))
    frame.destroy()
    assert waiting not in window.tk.splitlist(window.tk.call("after", "info"))

    window._set(language="de")
    assert orphans(window) == []


def test_a_dialog_takes_its_bindings_along(open_window: Callable[..., Window]) -> None:
    """customtkinter has each of them listen to every click there is, for ever."""
    window = open_window(*start.pages()[:1])
    before = kept(window)["clicks"]
    for _ in range(3):
        dialog = Dialog(window, "Title")
        window.update()
        dialog.destroy()
    del dialog
    after = kept(window)
    assert after["clicks"] == before
    assert not any(isinstance(one, Dialog) for one in gc.get_objects())
