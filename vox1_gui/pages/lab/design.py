"""The design part: a voice is described, tried several times, and the best is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.errands.designs import Try
from vox1_gui.errands.voices import Able
from vox1_gui.pages.lab import languages
from vox1_gui.pages.lab.designing import DesignState
from vox1_gui.pages.lab.room import Part
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Choice, Entry
from vox1_gui.widgets.frames import Card
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.widgets.table import Column, Table
from vox1_gui.widgets.text_area import TextArea
from vox1_gui.widgets.timer import Timer

_MOST_TRIES = 9
_TYPING_MS = 100


class Design(Part):
    """Voices are made from a description."""

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self._shown = DesignState()
        self._typing = Timer(self)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        yield from self._build_missing()
        yield from self._build_brief()
        yield from self._build_work()
        yield from self._build_tries()
        self._read_brief()
        self.room.designing.state.watch(self._show)
        yield
        self.room.shelf.means.watch(lambda _: self._show_means())
        self.room.shelf.voices.watch(lambda _: self._offer_languages())

    def _build_missing(self) -> Iterator[None]:
        """What is said where the model is not here."""
        self.missing = Card(self)
        body = self.missing.body
        body.columnconfigure(0, weight=1)
        Label(body, say("lab.design_needs"), Type.STRONG, wraps=True).grid(row=0, column=0, sticky="ew")
        self.missing_text = Label(body, wraps=True)
        self.missing_text.grid(row=1, column=0, sticky="ew", pady=theme.UNIT / 2)
        yield
        to_advanced = Button(body, say("lab.to_advanced"), lambda: self.services.show_page("advanced"))
        to_advanced.grid(row=0, column=1, rowspan=2, padx=(theme.PAD, 0))
        yield

    def _build_brief(self) -> Iterator[None]:
        Label(self, say("lab.describe"), Type.STRONG).grid(row=1, column=0, sticky="nw")
        frame = ctk.CTkFrame(self, fg_color="transparent")
        frame.grid(row=1, column=0, sticky="ew", pady=(theme.WIDE + theme.UNIT / 2, 0))
        frame.columnconfigure((1, 3), weight=1)
        self.description = TextArea(frame, self._wrote, height=72)
        self.description.grid(row=0, column=0, columnspan=6, sticky="ew")
        yield
        hint(frame, say("lab.describe_hint")).grid(
            row=1, column=0, columnspan=6, sticky="ew", pady=(theme.UNIT / 2, theme.GAP)
        )
        Label(frame, say("lab.name")).grid(row=2, column=0, sticky="w")
        self.name_entry = Entry(frame, on_change=lambda _: self._wrote())
        self.name_entry.grid(row=2, column=1, sticky="ew", padx=theme.GAP)
        yield
        Label(frame, say("lab.language_spoken")).grid(row=2, column=2, sticky="w")
        self.language = Choice(frame, [say("lab.language.en")], lambda _: self._wrote())
        self.language.grid(row=2, column=3, sticky="ew", padx=theme.GAP)
        yield
        Label(frame, say("lab.tries")).grid(row=2, column=4, sticky="w")
        numbers = [str(number) for number in range(1, _MOST_TRIES + 1)]
        self.tries = Choice(frame, numbers, lambda _: self._wrote(), width=72)
        self.tries.grid(row=2, column=5, padx=(theme.GAP, 0))
        yield

    def _build_work(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=2, column=0, sticky="ew", pady=theme.PAD)
        row.columnconfigure(1, weight=1)
        self.make_button = Button(row, say("lab.make"), self.make, kind=Kind.MAIN, icon="wand-sparkles")
        self.make_button.grid(row=0, column=0)
        self.told = hint(row)
        self.told.grid(row=0, column=1, sticky="ew", padx=theme.PAD)
        yield
        self.progress = ctk.CTkProgressBar(row, width=160, height=8)
        self.cancel_button = Button(row, say("window.cancel"), self.room.designing.cancel, kind=Kind.QUIET)
        yield

    def _build_tries(self) -> Iterator[None]:
        columns = (
            Column("name", say("lab.column_try"), 200),
            Column("seconds", say("lab.column_seconds"), 90, is_number=True),
            Column("verdict", say("lab.column_verdict"), 300, stretches=True),
        )
        self.table = Table(
            self, columns, on_select=lambda _: self._enable(), on_open=lambda _: self.hear(), many=False
        )
        self.table.style("doubt", theme.colours().warning)
        self.table.style("none", theme.colours().bad)
        self.table.tree.bind("<space>", lambda _: self.hear())
        yield
        self.choice = row = ctk.CTkFrame(self, fg_color="transparent")
        row.columnconfigure(2, weight=1)
        self.hear_button = Button(row, say("lab.hear"), self.hear, icon="play")
        self.hear_button.grid(row=0, column=0)
        self.keep_button = Button(row, say("lab.keep_best"), self.keep, icon="check")
        self.keep_button.grid(row=0, column=1, padx=(theme.GAP, 0))
        hint(row, say("lab.keep_hint")).grid(row=0, column=2, sticky="ew", padx=(theme.PAD, 0))
        yield

    # What is done.

    def _wrote(self) -> None:
        self._typing.start(_TYPING_MS, self._take_brief)

    def _take_brief(self) -> None:
        designing = self.room.designing
        designing.brief = replace(
            designing.brief,
            description=self.description.text,
            language=languages.code_of(self.language.get(), self.room.shelf.names),
            tries=int(self.tries.get()),
            name=self.name_entry.get().strip(),
        )

    def _read_brief(self) -> None:
        brief = self.room.designing.brief
        self.description.set(brief.description)
        self.name_entry.set(brief.name)
        self.tries.set(str(brief.tries))
        self.language.set(languages.language_name(brief.language, self.room.shelf.names))

    def make(self) -> None:
        """Make voices, or say what is missing."""
        self._take_brief()
        brief = self.room.designing.brief
        if not self.room.shelf.means.value.models.get(Able.DESIGN):
            self.offer_model(Able.DESIGN)
        elif not brief.description:
            self.told.set(say("lab.describe_first"))
        elif not brief.name:
            self.told.set(say("lab.name_first"))
        else:
            self.room.designing.make()

    @property
    def chosen(self) -> Try | None:
        """The try that is chosen."""
        rows, made = self.table.selected, self.room.designing.state.value.made
        return next((one for one in made if rows and str(one.seed) == rows[0]), None)

    def hear(self) -> str:
        """Hear the try that is chosen."""
        if (one := self.chosen) and one.clip:
            playing = self.services.player.now.value
            if playing and playing.path == one.clip:
                self.services.player.toggle()
            else:
                self.services.player.play(one.clip, one.name)
        return "break"

    def keep(self) -> None:
        """Keep the try that is chosen."""
        if one := self.chosen:
            self.room.designing.keep(one)

    # What is shown.

    def _show(self, state: DesignState) -> None:
        before, self._shown = self._shown, state
        if state.made != before.made:
            self.table.fill(
                (
                    str(one.seed),
                    (
                        one.name or say("lab.try", number=number),
                        f"{one.seconds:.1f}" if one.clip else "",
                        "; ".join(one.doubts) or say("lab.try_good"),
                    ),
                )
                for number, one in enumerate(state.made, 1)
            )
            for one in state.made:
                self.table.tag(str(one.seed), *(("doubt",) if one.clip else ("none",)) if one.doubts else ())
            if state.made:
                self.table.select([str(state.made[0].seed)])
        if state.made:
            self.table.grid(row=3, column=0, sticky="nsew")
            self.choice.grid(row=4, column=0, sticky="ew", pady=(theme.GAP, 0))
        else:
            self.table.grid_forget()
            self.choice.grid_forget()
        self._show_work(state)
        if state.kept and state.kept != before.kept:
            act = (say("lab.show_in_library"), lambda: self.show_part("library"))
            self.tell(Level.INFO, say("lab.made", name=state.kept), act=act)
        self._enable()

    def _show_work(self, state: DesignState) -> None:
        self.make_button.set_enabled(not state.is_working)
        if not state.is_working:
            self.progress.grid_forget()
            self.cancel_button.grid_forget()
            self.told.set(say("lab.tries_kept") if state.made else "")
            return
        self.progress.grid(row=0, column=2, padx=theme.GAP)
        self.cancel_button.grid(row=0, column=3)
        step = state.step
        self.progress.set(step.done / state.tries if step and state.tries else 0.0)
        if step and step.is_ready:
            self.told.set(say("lab.trying", number=min(step.done + 1, state.tries), tries=state.tries))
        else:
            self.told.set(say("lab.loading_model"))

    def _enable(self) -> None:
        one = self.chosen
        can_hear = one is not None and one.clip is not None
        for button in (self.hear_button, self.keep_button):
            button.set_enabled(can_hear)

    def _show_means(self) -> None:
        means = self.room.shelf.means.value
        if means.models.get(Able.DESIGN) or not means.wanted:
            self.missing.grid_forget()
            return
        name, fetch_bytes = means.wanted[Able.DESIGN]
        self.missing_text.set(say("lab.design_needs_text", model=name, gigabytes=f"{fetch_bytes / 1e9:.1f}"))
        self.missing.grid(row=0, column=0, sticky="ew", pady=(0, theme.PAD))

    def _offer_languages(self) -> None:
        known = [self.room.shelf.names[code] for code in languages.NARRATED]
        if self.language.cget("values") != known:
            self.language.configure(values=known)
