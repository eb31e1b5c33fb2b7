"""The receipt, as a page to read: what is in the audiobook and what is not, and where its files are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.errands.endings import show_in_folder
from vox1_gui.errands.receipts import Flagged, LeftOut, MadeFile, ReceiptPage, read_receipts
from vox1_gui.messages import Trouble
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.filling import Filling, TableRow
from vox1_gui.pages.studio.reading_text import Part, ReadingText
from vox1_gui.pages.studio.view import View
from vox1_gui.queued import QueuedBook
from vox1_gui.texts import knows, say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure

_MB = 1e6
_SOUNDS = frozenset((".m4b", ".m4a", ".mp3", ".opus", ".flac", ".wav"))
_FILES_IN_SIGHT = 2


class ReceiptView(View):
    """The files, with what can be done with them, and a text."""

    name = "receipt"

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._files: dict[str, Path] = {}
        columns = [
            Column("name", say("studio.column.file"), 260, stretches=True),
            Column("size", say("studio.column.size"), 90, is_number=True),
        ]
        self._table = Table(
            self,
            columns,
            on_select=lambda _: self._enable(),
            on_open=lambda _: self._play(),
            many=False,
        )
        self._table.tree.configure(height=_FILES_IN_SIGHT)
        self._table.grid(row=0, column=0, sticky="ew")
        self._filling = Filling(self._table)
        yield
        buttons = ctk.CTkFrame(self, fg_color="transparent")
        buttons.grid(row=1, column=0, sticky="w", pady=theme.GAP)
        self._play_button = Button(buttons, say("studio.play_file"), self._play, icon="play")
        self._play_button.grid(row=0, column=0)
        yield
        words_of_folder = say("studio.show_in_folder")
        self._folder_button = Button(buttons, words_of_folder, self._show_in_folder, icon="folder-open")
        self._folder_button.grid(row=0, column=1, padx=theme.GAP)
        yield
        self._text = ReadingText(self)
        self._text.grid(row=2, column=0, sticky="nsew")
        palette = theme.colours()
        self._text.style("good", Type.TITLE, palette.good)
        self._text.style("warning", Type.TITLE, palette.warning)
        self._text.style("heading", Type.STRONG, space=theme.PAD)
        self._text.style("muted", colour=palette.muted)
        self._enable()
        yield

    def changed(self, before: QueuedBook | None) -> None:
        """Read another book's, or that of the same book made anew."""
        del before
        book = self.book
        if book is None or not book.outputs:
            self._show_files(())
            self._text.show([(say("studio.receipt_none"), "muted")])
            return
        job = self.services.bridge.start(read_receipts, book.outputs)
        job.on_done = partial(self._show, book)
        job.on_trouble = self._not_read

    def _show(self, book: QueuedBook, page: ReceiptPage | None) -> None:
        if not self.winfo_exists() or self.book is None or self.book.id != book.id:
            return
        if page is None:
            self._show_files(())
            self._text.show([(say("studio.receipt_gone"), "muted")])
            return
        self._show_files(page.files)
        self._text.show(list(told(page)))

    def _not_read(self, trouble: Trouble) -> None:
        if self.winfo_exists():
            self._text.show([(f"{trouble.message}\n", "warning"), (trouble.hint, "")])

    def _show_files(self, files: Sequence[MadeFile]) -> None:
        self._files = {str(number): file.path for number, file in enumerate(files)}
        rows = [TableRow(str(number), _file_row(file)) for number, file in enumerate(files)]
        self._filling.fill(rows)
        if rows:
            self._table.select(["0"])
        self._enable()

    @property
    def _chosen(self) -> Path | None:
        """The file that is chosen; the first where none is."""
        chosen = next(iter(self._table.selected), "0")
        return self._files.get(chosen)

    def _enable(self) -> None:
        path = self._chosen
        self._play_button.set_enabled(path is not None and path.suffix.lower() in _SOUNDS)
        self._folder_button.set_enabled(path is not None)

    def _play(self) -> None:
        path = self._chosen
        if path and path.suffix.lower() in _SOUNDS:
            self.services.player.play(path, path.name)

    def _show_in_folder(self) -> None:
        if path := self._chosen:
            self.services.bridge.start(show_in_folder, path)


def _file_row(file: MadeFile) -> tuple[str, str]:
    if file.size_bytes is None:
        return file.path.name, say("studio.file_gone")
    size = file.size_bytes / _MB
    return file.path.name, say("studio.megabytes", size=figure(size, 0 if size >= 10 else 1))


def told(page: ReceiptPage) -> Iterator[Part]:
    """Return a receipt as it is read, each text with its style."""
    is_complete = page.status == "complete"
    yield (
        say("studio.receipt_complete" if is_complete else "studio.receipt_incomplete") + "\n",
        ("good" if is_complete else "warning"),
    )
    chapters = say("studio.receipt_chapters", len(page.chapters))
    yield say("studio.receipt_length", length=words.length(page.seconds), chapters=chapters) + "\n", ""
    in_book, spoken = figure(page.words_in_book), figure(page.words_spoken)
    yield say("studio.receipt_words", spoken=spoken, all=in_book) + "\n", ""
    voices = ", ".join((page.voice, *page.cast))
    named = f"advanced.engine.{page.engine}"
    engine = say(named) if knows(named) else page.engine
    yield say("studio.receipt_voice", voices=voices, engine=engine) + "\n", ""
    if page.chapters and all(chapter.is_heard for chapter in page.chapters):
        yield say("studio.receipt_heard") + "\n", ""
    yield from _acx(page)
    yield from _flags("studio.receipt_missing", [flag for flag in page.flagged if flag.is_missing])
    yield from _flags("studio.receipt_doubtful", [flag for flag in page.flagged if not flag.is_missing])
    yield from _lines("studio.receipt_warnings", page.warnings)
    yield from _lines("studio.receipt_not_narrated", page.not_narrated)
    yield from _lines("studio.receipt_left_out", [_left_out(one) for one in page.left_out])


def _acx(page: ReceiptPage) -> Iterator[Part]:
    """Which chapters pass ACX's test, where anybody asked."""
    asked = [chapter for chapter in page.chapters if chapter.passes_acx is not None]
    failed = [f"{chapter.number}. {chapter.title}" for chapter in asked if not chapter.passes_acx]
    if asked and not failed:
        yield say("studio.receipt_acx_passed") + "\n", ""
    yield from _lines("studio.receipt_acx_failed", failed)


def _flags(heading: str, flagged: Sequence[Flagged]) -> Iterator[Part]:
    if flagged:
        yield say(heading, len(flagged)) + "\n", "heading"
    for flag in flagged:
        yield say("studio.receipt_flag", place=flag.place, text=" ".join(flag.text.split())) + "\n", ""
        yield "; ".join(flag.reasons) + "\n", "muted"


def _lines(heading: str, lines: Sequence[str]) -> Iterator[Part]:
    if lines:
        yield say(heading, len(lines)) + "\n", "heading"
    for line in lines:
        yield " ".join(line.split()) + "\n", ""


_KINDS = frozenset(("note", "note mark", "page number", "picture", "image description", "formula", "table"))
"""Of what is left out, those that have a word in the catalogues."""


def _left_out(one: LeftOut) -> str:
    kind = say(f"studio.kind.{one.kind.replace(' ', '_')}") if one.kind in _KINDS else one.kind.capitalize()
    counted = f"{kind} ({figure(one.count)})"
    return f"{counted}: {one.sample} …" if one.sample else counted
