"""The Studio: books are rendered, paused, given up and gone on with, and the files are there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.vox1_gui.conftest import pump
from vox1.paths import Folders
from vox1.settings import Settings
from vox1_gui.activity import Level
from vox1_gui.pages.studio.at_end import Countdown
from vox1_gui.pages.studio.checking import CheckingView
from vox1_gui.pages.studio.listening import ListeningView
from vox1_gui.pages.studio.page import StudioPage
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.fields import Check, Choice
from vox1_gui.window import Window
from vox1_gui.workspace import OpenBook

SAMPLE = next((Path(__file__).resolve().parents[3] / "samples").glob("*.epub"))
TONE = Settings(engine="tone")

Opener = Callable[..., Window]


@pytest.fixture
def window(open_window: Opener) -> Window:
    """A window with the Studio, built."""
    return opened(open_window)


def opened(open_window: Opener) -> Window:
    """Open a window with the Studio, and wait until it is built."""
    window = open_window(StudioPage, page="studio")
    pump(window, lambda: not window._unbuilt and window.services.queue.is_open)
    return window


def studio(window: Window) -> StudioPage:
    """Return its page."""
    page = window._pages["studio"]
    assert isinstance(page, StudioPage)
    return page


def typed_book(folder: Path, texts: list[str], name: str = "A Book") -> Path:
    """Write a book with these chapters."""
    path = folder / f"{name}.json"
    chapters = [{"id": str(n), "label": f"Chapter {n}", "text": text} for n, text in enumerate(texts, 1)]
    path.write_text(json.dumps({"title": name, "author": "Ann Author", "chapters": chapters}), "utf-8")
    return path


def add(window: Window, path: Path, settings: Settings = TONE) -> QueuedBook:
    """Put a book into the queue."""
    return window.services.queue.add_file(path, path, path.stem, None, settings)


def state(window: Window, book: QueuedBook) -> QueueState:
    """Return how a book stands now."""
    found = window.services.queue.book(book.id)
    assert found
    return found.state


def kept(folders: Folders) -> list[str]:
    """States of the books in the queue's file."""
    try:
        written = json.loads((folders.work / "queue.json").read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [book["state"] for book in written["books"]]


def test_the_sample_is_rendered_with_the_draft_voice(window: Window, folders: Folders) -> None:
    """From the plus below the list to the files on the disk, and the page says what was made."""
    page, queue = studio(window), window.services.queue
    assert page.take_files([SAMPLE])
    pump(window, lambda: queue.books.value)
    (book,) = queue.books.value
    page.render()
    assert page.close_question()
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)

    (output,) = folders.output.glob("*.m4b")
    (made,) = queue.books.value
    assert made.outputs == (output,)
    assert made.receipt
    assert made.receipt.exists()
    assert page.close_question() == ""
    pump(window, lambda: kept(folders) == ["complete"])
    entries = window.services.activity.entries
    told = [
        entry.text for entry in entries if entry.level is Level.INFO and entry.text.startswith("Chapter ")
    ]
    assert len(told) == 4
    assert any(entry.level is Level.DETAIL for entry in entries)
    progress = queue.progress(book.id)
    assert progress
    assert [chapter.part for chapter in progress.chapters.values()] == [1.0] * 4
    assert progress.moments
    pump(window, lambda: len(page._views["chapters"]._table.ids) == 4)
    page.show_view("receipt")
    pump(window, lambda: "Complete" in page._views["receipt"]._text.text.get("1.0", "end"))


def test_one_book_that_fails_does_not_stop_the_next(window: Window, folders: Folders, tmp_path: Path) -> None:
    """And its reason is shown, with what to do."""
    broken = tmp_path / "Broken.epub"
    broken.write_bytes(b"this is no book")
    first = add(window, broken)
    second = add(window, typed_book(tmp_path, ["The number 12 tram was late again."]))
    studio(window).render()
    pump(window, lambda: state(window, second) is QueueState.COMPLETE)

    failed = window.services.queue.book(first.id)
    assert failed
    assert failed.state is QueueState.FAILED
    assert failed.problem
    assert failed.hint
    assert len(list(folders.output.glob("*.m4b"))) == 1
    pump(window, lambda: kept(folders) == ["failed", "complete"])


