"""The Book page, with a real window, a real backroom and a real book."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend import Backend
from tests.vox1_gui.conftest import pump
from vox1_gui.pages.book import BookPage
from vox1_gui.pages.book.empty import SAMPLE
from vox1_gui.pages.book.kinds_dialog import KindsDialog
from vox1_gui.pages.book.word_dialog import WordDialog
from vox1_gui.pages.page import Page
from vox1_gui.window import Window
from vox1_gui.workspace import OpenBook

Opener = Callable[..., Window]


class Elsewhere(Page):
    """Stands for the Studio."""

    name, icon = "studio", "headphones"

    def build(self) -> Iterator[None]:
        """Make nothing."""
        yield


def page_of(window: Window) -> BookPage:
    """Return the window's Book page."""
    page = window._pages["book"]
    assert isinstance(page, BookPage)
    return page


def book_of(window: Window) -> OpenBook:
    """Return the book that is open."""
    book = window.services.workspace.book.value
    assert book is not None
    return book


@pytest.fixture
def window(open_window: Opener) -> Window:
    """Return a window with the sample book open."""
    window = open_window(BookPage, Elsewhere)
    window.open_file(SAMPLE)
    pump(window, lambda: window.services.workspace.book.value and page_of(window).chapters.selected)
    return window


def test_an_opened_book_is_there_for_all_pages(window: Window) -> None:
    """With its cover, its chapters and those that are read by default."""
    book = book_of(window)
    assert book.title == "Five Teaspoons of Rain"
    assert book.path == book.render_path == SAMPLE
    assert book.cover_jpeg
    assert book.ticked == {2, 3, 4, 5}
    assert [row.reason for row in book.chapters if not row.enabled] == ["title page", "imprint"]
    assert book.words == 2741
    assert 600 < book.seconds < 1800
    assert window._state.value.recent == (str(SAMPLE),)


def test_the_list_shows_what_is_read_and_why_the_rest_is_not(window: Window) -> None:
    """Nothing is left out in silence."""
    table = page_of(window).chapters.table
    assert table.ids == ("1", "2", "3", "4", "5", "6")
    assert table.ticked == {"2", "3", "4", "5"}
    assert table.tree.set("6", "state") == "imprint"
    assert table.tree.set("2", "title") == "The Duck"
    assert page_of(window).chapters.range.get() == "2-5"


def test_ticks_go_where_all_pages_see_them(window: Window) -> None:
    """By the tick itself, by the buttons, and by typed numbers."""
    chapters = page_of(window).chapters
    chapters.table.select(["3"])
    chapters.table._toggle_selected(None)
    assert book_of(window).ticked == {2, 4, 5}
    assert chapters.range.get() == "2, 4-5"
    chapters.all.invoke()
    assert book_of(window).ticked == {1, 2, 3, 4, 5, 6}
    chapters.none.invoke()
    assert book_of(window).ticked == set()
    assert page_of(window)._header.render.cget("state") == "disabled"
    chapters._typed("1, 3-4")
    pump(window, lambda: chapters.table.ticked == {"1", "3", "4"})
    chapters._typed("3-9")
    assert book_of(window).ticked == {1, 3, 4}


def test_render_puts_the_book_with_its_ticks_in_the_queue(window: Window) -> None:
    """And goes where it can be watched."""
    page_of(window).chapters._typed("2")
    page_of(window)._header.render.invoke()
    (queued,) = window.services.queue.books.value
    assert queued.render_path == SAMPLE
    assert queued.chapters == frozenset({2})
    assert window._shown == "studio"


def test_a_book_that_cannot_be_read_says_why_and_the_open_one_stays(window: Window, tmp_path: Path) -> None:
    """The listener is back where they were."""
    broken = tmp_path / "broken.epub"
    broken.write_bytes(b"PK no zip")
    window.open_file(broken)
    pump(window, lambda: page_of(window)._job is None)
    entry = window.services.activity.entries[-1]
    assert "broken.epub" in entry.text
    assert entry.hint
    assert book_of(window).path == SAMPLE
    assert page_of(window)._open.winfo_viewable()


def test_a_page_that_is_made_anew_shows_the_book_again(window: Window) -> None:
    """After another language, or other colours, were chosen."""
    page_of(window).chapters._typed("2")
    window.rebuild()
    page = page_of(window)
    pump(window, lambda: "book" not in window._unbuilt and page._job is None)
    pump(window, lambda: page.chapters.table.ticked == {"2"})


