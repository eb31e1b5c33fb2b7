"""The library: all voices in one list, to be heard, used, and kept in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tkinter import filedialog
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.errands import voices
from vox1_gui.errands.voices import Removed, VoiceFacts, VoiceKind, VoiceRow
from vox1_gui.pages.lab import languages
from vox1_gui.pages.lab.auditions import Asked
from vox1_gui.pages.lab.filling import Filling, Line
from vox1_gui.pages.lab.room import Part
from vox1_gui.pages.lab.shelf import Sieve, is_used, sifted
from vox1_gui.player import Playing
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.dialog import Dialog, ask, ask_text
from vox1_gui.widgets.fields import Check, Choice, Entry
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.player_bar import clock
from vox1_gui.widgets.table import Column, Table
from vox1_gui.widgets.timer import Timer

ENDING = ".vox1voice.zip"
"""Of the archives of voices."""
MOST_TEXT = 300
"""Characters that a voice is heard with: some twenty seconds."""
_TYPING_MS = 150
_MOST_BOOKS = 5
_STAR = "★"


class Library(Part):
    """All voices."""

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self._facts_dialog: Dialog | None = None
        self._typing, self._sizing = Timer(self), Timer(self)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        yield from self._build_filters()
        yield from self._build_table()
        yield from self._build_heard()
        yield from self._build_buttons()
        shelf, workspace = self.room.shelf, self.services.workspace
        shelf.voices.watch(lambda _: self._fill())
        yield
        workspace.settings.watch(lambda _: self._mark_used())
        shelf.is_reading.watch(lambda _: self._count())
        shelf.chosen.watch(self._choose)
        self.room.auditions.now.watch(self._show_audition)
        self.services.player.now.watch(self._show_playing)

    def _build_filters(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=0, column=0, sticky="ew", pady=(0, theme.GAP))
        row.columnconfigure(0, weight=1)
        self.search = Entry(
            row,
            on_change=lambda _: self._typing.start(_TYPING_MS, self._fill),
            placeholder_text=say("lab.search"),
        )
        self.search.grid(row=0, column=0, sticky="ew")
        yield
        self.language = Choice(row, [say("lab.all_languages")], self._filter, width=170)
        self.language.grid(row=0, column=1, padx=(theme.GAP, 0))
        yield
        self._kinds = {say("lab.all_kinds"): None, **{_kind_words(kind): kind for kind in VoiceKind}}
        self.kind = Choice(row, list(self._kinds), self._filter, width=170)
        self.kind.grid(row=0, column=2, padx=(theme.GAP, 0))
        yield
        self.starred = Check(row, say("lab.favourites"), self._fill)
        self.starred.grid(row=0, column=3, padx=(theme.PAD, 0))
        yield

    def _build_table(self) -> Iterator[None]:
        columns = (
            Column("star", _STAR, 36),
            Column("name", say("lab.column_name"), 206),
            Column("language", say("lab.column_language"), 92),
            Column("kind", say("lab.column_kind"), 104),
            Column("about", say("lab.column_about"), 180, stretches=True),
            Column("used", "", 84),
        )
        self.table = Table(self, columns, on_select=self._selected, on_open=lambda _: self.hear(), many=False)
        self.table.grid(row=1, column=0, sticky="nsew")
        self._filling = Filling(self.table, lambda: self.room.shelf.chosen.value, self._whole)
        palette = theme.colours()
        self.table.style("used", palette.accent)
        self.table.style("fault", palette.bad)
        self.table.tree.bind("<space>", lambda _: self._do(self.hear))
        self.table.tree.bind("<Button-1>", self._clicked, add=True)
        self.table.tree.bind("<Configure>", lambda _: self._sizing.start(1, self._keep_in_sight), add=True)
        yield
        self.about = hint(self)
        self.about.grid(row=2, column=0, sticky="ew", pady=(theme.UNIT / 2, 0))
        yield

    def _build_heard(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=3, column=0, sticky="ew", pady=(theme.GAP, 0))
        row.columnconfigure(1, weight=1)
        self.hear_button = Button(row, say("lab.hear"), self.hear, icon="play", width=120)
        self.hear_button.grid(row=0, column=0)
        self.hear_button.tooltip.text = say("lab.hear_tip")
        yield
        self.text = Entry(row, on_return=lambda _: self.hear(), placeholder_text=say("lab.text_placeholder"))
        self.text.grid(row=0, column=1, sticky="ew", padx=(theme.GAP, 0))
        yield

    def _build_buttons(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=4, column=0, sticky="ew", pady=(theme.GAP, 0))
        row.columnconfigure(2, weight=1)
        self.use_button = Button(row, say("lab.use"), self.use, kind=Kind.MAIN, icon="check")
        self.use_button.grid(row=0, column=0)
        self.star_button = self._icon(row, "star", "lab.star", self.toggle_star, 1)
        yield
        self.compare_button = self._icon(row, "arrow-left-right", "lab.compare_with", self.compare, 3)
        self.details_button = self._icon(row, "info", "lab.details", self.show_details, 4)
        self.rename_button = self._icon(row, "pencil", "lab.rename", self.rename, 5)
        yield
        self.export_button = self._icon(row, "file-up", "lab.export", self.export, 6)
        self.remove_button = self._icon(row, "trash-2", "lab.remove", self.ask_to_remove, 7)
        self.import_button = Button(row, say("lab.import"), self.browse, icon="file-down")
        self.import_button.grid(row=0, column=8, padx=(theme.PAD, 0))
        yield

    def _icon(self, row: Any, icon: str, words: str, command: Any, column: int) -> Button:
        button = Button(row, say(words), command, kind=Kind.QUIET, icon=icon, is_small=True)
        button.grid(row=0, column=column, padx=(theme.UNIT / 2, 0))
        return button

    # What is shown.

    @property
    def row(self) -> VoiceRow | None:
        """The voice that is chosen; None for none."""
        selected = self.table.selected
        return self.room.shelf.row(selected[0]) if selected else None

    def _filter(self, _: str) -> None:
        self._fill()

    def _sieve(self) -> Sieve:
        language = self.language.get()
        return Sieve(
            self.search.get(),
            "" if language == say("lab.all_languages") else language,
            self._kinds[self.kind.get()],
            bool(self.starred.get()),
        )

    def _fill(self) -> None:
        """Show the voices that are to be shown; a long list in pieces."""
        shelf = self.room.shelf
        known = [say("lab.all_languages"), *languages.offered(shelf.names)]
        if self.language.cget("values") != known:
            self.language.configure(values=known)
        rows = sifted(shelf.voices.value, self._sieve(), shelf.names, shelf.favourites)
        self._filling.fill([Line(row.key, self._cells(row), self._tag_of(row)) for row in rows])
        self._count()

    def _whole(self) -> None:
        if not self.table.selected:
            self._selected(())

    def _cells(self, row: VoiceRow) -> Sequence[str]:
        shelf = self.room.shelf
        return (
            _STAR if row.key in shelf.favourites else "",
            row.name,
            languages.language_name(row.language, shelf.names),
            _kind_words(row.kind),
            row.fault or row.character,
            say("lab.in_use") if self._is_used(row) else "",
        )

    def _is_used(self, row: VoiceRow) -> bool:
        return is_used(row, self.services.workspace.settings.value, self.room.shelf.means.value)

    def _tag_of(self, row: VoiceRow) -> str:
        return "fault" if row.fault else "used" if self._is_used(row) else ""

    def _mark_used(self) -> None:
        for key in self.table.ids:
            row = self.room.shelf.row(key)
            words = say("lab.in_use") if row and self._is_used(row) else ""
            if row and self.table.tree.set(key, "used") != words:
                self.table.change(key, "used", words)
                self.table.tag(key, *filter(None, [self._tag_of(row)]))
        self._tell_about()

    def _count(self) -> None:
        """Say how many voices are shown, or that they are being looked for."""
        shelf = self.room.shelf
        if shelf.is_reading.value and not shelf.voices.value:
            self.about.set(say("lab.reading"))
        else:
            self._tell_about()

    def _choose(self, key: str) -> None:
        if key and key in self.table.ids and self.table.selected != (key,):
            self.table.select([key])

    def _selected(self, keys: Sequence[str]) -> None:
        row = self.room.shelf.row(keys[0]) if keys else None
        if row:
            self.room.shelf.chosen.set(row.key)
        is_own = row is not None and row.kind is VoiceKind.MASTER
        can_speak = row is not None and not row.fault
        for button, is_possible in (
            (self.hear_button, can_speak),
            (self.use_button, can_speak),
            (self.star_button, row is not None),
            (self.compare_button, can_speak),
            (self.details_button, is_own),
            (self.rename_button, is_own),
            (self.export_button, is_own and can_speak),
            (self.remove_button, is_own),
        ):
            if (button.cget("state") == "normal") != is_possible:
                button.set_enabled(is_possible)
        self._tell_about()

    def _tell_about(self) -> None:
        """Say what there is to know of the voice that is chosen."""
        row, shelf = self.row, self.room.shelf
        palette = theme.colours()
        self.about.configure(text_color=palette.bad if row and row.fault else palette.muted)
        if row is None:
            shown = self._filling.rows
            told = [say("lab.count", shown) if shown else say("lab.none_found")]
            if not self.services.workspace.settings.value.voice:
                told.append(say("lab.by_language"))
            self.about.set(" ".join(told))
        elif row.fault:
            self.about.set(row.fault)
        else:
            parts = [row.name, languages.language_name(row.language, shelf.names), _kind_words(row.kind)]
            if row.kind is VoiceKind.MASTER:
                parts.append(say("lab.clip_seconds", seconds=f"{row.seconds:.1f}"))
            if able := shelf.missing_for(row):
                gigabytes = f"{shelf.means.value.wanted.get(able, ('', 0))[1] / 1e9:.1f}"
                parts.append(say("lab.model_not_here", gigabytes=gigabytes))
            self.about.set(" · ".join(filter(None, parts)))

    # What is done.

    @staticmethod
    def _do(act: Any) -> str:
        act()
        return "break"

    def hear(self) -> None:
        """Have the chosen voice heard, or rest."""
        row, text = self.row, " ".join(self.text.get().split())
        if row is None or row.fault:
            return
        if len(text) > MOST_TEXT:
            self.tell(Level.WARNING, say("lab.text_long"), say("lab.text_long_hint", MOST_TEXT))
            return
        able = self.room.shelf.missing_for(row)
        if able and row.kind is VoiceKind.PRESET:
            self.offer_model(able, row)
            return
        self.room.auditions.hear(row, text)

    def _show_audition(self, asked: Asked | None) -> None:
        is_speaking = asked is not None and asked.heard is None
        self.hear_button.configure(text=say("lab.speaking") if is_speaking else say("lab.hear"))
        if asked and asked.heard and asked.heard.doubts:
            row = self.room.shelf.row(asked.key)
            name = row.name if row else ""
            self.tell(Level.WARNING, say("lab.doubtful", name=name), "; ".join(asked.heard.doubts))

    def _show_playing(self, playing: Playing | None) -> None:
        asked = self.room.auditions.now.value
        is_heard = (
            playing is not None
            and playing.is_playing
            and asked is not None
            and asked.heard is not None
            and asked.heard.path == playing.path
        )
        icon = "pause" if is_heard else "play"
        if getattr(self, "_shown_icon", "") != icon:
            self._shown_icon = icon
            self.hear_button.set_icon(icon)

    def use(self) -> None:
        """Have the chosen voice read all books."""
        row = self.row
        if row is None or row.fault:
            return
        if able := self.room.shelf.missing_for(row):
            self.offer_model(able, row)
            return
        self.room.shelf.use(row)
        self.tell(Level.INFO, say("lab.used", name=row.name), say("lab.used_hint"))

    def toggle_star(self) -> None:
        """Give the chosen voice a star, or take it."""
        if row := self.row:
            shelf = self.room.shelf
            shelf.toggle_favourite(row.key)
            self.table.change(row.key, "star", _STAR if row.key in shelf.favourites else "")

    def compare(self) -> None:
        """Hear the chosen voice against another."""
        if (row := self.row) and not row.fault:
            self.room.comparing.take(row)
            self.show_part("compare")

    def _keep_in_sight(self) -> None:
        """Show the chosen voice also where a notice has taken some room."""
        if selected := self.table.selected:
            self.table.tree.see(selected[0])

    def _clicked(self, event: Any) -> str | None:
        """A click on a star gives it, or takes it."""
        tree = self.table.tree
        key = tree.identify_row(event.y)
        if not key or tree.identify_column(event.x) != "#1":
            return None
        self.table.select([key])
        self.toggle_star()
        return "break"

    # The listener's own voices.

    @property
    def own(self) -> VoiceRow | None:
        """The chosen voice, if it is a master voice."""
        row = self.row
        return row if row and row.kind is VoiceKind.MASTER else None

    def rename(self) -> None:
        """Ask for another name."""
        if row := self.own:
            title = say("lab.rename_title", name=row.name)
            answer = partial(self._rename, row.id)
            ask_text(self, title, say("lab.rename_text"), say("lab.rename_do"), answer, value=row.name)

    def _rename(self, old: str, new: str) -> None:
        def renamed(name: str) -> None:
            self.room.shelf.renamed(old, name)
            self.room.shelf.refresh()

        self.services.bridge.start(voices.rename_voice, old, new).on_done = renamed

    def ask_to_remove(self) -> None:
        """Say what a voice was used for, and ask whether it shall go."""
        if row := self.own:
            self.services.bridge.start(voices.voice_facts, row.id).on_done = self._ask_to_remove

    def _ask_to_remove(self, facts: VoiceFacts) -> None:
        parts = [say("lab.remove_text")]
        if facts.books:
            named = ", ".join(f"“{title}”" for title in facts.books[:_MOST_BOOKS])
            more = len(facts.books) - _MOST_BOOKS
            parts.append(say("lab.remove_books", books=named + (f" (+ {more})" if more > 0 else "")))
        parts.append(say("lab.remove_final") if facts.fault else say("lab.remove_undo"))
        answers = [(say("lab.remove_do"), Kind.DANGER, partial(self._remove, facts.name))]
        ask(self, say("lab.remove_title", name=facts.name), "\n\n".join(parts), answers)

    def _remove(self, name: str) -> None:
        self.services.player.stop()  # on Windows a file that is open cannot go
        self.services.bridge.start(voices.remove_voice, name).on_done = self._removed

    def _removed(self, removed: Removed) -> None:
        self.room.shelf.removed(removed.name)
        self.room.shelf.refresh()
        act = None
        if removed.archive:
            act = (say("lab.bring_back"), partial(self.take_archive, removed.archive, removed.name))
        self.tell(Level.INFO, say("lab.removed", name=removed.name), act=act)

    def export(self) -> None:
        """Ask where a copy of the chosen voice shall go, and write it."""
        if not (row := self.own) or row.fault:
            return
        chosen = filedialog.asksaveasfilename(
            parent=self,
            initialfile=f"{row.name}{ENDING}",
            filetypes=[(say("lab.archives"), f"*{ENDING}")],
        )
        if chosen:
            self.export_to(row, Path(chosen))

    def export_to(self, row: VoiceRow, path: Path) -> None:
        """Write a copy of a voice."""
        path = path if path.name.endswith(ENDING) else path.with_name(f"{path.name}{ENDING}")
        job = self.services.bridge.start(voices.export_voice, row.id, path)
        job.on_done = lambda done: self.tell(Level.INFO, say("lab.exported", name=row.name, path=done))

    def browse(self) -> None:
        """Have an archive chosen, and take its voice in."""
        kinds = [(say("lab.archives"), f"*{ENDING}"), (say("lab.archives"), "*.zip")]
        for chosen in filedialog.askopenfilenames(parent=self, filetypes=kinds):
            self.take_archive(Path(chosen))

    def take_archive(self, path: Path, name: str = "") -> None:
        """Take the voice of an archive in."""

        def taken(imported: tuple[str, bool]) -> None:
            voice, is_new = imported
            self.room.shelf.chosen.set(f"{VoiceKind.MASTER.value}:{voice}")
            self.room.shelf.refresh()
            self.tell(Level.INFO, say("lab.imported" if is_new else "lab.known_already", name=voice))

        self.services.bridge.start(voices.import_voice, path, name).on_done = taken

    def show_details(self) -> None:
        """Show all that is known of a master voice."""
        if row := self.own:
            self.services.bridge.start(voices.voice_facts, row.id).on_done = self._show_details

    def _show_details(self, facts: VoiceFacts) -> None:
        dialog = Dialog(self, facts.name)
        for line, (name, value) in enumerate(self._lines(facts)):
            Label(dialog.body, name, Type.SMALL, theme.colours().muted).grid(
                row=line, column=0, sticky="nw", pady=(0, theme.UNIT / 2)
            )
            Label(dialog.body, value, wraplength=330).grid(
                row=line, column=1, sticky="w", padx=(theme.PAD, 0), pady=(0, theme.UNIT / 2)
            )
        dialog.body.columnconfigure(0, weight=0)
        dialog.body.columnconfigure(1, weight=1)
        if not facts.fault:
            dialog.add_button(say("lab.hear_clip"), lambda: self.services.player.play(facts.clip, facts.name))
        dialog.open(dialog.add_button(say("lab.close"), lambda: None, Kind.MAIN))

    def _lines(self, facts: VoiceFacts) -> Iterator[tuple[str, str]]:
        """What is known of a voice: its name, and what it is."""
        names = self.room.shelf.names
        if facts.fault:
            yield say("lab.fact_fault"), facts.fault
        elif facts.is_designed:
            yield say("lab.fact_made"), say("lab.designed_from", text=facts.source)
        else:
            from_ = say("lab.cloned_from", name=facts.source or say("lab.a_recording"))
            place = say("lab.from_second", time=clock(facts.begins_seconds)) if facts.begins_seconds else ""
            yield say("lab.fact_made"), f"{from_}{place}"
        if not facts.fault:
            yield say("lab.fact_language"), languages.language_name(facts.language, names)
            yield say("lab.fact_clip"), say("lab.seconds", seconds=f"{facts.seconds:.1f}")
            yield say("lab.fact_words"), facts.transcript or say("lab.no_words")
        if facts.note:
            yield say("lab.fact_note"), facts.note
        yield say("lab.fact_books"), "\n".join(facts.books[:_MOST_BOOKS]) or say("lab.no_books")
        yield say("lab.fact_folder"), str(facts.folder)


def _kind_words(kind: VoiceKind) -> str:
    """What a kind of voice is called."""
    return {
        VoiceKind.MASTER: say("lab.kind_master"),
        VoiceKind.PRESET: say("lab.kind_preset"),
        VoiceKind.DRAFT: say("lab.kind_draft"),
    }[kind]
