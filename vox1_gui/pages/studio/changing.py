"""The dialog for one book of the queue: its own voice and formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import customtkinter as ctk

from vox1.outputs.formats import FORMATS
from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.errands.queue_choices import OfferedVoice, offered_voices
from vox1_gui.messages import Trouble
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.filling import Filling, TableRow
from vox1_gui.queued import QueuedBook
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.fields import Check, Entry
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.table import Column, Table

_ROWS = 5


class ChangeDialog(Dialog):
    """Asks for a voice and for formats.

    Args:
        master: Any widget of the window.
        services: What it works with.
        book: Whose they are.
        answer: Given the settings with what was chosen.
    """

    def __init__(
        self, master: Any, services: Services, book: QueuedBook, answer: Callable[[Settings], object]
    ) -> None:
        super().__init__(master, say("studio.change_title"), words.title(book.title))
        self._settings, self._answer = book.settings, answer
        self._voices: Sequence[OfferedVoice] = ()
        self._add_voices()
        self._add_formats()
        self.add_button(say("window.cancel"), lambda: None)
        self._button = self.add_button(say("studio.change_ok"), lambda: None, Kind.MAIN)
        self._button.configure(command=self._done)
        settings = book.settings
        job = services.bridge.start(offered_voices, settings.engine, settings.model)
        job.on_done, job.on_trouble = self._show_voices, self._refuse
        self.open(self._search)

    def _add_voices(self) -> None:
        Label(self.body, say("studio.voice")).grid(row=0, column=0, sticky="w")
        self._search = Entry(self.body, on_change=self._filter, placeholder_text=say("studio.voice_search"))
        self._search.grid(row=1, column=0, sticky="ew", pady=theme.GAP / 2)
        columns = [
            Column("name", say("studio.column.voice"), 220, stretches=True),
            Column("language", say("studio.column.language"), 110),
        ]
        self._table = Table(self.body, columns, many=False)
        self._table.tree.configure(height=_ROWS)
        self._table.grid(row=2, column=0, sticky="ew")
        self._filling = Filling(self._table)
        self._about = hint(self.body, say("studio.voices_loading"))
        self._about.grid(row=3, column=0, sticky="ew")

    def _add_formats(self) -> None:
        Label(self.body, say("studio.formats")).grid(row=4, column=0, sticky="w", pady=(theme.GAP, 0))
        area = ctk.CTkFrame(self.body, fg_color="transparent")
        area.grid(row=5, column=0, sticky="ew", pady=theme.GAP / 2)
        chosen = self._settings.formats.split(",")
        self._formats: dict[str, Check] = {}
        for column, name in enumerate(FORMATS):
            check = Check(area, name.upper(), self._enable, width=80)
            if name in chosen:
                check.select()
            check.grid(row=0, column=column, padx=(0, theme.GAP / 2))
            self._formats[name] = check

    def _show_voices(self, voices: Sequence[OfferedVoice]) -> None:
        if self.winfo_exists():
            self._voices = (OfferedVoice("", say("studio.voice_by_language"), ""), *voices)
            self._about.set(say("studio.voices_count", len(voices)))
            self._filter(self._search.get())

    def _refuse(self, trouble: Trouble) -> None:
        if self.winfo_exists():
            self._about.set(f"{trouble.message}. {trouble.hint}")

    def _filter(self, typed: str) -> None:
        """Show the voices with what is typed in their names or languages."""
        wanted = typed.casefold().strip()
        before = self._chosen_voice
        rows = [
            TableRow(str(number), (voice.name, voice.language))
            for number, voice in enumerate(self._voices)
            if wanted in f"{voice.name} {voice.language} {voice.id}".casefold()
        ]
        self._filling.fill(rows)
        kept = [row.id for row in rows if self._voices[int(row.id)].id == before]
        if kept and kept[0] in self._table.ids:
            self._table.select(kept[:1])

    @property
    def _chosen_voice(self) -> str:
        chosen = next(iter(self._table.selected), "")
        return self._voices[int(chosen)].id if chosen else self._settings.voice

    @property
    def _chosen_formats(self) -> list[str]:
        return [name for name, check in self._formats.items() if check.get()]

    def _enable(self) -> None:
        self._button.set_enabled(bool(self._chosen_formats))

    def _done(self) -> None:
        formats, voice = self._chosen_formats, self._chosen_voice
        if formats:
            self.destroy()
            self._answer(replace(self._settings, voice=voice, formats=",".join(formats)))