def test_reading_can_be_given_up(open_window: Opener) -> None:
    """Nothing is open then, and the page invites again."""
    window = open_window(BookPage, Elsewhere)
    pump(window, lambda: not window._unbuilt)
    window.open_file(SAMPLE)
    page_of(window)._waiting.cancel.invoke()
    pump(window, lambda: page_of(window)._job is None)
    assert window.services.workspace.book.value is None
    assert page_of(window)._empty.winfo_viewable()


def edited(window: Window) -> Callable[[], bool]:
    """Return what tells whether all changes are made and shown."""
    page = page_of(window)
    return lambda: not page.editor.is_busy and not page.chapters._is_painting


def shown_sentence(window: Window, paragraph: int) -> str:
    """Choose a paragraph's first sentence, and return it as the panel has it."""
    reader = page_of(window).reader
    pump(window, lambda: reader.chapter and reader.view.is_whole)
    reader.view.choose(paragraph, 0)
    return reader.sentence.text


def test_a_chosen_chapter_is_there_to_be_read(window: Window) -> None:
    """With what is not read of it, and why."""
    reader = page_of(window).reader
    pump(window, lambda: reader.chapter and reader.view.is_whole)
    text = reader.view.text.get("1.0", "end")
    assert "In Keldry we do not say that it is raining." in text
    page_of(window).chapters.select(3)
    pump(window, lambda: reader.chapter and reader.chapter.number == 3 and reader.view.is_whole)
    assert "Not read here" in reader.view.text.get("1.0", "end")
    page_of(window).chapters.select(6)
    pump(window, lambda: reader.chapter and reader.chapter.number == 6 and reader.view.is_whole)
    assert reader.view._paragraphs[0].why == "Not read: imprint"
    assert "off" in reader.view.text.tag_names("1.0")
    page_of(window).chapters.all.invoke()
    assert "off" not in reader.view.text.tag_names("1.0")


def test_chapters_are_changed_and_changed_back(window: Window) -> None:
    """In the list, in the text, and on the disk."""
    page = page_of(window)
    page.editor.merge()
    pump(window, edited(window))
    assert len(book_of(window).chapters) == 5
    assert book_of(window).render_path.parent == window.services.folders.edits
    assert book_of(window).render_path.exists()
    page.editor.move(1)
    pump(window, edited(window))
    assert [row.title for row in book_of(window).chapters][2] == "The Duck"
    assert page.chapters.selected == (3,)
    for _ in range(2):
        page.chapters.tools["undo"].invoke()
    pump(window, edited(window))
    assert [row.title for row in book_of(window).chapters][1:3] == ["The Duck", "High Pressure"]
    assert book_of(window).render_path == SAMPLE
    assert page.chapters.tools["undo"].cget("state") == "disabled"
    page.editor.redo()
    pump(window, edited(window))
    assert len(book_of(window).chapters) == 5


def test_a_chapter_is_split_before_the_chosen_sentence(window: Window) -> None:
    """And the second half is chosen then."""
    page = page_of(window)
    sentence = shown_sentence(window, 3)
    page.editor.split()
    pump(window, lambda: edited(window)() and page.chapters.selected == (3,))
    assert len(book_of(window).chapters) == 7
    assert book_of(window).ticked == {2, 3, 4, 5, 6}
    pump(
        window, lambda: page.reader.chapter and page.reader.chapter.number == 3 and page.reader.view.is_whole
    )
    assert shown_sentence(window, 0) == sentence


def test_what_is_typed_over_a_sentence_is_kept(window: Window) -> None:
    """By the button, and also when the listener only goes on to another sentence."""
    page, reader = page_of(window), page_of(window).reader
    assert shown_sentence(window, 1) == "In Keldry we do not say that it is raining."
    reader.sentence.box.insert("end", " Never.")
    reader.sentence._update()
    reader.sentence.keep.invoke()
    pump(window, edited(window))
    kept = book_of(window).render_path.read_text("utf-8")
    assert "In Keldry we do not say that it is raining. Never." in kept
    pump(window, lambda: reader.view.is_whole and page._reading and page._reading.is_over)
    shown_sentence(window, 2)
    reader.sentence.box.delete("1.0", "end")
    reader.sentence.box.insert("1.0", "There is a gauge.")
    shown_sentence(window, 3)
    pump(window, edited(window))
    assert "There is a gauge." in book_of(window).render_path.read_text("utf-8")


