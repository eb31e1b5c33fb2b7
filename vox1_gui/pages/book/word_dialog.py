"""The word dialog: how a word is to be said, with a live list of the sentences that this changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vox1_gui import theme
from vox1_gui.bridge import Job
from vox1_gui.errands.words import Changes, Respelling, add_word, try_word
from vox1_gui.messages import Trouble
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.fields import Check, Entry
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.table import Column, Table

_TYPING_MS = 300
_ROWS = 5


class WordDialog(Dialog):
    """Asks how a word is to be said.

    Args:
        master: The page.
        services: What it works with.
        path: Of the book.
        word: At first.
        hear: Has a text spoken.
        done: Called when a respelling was kept.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # the question, and what follows from its answer
        self,
        master: Any,
        services: Services,
        path: Path,
        word: str,
        hear: Callable[[str], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__(master, say("book.word_title"), say("book.word_text"))
        self._services, self._hear, self._done = services, hear, done
        self._path = path
        self._job: Job[int] | None = None
        self._timer = ""
        self._rows = 0
        body = self.body
        body.columnconfigure((0, 1), weight=1, uniform="words")
        for column, name in enumerate(("written", "spoken")):
            caption = Label(body, say(f"book.word_{name}"), Type.SMALL, theme.colours().muted)
            caption.grid(row=0, column=column, sticky="w", padx=(theme.GAP * column, 0))
        self.written = Entry(body, lambda _: self._typed())
        self.written.grid(row=1, column=0, sticky="ew")
        self.spoken = Entry(body, lambda _: self._typed(), lambda _: self._keep())
        self.spoken.grid(row=1, column=1, sticky="ew", padx=theme.GAP)
        listen = Button(body, say("book.hear"), self._listen, kind=Kind.QUIET, icon="volume-2", is_small=True)
        listen.grid(row=1, column=2)
        self.for_all = Check(body, say("book.word_all"))
        self.for_all.grid(row=2, column=0, columnspan=3, sticky="w", pady=theme.GAP)
        self.found = Label(body, say("book.word_none"), Type.SMALL, theme.colours().muted, wraps=True)
        self.found.grid(row=3, column=0, columnspan=3, sticky="ew")
        columns = [
            Column("chapter", "#", 44, is_number=True),
            Column("after", say("book.word_after"), 520, stretches=True),
        ]
        self.table = Table(body, columns, many=False, on_open=lambda _: self._listen_row())
        self.table.tree.configure(height=_ROWS)
        self.table.grid(row=4, column=0, columnspan=3, sticky="nsew", pady=(theme.GAP, 0))
        self.add_button(say("window.cancel"), lambda: None)
        self.keep = self.add_button(say("book.word_keep"), lambda: None, Kind.MAIN)
        self.keep.configure(command=self._keep)
        self.written.set(word)
        self.spoken.set(word)
        self.open(self.spoken._entry)  # noqa: SLF001  # the part of it that has the focus

    def destroy(self) -> None:
        """Go away, and give up what is being looked for."""
        if self._job:
            self._job.cancel()
            self._job.on_news = lambda _: None
            self._job.on_trouble = lambda _: None
            self._job = None
        super().destroy()

    @property
    def respelling(self) -> Respelling:
        """What is typed."""
        return Respelling(self.written.get(), self.spoken.get(), bool(self.for_all.get()))

    def _typed(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_TYPING_MS, self._try)

    def _try(self) -> None:
        """Look for what changes; a search that is going on is given up."""
        self._timer = ""
        if self._job:
            self._job.cancel()
            self._job.on_news = lambda _: None
        self.table.fill(())
        self._rows = 0
        wanted = self.respelling
        if not wanted.written.strip() or not wanted.spoken.strip() or wanted.written == wanted.spoken:
            self._job = None
            self.found.set(say("book.word_none"))
            return
        self.found.set(say("book.word_looking"))
        self._job = job = self._services.bridge.start(try_word, self._path, wanted)
        job.on_news = self._show
        job.on_done = lambda total: self._ended(job, total)
        job.on_trouble = lambda trouble: self._refused(job, trouble)

    def _show(self, changes: Changes) -> None:
        for sentence in changes.sentences:
            self._rows += 1
            self.table.add(str(self._rows), (str(sentence.chapter), " ".join(sentence.after.split())))
        self.found.set(say("book.word_changes", changes.total))

    def _ended(self, job: Job[int], total: int) -> None:
        if job is self._job:
            self._job = None
            self.found.set(say("book.word_changes", total))

    def _refused(self, job: Job[int], trouble: Trouble) -> None:
        if job is self._job:
            self._job = None
            self.found.set(f"{trouble.message}. {trouble.hint}")

    def _listen(self) -> None:
        if self.spoken.get().strip():
            self._hear(self.spoken.get())

    def _listen_row(self) -> None:
        if rows := self.table.selected:
            self._hear(self.table.tree.set(rows[0], "after"))

    def _keep(self) -> None:
        """Keep the respelling; the dialog stays where it cannot be."""
        wanted = self.respelling
        if not wanted.written.strip() or not wanted.spoken.strip():
            return
        job = self._services.bridge.start(add_word, self._path, wanted)

        def kept(_: None) -> None:
            if self.winfo_exists():
                self.destroy()
            self._done()

        job.on_done = kept
        job.on_trouble = lambda trouble: self.found.set(f"{trouble.message}. {trouble.hint}")