def long_book(folder: Path) -> Path:
    """A book that takes seconds."""
    sentences = (
        f"The number {n} tram was late again, and nobody in the queue said a word." for n in range(1500)
    )
    return typed_book(folder, ["\n\n".join(sentences)], "Long Book")


def test_a_render_is_paused_and_goes_on(window: Window, tmp_path: Path) -> None:
    """With nothing spoken while it rests."""
    queue = window.services.queue
    book = add(window, long_book(tmp_path))
    queue.start()
    pump(window, lambda: (progress := queue.progress(book.id)) and progress.spoken)
    studio(window).pause_or_go_on()
    assert state(window, book) is QueueState.PAUSED
    entries = window.services.activity.entries
    pump(window, lambda: any(entry.text.startswith("The render is paused") for entry in entries))
    studio(window).render()
    assert state(window, book) is QueueState.RENDERING
    pump(window, lambda: any(entry.text == "The render goes on" for entry in entries))
    queue.cancel()
    pump(window, lambda: state(window, book) is QueueState.CANCELLED)


def test_what_was_interrupted_is_offered_when_the_window_opens(
    open_window: Opener, folders: Folders, tmp_path: Path
) -> None:
    """Closing loses nothing: the book waits, and its takes are there."""
    window = opened(open_window)
    book = add(window, long_book(tmp_path))
    other = add(window, typed_book(tmp_path, ["Another book."]))
    window.services.queue.start()
    queue = window.services.queue
    pump(window, lambda: (progress := queue.progress(book.id)) and progress.spoken)
    window.begin_close()
    pump(window, lambda: window.is_closed)
    assert kept(folders) == ["rendering", "waiting"]

    window = opened(open_window)
    again, waiting = window.services.queue.books.value
    assert (again.title, again.state, again.was_interrupted) == ("Long Book", QueueState.WAITING, True)
    assert (waiting.title, waiting.was_interrupted) == (other.title, False)
    assert window._notice.winfo_manager()
    queue = window.services.queue
    window._notice._act.invoke()
    pump(window, lambda: (progress := queue.progress(again.id)) and progress.stored)
    assert state(window, again) is QueueState.RENDERING
    queue.cancel()
    pump(window, lambda: state(window, again) is QueueState.CANCELLED)


def test_an_offer_that_was_put_away_is_not_made_again(window: Window, tmp_path: Path) -> None:
    """Not after a change of language either; the book waits in the list as before."""
    page, queue = studio(window), window.services.queue
    book = add(window, typed_book(tmp_path, ["One tram."]))
    queue.interrupted.set(book)
    assert window._notice.winfo_manager()
    window._notice._away.invoke()
    window._set(language="de")
    pump(window, lambda: not page.winfo_exists() and not window._unbuilt)
    assert not window._notice.winfo_manager()
    assert state(window, book) is QueueState.WAITING


def test_a_passage_is_mended_and_put_into_the_audiobook(
    window: Window, folders: Folders, tmp_path: Path
) -> None:
    """Heard, corrected, and made again: the audiobook is complete then."""
    text = "The number 12 tram was late again.\n\n[tone:silent] nobody said a word."
    book = add(window, typed_book(tmp_path, [text, "Another chapter, about another tram."]))
    page, queue = studio(window), window.services.queue
    queue.start()
    pump(window, lambda: state(window, book) is QueueState.INCOMPLETE)
    page.show_view("checking")
    view = page._views["checking"]
    assert isinstance(view, CheckingView)
    panel = view.panel
    pump(window, lambda: panel._takes)
    (flag,) = view._flagged.values()
    assert flag.is_missing
    assert flag.place in view._table.ids
    panel._buttons["play"].invoke()
    playing = window.services.player.now.value
    assert playing
    assert playing.path.suffix == ".flac"
    window.services.player.stop()

    panel._text.set(flag.text.replace("[tone:silent] ", ""))
    panel._buttons["correct"].invoke()
    pump(window, lambda: view._table.tree.set(flag.place, "done"), 20)
    panel._buttons["apply"].invoke()
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)
    (output,) = folders.output.glob("*.m4b")
    assert "incomplete" not in output.name
    pump(window, lambda: not view._table.ids)


