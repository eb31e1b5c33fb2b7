"""From the double click to the cross in the corner."""

from __future__ import annotations

import json
from collections.abc import Callable

import psutil

from tests.vox1_gui.endtoend.conftest import BOOK
from tests.vox1_gui.endtoend.hand import App, Hand

Start = Callable[..., App]


def test_the_window_opens_and_closes_and_leaves_nobody_behind(start: Start, hand: Hand) -> None:
    """The process, its backroom and all of their children are gone, and the place is remembered."""
    app = start()
    hand.window()
    hand.await_widget("Studio")
    family = psutil.Process(app.process.pid).children(recursive=True)
    hand.ask_to_close()
    assert app.wait() == 0
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    remembered = json.loads((app.user / "window.json").read_text())
    assert remembered["geometry"]


def test_pages_are_shown_by_mouse_and_by_keys(start: Start, hand: Hand) -> None:
    """And the one that was open is open again the next time."""
    app = start()
    hand.window()
    hand.click(hand.await_widget("Advanced", "CTkButton"))
    hand.until(lambda: len([w for w in hand.map() if w.text == "Advanced"]) > 1, "page Advanced")
    hand.press("3", "Control")
    hand.until(lambda: len([w for w in hand.map() if w.text == "Studio"]) > 1, "page Studio")
    hand.press("q", "Control")
    assert app.wait() == 0
    assert json.loads((app.user / "window.json").read_text())["page"] == "studio"


def test_a_second_start_raises_the_first_window_and_hands_its_book_over(start: Start, hand: Hand) -> None:
    """One double click too many opens no second window; a book that came with it is opened in the first."""
    app = start()
    hand.window()
    hand.await_widget("Studio")

    second = start(BOOK)

    assert second.wait() == 0
    hand.await_widget("Five Teaspoons of Rain", starts=True)
    assert app.process.poll() is None


def test_a_killed_window_leaves_nobody_behind(start: Start, hand: Hand) -> None:
    """The backroom ends by itself when nobody listens to it any more."""
    app = start()
    hand.window()
    hand.await_widget("Studio")
    family = psutil.Process(app.process.pid).children(recursive=True)
    assert family
    app.kill()
    _, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