def test_what_was_typed_last_is_rendered(window: Window) -> None:
    """The queue gets the book with it."""
    shown_sentence(window, 1)
    page_of(window).reader.sentence.box.insert("end", " Never.")
    page_of(window)._header.render.invoke()
    pump(window, lambda: window.services.queue.books.value)
    (queued,) = window.services.queue.books.value
    assert "it is raining. Never." in queued.render_path.read_text("utf-8")


def test_a_sentence_is_heard_and_lights_up(window: Window) -> None:
    """In the draft voice; Escape is silence."""
    page = page_of(window)
    shown_sentence(window, 1)
    page.reader.view._take()
    pump(window, lambda: window.services.player.now.value)
    playing = window.services.player.now.value
    assert playing is not None
    assert playing.path.parent == window.services.folders.auditions
    assert page.reader.view.text.tag_ranges("spoken")
    page.listening.stop()
    assert window.services.player.now.value is None
    assert not page.reader.view.text.tag_ranges("spoken")


def test_a_word_is_found_in_all_chapters(window: Window) -> None:
    """And the list goes along to the chapter that it is in."""
    page = page_of(window)
    pump(window, lambda: page.reader.chapter)
    page.reader.search.set("trolley")
    page.reader._search()
    pump(window, lambda: page.reader._hits)
    hit = page.reader._hits[page.reader._hit]
    pump(window, lambda: page.reader.chapter and page.reader.chapter.number == hit.number)
    pump(window, lambda: page.reader.view.is_whole and page.reader.view.text.tag_ranges("current"))
    first, last = page.reader.view.text.tag_ranges("current")
    assert page.reader.view.text.get(first, last).casefold() == "trolley"
    assert page.chapters.selected == (hit.number,)


def test_a_respelled_word_goes_to_the_books_lexicon(window: Window) -> None:
    """After its sentences were shown."""
    page = page_of(window)
    shown_sentence(window, 1)
    page._ask_word()
    dialog = next(child for child in page.winfo_children() if isinstance(child, WordDialog))
    dialog.written.set("Pellow")
    dialog.spoken.set("Pell-oh")
    dialog._try()
    pump(window, lambda: dialog.table.ids and dialog._job is None)
    assert "Pell-oh" in dialog.table.tree.set("1", "after")
    dialog._keep()
    pump(window, lambda: not dialog.winfo_exists())
    (entry,) = Backend(window.services.folders).lexicon(SAMPLE).book
    assert (entry.written, entry.spoken) == ("Pellow", "Pell-oh")


def test_a_measure_says_how_long_it_takes(window: Window) -> None:
    """And is heard; before it there was only a guess."""
    page = page_of(window)
    facts = page._header._facts
    assert facts["audio"].cget("text").startswith("about")
    assert facts["render"].cget("text").startswith("about")
    page._header.measure.invoke()
    pump(window, lambda: window.services.player.now.value and not page.listening.is_measuring)
    assert not facts["audio"].cget("text").startswith("about")
    assert not facts["render"].cget("text").startswith("about")
    page.chapters._typed("2")
    assert facts["audio"].cget("text").startswith("about")


def test_an_edited_book_opens_as_it_was_left(window: Window) -> None:
    """With the way back offered."""
    page = page_of(window)
    page.editor.merge()
    pump(window, edited(window))
    window.open_file(SAMPLE)
    pump(window, lambda: page._job is None and edited(window)())
    assert len(book_of(window).chapters) == 5
    assert page.notice.winfo_viewable()
    page._go_back()
    pump(window, lambda: len(book_of(window).chapters) == 6)
    page.editor.undo()
    pump(window, lambda: len(book_of(window).chapters) == 5)


def note_place(window: Window) -> int:
    """Show the sample's chapter with a note, and return the note's place in it."""
    page = page_of(window)
    for number in ("2", "3", "4", "5"):
        page.chapters.table.select([number])
        pump(window, lambda n=number: page.reader.chapter and str(page.reader.chapter.number) == n)  # type: ignore[misc]
        assert page.reader.chapter
        for place, block in enumerate(page.reader.chapter.blocks):
            if block.reason == "note":
                pump(window, lambda: page.reader.view.is_whole)
                return place
    raise LookupError("the sample has a note")


