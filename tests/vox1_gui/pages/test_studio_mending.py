"""Any sentence that is listened to can be mended: by its text, another take, or a word of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import customtkinter as ctk
import pytest

from tests.vox1_gui.conftest import pump
from tests.vox1_gui.pages.test_studio import add, opened, state, studio, typed_book
from vox1.paths import Folders
from vox1_gui import texts
from vox1_gui.pages.book.word_dialog import WordDialog
from vox1_gui.pages.studio.listening import ListeningView
from vox1_gui.pages.studio.page import StudioPage
from vox1_gui.pages.studio.passage import PassagePanel
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.window import Window

LONG = "and it went on about trams and rain and teaspoons for so long that no other sentence had any room"
TEXTS = [
    f"One tram was late, {LONG}, {LONG}. Two trams were early, {LONG}, {LONG}.",
    "Three trams stood in the rain.",
]


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    """A window with the Studio, built."""
    return opened(open_window)


def made(window: Window, folder: Path, texts: list[str] | None = None) -> QueuedBook:
    """Render a book to its end."""
    book = add(window, typed_book(folder, texts or TEXTS))
    window.services.queue.start()
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)
    return book


def listening(window: Window) -> ListeningView:
    """Show what is done, and listen to its first chapter until its text is there."""
    page = studio(window)
    page.show_view("listening")
    view = page._views["listening"]
    assert isinstance(view, ListeningView)
    pump(window, lambda: view._titles)
    view.listen(1)
    pump(window, lambda: window.services.player.now.value and view._sentence is not None)
    pump(window, lambda: len(view._text.text.tag_ranges("part-1")) == 2)
    return view


def mending(window: Window, view: ListeningView, number: int) -> PassagePanel:
    """Choose a sentence, and have it mended."""
    view._text.choose(number)
    window.update()
    assert view.can_mend
    view.mend()
    panel = view._panel
    pump(window, lambda: panel._kept)
    return panel


def takes(folders: Folders) -> set[Path]:
    """Every take on the disk."""
    return set(folders.takes.glob("*/*/*.flac"))


def cut_off(page: StudioPage) -> list[str]:
    """Names of the buttons and fields in sight that stand out of the page or are too narrow."""
    right, bottom = page.winfo_rootx() + page.winfo_width(), page.winfo_rooty() + page.winfo_height()
    return [
        str(widget)
        for widget in descendants(page)
        if isinstance(widget, (ctk.CTkButton, ctk.CTkTextbox, ctk.CTkComboBox)) and widget.winfo_viewable()
        if widget.winfo_rootx() + widget.winfo_reqwidth() > right
        or widget.winfo_rooty() + widget.winfo_height() > bottom
        or (isinstance(widget, ctk.CTkButton) and widget.winfo_width() < widget.winfo_reqwidth())
    ]


def descendants(widget: Any) -> Iterator[Any]:
    """All widgets in a widget."""
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def apply(window: Window, book: QueuedBook, panel: PassagePanel) -> None:
    """Put the changes into the audiobook, and wait until its text is shown anew."""
    view = studio(window)._heard
    before = view._heard
    panel._buttons["apply"].invoke()
    pump(window, lambda: state(window, book).is_under_way)
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)
    pump(window, lambda: view._heard is not before and len(view._text.text.tag_ranges("part-0")) == 2)


def test_a_sentence_that_is_heard_is_reworded(window: Window, folders: Folders, tmp_path: Path) -> None:
    """One take is new, the audiobook is another, and what is shown is what is heard then."""
    book = made(window, tmp_path)
    (output,) = folders.output.glob("*.m4b")
    before, bytes_before = takes(folders), output.read_bytes()
    view = listening(window)
    panel = mending(window, view, 1)
    playing = window.services.player.now.value
    assert playing
    assert not playing.is_playing
    assert panel._buttons["apply"].cget("state") == "disabled"

    panel._text.set(panel._text.get().replace("Two trams were early", "Two trams never came"))
    panel._buttons["correct"].invoke()
    pump(window, lambda: view._text.text.tag_ranges("changed"))
    apply(window, book, panel)

    assert len(takes(folders) - before) == 1
    assert output.read_bytes() != bytes_before
    pump(window, lambda: "Two trams never came" in view._text.text.get("1.0", "end"))
    assert not view._text.text.tag_ranges("changed")
    assert not panel.winfo_manager()


def test_a_sentence_is_spoken_anew_and_an_older_take_picked_again(
    window: Window, folders: Folders, tmp_path: Path
) -> None:
    """Both takes stay on the disk."""
    book = made(window, tmp_path)
    before = takes(folders)
    view = listening(window)
    panel = mending(window, view, 0)
    panel._buttons["redo"].invoke()
    pump(window, lambda: panel._buttons["apply"].cget("state") == "normal")
    apply(window, book, panel)
    assert {path.name for path in takes(folders) - before} == {"2.flac"}

    panel = mending(window, view, 0)
    assert [take.is_used for take in panel._takes] == [False, True]
    panel._take._dropdown_callback(panel._take.cget("values")[0])
    panel._buttons["accept"].invoke()
    pump(window, lambda: panel._buttons["apply"].cget("state") == "normal")
    apply(window, book, panel)
    panel = mending(window, view, 0)
    assert [take.is_used for take in panel._takes] == [True, False]


def test_a_word_of_a_sentence_is_said_otherwise(window: Window, folders: Folders, tmp_path: Path) -> None:
    """For this book, which need not be open; all passages with the word are spoken anew."""
    book = made(window, tmp_path)
    before = takes(folders)
    panel = mending(window, listening(window), 0)
    panel._text._textbox.tag_add("sel", "1.4", "1.8")
    panel.ask_word()
    dialog = next(one for one in panel.winfo_children() if isinstance(one, WordDialog))
    assert dialog.written.get() == "tram"
    dialog.spoken.set("trem")
    dialog._keep()
    pump(window, lambda: panel._buttons["apply"].cget("state") == "normal")
    (lexicon,) = folders.projects.glob("*/lexicon.json")
    assert "trem" in lexicon.read_text("utf-8")
    apply(window, book, panel)
    assert len(takes(folders) - before) == 1


def test_a_book_that_is_being_rendered_is_left_alone_and_says_so(window: Window, tmp_path: Path) -> None:
    """Its takes can be heard; nothing can be changed before it is done, whatever was decided."""
    sentence = "The number {} tram was late again, and nobody in the queue said a word."
    long = "\n\n".join(sentence.format(number) for number in range(1500))
    book = add(window, typed_book(tmp_path, [TEXTS[0], long]))
    page, queue = studio(window), window.services.queue
    page.show_view("listening")
    view = page._views["listening"]
    assert isinstance(view, ListeningView)
    queue.start()
    pump(window, lambda: 1 in view._titles)
    view.listen(1)
    pump(window, lambda: window.services.player.now.value and view._sentence is not None)
    panel = mending(window, view, 0)
    assert state(window, book) is QueueState.RENDERING
    assert "is being rendered" in panel._about.cget("text")
    usable = {name for name, button in panel._buttons.items() if button.cget("state") == "normal"}
    assert usable == {"play"}
    panel.redo()
    panel._buttons["play"].invoke()
    playing = window.services.player.now.value
    assert playing
    assert playing.path == panel._takes[0].path
    window.services.player.stop()

    queue.cancel()
    pump(window, lambda: state(window, book) is QueueState.CANCELLED)
    pump(window, lambda: panel._buttons["redo"].cget("state") == "normal")


def test_what_was_typed_stays_while_the_book_is_rendered(window: Window, tmp_path: Path) -> None:
    """It was not saved yet, and must not be typed twice."""
    made(window, tmp_path)
    view = listening(window)
    panel = mending(window, view, 0)
    assert view.book
    panel._text.set("Something else.")
    panel.show(view.book, "1.1", "The old text.")
    pump(window, lambda: panel._kept)
    assert panel._text.get() == "Something else."


def test_the_arrows_choose_a_sentence_and_return_plays_it(window: Window, tmp_path: Path) -> None:
    """And the menu key opens what can be done with it."""
    made(window, tmp_path)
    view = listening(window)
    text, player = view._text, window.services.player
    player.stop()
    window.focus_force()
    text.text.focus_force()
    pump(window, lambda: window.focus_get() is text.text)
    text.text.event_generate("<Down>")
    text.text.event_generate("<Down>")
    window.update()
    assert text.chosen == 1
    opened_at: list[tuple[int, int]] = []
    view._menu.open = lambda left, top: opened_at.append((left, top))  # type: ignore[method-assign]
    text.text.event_generate("<Shift-F10>")
    window.update()
    assert len(opened_at) == 1
    text.text.event_generate("<Return>")
    pump(window, lambda: view._sentence == 1)
    playing = player.now.value
    assert playing
    assert view._heard
    assert playing.position_seconds >= view._heard.sentences[1].start_seconds - 0.5
    player.stop()


def test_the_text_turns_dark_with_the_system(window: Window, tmp_path: Path) -> None:
    """It is a widget of Tk's own, which customtkinter leaves as it was."""
    made(window, tmp_path)
    text = listening(window)._text.text
    before = text.cget("background"), text.tag_cget("now", "background")
    mode = ctk.get_appearance_mode()
    try:
        ctk.set_appearance_mode("light" if mode == "Dark" else "dark")
        window.update()
        after = text.cget("background"), text.tag_cget("now", "background")
    finally:
        ctk.set_appearance_mode(mode)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_decisions_outlive_pages_that_are_made_anew(window: Window, tmp_path: Path) -> None:
    """Else nobody could put them into the audiobook after a change of language."""
    made(window, tmp_path)
    panel = mending(window, listening(window), 0)
    panel._buttons["redo"].invoke()
    pump(window, lambda: panel._buttons["apply"].cget("state") == "normal")
    window._set(language="de")
    pump(window, lambda: not panel.winfo_exists() and not window._unbuilt)
    panel = mending(window, listening(window), 0)
    assert panel._buttons["apply"].cget("state") == "normal"


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_a_small_window_a_sentence_is_mended_beside_its_text(
    open_window: Callable[..., Window], tmp_path: Path, language: str
) -> None:
    """At 1280x720 and 150 %, lines of the text stay in sight, and no button is cut off."""
    window = open_window(StudioPage, page="studio", geometry="1280x700+0+0", scale=150)
    pump(window, lambda: not window._unbuilt and window.services.queue.is_open)
    if language != "en":
        window._set(language=language)
        pump(
            window, lambda: texts.language() == language and not window._unbuilt and studio(window)._is_ready
        )
    made(window, tmp_path)
    page, view = studio(window), listening(window)
    panel = mending(window, view, 1)
    window.update()
    assert cut_off(page) == []
    assert view._text.text.winfo_height() >= 3 * panel._text._textbox.dlineinfo("1.0")[3]
    page.show_view("checking")
    window.update()
    assert cut_off(page) == []
    page.show_view("chapters")
    window.update()
    assert page._side.winfo_viewable()