def test_what_is_done_is_heard_with_its_text(window: Window, tmp_path: Path) -> None:
    """From the audiobook once it is made; the next chapter follows by itself."""
    book = add(window, typed_book(tmp_path, ["One tram. Two trams.", "Three trams were late."]))
    page, queue, player = studio(window), window.services.queue, window.services.player
    queue.start()
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)
    made = queue.book(book.id)
    assert made
    page.show_view("listening")
    view = page._views["listening"]
    assert isinstance(view, ListeningView)
    pump(window, lambda: len(view._titles) == 2)
    view.listen(1)
    pump(window, lambda: player.now.value and view._sentence is not None)
    assert player.now.value
    assert player.now.value.path == made.outputs[0]
    assert "One tram." in view._text.text.get("1.0", "end")
    pump(window, lambda: view._heard and view._heard.number == 2)
    pump(window, lambda: player.now.value and player.now.value.is_over)
    player.stop()


def test_a_chapter_is_heard_while_the_book_is_rendered(window: Window, tmp_path: Path) -> None:
    """Of its takes, while there is no audiobook."""
    sentence = "The number {} tram was late again, and nobody in the queue said a word."
    long = "\n\n".join(sentence.format(number) for number in range(1500))
    book = add(window, typed_book(tmp_path, ["One tram. Two trams.", long]))
    page, queue, player = studio(window), window.services.queue, window.services.player
    page.show_view("listening")
    view = page._views["listening"]
    assert isinstance(view, ListeningView)
    queue.start()
    pump(window, lambda: 1 in view._titles)
    view.listen(1)
    pump(window, lambda: player.now.value)
    assert state(window, book) is QueueState.RENDERING
    assert player.now.value
    assert player.now.value.path.suffix == ".flac"
    player.stop()
    queue.cancel()
    pump(window, lambda: state(window, book) is QueueState.CANCELLED)


def test_a_render_goes_on_when_its_process_ends(window: Window, folders: Folders, tmp_path: Path) -> None:
    """The system may have killed it; what was spoken is not spoken again."""
    book = add(window, long_book(tmp_path))
    queue = window.services.queue
    queue.start()
    pump(window, lambda: (progress := queue.progress(book.id)) and progress.spoken)
    before = queue.progress(book.id)
    process = window.services.bridge._process
    assert process
    process.kill()
    pump(window, lambda: (progress := queue.progress(book.id)) is not before and progress and progress.stored)
    assert state(window, book) is QueueState.RENDERING
    queue.cancel()
    pump(window, lambda: state(window, book) is QueueState.CANCELLED)
    pump(window, lambda: kept(folders) == ["cancelled"])


def test_a_render_goes_on_in_another_language(window: Window, tmp_path: Path) -> None:
    """All pages are made anew, and show it."""
    book = add(window, long_book(tmp_path))
    queue = window.services.queue
    queue.start()
    pump(window, lambda: (progress := queue.progress(book.id)) and progress.spoken)
    window._set(language="de")
    pump(window, lambda: not window._unbuilt and "Abschnitten" in about(window))
    assert window._failure is None
    assert state(window, book) is QueueState.RENDERING
    queue.cancel()
    pump(window, lambda: state(window, book) is QueueState.CANCELLED)


def about(window: Window) -> str:
    """Return the line below the chapters."""
    page = studio(window)
    return str(page._views["chapters"]._about.cget("text")) if page._is_ready else ""