def test_a_greyed_note_is_read_after_all_by_enter_and_not_by_a_second_shortcut(window: Window) -> None:
    """It stands where it stands, grey; the panel says why, Enter has it read, and undo takes that back."""
    place = note_place(window)
    page = page_of(window)
    view, words = page.reader.view, book_of(window).words
    assert "off" in view.text.tag_names(view._index(place, 0) or "1.0")
    view.choose(place, 0)
    assert page.reader.sentence._caption.cget("text") == "Not read: note. Press Enter to have it read."
    assert page.reader.sentence.box.cget("state") == "disabled"
    view._take()
    pump(window, lambda: not page.editor.is_busy and book_of(window).words > words)
    pump(window, lambda: page.reader.chapter and page.reader.chapter.blocks[place].reason is None)
    pump(window, lambda: view.is_whole)
    assert "off" not in view.text.tag_names(view._index(place, 0) or "1.0")
    assert view.chosen
    assert view.chosen.paragraph == place
    page._switch()
    pump(window, lambda: not page.editor.is_busy and book_of(window).words == words)
    page.editor.undo()
    pump(window, lambda: not page.editor.is_busy and book_of(window).words > words)
    kept = Backend(window.services.bridge._folders).edited_path(SAMPLE)
    assert "The observer’s word" in kept.read_text("utf-8")


def test_a_read_paragraph_is_left_out_with_what_was_typed_in_it(window: Window) -> None:
    """Both are kept: switched on again, it is as it was typed."""
    page = page_of(window)
    page.chapters.table.select(["2"])
    pump(window, lambda: page.reader.chapter and page.reader.chapter.number == 2)
    shown_sentence(window, 2)
    page.reader.sentence.box.insert("1.0", "Well. ")
    page._switch()
    pump(window, edited(window))
    pump(window, lambda: page.reader.chapter and page.reader.chapter.blocks[2].reason is not None)
    assert page.reader.chapter
    block = page.reader.chapter.blocks[2]
    assert block.reason == "left out by a correction"
    assert block.text.startswith("Well. ")


def test_a_click_on_what_is_not_read_only_chooses_it(window: Window) -> None:
    """It is neither heard nor switched by mistake; the button beside it says what it does."""
    place = note_place(window)
    page = page_of(window)
    view = page.reader.view
    view.text.see(view._index(place, 0) or "1.0")
    window.update()
    box = view.text.bbox(view._index(place, 3) or "1.0")
    assert box
    view.text.event_generate("<Button-1>", x=box[0] + 2, y=box[1] + 2)
    pump(window, lambda: view.chosen and view.chosen.paragraph == place)
    assert page.listening._speaking is None
    assert not page.editor.is_busy
    assert page.reader.sentence.switch.tooltip.text == "Read this after all (Ctrl+D)"


def test_kinds_are_switched_with_one_dialog_and_one_undo(window: Window) -> None:
    """Each with its count in this book."""
    page, words = page_of(window), book_of(window).words
    assert page.chapters.left_out.cget("text") == "4 left out"
    page.chapters.left_out.invoke()
    (dialog,) = [child for child in page.winfo_children() if isinstance(child, KindsDialog)]
    table = dialog.table
    assert "note" in table.ids
    assert table.tree.set("note", "count") == "1 is not read"
    table.select(["note"])
    table._toggle_selected(None)
    assert table.tree.set("note", "count") == "1 is read"
    dialog.keep.invoke()
    pump(window, lambda: edited(window)() and book_of(window).words > words)
    assert page._details
    assert page._details.undo == "switch_kinds"
    page.editor.undo()
    pump(window, lambda: edited(window)() and book_of(window).words == words)


def test_what_is_not_read_is_found_by_a_search(window: Window) -> None:
    """An editor looks for a passage, read or not."""
    page = page_of(window)
    page.reader.search.set("a fall too slight to measure")
    page.reader._search()
    pump(window, lambda: page.reader._hits)
    hit = page.reader._hits[0]
    pump(window, lambda: page.reader.chapter and page.reader.chapter.number == hit.number)
    assert page.reader.chapter
    assert page.reader.chapter.blocks[hit.block].reason == "note"


def typed(window: Window, paragraph: int, words: str) -> None:
    """Type at the end of a paragraph's first sentence, and keep nothing."""
    shown_sentence(window, paragraph)
    page_of(window).reader.sentence.box.insert("end", words)


def test_what_is_typed_outlives_a_tick(window: Window) -> None:
    """The chapter's text is shown anew, in grey: the sentence stays as it was typed."""
    page = page_of(window)
    typed(window, 1, " Never.")
    page.reader.sentence.box.mark_set("insert", "1.4")
    page.chapters._typed("3-5")
    pump(window, lambda: page.reader.reason == "" and page.reader.view.is_whole)
    assert page.reader.sentence.text == "In Keldry we do not say that it is raining. Never."
    assert page.reader.sentence.is_changed
    assert page.reader.sentence.box.index("insert") == "1.4"