def test_what_is_typed_and_not_saved_stands_there_again(window: Window, tmp_path: Path) -> None:
    """Another passage was chosen, or the language changed, and the typed text was gone without a word."""
    made(window, tmp_path)
    view = listening(window)
    panel = mending(window, view, 1)
    first = panel._place
    typed = panel._text.get().replace("Two trams were early", "Two trams never came")
    panel._text.set(typed)

    mending(window, view, 0)
    assert panel._place != first
    assert panel._text.get() != typed
    mending(window, view, 1)
    assert panel._text.get() == typed
    assert texts.say("studio.draft") in panel._about.cget("text")

    assert studio(window).close_question() == texts.say("studio.close_drafts", 1)

    area = window._area
    window._set(language="de")
    pump(window, lambda: window._area is not area and not window._unbuilt)
    view = listening(window)
    panel = mending(window, view, 1)
    assert panel._text.get() == typed

    panel._buttons["correct"].invoke()
    pump(window, lambda: view._text.text.tag_ranges("changed"))
    assert not studio(window).close_question()


def test_a_text_that_was_typed_back_is_no_draft(window: Window, tmp_path: Path) -> None:
    """Nothing would be lost, and nothing is asked."""
    made(window, tmp_path)
    panel = mending(window, listening(window), 1)
    was = panel._text.get()
    panel._text.set("Something else.")
    assert studio(window).close_question()
    panel._text.set(was)
    assert not studio(window).close_question()
