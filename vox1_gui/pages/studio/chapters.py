"""The chapters: how far each of them is, and how long and how loud it became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from vox1_gui import theme
from vox1_gui.errands.receipts import MadeChapter, ReceiptPage, read_receipts
from vox1_gui.messages import Trouble
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.filling import Filling, TableRow
from vox1_gui.pages.studio.view import View
from vox1_gui.queued import QueuedBook
from vox1_gui.render_progress import ChapterProgress, RenderProgress
from vox1_gui.texts import say
from vox1_gui.widgets.labels import hint
from vox1_gui.widgets.player_bar import clock
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure

_AT_ONCE = 150
"""Rows that are changed at a time: those of a fast voice come in thousands."""
_DONE, _FLAGGED = "done", "flagged"


class ChaptersView(View):
    """A table, and a line with what has happened so far.

    ``<<Listen>>`` is sent when a chapter is opened.

    Attributes:
        opened: Number of the chapter that was opened last; 0 for none.
    """

    name = "chapters"

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.opened = 0
        self._filled: RenderProgress | tuple[Path, ...] | None = None
        self._table = Table(
            self,
            [
                Column("number", say("studio.column.number"), 44, is_number=True),
                Column("title", say("studio.column.title"), 120, stretches=True),
                Column("done", say("studio.column.done"), 62, is_number=True),
                Column("length", say("studio.column.length"), 66, is_number=True),
                Column("loudness", say("studio.column.loudness"), 88, is_number=True),
                Column("flagged", say("studio.column.flagged"), 72, is_number=True),
            ],
            on_open=self._listen,
            many=False,
        )
        self._table.grid(row=0, column=0, sticky="nsew")
        self._table.style(_DONE, theme.colours().muted)
        self._table.style(_FLAGGED, theme.colours().warning)
        self._filling = Filling(self._table)
        yield
        self._about = hint(self)
        self._about.grid(row=1, column=0, sticky="ew", pady=(theme.GAP, 0))
        yield

    def changed(self, before: QueuedBook | None) -> None:
        """Show another book's chapters, or the receipt of one that has just ended."""
        del before
        book = self.book
        if book is None:
            self._fill([], None)
            self._about.set("")
            return
        progress = self.services.queue.progress(book.id)
        if book.state.is_made:
            self._read_receipt(book)
        elif progress and (progress.is_planned or book.state.is_under_way):
            self._show_progress(progress)
        else:
            self._fill([], None)
            self._about.set(say("studio.chapters_none"))

    def beat(self) -> None:
        """Show what has changed."""
        book = self.book
        progress = self.services.queue.progress(book.id) if book else None
        if book is None or progress is None or book.state.is_made:
            return
        if progress is not self._filled and progress.is_planned:
            self._show_progress(progress)
        if progress.is_planned:
            self._about.set(words.counts(progress))
        known = set(self._table.ids)
        for number in sorted(progress.changed)[:_AT_ONCE]:
            if str(number) in known:
                progress.changed.discard(number)
                self._show_chapter(progress.chapters[number])

    def _show_progress(self, progress: RenderProgress) -> None:
        if not progress.is_planned:
            self._fill([], None)
            self._about.set(say("studio.planning"))
            return
        progress.changed.clear()
        self._fill((_row(chapter) for chapter in progress.chapters.values()), progress)
        self._about.set(words.counts(progress))

    def _show_chapter(self, chapter: ChapterProgress) -> None:
        row = _row(chapter)
        tags = (row.tag,) if row.tag else ()
        self._table.tree.item(row.id, values=list(row.values), tags=tags)

    def _read_receipt(self, book: QueuedBook) -> None:
        job = self.services.bridge.start(read_receipts, book.outputs)

        def show(page: ReceiptPage | None) -> None:
            if not self.winfo_exists() or self.book is None or self.book.id != book.id:
                return
            if page is None:
                self._fill([], None)
                self._about.set(say("studio.receipt_gone"))
                return
            flagged: dict[str, int] = {}
            for flag in page.flagged:
                number = flag.place.partition(".")[0]
                flagged[number] = flagged.get(number, 0) + 1
            rows = (_made_row(one, flagged.get(str(one.number), 0)) for one in page.chapters)
            self._fill(rows, book.outputs)
            self._about.set(say("studio.chapters_made", len(page.chapters)))

        job.on_done = show
        job.on_trouble = self._not_read

    def _not_read(self, trouble: Trouble) -> None:
        if self.winfo_exists():
            self._about.set(f"{trouble.message}. {trouble.hint}")

    def _fill(self, rows: Iterable[TableRow], what: RenderProgress | tuple[Path, ...] | None) -> None:
        self._filled = what
        self._filling.fill(list(rows))

    def _listen(self, row: str) -> None:
        self.opened = int(row)
        self.event_generate("<<Listen>>")


def _row(chapter: ChapterProgress) -> TableRow:
    """A chapter of a render."""
    is_done = chapter.seconds is not None
    values = (
        str(chapter.number),
        words.title(chapter.title),
        say("studio.done") if is_done else words.percent(chapter.part) if chapter.spoken else "",
        clock(chapter.seconds) if chapter.seconds is not None else "",
        "" if chapter.lufs is None else say("studio.lufs", value=figure(chapter.lufs, 1)),
        figure(chapter.flagged) if chapter.flagged else "",
    )
    return TableRow(str(chapter.number), values, _FLAGGED if chapter.flagged else _DONE if is_done else "")


def _made_row(chapter: MadeChapter, flagged: int) -> TableRow:
    """A chapter of an audiobook."""
    values = (
        str(chapter.number),
        words.title(chapter.title),
        say("studio.done"),
        clock(chapter.seconds),
        "" if chapter.lufs is None else say("studio.lufs", value=figure(chapter.lufs, 1)),
        figure(flagged) if flagged else "",
    )
    return TableRow(str(chapter.number), values, _FLAGGED if flagged else "")