def test_what_is_typed_while_the_last_change_is_kept_is_not_lost(window: Window) -> None:
    """The text comes back with the change before, at a time that nobody knows."""
    page, reader = page_of(window), page_of(window).reader
    typed(window, 1, " Never.")
    typed(window, 2, " Ever.")
    before = page._reading
    pump(window, edited(window))
    pump(window, lambda: page._reading is not before and page._reading and page._reading.is_over)
    assert reader.sentence.text.endswith(" Ever.")
    assert reader.view.chosen
    assert reader.view.chosen.paragraph == 2
    reader.keep()
    pump(window, edited(window))
    kept = book_of(window).render_path.read_text("utf-8")
    assert "it is raining. Never." in kept
    assert " Ever." in kept


@pytest.mark.parametrize("step", ["merge", "split", "move"])
def test_what_is_typed_comes_before_what_is_done_to_its_chapter(window: Window, step: str) -> None:
    """It is kept first, in the chapter that it was typed in."""
    page = page_of(window)
    typed(window, 2, " Never.")
    {"merge": page.editor.merge, "split": page.editor.split, "move": lambda: page.editor.move(1)}[step]()
    pump(window, edited(window))
    assert "moved-text" not in [entry.text for entry in window.services.activity.entries]
    assert " Never." in book_of(window).render_path.read_text("utf-8")


def test_what_was_typed_and_ticked_last_is_kept_by_closing(window: Window) -> None:
    """A listener who closes the window has not taken anything back."""
    page, path = page_of(window), window.services.folders.edits
    typed(window, 1, " Never.")
    page.chapters._typed("3-4")
    window.begin_close()
    pump(window, lambda: window.is_closed)
    (kept,) = path.glob("*.json")
    assert "it is raining. Never." in kept.read_text("utf-8")
    assert json.loads(kept.with_suffix(".ticks").read_text("utf-8"))["ticked"] == [3, 4]


def test_what_was_typed_last_is_kept_when_the_window_is_made_anew(window: Window) -> None:
    """In another language, say; and nothing of the old page gets in the way."""
    typed(window, 1, " Never.")
    window.rebuild()
    pump(window, lambda: "book" not in window._unbuilt and page_of(window)._job is None)
    pump(window, lambda: book_of(window).render_path != SAMPLE)
    assert "it is raining. Never." in book_of(window).render_path.read_text("utf-8")
    assert window._failure is None


def test_another_chapter_is_shown_from_its_beginning_after_something_was_typed(window: Window) -> None:
    """Where the listener was in the chapter before is of no account."""
    page = page_of(window)
    typed(window, 5, " Never.")
    page.chapters.select(3)
    pump(
        window, lambda: page.reader.chapter and page.reader.chapter.number == 3 and page.reader.view.is_whole
    )
    assert page.reader.view.chosen is None


def test_render_pressed_again_renders_the_same_book_and_no_second_one(window: Window) -> None:
    """Both would write the same files; one that is being rendered just so has nothing to wait for."""
    page, queue = page_of(window), window.services.queue
    pump(window, lambda: queue.is_open)
    page.chapters._typed("2")
    page._render()
    page._render()
    (queued,) = queue.books.value
    pump(window, lambda: queue.current is None)
    page.chapters._typed("2-3")
    page._render()
    (again,) = queue.books.value
    assert again.id == queued.id
    assert again.chapters == frozenset({2, 3})
    pump(window, lambda: queue.current is None)


def test_what_waits_in_the_queue_follows_what_is_edited_and_taken_back(window: Window) -> None:
    """Its chapters have other numbers; and without an edit there is no edited book to be read."""
    page, queue = page_of(window), window.services.queue
    pump(window, lambda: queue.is_open)
    number = queue.add(book_of(window), page._settings).id
    page.editor.merge()
    pump(window, edited(window))
    queued = queue.book(number)
    assert queued
    assert queued.render_path == book_of(window).render_path != SAMPLE
    assert queued.chapters == frozenset({2, 3, 4})
    page.editor.undo()
    pump(window, edited(window))
    queued = queue.book(number)
    assert queued
    assert queued.render_path == SAMPLE
    assert queued.chapters == frozenset({2, 3, 4, 5})
