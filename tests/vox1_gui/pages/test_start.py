"""The welcome: three steps to the first book, at the first start only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.vox1_gui.conftest import pump
from vox1.hardware.prospects import Prospects
from vox1_gui import state, texts
from vox1_gui.pages import start
from vox1_gui.pages.page import Page
from vox1_gui.pages.start import SAMPLE, StartPage
from vox1_gui.window import Window

Opener = Callable[..., Window]
GB = 10**9
NO_CARD = Prospects("Chip", 8, 16 * GB, "", None, "", "", (2_500_000_000, 4_500_000_000), None, 3.0)


class Books(Page):
    """A page that takes books."""

    name, icon, opens_books = "book", "book-open", True

    def build(self) -> Iterator[None]:
        """Make nothing."""
        self.taken: list[Path] = []
        yield

    def take_files(self, paths: list[Path]) -> bool:  # type: ignore[override]
        """Take anything."""
        self.taken += paths
        return True


class Choices(Page):
    """Where a narrator is set up."""

    name, icon = "advanced", "settings"

    def build(self) -> Iterator[None]:
        """Make nothing."""
        yield


@pytest.fixture
def window(open_window: Opener, monkeypatch: pytest.MonkeyPatch) -> Window:
    """Return a window that is started for the first time."""
    first = state.WindowState(language="en")
    monkeypatch.setattr(state, "load", lambda _: first)
    window = open_window(Books, Choices, StartPage)
    pump(window, lambda: not window._unbuilt and page_of(window)._looking)
    return window


def page_of(window: Window) -> StartPage:
    """Return its welcome page."""
    page = window._pages["start"]
    assert isinstance(page, StartPage)
    return page


def test_the_first_start_says_what_this_machine_can_do(window: Window) -> None:
    """Looked at in the backroom, whatever the machine is."""
    assert window._shown == "start"
    page = page_of(window)
    pump(window, lambda: page._looking and page._looking.is_over)
    assert "cores" in page._processor._heading.cget("text")
    assert "3 minutes" in page._processor._text.cget("text")
    assert page._graphics._heading.cget("text") != texts.say("start.looking")


def test_it_can_be_skipped_and_is_not_shown_again(window: Window) -> None:
    """At any moment, and for good."""
    page_of(window).leave()
    assert window._shown == "book"
    assert window.services.state.value.has_started
    window.begin_close()
    pump(window, lambda: window.is_closed)
    kept = json.loads((window.services.folders.user / "window.json").read_text(encoding="utf-8"))
    assert kept["has_started"]
    assert kept["page"] == "book"


def test_three_steps_lead_to_the_sample_book(window: Window) -> None:
    """One press opens it where books are opened."""
    page = page_of(window)
    for number in (1, 2, 3):
        assert page._where.cget("text") == f"Step {number} of 3"
        if number < 3:
            page.go_on()
    page._sample.invoke()
    books = window._pages["book"]
    assert isinstance(books, Books)
    assert books.taken == [SAMPLE]
    assert SAMPLE.exists()
    assert window.services.state.value.has_started


def test_a_sample_that_is_gone_is_told(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have tidied up."""
    monkeypatch.setattr(start, "SAMPLE", Path("gone.epub"))
    page_of(window).open_sample()
    assert window.services.activity.entries[-1].hint == texts.say("start.sample_gone_hint")


def test_the_draft_voice_is_heard(window: Window) -> None:
    """In the listener's language; it is spoken once, and then kept."""
    page = page_of(window)
    page.listen()
    pump(window, lambda: window.services.player.now.value)
    playing = window.services.player.now.value
    assert playing
    assert playing.path.read_bytes()[:4] == b"fLaC"
    assert playing.path.is_relative_to(window.services.folders.work)
    written = playing.path.stat().st_mtime_ns
    window.services.player.stop()
    pump(window, lambda: page._speaking and page._speaking.is_over)
    page.listen()
    pump(window, lambda: window.services.player.now.value)
    assert playing.path.stat().st_mtime_ns == written


def test_a_narrator_is_set_up_elsewhere(window: Window) -> None:
    """Where its model is fetched."""
    page_of(window).set_up_narrator()
    assert window._shown == "advanced"


def test_it_is_reached_again_from_the_help_menu(open_window: Opener) -> None:
    """And a later start shows the page that was open, never the welcome."""
    window = open_window(Books, StartPage, page="start")
    assert window._shown == "book"
    (again,) = [action for action in window._help() if action and action.words == "Welcome page"]
    again.run()
    assert window._shown == "start"


@pytest.mark.parametrize(
    ("found", "heading", "text"),
    [
        (NO_CARD, "No NVIDIA graphics card", "the draft voice needs none"),
        (
            Prospects("", 8, None, "RTX 3060", 12 * GB, "", "1.7B", (1, 2), (10.0, 50.0), 3.0),
            "RTX 3060 with 12.0 GB of memory",
            "between 10 and 50 hours",
        ),
        (
            Prospects("", 8, None, "GT 710", 2 * GB, "", "", (1, 2), None, 3.0),
            "GT 710 with 2.0 GB of memory",
            "too little memory",
        ),
        (
            Prospects("", 8, None, "RTX", 8 * GB, "its driver is too old", "", (1, 2), None, 3.0),
            "RTX with 8.0 GB of memory",
            "its driver is too old",
        ),
        (
            Prospects("", 8, None, "", None, "the driver is broken", "", (1, 2), None, 3.0),
            "A graphics card",
            "the driver is broken",
        ),
    ],
)
def test_every_machine_has_its_words(found: Prospects, heading: str, text: str) -> None:
    """What it is, and what that means for a listener."""
    texts.use("en")
    assert start._of_card(found)[0] == heading
    assert text in start._of_card(found)[1]
    assert "8 cores" in start._of_processor(found)[0]
