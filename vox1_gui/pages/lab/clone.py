"""The clone part: a recording with its waveform, a stretch of it, and what is to be known of the voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tkinter import filedialog
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.errands.recordings import Made, Segment
from vox1_gui.errands.voices import Able
from vox1_gui.pages.lab import languages
from vox1_gui.pages.lab.cloning import CloneState
from vox1_gui.pages.lab.room import Part
from vox1_gui.player import Playing
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Check, Choice, Entry
from vox1_gui.widgets.frames import Card
from vox1_gui.widgets.frames import Column as Scrolled
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.player_bar import clock
from vox1_gui.widgets.table import Column, Table
from vox1_gui.widgets.text_area import TextArea
from vox1_gui.widgets.timer import Timer
from vox1_gui.widgets.waveform import Mark, Overview, Trimmer

RECORDINGS = (
    *(".wav", ".flac", ".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff"),
    *(".mp4", ".mkv", ".mov", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".3gp", ".amr", ".caf", ".wv"),
)
"""Endings of files that are taken for recordings; ffmpeg reads more, which the file dialog offers."""
_STEP_SECONDS, _LEAP_SECONDS = 0.1, 1.0
_PAINT_MS = 100


class Clone(Part):
    """A recording is opened, a stretch of it chosen, and a voice made of that."""

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self._shown = CloneState()
        self._played = (None, 0.0, "")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._later, self._writing = Timer(self), Timer(self)
        yield from self._build_welcome()
        self.column = Scrolled(self)
        yield
        yield from self._build_head()
        yield from self._build_waves()
        yield from self._build_segments()
        yield from self._build_form()
        yield from self._build_foot()
        self._read_form()
        self.room.cloning.state.watch(self._show_soon)
        yield
        self.room.shelf.voices.watch(lambda _: self._offer_languages())
        self.services.player.now.watch(self._show_playing)

    def _build_welcome(self) -> Iterator[None]:
        self.welcome = Card(self)
        self.welcome.grid(row=0, column=0, sticky="nsew")
        body = self.welcome.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure((0, 4), weight=1)
        picture = ctk.CTkLabel(body, text="", image=theme.icon("mic", theme.colours().accent, 48))
        picture.grid(row=0, column=0, sticky="s", pady=theme.PAD)
        title = Label(body, say("lab.clone_title"), Type.TITLE, wraps=True, anchor="center", justify="center")
        title.grid(row=1, column=0, sticky="ew")
        yield
        text = Label(body, say("lab.clone_text"), wraplength=520, anchor="center", justify="center")
        text.grid(row=2, column=0, pady=theme.PAD)
        self.choose_button = Button(body, say("lab.choose_recording"), self.browse, kind=Kind.MAIN)
        self.choose_button.grid(row=3, column=0)
        leave = hint(body, say("lab.clone_leave"), anchor="center", justify="center")
        leave.grid(row=4, column=0, sticky="new", pady=theme.PAD)
        yield

    def _build_head(self) -> Iterator[None]:
        row = ctk.CTkFrame(self.column, fg_color="transparent")
        row.grid(row=0, column=0, sticky="ew", padx=(0, theme.GAP))
        row.columnconfigure(0, weight=1)
        self.title = Label(row, kind=Type.STRONG)
        self.title.grid(row=0, column=0, sticky="ew")
        self.progress = ctk.CTkProgressBar(row, width=120, height=8)
        self.cancel_button = Button(row, say("window.cancel"), self.room.cloning.cancel, kind=Kind.QUIET)
        yield
        self.other_button = Button(row, say("lab.other_recording"), self.browse, icon="folder-open")
        self.other_button.grid(row=0, column=3, padx=(theme.GAP, 0))
        self.away_button = Button(
            row, say("lab.put_away"), self._put_away, kind=Kind.QUIET, icon="x", is_small=True
        )
        self.away_button.grid(row=0, column=4, padx=(theme.GAP, 0))
        yield
        self.note = hint(self.column)
        self.note.grid(row=1, column=0, sticky="ew", padx=(0, theme.GAP))
        yield

    def _build_waves(self) -> Iterator[None]:
        cloning = self.room.cloning
        self.overview = Overview(self.column, 56, cloning.pick)
        self.overview.grid(row=2, column=0, sticky="ew", padx=(0, theme.GAP), pady=(theme.UNIT / 2, 0))
        self.overview.on_key("<Left>", partial(self._step_segment, -1))
        self.overview.on_key("<Right>", partial(self._step_segment, 1))
        self.overview.on_key("<space>", cloning.play)
        yield
        self.trimmer = Trimmer(self.column, 96, cloning.trim)
        self.trimmer.grid(row=3, column=0, sticky="ew", padx=(0, theme.GAP), pady=(theme.GAP, 0))
        for key, start, end in (
            ("<Left>", -_STEP_SECONDS, 0.0),
            ("<Right>", _STEP_SECONDS, 0.0),
            ("<Shift-Left>", 0.0, -_STEP_SECONDS),
            ("<Shift-Right>", 0.0, _STEP_SECONDS),
            ("<Up>", _LEAP_SECONDS, _LEAP_SECONDS),
            ("<Down>", -_LEAP_SECONDS, -_LEAP_SECONDS),
        ):
            self.trimmer.on_key(key, partial(self._nudge, start, end))
        self.trimmer.on_key("<space>", cloning.play)
        yield
        row = ctk.CTkFrame(self.column, fg_color="transparent")
        row.grid(row=4, column=0, sticky="ew", padx=(0, theme.GAP), pady=(theme.UNIT / 2, 0))
        row.columnconfigure(2, weight=1)
        self.play_button = Button(row, say("lab.play_stretch"), cloning.play, icon="play")
        self.play_button.grid(row=0, column=0)
        self.place = Label(row, kind=Type.STRONG)
        self.place.grid(row=0, column=1, padx=theme.PAD)
        keys = hint(row, say("lab.trim_keys"))
        keys.grid(row=0, column=2, sticky="ew")
        yield

    def _build_segments(self) -> Iterator[None]:
        self.pair = ctk.CTkFrame(self.column, fg_color="transparent")
        self.pair.grid(row=5, column=0, sticky="ew", padx=(0, theme.GAP), pady=(theme.PAD, 0))
        self.pair.columnconfigure((0, 1), weight=1, uniform="half")
        left = ctk.CTkFrame(self.pair, fg_color="transparent")
        left.grid(row=0, column=0, sticky="nsew", padx=(0, theme.PAD))
        left.columnconfigure(0, weight=1)
        Label(left, say("lab.segments"), Type.STRONG).grid(row=0, column=0, sticky="w")
        columns = (
            Column("place", say("lab.column_place"), 120),
            Column("score", say("lab.column_score"), 64, is_number=True),
            Column("why", say("lab.column_why"), 200, stretches=True),
        )
        self.segments = Table(
            left, columns, on_select=self._selected, on_open=lambda _: self.room.cloning.play(), many=False
        )
        self.segments.tree.configure(height=5)
        self.segments.tree.bind("<space>", self._space)
        self.segments.grid(row=1, column=0, sticky="ew", pady=(theme.UNIT / 2, 0))
        yield
        self.why = hint(left)
        self.why.grid(row=2, column=0, sticky="ew", pady=(theme.UNIT / 2, 0))
        yield

    def _build_form(self) -> Iterator[None]:
        form = ctk.CTkFrame(self.pair, fg_color="transparent")
        form.grid(row=0, column=1, sticky="nsew")
        form.columnconfigure(1, weight=1)
        head = ctk.CTkFrame(form, fg_color="transparent")
        head.grid(row=0, column=0, columnspan=2, sticky="ew")
        head.columnconfigure(0, weight=1)
        Label(head, say("lab.words"), Type.STRONG).grid(row=0, column=0, sticky="w")
        self.words_button = Button(
            head, say("lab.hear_words"), self.room.cloning.hear_words, icon="wand-sparkles"
        )
        yield
        self.words = TextArea(form, self._wrote, height=72)
        self.words.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(theme.UNIT / 2, 0))
        self.words_hint = hint(form, say("lab.words_why"))
        self.words_hint.grid(row=2, column=0, columnspan=2, sticky="ew")
        yield
        self.timbre = Check(form, say("lab.timbre_only"), self._wrote)
        self.timbre.grid(row=3, column=0, columnspan=2, sticky="w", pady=(theme.UNIT / 2, 0))
        self.denoise = Check(form, say("lab.denoise"), self._wrote)
        self.denoise.grid(row=4, column=0, columnspan=2, sticky="w", pady=(theme.UNIT / 2, theme.GAP))
        yield
        Label(form, say("lab.name")).grid(row=5, column=0, sticky="w", pady=(0, theme.UNIT / 2))
        self.name_entry = Entry(form, on_change=lambda _: self._wrote())
        self.name_entry.grid(row=5, column=1, sticky="ew", padx=(theme.GAP, 0), pady=(0, theme.UNIT / 2))
        yield
        Label(form, say("lab.language_spoken")).grid(row=6, column=0, sticky="w", pady=(0, theme.UNIT / 2))
        self.language = Choice(form, [say("lab.language.en")], lambda _: self._wrote())
        self.language.grid(row=6, column=1, sticky="ew", padx=(theme.GAP, 0), pady=(0, theme.UNIT / 2))
        yield
        Label(form, say("lab.whose")).grid(row=7, column=0, sticky="w")
        self.whose = Entry(
            form, on_change=lambda _: self._wrote(), placeholder_text=say("lab.whose_placeholder")
        )
        self.whose.grid(row=7, column=1, sticky="ew", padx=(theme.GAP, 0))
        yield

    def _build_foot(self) -> Iterator[None]:
        self.foot = ctk.CTkFrame(self, fg_color="transparent")
        self.foot.columnconfigure(1, weight=1)
        self.clone_button = Button(self.foot, say("lab.clone"), self.clone, kind=Kind.MAIN, icon="user-round")
        self.clone_button.grid(row=0, column=0)
        self.why_not = hint(self.foot)
        self.why_not.grid(row=0, column=1, sticky="ew", padx=(theme.PAD, 0))
        yield

    # What comes in.

    def browse(self) -> None:
        """Have a recording chosen from the disk."""
        endings = " ".join(f"*{ending}" for ending in RECORDINGS)
        kinds = [(say("lab.recordings"), endings), (say("window.all_files"), "*")]
        if chosen := filedialog.askopenfilename(parent=self, filetypes=kinds):
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Open a recording."""
        self.room.cloning.open(path)
        self._read_form()

    def _put_away(self) -> None:
        self.room.cloning.put_away()
        keyboard.focus(self.choose_button)

    def clone(self) -> None:
        """Make the voice, or say what is missing."""
        if missing := self._missing():
            self.why_not.set(missing)
            return
        self.room.cloning.clone()

    def _missing(self) -> str:
        """What is still wanted of the listener; empty for nothing."""
        cloning = self.room.cloning
        form, state = cloning.form, cloning.state.value
        if not state.has_stretch:
            return say("lab.choose_stretch")
        if not form.timbre_only and not form.transcript and not self.room.shelf.means.value.hears_words:
            return say("lab.words_missing")
        return ""

    def _wrote(self) -> None:
        """Take over what is in the form."""
        self._writing.start(_PAINT_MS, self._take_form)

    def _take_form(self) -> None:
        cloning = self.room.cloning
        cloning.form = replace(
            cloning.form,
            name=self.name_entry.get().strip(),
            language=languages.code_of(self.language.get(), self.room.shelf.names),
            transcript=self.words.text,
            timbre_only=bool(self.timbre.get()),
            denoise=bool(self.denoise.get()),
            note=self.whose.get().strip(),
        )
        self._tell_missing()

    def _read_form(self) -> None:
        """Show what is in the form."""
        form = self.room.cloning.form
        self.name_entry.set(form.name)
        self.words.set(form.transcript)
        if form.note:
            self.whose.set(form.note)
        self.language.set(languages.language_name(form.language, self.room.shelf.names))
        for check, is_on in ((self.timbre, form.timbre_only), (self.denoise, form.denoise)):
            if bool(check.get()) != is_on:
                (check.select if is_on else check.deselect)()

    def _offer_languages(self) -> None:
        known = languages.offered(self.room.shelf.names)
        if self.language.cget("values") != known:
            self.language.configure(values=known)
        self._show_means()

    def _step_segment(self, by: int) -> None:
        state = self.room.cloning.state.value
        places = sorted(range(len(state.segments)), key=lambda number: state.segments[number].start)
        if not places:
            return
        now = places.index(state.chosen) if state.chosen is not None else -1 if by > 0 else len(places)
        self.room.cloning.choose(places[min(max(now + by, 0), len(places) - 1)])

    def _nudge(self, start: float, end: float) -> None:
        state = self.room.cloning.state.value
        if start and end:  # both edges: the length stays
            self.room.cloning.move(start)
        else:
            self.room.cloning.trim(state.start + start, state.end + end)

    def _space(self, _: Any) -> str:
        self.room.cloning.play()
        return "break"

    def _selected(self, rows: Sequence[str]) -> None:
        if rows and self.room.cloning.state.value.chosen != int(rows[0]):
            self.room.cloning.choose(int(rows[0]))

    # What is shown.

    def _show_soon(self, _: CloneState) -> None:
        """Show what is new, at most ten times a second."""
        if not self._later.is_waiting:
            self._later.start(1 if self._shown == CloneState() else _PAINT_MS // 3, self._show)

    def _show(self) -> None:
        state, before = self.room.cloning.state.value, self._shown
        self._shown = state
        if (state.path is None) != (before.path is None):
            self._show_whole(is_open=state.path is not None)
        if state.path is None:
            return
        self._show_head(state)
        if state.picture is not before.picture:
            self.overview.show(state.picture)
        if state.close is not before.close:
            self.trimmer.show(state.close)
        if state.segments != before.segments:
            self._fill(state.segments)
        self._show_stretch(state)
        if state.chosen != before.chosen or state.segments != before.segments:
            self._mark_chosen(state)
        if state.heard_words != before.heard_words or state.path != before.path:
            self._read_form()
        if (state.is_opening, state.seconds) != (before.is_opening, before.seconds):
            self._read_form()
        self._show_work(state)
        if state.made and state.made is not before.made:
            self._show_made(state.made)

    def _show_whole(self, *, is_open: bool) -> None:
        """Show the recording, or the invitation to open one."""
        if is_open:
            self.welcome.grid_forget()
            self.column.grid(row=0, column=0, sticky="nsew")
            self.foot.grid(row=1, column=0, sticky="ew", pady=(theme.GAP, 0))
        else:
            self.column.grid_forget()
            self.foot.grid_forget()
            self.welcome.grid(row=0, column=0, sticky="nsew")

    def _show_head(self, state: CloneState) -> None:
        seconds = state.seconds or (state.picture.end if state.picture else 0.0)
        self.title.set(f"{state.path.name if state.path else ''}  ·  {clock(seconds)}")
        if state.is_opening or state.is_searching:
            share = state.share_searched
            if share is None:
                self.note.set(say("lab.opening"))
            else:
                self.note.set(say("lab.searching", percent=round(100 * share)))
            self.progress.set(share or 0.0)
            self.progress.grid(row=0, column=1, padx=theme.GAP)
            self.cancel_button.grid(row=0, column=2)
        else:
            self.progress.grid_forget()
            self.cancel_button.grid_forget()
            self.note.set(self._finding(state))

    @staticmethod
    def _finding(state: CloneState) -> str:
        """What came of the search, in a sentence."""
        told = []
        if state.damaged_after is not None:
            told.append(say("lab.damaged", time=clock(state.damaged_after)))
        if state.refused:
            told.append(say("lab.refused", why=state.refused))
        elif state.segments:
            told.append(say("lab.found", len(state.segments)))
        else:
            told.append(say("lab.not_searched"))
        return " ".join(told)

    def _show_stretch(self, state: CloneState) -> None:
        marks = tuple(Mark(one.start, one.end, str(one.score)) for one in state.segments)
        chosen = Mark(state.start, state.end) if state.has_stretch else None
        self.overview.mark(marks, chosen)
        self.trimmer.set_stretch(state.start, state.end)
        if state.has_stretch:
            place = f"{_exact(state.start)} – {_exact(state.end)}"
            self.place.set(f"{place}   {say('lab.seconds', seconds=f'{state.end - state.start:.1f}')}")
        else:
            self.place.set(say("lab.no_stretch"))

    def _fill(self, segments: Sequence[Segment]) -> None:
        rows = [
            (
                str(number),
                (
                    f"{_exact(one.start)} – {_exact(one.end)}",
                    str(one.score),
                    ", ".join(one.faults or one.merits),
                ),
            )
            for number, one in enumerate(segments)
        ]
        self.segments.fill(rows)

    def _mark_chosen(self, state: CloneState) -> None:
        if state.chosen is None:
            self.segments.select(())
            self.why.set(say("lab.own_stretch") if state.has_stretch else "")
            return
        self.segments.select((str(state.chosen),))
        one = state.segments[state.chosen]
        parts = []
        if one.merits:
            parts.append(say("lab.merits", words=", ".join(one.merits)))
        if one.faults:
            parts.append(say("lab.faults", words=", ".join(one.faults)))
        self.why.set(" ".join(parts))

    def _show_work(self, state: CloneState) -> None:
        self.play_button.set_enabled(state.has_stretch and not state.is_cutting)
        self.words_button.set_enabled(state.has_stretch and not state.is_hearing_words)
        self.clone_button.set_enabled(state.has_stretch and not state.is_cloning)
        self.clone_button.configure(text=say("lab.cloning") if state.is_cloning else say("lab.clone"))
        if state.is_hearing_words:
            self.words_hint.set(say("lab.hearing_words"))
        elif state.heard_words and state.heard_words == self.words.text:
            self.words_hint.set(say("lab.words_heard"))
        else:
            self.words_hint.set(say("lab.words_why"))
        self._tell_missing()

    def _show_means(self) -> None:
        """Offer the recogniser where there is one."""
        if self.room.shelf.means.value.hears_words:
            self.words_button.grid(row=0, column=1)
        else:
            self.words_button.grid_forget()

    def _tell_missing(self) -> None:
        self.why_not.set(self._missing() or say("lab.clone_hint"))

    def _show_made(self, made: Made) -> None:
        show = (say("lab.show_in_library"), lambda: self.show_part("library"))
        hints = []
        if made.doubts:
            hints.append(say("lab.doubts", words=", ".join(made.doubts)))
        act = show
        means = self.room.shelf.means.value
        if not means.models.get(Able.CLONE):
            name, fetch_bytes = means.wanted.get(Able.CLONE, ("", 0))
            hints.append(say("lab.made_needs", model=name, gigabytes=f"{fetch_bytes / 1e9:.1f}"))
            act = (say("lab.to_advanced"), lambda: self.services.show_page("advanced"))
        self.tell(Level.INFO, say("lab.made", name=made.name), " ".join(hints), act)

    def _show_playing(self, playing: Playing | None) -> None:
        state = self.room.cloning.state.value
        is_here = playing is not None and playing.path == state.cut and state.cut is not None
        seconds = state.cut_start + playing.position_seconds if is_here and playing else None
        is_moving = bool(is_here and playing and playing.is_playing)
        self.trimmer.play_at(
            seconds if is_moving or seconds is None or not (playing and playing.is_over) else None
        )
        icon = "pause" if is_moving else "play"
        if getattr(self, "_icon_shown", "") != icon:
            self._icon_shown = icon
            self.play_button.set_icon(icon)


def _exact(seconds: float) -> str:
    """A second of a recording to a tenth: two segments may begin in the same."""
    tenths = round(seconds * 10)
    return f"{clock(tenths // 10)}.{tenths % 10}"
