"""The Book page: a book is opened, its chapters are chosen and changed, and it is sent to be rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import customtkinter as ctk

from booksmith_module.options import ReadingOptions
from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.books import BookDetails, keep_ticks, open_book, shown_again
from vox1_gui.errands.passages import ChapterText, Hit, all_left_out, chapter_text, find_text
from vox1_gui.errands.states import chapter_states
from vox1_gui.messages import Trouble
from vox1_gui.pages.book.chapters import Chapters
from vox1_gui.pages.book.editor import Editor
from vox1_gui.pages.book.empty import SAMPLE, EmptyState, Waiting
from vox1_gui.pages.book.header import Header
from vox1_gui.pages.book.kinds_dialog import KindsDialog
from vox1_gui.pages.book.listening import Listening
from vox1_gui.pages.book.phrases import language_name
from vox1_gui.pages.book.reader import Reader
from vox1_gui.pages.book.word_dialog import WordDialog
from vox1_gui.pages.page import Page
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import ask, ask_text
from vox1_gui.widgets.notice import Notice
from vox1_gui.words import figure
from vox1_gui.workspace import OpenBook

_TICKS_MS = 300
Commands = dict[str, Callable[..., object]]


class BookPage(Page):
    """The Book page."""

    name = "book"
    icon = "book-open"
    opens_books = True

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, services)
        self.editor = Editor(self, services, self._edited)

    def build(self) -> Iterator[None]:
        """Make its three faces: nothing open, one moment, and a book."""
        services = self.services
        self._job: Job[BookDetails] | None = None
        self._reading: Job[ChapterText | None] | None = None
        self._searching: Job[tuple[Hit, ...]] | None = None
        self._details: BookDetails | None = None
        self._chapter = 0
        self._timer = ""
        self._looking: Job[dict[int, str]] | None = None
        self._over: frozenset[tuple[int, QueueState]] = frozenset()
        self.listening = Listening(services, self._show_facts)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._empty = EmptyState(self, services, self._browse)
        yield from self._empty.build()
        self._waiting = Waiting(self, self._give_up)
        yield from self._waiting.build()
        self._open = ctk.CTkFrame(self, fg_color="transparent")
        yield from self._build_open()
        self.listening.on_spoken = self.reader.view.mark_spoken
        services.player.now.watch(self.listening.heard_on)
        services.workspace.settings.watch(self.listening.settle)
        services.workspace.book.watch(self._show)
        services.queue.books.watch(self._heed_queue)
        if book := services.workspace.book.value:  # the page was made anew
            again = services.bridge.start(shown_again, book.path, self._settings, book.ticked)
            self._start(book.path, again)

    def _build_open(self) -> Iterator[None]:
        frame = self._open
        frame.columnconfigure(0, weight=11, uniform="panes")
        frame.columnconfigure(1, weight=9, uniform="panes")
        frame.rowconfigure(2, weight=1)
        buttons: Commands = {
            "measure": self._measure,
            "render": self._render,
            "voice": lambda: self.services.show_page("lab"),
        }
        self._header = Header(frame, buttons)
        self._header.grid(
            row=0, column=0, columnspan=2, sticky="ew", padx=theme.WIDE, pady=(theme.PAD, theme.GAP)
        )
        yield from self._header.build()
        self.notice = Notice(frame)
        self.notice.stand_at(row=1, column=0, columnspan=2, sticky="ew", padx=theme.WIDE, pady=(0, theme.GAP))
        yield
        self.chapters = Chapters(frame, self._tools(), self._tick, self._read_chapter)
        self.chapters.grid(row=2, column=0, sticky="nsew", padx=(theme.WIDE, theme.GAP), pady=(0, theme.PAD))
        yield
        yield from self.chapters.build()
        commands: Commands = {
            "hear": self._hear,
            "word": self._ask_word,
            "keep": self.editor.retell,
            "switch": self.editor.switch,
            "search": self._search,
            "go": lambda hit: self.chapters.select(hit.number),
        }
        self.reader = Reader(frame, commands)
        self.reader.grid(row=2, column=1, sticky="nsew", padx=(theme.GAP, theme.WIDE), pady=(0, theme.PAD))
        yield from self.reader.build()
        self.editor.chapters, self.editor.reader = self.chapters, self.reader
        for widget in (self.reader.view.text, self.reader.sentence.box._textbox, self.chapters.table.tree):  # noqa: SLF001  # the part that has the focus
            widget.bind("<Escape>", lambda _: self.listening.stop())

    def _tools(self) -> Commands:
        return {
            "undo": self.editor.undo,
            "redo": self.editor.redo,
            "rename": self.editor.rename,
            "direct": self.editor.direct,
            "merge": self.editor.merge,
            "split": self.editor.split,
            "up": lambda: self.editor.move(-1),
            "down": lambda: self.editor.move(1),
            "left_out": self._ask_kinds,
        }

    # What the window asks of it.

    def shown(self) -> None:
        """The page is in sight: a render may have told how long the next one takes."""
        self.listening.ask_pace()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Open a book; several are for the queue."""
        if len(paths) != 1:
            return False
        self._read(paths[0])
        return True

    def actions(self) -> Sequence[Action | None]:
        """Return what the page's menu offers."""

        def on_book(name: str, run: Callable[[], object], keys: str = "") -> Action:
            return Action(say(f"book.action.{name}"), run, keys, self._has_book)

        def on_chapter(name: str, run: Callable[[], object], keys: str = "") -> Action:
            return Action(say(f"book.action.{name}"), run, keys, self._has_chapter, is_for_fields=False)

        return (
            on_chapter("undo", self.editor.undo, "Control-z"),
            on_chapter("redo", self.editor.redo, "Control-Shift-Z"),
            SEPARATOR,
            on_chapter("rename", self.editor.rename, "F2"),
            on_chapter("direct", self.editor.direct, "Control-e"),
            on_chapter("merge", self.editor.merge, "Control-j"),
            on_chapter("split", self.editor.split, "Control-b"),
            on_chapter("up", lambda: self.editor.move(-1), "Alt-Up"),
            on_chapter("down", lambda: self.editor.move(1), "Alt-Down"),
            SEPARATOR,
            on_book("find", self._find, "Control-f"),
            on_book("hear", self._hear, "Control-h"),
            on_book("word", self._ask_word, "Control-l"),
            on_book("switch", self._switch, "Control-d"),
            on_book("kinds", self._ask_kinds, "Control-k"),
            on_book("left_out", self._show_left_out),
            SEPARATOR,
            on_book("measure", self._measure, "Control-m"),
            on_book("render", self._render, "Control-r"),
            SEPARATOR,
            on_book("export", self.editor.export),
            on_book("import", self.editor.take_over),
            Action(say("book.action.go_back"), self._go_back, is_possible=self._is_edited),
            Action(say("book.action.sample"), lambda: self.services.open_file(SAMPLE)),
        )

    def leave(self) -> None:
        """Have kept what was typed last, and the ticks."""
        self.reader.keep()
        if self._timer:
            self.after_cancel(self._timer)
            self._keep_ticks()

    @property
    def is_keeping(self) -> bool:
        """Whether something is being changed, or ticks are to be kept."""
        return self.editor.is_busy or bool(self._timer)

    def _has_book(self) -> bool:
        """Whether a book is open and in sight."""
        return self._book is not None and self._details is not None and bool(self._open.winfo_viewable())

    def _has_chapter(self) -> bool:
        return self._has_book() and bool(self.chapters.selected)

    def _is_edited(self) -> bool:
        return self._has_book() and self._details is not None and self._details.is_edited

    @property
    def _book(self) -> OpenBook | None:
        return self.services.workspace.book.value

    @property
    def _settings(self) -> Settings:
        return self.services.workspace.settings.value

    # Opening.

    def _browse(self) -> None:
        browse: Any = self.winfo_toplevel()
        browse.browse()

    def _read(self, path: Path, **how: Any) -> None:
        if self._job:
            self._job.cancel()
        self.leave()
        bridge, reading = self.services.bridge, ReadingOptions(audit=True, **how)

        def start() -> None:
            self._start(path, bridge.start(open_book, path.absolute(), self._settings, reading))

        self.editor.when_idle(start)  # a change that waits is one of the book that is open now

    def _start(self, path: Path, job: Job[BookDetails]) -> None:
        """Wait for a book."""
        self._job = job
        job.on_done = lambda details: self._opened(job, details)
        job.on_trouble = lambda trouble: self._refused(job, path, trouble)
        job.on_end = lambda: self._ended(job)
        self._waiting.start(path.name)
        self._face(self._waiting)
        keyboard.focus(self._waiting.cancel)

    def _give_up(self) -> None:
        if self._job:
            self._job.cancel()

    def _opened(self, job: Job[BookDetails], details: BookDetails) -> None:
        if job is not self._job:  # another was opened meanwhile
            return
        state = self.services.state
        state.set(state.value.with_recent(details.book.path))
        self._details, self._chapter = details, 0
        self._job = None
        self.reader.clear()
        self.listening.forget()
        self.services.workspace.book.set(details.book)
        self._show(details.book)
        self.chapters.select(min(details.book.ticked, default=1))
        self._tell_oddities(details)
        self._ask_states()
        keyboard.focus(self.chapters.table.tree)

    def _go_back(self) -> None:
        self.notice.put_away()
        self.editor.go_back()

    def _tell_oddities(self, details: BookDetails) -> None:
        """Say what the listener should know before anything is made of the book."""
        for warning in details.warnings:
            self.services.activity.note(Level.WARNING, warning, topic=details.book.title)
        if details.was_kept:
            back = (say("book.go_back"), self._go_back)
            self.notice.show(Level.INFO, say("book.was_kept"), say("book.was_kept_hint"), back)
        elif details.warnings:
            more = say("book.more_warnings", len(details.warnings) - 1) if len(details.warnings) > 1 else ""
            self.notice.show(Level.WARNING, details.warnings[0], more)
        else:
            self.notice.put_away()

    def _refused(self, job: Job[BookDetails], path: Path, trouble: Trouble) -> None:
        if job is not self._job:
            return
        if trouble.code == "password":
            title, words = say("book.password_title"), say("book.password_open")
            ask_text(self, title, trouble.message, words, lambda typed: self._read(path, password=typed))
        elif trouble.code == "scan":
            answers = [(say("book.scan_read"), Kind.MAIN, lambda: self._read(path, ocr=True))]
            ask(self, say("book.scan_title"), say("book.scan_text", name=path.name), answers)
        else:
            self.services.tell_trouble(trouble)

    def _ended(self, job: Job[BookDetails]) -> None:
        if job is self._job:
            self._job = None
            self._show(self._book)
        if self._job is None:
            self._waiting.stop()

    # Showing.

    def _face(self, face: Any) -> None:
        """Show one of the page's three faces."""
        for one in (self._empty, self._waiting, self._open):
            if one is not face:
                one.grid_forget()
        face.grid(row=0, column=0, sticky="nsew")

    def _show(self, book: OpenBook | None) -> None:
        if self._job:
            return
        if book is None:
            self._face(self._empty)
            return
        self._face(self._open)
        self._header.show(book, language_name(book.language))
        self.chapters.show(book)
        self._show_facts()
        self._look_at_chapter(book)

    def _show_facts(self) -> None:
        book, details = self._book, self._details
        if book is None or details is None:
            return
        self._header.set_fact("words", figure(book.words))
        audio, render = self.listening.forecast(book)
        self._header.set_fact("audio", audio)
        self._header.set_fact("render", render)
        self._header.set_fact("reader", self._settings.voice or say("book.usual_voice"))
        self._header.show_measuring(is_measuring=self.listening.is_measuring)
        self._header.render.set_enabled(bool(book.ticked))
        self.chapters.show_left_out(details.unread)
        self.chapters.tools["undo"].set_enabled(bool(details.undo))
        self.chapters.tools["redo"].set_enabled(bool(details.redo))

    # The chapters and their text.

    def _tick(self, numbers: frozenset[int]) -> None:
        if self._book and numbers != self._book.ticked:
            self.services.workspace.book.set(replace(self._book, ticked=numbers))
            self._remember_ticks()

    def _ask_states(self) -> None:
        """Learn how far the chapters are rendered, with what is chosen now."""
        book = self._book
        if book is None or self._details is None or not book.ticked:
            return
        if self._looking:
            self._looking.cancel()
        self._looking = job = self.services.bridge.start(
            chapter_states, book.path, book.ticked, self._settings
        )

        def told(states: dict[int, str]) -> None:
            now = self._book
            if job is self._looking and now and now.path == book.path and states:
                rows = tuple(replace(row, state=states.get(row.number, row.state)) for row in now.chapters)
                self.services.workspace.book.set(replace(now, chapters=rows))

        job.on_done = told
        job.on_trouble = lambda _: None  # whoever renders the book is told

    def _heed_queue(self, books: Sequence[QueuedBook]) -> None:
        """Look again when a render of this book is over."""
        over = frozenset(
            (one.id, one.state) for one in books if self._book and one.path == self._book.path and one.outputs
        )
        if over != self._over:
            self._over = over
            self._ask_states()

    def _remember_ticks(self) -> None:
        """Have the ticks kept as soon as no more are changed."""
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_TICKS_MS, self._keep_ticks)

    def _keep_ticks(self) -> None:
        self._timer = ""
        if self._book:
            self.services.bridge.start(keep_ticks, self._book.path, self._book.ticked)

    def _read_chapter(self, number: int) -> None:
        if number != self._chapter or self.reader.chapter is None:
            self.reader.keep()
            self._chapter = number
            self._read_text()

    def _look_at_chapter(self, book: OpenBook) -> None:
        """Show the chapter anew where it is read now and was not, or the other way round."""
        row = book.chapters[self._chapter - 1] if 0 < self._chapter <= len(book.chapters) else None
        reader = self.reader
        if row and reader.chapter and reader.chapter.number == row.number:
            reason = None if row.number in book.ticked else row.reason
            if reason != reader.reason:
                reader.show(reader.chapter, reason)

    def _read_text(self) -> None:
        """Have the chosen chapter's text brought."""
        book = self._book
        if book is None or not self._chapter:
            return
        if self._reading:
            self._reading.cancel()
        self._reading = job = self.services.bridge.start(chapter_text, book.path, self._chapter)

        def brought(chapter: ChapterText | None) -> None:
            now = self._book
            if job is self._reading and chapter and now and now.path == book.path:
                is_read = chapter.number in now.ticked
                row = now.chapters[chapter.number - 1] if chapter.number <= len(now.chapters) else None
                self.reader.show(chapter, None if is_read else row.reason if row else "")

        job.on_done = brought

    def _switch(self) -> None:
        self.reader.switch()

    def _ask_kinds(self) -> None:
        """Ask which kinds of text are read."""
        self.reader.keep()
        self.editor.when_idle(self._show_kinds)  # they are counted as the last change leaves them

    def _show_kinds(self) -> None:
        if self._details:
            KindsDialog(self, self._details, self.editor.switch_kinds, self._show_left_out)

    def _show_left_out(self) -> None:
        if self._book:
            job = self.services.bridge.start(all_left_out, self._book.path)
            job.on_done = self.reader.show_left_out

    def _find(self) -> None:
        self.reader.focus_search()

    def _search(self, wanted: str) -> None:
        if self._searching:
            self._searching.cancel()
        if self._book is None:
            return
        self._searching = job = self.services.bridge.start(find_text, self._book.path, wanted)

        def found(hits: tuple[Hit, ...]) -> None:
            if job is self._searching:
                self.reader.found(hits)

        job.on_done = found

    # Editing.

    def _edited(self, details: BookDetails, select: int) -> None:
        """Show the book as it is now."""
        if self._book is None or details.book.path != self._book.path:
            return
        before, self._details = self._book.ticked, details
        self.services.workspace.book.set(details.book)
        self.services.queue.follow(details.book, {**dict(details.waiting), before: details.book.ticked})
        self._show_facts()
        self._remember_ticks()
        self._ask_states()
        wanted = min(select or self._chapter, len(details.book.chapters))
        if wanted != self._chapter:
            self.chapters.select(wanted)
        else:
            self._read_text()
        self.reader.search_again()

    # Hearing, and what is to be made of it.

    def _hear(self, text: str = "") -> None:
        chapter, book = self.reader.chapter, self._book
        if chapter and book and (words := text or self.reader.wording):
            self.listening.hear(book.path, chapter, words, None if text else self.reader.view.chosen)

    def _ask_word(self) -> None:
        if self._book and self.reader.chapter:
            word = self.reader.sentence.marked_word
            WordDialog(self, self.services, self._book.path, word, self._hear, self._hear)

    def _measure(self) -> None:
        if self._book and self._book.ticked:
            self.listening.measure(self._book)

    def _render(self) -> None:
        """Put the book in the queue, and go where it can be watched; what was typed last comes along."""
        self.reader.keep()
        self.editor.when_idle(self._queue)

    def _queue(self) -> None:
        if self._book and self._book.ticked:
            self.services.queue.add(self._book, self._settings)
            self.services.queue.start()
            self.services.show_page("studio")