def test_the_list_is_ordered_changed_and_emptied(window: Window, folders: Folders, tmp_path: Path) -> None:
    """And each change is in the file."""
    queue = window.services.queue
    first, second = (add(window, typed_book(tmp_path, ["One."], name)) for name in ("First", "Second"))
    queue.move(second.id, -1)
    queue.change(first.id, Settings(engine="tone", voice="tone-low", formats="mp3"))

    def written() -> list[tuple[str, str, str]]:
        try:
            books = json.loads((folders.work / "queue.json").read_text("utf-8"))["books"]
        except FileNotFoundError:
            return []
        return [(b["title"], b["settings"]["voice"], b["settings"]["formats"]) for b in books]

    pump(window, lambda: written() == [("Second", "", "m4b"), ("First", "tone-low", "mp3")])
    page = studio(window)
    page._list.choose(second.id)
    window.update()
    page.remove()
    pump(window, lambda: [title for title, *_ in written()] == ["First"])
    page.render()
    pump(window, lambda: state(window, first) is QueueState.COMPLETE)
    assert [path.suffix for path in folders.output.iterdir() if path.suffix != ".json"] == [".mp3"]


def test_the_computer_stays_on_where_the_countdown_is_stopped(window: Window) -> None:
    """And does what was chosen where it is not."""
    done: list[str] = []
    stopped = Countdown(window, "sleep", lambda: done.append("stopped"), seconds=60)
    stopped.stop_button.invoke()
    assert not stopped.winfo_exists()
    Countdown(window, "shutdown", lambda: done.append("shut down"), seconds=0)
    assert done == ["shut down"]


def test_every_control_of_the_studio_can_be_reached_by_tab(window: Window) -> None:
    """In whatever view."""
    page = studio(window)
    pump(window, page.winfo_viewable)
    for view in page._views:
        page.show_view(view)
        window.update()
        start = widget = page.tk_focusNext()
        reached = set()
        while widget is not None and widget not in reached:
            reached.add(widget)
            widget = widget.tk_focusNext()
        assert start in reached
        unreachable = [str(one) for one in controls(page) if one._canvas not in reached]
        assert unreachable == []


def controls(widget: Any) -> Iterator[Any]:
    """Every button, choice and box in sight that is enabled."""
    for child in widget.winfo_children():
        if isinstance(child, (Button, Choice, Check)) and child.winfo_viewable():
            if child.cget("state") != "disabled":
                yield child
        else:
            yield from controls(child)


def test_a_book_that_was_edited_since_is_rendered_again_as_it_is_now(window: Window, tmp_path: Path) -> None:
    """Not as it was when it was put into the list."""
    path = typed_book(tmp_path, ["The trams were late."])
    book = add(window, path)
    window.services.queue.start()
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)
    newer = typed_book(tmp_path, ["The trams were early.", "And full."], "Edited")
    opened_book = OpenBook(path, newer, "A Book", (), "en", None, (), frozenset({2}))
    window.services.workspace.book.set(opened_book)
    studio(window).render()
    (again,) = window.services.queue.books.value
    assert again.render_path == newer
    assert again.chapters == frozenset({2})
    pump(window, lambda: state(window, book) is QueueState.COMPLETE)


def test_a_book_that_is_sent_here_is_shown_even_where_it_fails_at_once(
    window: Window, tmp_path: Path
) -> None:
    """Else the page goes on showing another one, which is complete."""
    first = add(window, typed_book(tmp_path, ["The trams were late."]))
    window.services.queue.start()
    pump(window, lambda: state(window, first) is QueueState.COMPLETE)
    gone = tmp_path / "gone.epub"
    opened_book = OpenBook(gone, gone, "Gone", (), "en", None, (), frozenset({1}))
    failed = window.services.queue.add(opened_book, TONE)
    window.services.queue.start()
    pump(window, lambda: state(window, failed) is QueueState.FAILED)
    chosen = studio(window)._list.chosen
    assert chosen
    assert chosen.id == failed.id
    pump(window, lambda: "gone.epub" in studio(window)._summary.cget("text"))
