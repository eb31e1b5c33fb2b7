"""The Studio page: books on the left, and on the right all about the one that is chosen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Level
from vox1_gui.pages.page import Page
from vox1_gui.pages.studio import at_end, record, words
from vox1_gui.pages.studio.at_end import AtEnd
from vox1_gui.pages.studio.chapters import ChaptersView
from vox1_gui.pages.studio.checking import CheckingView
from vox1_gui.pages.studio.decisions import decisions_of
from vox1_gui.pages.studio.listening import REPAIR_KEYS, ListeningView
from vox1_gui.pages.studio.machine import MachineView
from vox1_gui.pages.studio.queue_list import QueueList
from vox1_gui.pages.studio.receipt import ReceiptView
from vox1_gui.pages.studio.record import Record
from vox1_gui.pages.studio.view import View
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Segments
from vox1_gui.widgets.labels import Label
from vox1_gui.workspace import BOOK_ENDINGS, OpenBook

_VIEWS: tuple[type[View], ...] = (ChaptersView, MachineView, ListeningView, CheckingView, ReceiptView)
_BEAT_MS = 100
_LIST_WIDTH = 296
_BAR_HEIGHT = 8
_LEAST_SIZE = (760, 480)
"""Of the page, in pixels at 100 %: in less, a view that needs room has all of it."""


class StudioPage(Page):
    """The Studio page."""

    name = "studio"
    icon = "headphones"

    def build(self) -> Iterator[None]:
        """Make the page."""
        self.columnconfigure(1, weight=1)
        self.rowconfigure(1, weight=1)
        self._is_built, self._is_dirty, self._is_stale = False, True, True
        self._is_alone = False
        self._record = Record(self.services.activity)
        self._queue = self.services.queue
        Label(self, say("studio.title"), Type.DISPLAY).grid(
            row=0, column=0, sticky="w", padx=theme.WIDE, pady=theme.PAD
        )
        yield from self._make_commands()
        yield from self._make_list()
        yield from self._make_detail()
        self._queue.on_added = self._choose
        self._queue.on_news = self._record.note_news
        self._queue.on_book = self._ended
        self._queue.on_over = lambda books: at_end.end(self, self.services, books)
        self._queue.beat.watch(lambda _: self._mark_dirty())
        self._queue.books.watch(lambda _: self._mark_dirty())
        self._queue.interrupted.watch(self._offer_to_go_on)
        self.services.workspace.book.watch(lambda _: self._mark_dirty())
        if current := self._queue.current:  # made anew, in another language
            self._list.choose(current.id)
        self._is_built = True
        self.bind("<Configure>", lambda _: self._lay_out())
        self._show_view(self._views[_VIEWS[0].name])
        self._turn()
        yield

    def _make_commands(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=0, column=0, columnspan=2, sticky="e", padx=theme.WIDE, pady=theme.PAD)
        self._render_button = Button(row, say("studio.render"), self.render, kind=Kind.MAIN, icon="play")
        self._render_button.grid(row=0, column=0)
        yield
        self._pause_button = Button(row, say("studio.pause"), self._queue.pause, icon="pause")
        self._pause_button.grid(row=0, column=1, padx=theme.GAP)
        self._cancel_button = Button(row, say("studio.cancel"), self._queue.cancel, icon="circle-x")
        self._cancel_button.grid(row=0, column=2)
        yield

    def _make_list(self) -> Iterator[None]:
        self._side = side = ctk.CTkFrame(self, fg_color="transparent", width=_LIST_WIDTH)
        side.grid(row=1, column=0, sticky="nsew", padx=(theme.WIDE, theme.PAD), pady=(0, theme.WIDE))
        side.columnconfigure(0, weight=1, minsize=_LIST_WIDTH)
        side.rowconfigure(0, weight=1)
        self._list = QueueList(side, self.services, self._mark_dirty)
        self._list.grid(row=0, column=0, sticky="nsew")
        yield
        yield from self._list.build()
        end = AtEnd(side, self.services)
        end.grid(row=1, column=0, sticky="ew", pady=(theme.PAD, 0))
        yield from end.build()

    def _make_detail(self) -> Iterator[None]:
        self._detail = detail = ctk.CTkFrame(self, fg_color="transparent")
        detail.grid(row=1, column=1, sticky="nsew", padx=(0, theme.WIDE), pady=(0, theme.WIDE))
        detail.columnconfigure(0, weight=1)
        detail.rowconfigure(4, weight=1)
        self._title = Label(detail, kind=Type.TITLE, wraps=True)
        self._title.grid(row=0, column=0, sticky="ew")
        self._summary = Label(detail, wraps=True)
        self._summary.grid(row=1, column=0, sticky="ew")
        yield
        self._bar = ctk.CTkProgressBar(detail, height=_BAR_HEIGHT)
        self._part = -1.0
        self._bar.grid(row=2, column=0, sticky="ew", pady=theme.GAP)
        self._names = {say(f"studio.view.{view.name}"): view.name for view in _VIEWS}
        self._tabs = Segments(detail, list(self._names), lambda name: self.show_view(self._names[name]))
        self._tabs.grid(row=3, column=0, sticky="w", pady=(0, theme.GAP))
        yield
        self._views: dict[str, View] = {}
        self._view: View | None = None
        for kind in _VIEWS:
            view = kind(detail, self.services)
            self._views[view.name] = view
            yield from view.build()
        self._views["chapters"].bind("<<Listen>>", self._listen)

    # What the page offers.

    def actions(self) -> Sequence[Action | None]:
        """Return what the page's menu offers."""
        queue = self.services.queue

        def has_chosen() -> bool:
            return self._is_ready and self._list.chosen is not None

        def is_under_way() -> bool:
            return queue.current is not None

        return (
            Action(
                say("studio.render"), self.render, "Control-r", lambda: self._is_ready and self._can_render
            ),
            Action(say("studio.pause_or_go_on"), self.pause_or_go_on, "Control-p", is_under_way),
            Action(say("studio.cancel"), queue.cancel, "Control-Shift-C", is_under_way),
            SEPARATOR,
            Action(
                say("studio.mend"), self.mend, REPAIR_KEYS, lambda: self._is_ready and self._heard.can_mend
            ),
            SEPARATOR,
            Action(say("studio.add"), self.add, "Control-Shift-O", lambda: self._is_ready),
            Action(say("studio.earlier"), lambda: self._list.move(-1), "Control-Shift-Up", has_chosen),
            Action(say("studio.later"), lambda: self._list.move(1), "Control-Shift-Down", has_chosen),
            Action(say("studio.change"), self.change, "", has_chosen),
            Action(say("studio.remove"), self.remove, "", has_chosen),
        )

    def render(self) -> None:
        """Render what waits, the chosen book first; the open book, where nothing else is there."""
        queue = self._queue
        current, chosen, opened = queue.current, self._list.chosen, self.services.workspace.book.value
        if current and current.state is QueueState.PAUSED:
            queue.resume()
        elif queue.has_waiting or (chosen and not chosen.state.is_under_way):
            is_waiting = chosen is not None and chosen.state is QueueState.WAITING
            again = chosen is not None and not queue.has_waiting
            if chosen and again and opened and _is_edited_since(chosen, opened):
                queue.renew(chosen.id, opened)  # it was edited since
            queue.start(chosen.id if chosen and (is_waiting or again) else None)
        elif opened and current is None:
            queue.start(queue.add(opened, self.services.workspace.settings.value).id)
        if queue.current:
            self._list.choose(queue.current.id)

    def add(self) -> None:
        """Have books chosen from the disk, and put them at the end."""
        self._list.browse()

    def change(self) -> None:
        """Choose another voice, or other formats, for the chosen book."""
        self._list.change()

    def remove(self) -> None:
        """Take the chosen book out of the list."""
        self._list.remove()

    def mend(self) -> None:
        """Have the sentence mended that is marked in what is listened to."""
        self._heard.mend()

    def pause_or_go_on(self) -> None:
        """Let the render rest, or go on."""
        current = self._queue.current
        if current and current.state is QueueState.PAUSED:
            self._queue.resume()
        else:
            self._queue.pause()

    def show_view(self, name: str) -> None:
        """Show something else of the book that is chosen."""
        self._show_view(self._views[name])

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Put books that were dropped at the end of the queue."""
        if not self._is_ready or not all(path.suffix.lower() in BOOK_ENDINGS for path in paths):
            return False
        self._list.add_files(paths)
        return True

    def close_question(self) -> str:
        """Return what to ask before the window closes while a book is rendered, or a text is not saved."""
        self.leave()
        drafts = decisions_of(self.services).drafts
        questions = (
            say("studio.close_drafts", drafts) if drafts else "",
            say("window.close_busy") if self.services.queue.current else "",
        )
        return " ".join(filter(None, questions))

    def leave(self) -> None:
        """Remember what was typed and not saved."""
        if self._is_ready:
            for view in self._views.values():
                view.leave()

    def shown(self) -> None:
        """The page is in sight: show what has changed meanwhile."""
        self._mark_dirty()

    def destroy(self) -> None:
        """Take no more turns."""
        if self._is_ready:
            self.after_cancel(self._timer)
        super().destroy()

    # How it is shown.

    @property
    def _heard(self) -> ListeningView:
        view = self._views[ListeningView.name]
        assert isinstance(view, ListeningView)  # noqa: S101  # made so
        return view

    @property
    def _is_ready(self) -> bool:
        return getattr(self, "_is_built", False)

    @property
    def _can_render(self) -> bool:
        current = self._queue.current
        if current:
            return current.state is QueueState.PAUSED
        chosen = self._list.chosen
        return bool(self._queue.has_waiting or chosen or self.services.workspace.book.value)

    def _choose(self, number: int) -> None:
        """Show a book that was sent here, however its render goes."""
        self._list.choose(number)
        self._mark_dirty()

    def _mark_dirty(self) -> None:
        self._is_dirty = self._is_stale = True

    def _turn(self) -> None:
        """Repaint what has changed, ten times a second at most; the clock goes on by itself."""
        self._timer = self.after(_BEAT_MS, self._turn)
        if self._is_dirty:
            self._is_dirty = False
            self._refresh()
        if self._is_stale and self.winfo_viewable():
            self._is_stale = False
            self._show_book(self._list.chosen, time.time())

    def _refresh(self) -> None:
        queue, now = self._queue, time.time()
        current, book = queue.current, self._list.chosen
        progress = queue.progress(current.id) if current else None
        self.services.status.set(record.status(current, progress, now))
        is_paused = current is not None and current.state is QueueState.PAUSED
        self._render_button.configure(text=say("studio.go_on" if is_paused else self._render_words(book)))
        self._render_button.set_enabled(self._can_render)
        self._pause_button.set_enabled(current is not None and not is_paused)
        self._cancel_button.set_enabled(current is not None)

    def _render_words(self, book: QueuedBook | None) -> str:
        is_again = book is not None and not self._queue.has_waiting and book.state.is_made
        return "studio.render_again" if is_again else "studio.render"

    def _show_book(self, book: QueuedBook | None, now: float) -> None:
        palette = theme.colours()
        if book is None:
            opened = self.services.workspace.book.value
            self._title.set(say("studio.nothing_yet"))
            key = "studio.render_open" if opened else "studio.nothing_hint"
            self._summary.set(say(key, title=words.title(opened.title)) if opened else say(key))
            self._summary.configure(text_color=palette.text)
            self._set_part(0.0)
        else:
            progress = self._queue.progress(book.id)
            self._title.set(words.title(book.title))
            summary = words.summary(book, progress, now)
            self._summary.set(f"{book.problem}. {summary}" if book.problem else summary)
            self._summary.configure(text_color=palette.bad if book.problem else palette.text)
            part = 1.0 if book.state.is_made else progress.part if progress else 0.0
            self._set_part(part)
        if self._view:
            self._view.show(book)

    def _set_part(self, part: float) -> None:
        """Show how much is done; nothing of the bar where that is nothing."""
        if abs(self._part - part) > 1e-4:  # less than a pixel
            palette = theme.colours()
            self._bar.configure(progress_color=palette.accent if part else palette.raised)
            self._bar.set(part)
            self._part = part

    def _show_view(self, view: View) -> None:
        if self._view is view:
            return
        if self._view:
            self._view.hidden()
            self._view.grid_forget()
        self._view = view
        self._tabs.set(say(f"studio.view.{view.name}"))
        view.grid(row=4, column=0, sticky="nsew")
        self._lay_out()
        view.show(self._list.chosen)

    def _lay_out(self) -> None:
        """Have the books and how far they are give way, where the page is small and the view needs room."""
        size = (self._reverse_widget_scaling(side) for side in (self.winfo_width(), self.winfo_height()))
        is_small = any(side < least for side, least in zip(size, _LEAST_SIZE, strict=True))
        is_alone = is_small and self._view is not None and self._view.needs_room
        if is_alone == self._is_alone:
            return
        self._is_alone = is_alone
        for widget in (self._side, self._summary, self._bar):
            (widget.grid_remove if is_alone else widget.grid)()
        column, left = (0, theme.WIDE) if is_alone else (1, 0)
        self._detail.grid(column=column, columnspan=2 - column, padx=(left, theme.WIDE))

    def _listen(self, _: Any) -> None:
        chapters = self._views[ChaptersView.name]
        if isinstance(chapters, ChaptersView) and chapters.opened:
            self._show_view(self._heard)
            self._heard.listen(chapters.opened)

    def _ended(self, book: QueuedBook) -> None:
        self._record.note_book(book)
        if book.state.is_made:
            for lost in decisions_of(self.services).forget(book.id):
                hint = say("studio.draft_lost_hint")
                self.services.activity.note(Level.WARNING, say("studio.draft_lost", text=lost), hint)
        self._mark_dirty()

    def _offer_to_go_on(self, book: QueuedBook | None) -> None:
        if book:
            number = book.id
            self.services.offer(
                say("studio.interrupted", title=words.title(book.title)),
                say("studio.interrupted_hint"),
                say("studio.go_on"),
                lambda: self._go_on_with(number),
                self._queue.dismiss_interrupted,
            )

    def _go_on_with(self, number: int) -> None:
        self.services.show_page(self.name)
        self._queue.start(number)
        self._list.choose(number)


def _is_edited_since(queued: QueuedBook, opened: OpenBook) -> bool:
    """Whether the book in the queue is the one that is open, before it was edited or as it was edited."""
    return queued.path == opened.path and queued.render_path != opened.render_path
