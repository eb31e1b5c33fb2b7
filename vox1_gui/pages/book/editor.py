"""The editor: what the listener changes in the book, made in the backroom, one change after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path
from tkinter import filedialog
from typing import Any

from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands import edits
from vox1_gui.errands.books import BookDetails
from vox1_gui.pages.book.chapters import Chapters
from vox1_gui.pages.book.direction_dialog import DirectionDialog
from vox1_gui.pages.book.phrases import ranges
from vox1_gui.pages.book.reader import Reader
from vox1_gui.pages.book.text_view import Place
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets.dialog import ask_text
from vox1_gui.workspace import OpenBook

Start = Callable[[edits.Context], Job[BookDetails]]


class Editor:
    """Changes that wait, and the one that is being made: each is made of the book as the last one left it.

    Args:
        master: The page.
        services: What it works with.
        done: Given the book as it is after a change, and the chapter to choose then; 0 for the same.

    Attributes:
        chapters: Where chapters are chosen.
        reader: Where a sentence is chosen.
    """

    chapters: Chapters
    reader: Reader

    def __init__(self, master: Any, services: Services, done: Callable[[BookDetails, int], None]) -> None:
        self._master, self._services, self._done = master, services, done
        self._waiting: deque[tuple[Start, int]] = deque()
        self._when_idle: list[Callable[[], object]] = []
        self._job: Job[BookDetails] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether anything is being changed."""
        return self._job is not None or bool(self._waiting)

    def when_idle(self, act: Callable[[], object]) -> None:
        """Do something as soon as nothing is being changed."""
        self._when_idle.append(act)
        self._go_on()

    def undo(self) -> None:
        """Take the latest change back."""
        bridge = self._services.bridge
        self._do(lambda context: bridge.start(edits.undo, context))

    def redo(self) -> None:
        """Do again what was taken back last."""
        bridge = self._services.bridge
        self._do(lambda context: bridge.start(edits.redo, context))

    def rename(self) -> None:
        """Ask for another title for the chosen chapter."""
        bridge, book = self._services.bridge, self._book
        if book and self.chapters.selected:
            number = self.chapters.selected[0]
            ask_text(
                self._master,
                say("book.rename_title"),
                say("book.rename_text"),
                say("book.rename_keep"),
                lambda title: self._do(lambda context: bridge.start(edits.rename, context, number, title)),
                value=book.chapters[number - 1].title,
            )

    def direct(self) -> None:
        """Ask who reads the chosen chapters, and how."""
        bridge, book, numbers = self._services.bridge, self._book, self.chapters.selected
        if book is None or not numbers:
            return
        row = book.chapters[numbers[0] - 1]
        title = say("book.direct_title", len(numbers), chapters=ranges(numbers))

        def answered(voice: str, style: str) -> None:
            self._do(lambda context: bridge.start(edits.direct, context, numbers, voice, style))

        DirectionDialog(self._master, self._services, title, (row.voice, row.style), answered)

    def merge(self) -> None:
        """Join the chosen chapter with the next."""
        bridge, numbers = self._services.bridge, self.chapters.selected
        if numbers:
            first = numbers[0]
            self._do(lambda context: bridge.start(edits.merge, context, first), first)

    def split(self) -> None:
        """Split the chapter before the chosen sentence."""
        bridge, place, chapter = self._services.bridge, self.reader.split_place, self.reader.chapter
        if place and chapter:
            number, (block, character) = chapter.number, place
            self._do(lambda context: bridge.start(edits.split, context, number, block, character), number + 1)

    def move(self, by: int) -> None:
        """Have the chosen chapter stand so many places later."""
        bridge, book, numbers = self._services.bridge, self._book, self.chapters.selected
        if book and numbers and 1 <= numbers[0] + by <= len(book.chapters):
            number, place = numbers[0], numbers[0] + by
            self._do(lambda context: bridge.start(edits.move, context, number, place), place)

    def retell(self, number: int, place: Place, before: str, after: str) -> None:
        """Have another text read instead of a sentence."""
        wanted = edits.Retelling(number, place.paragraph, place.start, place.end, before, after)
        bridge = self._services.bridge
        self._wait_for(lambda context: bridge.start(edits.retell, context, wanted))

    def switch(self, number: int, block: int, text: str, is_read: bool) -> None:  # noqa: FBT001  # as in the errand
        """Have a block of a chapter read, or not."""
        wanted = edits.Switching(number, block, text, is_read)
        bridge = self._services.bridge
        self._wait_for(lambda context: bridge.start(edits.switch, context, wanted))

    def switch_kinds(self, on: Collection[str], off: Collection[str]) -> None:
        """Have all of some kinds read, and none of others."""
        bridge = self._services.bridge
        self._do(lambda context: bridge.start(edits.switch_kinds, context, on, off))

    def go_back(self) -> None:
        """Have the book as its file has it."""
        bridge = self._services.bridge
        self._do(lambda context: bridge.start(edits.go_back, context), 1)

    def export(self) -> None:
        """Ask where the book is to be written, as a manifest."""
        book = self._book
        if book is None:
            return
        target = filedialog.asksaveasfilename(
            parent=self._master,
            defaultextension=".json",
            initialfile=f"{book.path.stem}.json",
            filetypes=[(say("book.manifests"), "*.json")],
        )
        if target:
            job = self._services.bridge.start(edits.export_manifest, book.path, Path(target))
            job.on_done = lambda path: self._services.activity.note(
                Level.INFO, say("book.exported", path=path), topic=book.title
            )

    def take_over(self) -> None:
        """Ask for a manifest that the book is to be as."""
        bridge = self._services.bridge
        source = filedialog.askopenfilename(
            parent=self._master, filetypes=[(say("book.manifests"), "*.json")]
        )
        if source:
            self._do(lambda context: bridge.start(edits.import_manifest, context, Path(source)), 1)

    @property
    def _book(self) -> OpenBook | None:
        return self._services.workspace.book.value

    def _do(self, start: Start, select: int = 0) -> None:
        """Have something changed, after what was typed last was kept; see `_wait_for`."""
        self.reader.keep()
        self._wait_for(start, select)

    def _wait_for(self, start: Start, select: int = 0) -> None:
        """Have something changed after all that is waiting, and then a chapter chosen; 0 for the same."""
        self._waiting.append((start, select))
        self._go_on()

    def _go_on(self) -> None:
        if self._job:
            return
        book = self._book
        if not self._waiting or book is None:
            self._waiting.clear()
            acts, self._when_idle = self._when_idle, []
            for act in acts:
                act()
            return
        start, select = self._waiting.popleft()
        settings = self._services.workspace.settings.value
        waiting = self._services.queue.ticks_of(book.path)
        self._job = job = start(edits.Context(book.path, settings, book.ticked, waiting))
        job.on_done = lambda details: self._done(details, select)
        job.on_end = self._ended

    def _ended(self) -> None:
        self._job = None
        self._go_on()
