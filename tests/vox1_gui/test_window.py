"""The window: its pages, its troubles and its end."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import customtkinter as ctk
import pytest
from customtkinter.windows.widgets.appearance_mode import AppearanceModeTracker

from tests.vox1_gui.conftest import pump
from vox1_gui import state
from vox1_gui.pages.book.page import BookPage
from vox1_gui.pages.failure import Failure
from vox1_gui.pages.lab.page import LabPage
from vox1_gui.pages.page import Page
from vox1_gui.window import Window

Opener = Callable[..., Window]


class First(Page):
    """A page in two steps, which takes books."""

    name, icon, opens_books = "book", "book-open", True
    taken: list[Path]

    def build(self) -> Iterator[None]:
        """Make it in two steps."""
        self.steps = 1
        yield
        self.steps = 2
        yield

    def take_files(self, paths: list[Path]) -> bool:  # type: ignore[override]
        """Take anything, once all of it is there."""
        assert self.steps == 2
        self.taken = [*getattr(self, "taken", []), *paths]
        return True


class Second(Page):
    """A page where something is going on."""

    name, icon = "studio", "headphones"

    def build(self) -> Iterator[None]:
        """Make it."""
        yield

    def close_question(self) -> str:
        """Say that something is going on."""
        return "A render is going on."


def test_pages_are_made_in_steps_and_shown_when_whole(open_window: Opener) -> None:
    """The listener never waits for a page that is not looked at."""
    window = open_window(First, Second)
    page = window._pages["book"]
    assert isinstance(page, First)
    pump(window, page.winfo_viewable)
    assert page.steps == 2


def test_a_book_is_opened_on_the_page_that_takes_books(open_window: Opener, tmp_path: Path) -> None:
    """Wherever the listener is."""
    window = open_window(First, Second, page="studio")
    book = tmp_path / "a book.epub"
    book.write_bytes(b"PK")
    window.open_file(book)
    page = window._pages["book"]
    assert isinstance(page, First)
    pump(window, lambda: getattr(page, "taken", None))
    assert page.taken == [book]
    assert window._shown == "book"


def test_a_book_that_is_gone_is_told(open_window: Opener, tmp_path: Path) -> None:
    """A recent book may have been moved."""
    window = open_window(First)
    window.open_file(tmp_path / "gone.epub")
    entry = window.services.activity.entries[-1]
    assert entry.text == "gone.epub is not there any more"
    assert entry.hint


def test_an_unexpected_error_opens_a_page_with_the_details(open_window: Opener) -> None:
    """And the listener can go on."""
    window = open_window(First)
    pump(window, lambda: not window._unbuilt)

    def fail() -> None:
        raise RuntimeError("a bug of ours")

    window.after_idle(fail)
    pump(window, lambda: window._failure)
    assert isinstance(window._failure, Failure)
    assert "a bug of ours" in window._failure._details
    window._failure.go_on.invoke()
    assert window._failure is None


def test_a_window_closes_while_a_page_waits_for_its_moment(open_window: Opener) -> None:
    """A timer of a page's own is no reason to end halfway, with half of the widgets left."""
    window = open_window(First)
    window._pages["book"].after(60_000, lambda: None)
    window.begin_close()
    pump(window, lambda: window.is_closed)
    assert window._failure is None
    with pytest.raises(tk.TclError, match="application has been destroyed"):
        window.winfo_exists()


def test_closing_asks_where_something_is_going_on(open_window: Opener) -> None:
    """And does nothing until the listener has answered."""
    window = open_window(First, Second)
    window.ask_to_close()
    pump(window, lambda: any(child.winfo_class() == "Toplevel" for child in window.winfo_children()))
    assert window._closing_since is None


@pytest.mark.parametrize("scale", [80, 125, 200])
def test_a_window_remembers_its_scale(open_window: Opener, scale: int) -> None:
    """It is what a listener with poor sight set once."""
    window = open_window(First, scale=scale)
    assert window._scale == pytest.approx(scale / 100)


def test_what_is_remembered_survives_and_what_is_damaged_is_passed_over(tmp_path: Path) -> None:
    """A window that does not open because of its place on the screen would be absurd."""
    path = tmp_path / "window.json"
    kept = state.WindowState(scale=150, recent=("a", "b"), has_started=True)
    state.save(kept, path)
    assert state.load(path) == kept
    path.write_text('{"scale": 9000, "recent": [1, "x"], "appearance": "pink", "page": 7}')
    assert state.load(path) == state.WindowState(scale=200, recent=("x",))
    path.write_text("[")
    assert state.load(path) == state.WindowState()


def test_the_window_follows_the_system_without_asking_it(open_window: Opener) -> None:
    """customtkinter would start a program 33 times a second to ask, in Tk's own thread."""
    window = open_window(First)
    assert AppearanceModeTracker.appearance_mode_set_by == "user"
    watch = window._daylight
    other = "dark" if ctk.get_appearance_mode() == "Light" else "light"
    watch.on_news(other)
    assert ctk.get_appearance_mode().lower() == other
    window._state.set(replace(window._state.value, appearance="light"))
    ctk.set_appearance_mode("light")
    watch.on_news("dark")
    assert ctk.get_appearance_mode() == "Light"


def test_a_new_version_is_told_quietly_and_need_not_be_looked_for(open_window: Opener) -> None:
    """At the foot of the window; who does not want to know is asked no more."""
    window = open_window(First)
    button = window._status._update
    window.services.update.set("2.0")
    window.update()
    assert button.winfo_ismapped()
    assert "2.0" in button.cget("text")
    button.invoke()
    pump(window, lambda: any(child.winfo_class() == "Toplevel" for child in window.winfo_children()))
    window._stop_looking()
    window.update()
    assert not button.winfo_ismapped()
    assert not window._state.value.looks_for_updates


def test_a_recording_is_opened_in_the_lab(open_window: Opener, tmp_path: Path) -> None:
    """From the command line, or dropped on the Book page, it was refused for not being a book."""
    window = open_window(BookPage, LabPage)
    pump(window, lambda: not window._unbuilt)
    recording = tmp_path / "interview.FLAC"
    recording.write_bytes(b"fLaC")
    lab = window._pages["lab"]
    assert isinstance(lab, LabPage)
    for give in (lambda: window.open_file(recording), lambda: window._take([recording])):
        window.show_page("book")
        give()
        pump(window, lambda: window._shown == "lab")
        pump(window, lambda: lab.room.cloning.state.value.path == recording)
        lab.room.cloning.put_away()
