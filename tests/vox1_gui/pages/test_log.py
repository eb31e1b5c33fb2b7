"""The Activity log: short whatever happens, and every error with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.vox1_gui.conftest import pump
from vox1 import events
from vox1_gui.activity import Level
from vox1_gui.pages.log import LogPage
from vox1_gui.pages.page import Page
from vox1_gui.telling import Teller
from vox1_gui.window import Window

Opener = Callable[..., Window]


class Elsewhere(Page):
    """Another page."""

    name, icon = "book", "book-open"

    def build(self) -> Iterator[None]:
        """Make nothing."""
        yield


@pytest.fixture
def window(open_window: Opener) -> Window:
    """Return a window that shows the log."""
    window = open_window(Elsewhere, LogPage, page="log")
    pump(window, lambda: page_of(window)._is_built and page_of(window)._is_shown)
    settle(window)
    return window


def page_of(window: Window) -> LogPage:
    """Return its log page."""
    page = window._pages["log"]
    assert isinstance(page, LogPage)
    return page


def settle(window: Window) -> None:
    """Let everything that was noted be shown."""
    page = page_of(window)
    pump(window, lambda: not (page._news or page._timer or page._filling.is_busy))


def titles(page: LogPage) -> list[str]:
    """Return what the lines say, from above."""
    return [str(page._table.tree.item(row, "values")[1]) for row in page._table.ids]


def speak(window: Window, chapters: int, sentences: int) -> None:
    """Note what a render tells."""
    teller, note = Teller("Rain"), window.services.activity.add
    for chapter in range(1, chapters + 1):
        for sentence in range(1, sentences + 1):
            place = f"{chapter}.{sentence}"
            teller.tell(events.ChunkSpoken(place, "Roof", 3.0, reused=False, attempt=1), note)
        teller.tell(events.ChapterEncoded(chapter, "Roof", 60.0, None, 0.0), note)


def test_a_chapter_is_one_line_unless_it_is_opened(window: Window) -> None:
    """The latest stands first; opened, so do its sentences."""
    page = page_of(window)
    speak(window, 2, 3)
    settle(window)
    assert titles(page) == [f"Chapter {n}, Roof, is in the audiobook (1:00)" for n in (2, 1)]
    tree = page._table.tree
    row = page._table.ids[0]
    tree.focus(row)
    tree.focus_set()
    pump(window, lambda: tree.focus_get() is tree)
    tree.event_generate("<Right>")
    pump(window, lambda: len(tree.get_children(row)) == 4)
    first = tree.get_children(row)[1]
    assert tree.item(first, "values")[1] == "Passage 2.3 is spoken (3.0 s)"


def test_an_opened_line_goes_on_growing(window: Window) -> None:
    """Whoever watches a chapter sees its sentences come."""
    page, note = page_of(window), window.services.activity.add
    teller = Teller("Rain")
    for sentence in (1, 2):
        teller.tell(events.ChunkSpoken(f"1.{sentence}", "Roof", 3.0, reused=False, attempt=1), note)
    settle(window)
    row = page._table.ids[0]
    page._unfold(row)
    page._table.tree.delete(f"{row} unknown")
    teller.tell(events.ChunkSpoken("1.3", "Roof", 3.0, reused=False, attempt=1), note)
    settle(window)
    assert len(page._table.tree.get_children(row)) == 3


def test_only_what_is_looked_for_is_shown(window: Window) -> None:
    """By words, and by level."""
    page, activity = page_of(window), window.services.activity
    activity.note(Level.INFO, "A book was opened")
    activity.note(Level.WARNING, "A picture is missing")
    activity.note(Level.ERROR, "The disk is full", "Delete something.")
    settle(window)
    page._show_level(Level.WARNING)
    settle(window)
    assert titles(page) == ["The disk is full", "A picture is missing"]
    page._search("DELETE")
    settle(window)
    assert titles(page) == ["The disk is full"]
    activity.note(Level.ERROR, "Another thing")
    settle(window)
    assert titles(page) == ["The disk is full"]
    page._search("unheard of")
    settle(window)
    assert page._nothing.winfo_ismapped() or page._nothing.place_info()


def test_the_newest_error_is_one_press_away_until_it_was_seen(window: Window) -> None:
    """From any page, with what to do about it."""
    window.show_page("book")
    window.services.activity.note(Level.ERROR, "The disk is full", "Delete something.")
    window.services.activity.note(Level.INFO, "Something else")
    assert window._status._error.winfo_manager() == "grid"
    window._status._error.invoke()
    page = page_of(window)
    pump(window, lambda: "Delete something." in page._details.get("1.0", "end"))
    assert window.services.activity.new_error.value is None
    assert window._status._error.winfo_manager() == ""


def test_an_error_is_found_though_something_else_was_searched_for(window: Window) -> None:
    """What stands in the field must not hide it."""
    page = page_of(window)
    page._field.set("snow")
    page._search("snow")
    window.services.activity.note(Level.ERROR, "The disk is full", "Delete something.")
    page.go_to_error()
    pump(window, lambda: "Delete something." in page._details.get("1.0", "end"))


def test_all_or_the_chosen_are_copied(window: Window) -> None:
    """As a text that can be sent to somebody who helps."""
    page, activity = page_of(window), window.services.activity
    activity.note(Level.INFO, "One")
    activity.note(Level.ERROR, "Two", "Do this.", "Rain")
    settle(window)
    window.clipboard_clear()
    window.clipboard_append("before")
    page.copy()
    pump(window, lambda: window.clipboard_get() != "before")
    lines = window.clipboard_get().splitlines()
    assert lines[0].endswith("Information: One")
    assert lines[1].endswith("Error: [Rain] Two")
    assert lines[2] == "    Do this."
    page._table.select([page._table.ids[1]])
    pump(window, lambda: page._copy_button.cget("text") == "Copy the chosen")
    page.copy()
    pump(window, lambda: len(window.clipboard_get().splitlines()) == 1)
    assert window.clipboard_get().endswith("Information: One\n")


def test_the_log_is_saved(window: Window, tmp_path: Path) -> None:
    """With every entry, in the order in which they came."""
    page, path = page_of(window), tmp_path / "my log.txt"
    speak(window, 3, 4)
    settle(window)
    page.save_to(path)
    pump(window, path.exists)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 15
    assert "Passage 1.1" in lines[0]


def test_a_log_that_cannot_be_saved_is_an_error_with_what_to_do(window: Window, tmp_path: Path) -> None:
    """And stands in the log itself."""
    (tmp_path / "taken").write_bytes(b"")
    page_of(window).save_to(tmp_path / "taken" / "log.txt")
    activity = window.services.activity
    pump(window, lambda: activity.new_error.value or any(e.level is Level.ERROR for e in activity.entries))
    assert activity.entries[-1].hint


def test_twenty_thousand_entries_are_shown_a_few_at_a_time(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as they come nor when another selection is shown does Tk's thread do much in one turn."""
    page = page_of(window)
    turns = [0]
    fill, put, remove = page._filled, page._table.put, page._table.remove_rows

    def filled() -> Iterator[None]:
        for turn in fill():
            turns.append(0)
            yield turn

    def counted_put(*arguments: Any, **named: Any) -> None:
        turns[-1] += 1
        put(*arguments, **named)

    def counted_remove(rows: Sequence[str]) -> None:
        turns[-1] += len(rows)
        remove(rows)

    monkeypatch.setattr(page, "_filled", filled)
    monkeypatch.setattr(page._table, "put", counted_put)
    monkeypatch.setattr(page._table, "remove_rows", counted_remove)
    for _ in range(5):
        speak(window, 400, 9)
    for number in range(2_000):
        window.services.activity.note(Level.INFO, f"Book {number} was opened")
    settle(window)
    page._search("roof")
    settle(window)
    page._show_level(Level.ERROR)
    settle(window)
    page._search("")
    page._show_level(Level.DETAIL)
    settle(window)
    assert len(page._table.ids) == 1_000
    page._show_older()
    settle(window)
    assert len(page._table.ids) == 2_000
    assert sum(turns) >= 5_000
    assert max(turns) <= 100


def test_the_page_is_made_anew_with_all_that_happened(window: Window) -> None:
    """In another language, another size, or other colours."""
    speak(window, 2, 2)
    settle(window)
    window._set(appearance="dark")
    pump(window, lambda: page_of(window)._is_built)
    settle(window)
    assert len(titles(page_of(window))) == 2
