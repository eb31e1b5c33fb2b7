"""The list of books: which are to be rendered, in what order, and how each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tkinter import filedialog
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.errands.books import BookAsLeft, book_as_left
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.changing import ChangeDialog
from vox1_gui.queued import QueuedBook, QueueState
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.frames import Card
from vox1_gui.widgets.table import Column, Table
from vox1_gui.workspace import BOOK_ENDINGS

_TAGS = {
    QueueState.RENDERING: "under_way",
    QueueState.PAUSED: "under_way",
    QueueState.COMPLETE: "good",
    QueueState.INCOMPLETE: "warning",
    QueueState.FAILED: "bad",
    QueueState.CANCELLED: "muted",
}


class QueueList(Card):
    """The books, with buttons for what can be done with them.

    Args:
        master: What it is in.
        services: What it works with.
        on_choose: Called when another book is chosen.
    """

    def __init__(self, master: Any, services: Services, on_choose: Callable[[], object]) -> None:
        super().__init__(master, say("studio.queue"))
        self._services, self._on_choose = services, on_choose
        self._queue = services.queue
        self._shown: tuple[QueuedBook, ...] = ()
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(0, weight=1)

    def build(self) -> Iterator[None]:
        """Make it."""
        columns = [
            Column("title", say("studio.column.book"), 150, stretches=True),
            Column("state", say("studio.column.state"), 96),
        ]
        self._table = Table(self.body, columns, on_select=lambda _: self._chosen_other(), many=False)
        self._table.grid(row=0, column=0, sticky="nsew")
        self._table.tree.bind("<Delete>", lambda _: self.remove())
        palette = theme.colours()
        for tag, colour in {
            "under_way": palette.accent,
            "good": palette.good,
            "warning": palette.warning,
            "bad": palette.bad,
            "muted": palette.muted,
        }.items():
            self._table.style(tag, colour)
        yield
        row = ctk.CTkFrame(self.body, fg_color="transparent")
        row.grid(row=1, column=0, sticky="ew", pady=(theme.GAP, 0))
        self._buttons: dict[str, Button] = {}
        acts: dict[str, tuple[str, Callable[[], object]]] = {
            "add": ("plus", self.browse),
            "earlier": ("arrow-up", lambda: self.move(-1)),
            "later": ("arrow-down", lambda: self.move(1)),
            "change": ("sliders-horizontal", self.change),
            "remove": ("trash-2", self.remove),
        }
        for column, (name, (icon, act)) in enumerate(acts.items()):
            button = Button(row, say(f"studio.{name}"), act, kind=Kind.QUIET, icon=icon, is_small=True)
            button.grid(row=0, column=column, padx=(0, theme.GAP / 2))
            self._buttons[name] = button
            yield
        self._queue.books.watch(self._show)
        yield

    @property
    def chosen(self) -> QueuedBook | None:
        """The book that is chosen; None where none is."""
        chosen = next(iter(self._table.selected), "")
        return self._queue.book(int(chosen)) if chosen else None

    def choose(self, number: int) -> None:
        """Choose a book."""
        if str(number) in self._table.ids:
            self._table.select([str(number)])

    # What can be done.

    def browse(self) -> None:
        """Have books chosen from the disk, and put them at the end."""
        endings = " ".join(f"*{ending}" for ending in BOOK_ENDINGS)
        kinds = [(say("window.books"), endings), (say("window.all_files"), "*")]
        self.add_files([Path(path) for path in filedialog.askopenfilenames(parent=self, filetypes=kinds)])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put books at the end, each as it was left, as soon as it was read."""
        settings = self._services.workspace.settings.value
        for path in paths:
            job = self._services.bridge.start(book_as_left, path.absolute())
            job.on_done = partial(self._add, path.absolute(), settings)

    def _add(self, path: Path, settings: Any, book: BookAsLeft) -> None:
        added = self._queue.add_file(path, book.render_path, book.title, book.ticked, settings)
        if self.winfo_exists():
            self.choose(added.id)

    def move(self, by: int) -> None:
        """Put the chosen book earlier or later."""
        if book := self.chosen:
            self._queue.move(book.id, by)

    def remove(self) -> None:
        """Take the chosen book out of the list."""
        book = self.chosen
        if book is None:
            return
        ids = list(self._table.ids)
        place = ids.index(str(book.id))
        self._queue.remove(book.id)
        if left := self._table.ids:
            self._table.select([left[min(place, len(left) - 1)]])

    def change(self) -> None:
        """Choose another voice, or other formats, for the chosen book."""
        book = self.chosen
        if book and not book.state.is_under_way:
            number = book.id
            ChangeDialog(self, self._services, book, lambda settings: self._queue.change(number, settings))

    # How it is shown.

    def _show(self, books: tuple[QueuedBook, ...]) -> None:
        """Show the books; only what is not as it was before is touched."""
        if not self.winfo_exists():
            return
        chosen = self._table.selected
        if [book.id for book in books] == [book.id for book in self._shown]:
            for book, before in zip(books, self._shown, strict=True):
                if book != before:
                    for column, text in zip(("title", "state"), _values(book), strict=True):
                        self._table.change(str(book.id), column, text)
                    self._tag(book)
        else:
            self._table.fill((str(book.id), _values(book)) for book in books)
            for book in books:
                self._tag(book)
            still = [row for row in chosen if row in self._table.ids]
            if books:
                self._table.select(still or [str(books[0].id)])
        self._shown = books
        self._chosen_other()

    def _tag(self, book: QueuedBook) -> None:
        tag = _TAGS.get(book.state)
        self._table.tag(str(book.id), *([tag] if tag else ()))

    def _chosen_other(self) -> None:
        book = self.chosen
        place = self._table.ids.index(str(book.id)) if book and str(book.id) in self._table.ids else -1
        is_free = book is not None and not book.state.is_under_way
        self._buttons["earlier"].set_enabled(place > 0)
        self._buttons["later"].set_enabled(0 <= place < len(self._table.ids) - 1)
        self._buttons["change"].set_enabled(is_free)
        self._buttons["remove"].set_enabled(is_free)
        self._on_choose()


def _values(book: QueuedBook) -> tuple[str, str]:
    return words.title(book.title), words.state(book)
