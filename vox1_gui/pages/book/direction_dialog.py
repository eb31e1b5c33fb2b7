"""The direction dialog: who reads a chapter, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vox1_gui import theme
from vox1_gui.errands.voices_for_chapters import OfferedVoice, offered_voices
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.table import Column, Table

_ROWS = 6
_NARRATOR = "narrator"
_KEPT = "kept"


class DirectionDialog(Dialog):
    """Asks who reads some chapters, and how.

    Args:
        master: The page.
        services: What it works with.
        title: Which chapters it is about.
        now: The voice and the style that they have.
        answer: Given the voice and the style that they are to have.
    """

    def __init__(
        self,
        master: Any,
        services: Services,
        title: str,
        now: tuple[str, str],
        answer: Callable[[str, str], object],
    ) -> None:
        super().__init__(master, title)
        self._now, self._answer = now, answer
        self._voices: Sequence[OfferedVoice] = ()
        self._by_row: dict[str, str] = {}
        body = self.body
        Label(body, say("book.direct_style"), Type.STRONG).grid(row=0, column=0, sticky="w")
        self.style = Entry(body, on_return=lambda _: self._done())
        self.style.set(now[1])
        self.style.grid(row=1, column=0, sticky="ew", pady=(theme.GAP / 2, 0))
        hint(body, say("book.direct_style_hint")).grid(row=2, column=0, sticky="ew")
        caption = Label(body, say("book.direct_voice"), Type.STRONG)
        caption.grid(row=3, column=0, sticky="w", pady=(theme.PAD, theme.GAP / 2))
        self.filter = Entry(body, lambda _: self._list(), placeholder_text=say("book.direct_find"))
        self.filter.grid(row=4, column=0, sticky="ew")
        columns = [
            Column("voice", say("book.column.voice"), 220, stretches=True),
            Column("language", say("book.direct_language"), 160),
        ]
        self.table = Table(body, columns, many=False, on_open=lambda _: self._done())
        self.table.tree.configure(height=_ROWS)
        self.table.grid(row=5, column=0, sticky="nsew", pady=(theme.GAP, 0))
        self.add_button(say("window.cancel"), lambda: None)
        self.keep = self.add_button(say("book.direct_keep"), lambda: None, Kind.MAIN)
        self.keep.configure(command=self._done)
        self._list()
        job = services.bridge.start(offered_voices, services.workspace.settings.value)
        job.on_done = self._offer
        self.open(self.style._entry)  # noqa: SLF001  # the part of it that has the focus

    def _offer(self, voices: Sequence[OfferedVoice]) -> None:
        if self.winfo_exists():
            self._voices = voices
            self._list()

    def _list(self) -> None:
        """Show the voices that have what is looked for in their names, the book's own before all."""
        wanted = self.filter.get().casefold().strip()
        chosen = self._chosen
        rows = [(_NARRATOR, "", say("book.direct_narrator"), "")]
        if self._now[0] and self._now[0] not in {voice.id for voice in self._voices}:
            rows.append((_KEPT, self._now[0], self._now[0], ""))
        rows += [
            (f"voice-{number}", voice.id, voice.name, voice.language)
            for number, voice in enumerate(self._voices)
            if wanted in f"{voice.name} {voice.language} {voice.id}".casefold()
        ]
        self._by_row = {row: voice for row, voice, _, _ in rows}
        self.table.fill((row, (name, language)) for row, _, name, language in rows)
        if same := [row for row, voice in self._by_row.items() if voice == chosen]:
            self.table.select(same[:1])

    @property
    def _chosen(self) -> str:
        selected = self.table.selected
        return self._by_row.get(selected[0], "") if selected else self._now[0]

    def _done(self) -> None:
        voice, style = self._chosen, self.style.get().strip()
        self.destroy()
        self._answer(voice, style)
