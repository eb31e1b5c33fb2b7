"""Listening: chapter after chapter, with the text following the voice, and any sentence to be mended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.errands.listening import Listening, Sentence, make_ready
from vox1_gui.errands.receipts import ReceiptPage, read_receipts
from vox1_gui.messages import Trouble
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.decisions import decisions_of
from vox1_gui.pages.studio.filling import Filling, TableRow
from vox1_gui.pages.studio.passage import PassagePanel
from vox1_gui.pages.studio.reading_text import ReadingText
from vox1_gui.pages.studio.view import View
from vox1_gui.player import Playing
from vox1_gui.queued import QueuedBook
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.context_menu import ContextMenu
from vox1_gui.widgets.fields import Segments
from vox1_gui.widgets.labels import hint
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure

SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)
REPAIR_KEYS = "Control-Shift-R"
_NOW, _CHANGED = "now", "changed"
_LIST_WIDTH = 210
_LATE_SECONDS = 0.2
"""The sentence that begins so soon is the one that is heard: its first word is on its way."""


class ListeningView(View):
    """The chapters that can be heard, the text of the one that is, and below it the passage to be mended."""

    name = "listening"
    needs_room = True

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(1, weight=1)
        self.rowconfigure(1, weight=1)
        self._titles: dict[int, str] = {}
        self._listed: frozenset[int] = frozenset()
        self._heard: Listening | None = None
        self._is_heard = False
        self._wanted: int | None = None
        self._sentence: int | None = None
        self._is_mending = False
        self._decisions = decisions_of(self.services)
        self._turn = self._decisions.turn
        yield from self._make_bar()
        columns = [Column("title", say("studio.column.chapter"), _LIST_WIDTH - 20, stretches=True)]
        self._table = Table(self, columns, on_open=self._open, many=False)
        self._table.configure(width=_LIST_WIDTH)
        self._table.grid_propagate(flag=False)
        self._table.grid(row=1, column=0, sticky="ns", padx=(0, theme.GAP))
        self._filling = Filling(self._table)
        yield
        self._menu = ContextMenu(self, self.sentence_actions())
        self._text = ReadingText(self, self._go_to, lambda _, left, top: self._menu.open(left, top))
        self._text.grid(row=1, column=1, sticky="nsew")
        self._text.ground(_NOW, theme.colours().accent, theme.colours().on_accent)
        self._text.style("muted", colour=theme.colours().muted)
        self._text.style(_CHANGED, colour=theme.colours().good)
        self._about = hint(self)
        self._place_about()
        yield
        self._panel = PassagePanel(self, self.services, self.beat, self._stop_mending)
        yield from self._panel.build()
        self.services.player.now.watch(self._follow)
        self._enable()
        yield

    def _make_bar(self) -> Iterator[None]:
        self._bar = bar = ctk.CTkFrame(self, fg_color="transparent")
        self._place_bar()
        bar.columnconfigure(2, weight=1)
        self._play_button = Button(bar, say("studio.listen"), self._toggle, icon="play")
        self._play_button.grid(row=0, column=0)
        self._play_button.set_enabled(is_enabled=False)  # until a chapter is listed
        self._mend_button = Button(bar, say("studio.mend_short"), self.mend, icon="pencil")
        self._mend_button.grid(row=0, column=1, padx=theme.GAP)
        yield
        self._speeds = {say("studio.speed", value=figure(speed, _digits(speed))): speed for speed in SPEEDS}
        self._speed = Segments(bar, list(self._speeds), self._set_speed)
        self._speed.set(next(name for name, speed in self._speeds.items() if speed == 1.0))
        self._speed.grid(row=0, column=3)
        yield

    def changed(self, before: QueuedBook | None) -> None:
        """List another book's chapters."""
        book = self.book
        is_other = before is None or book is None or before.id != book.id
        self._panel.turn_to(book)
        if is_other:
            self._heard, self._sentence = None, None
            self._text.show([(say("studio.listen_hint" if book else "studio.listen_none"), "muted")])
            self._stop_mending()
        elif book and book.state.is_made and self._heard:
            self._read_again(book, self._heard.number)
        if book is None:
            self._list({})
        elif book.state.is_made:
            self.services.bridge.start(read_receipts, book.outputs).on_done = partial(self._list_made, book)
        elif is_other or self.services.queue.progress(book.id) is None:
            self._list({})

    def beat(self) -> None:
        """List what has come of a render, and show what was decided."""
        book = self.book
        if self._turn != self._decisions.turn:
            self._turn = self._decisions.turn
            self._colour()
            self._panel.enable()
        progress = self.services.queue.progress(book.id) if book else None
        if book is None or progress is None or book.state.is_made:
            return
        ready = {one.number: one.title for one in progress.chapters.values() if one.seconds is not None}
        self._list(ready)

    def leave(self) -> None:
        """Remember what was typed and not saved."""
        self._panel.keep_draft()

    def listen(self, number: int) -> None:
        """Play a chapter from its beginning."""
        book = self.book
        if book is None:
            return
        self._wanted = number
        self._about.set(say("studio.getting_ready"))
        job = self.services.bridge.start(make_ready, book, number)
        job.on_done = partial(self._begin, book)
        job.on_trouble = self._refuse

    def _place_bar(self) -> None:
        self._bar.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, theme.GAP))

    def _place_about(self) -> None:
        self._about.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(theme.GAP / 2, 0))

    # The sentence that is marked.

    def sentence_actions(self) -> Sequence[Action | None]:
        """Return what can be done with the sentence that is marked."""

        def action(name: str, act: Callable[[], object], keys: str = "") -> Action:
            return Action(say(f"studio.{name}"), act, keys, lambda: self.can_mend)

        return (
            action("listen_from", self._play_marked),
            SEPARATOR,
            action("redo", lambda: self._mend_by(self._panel.redo)),
            action("mend_text", lambda: self._mend_by(lambda: self._panel.enter("text")), REPAIR_KEYS),
            action("mend_take", lambda: self._mend_by(lambda: self._panel.enter("take"))),
            action("word", lambda: self._mend_by(self._panel.ask_word)),
        )

    @property
    def can_mend(self) -> bool:
        """Whether a sentence in sight is marked: by the listener, or by the voice."""
        return self._marked is not None and bool(self.winfo_viewable())

    def mend(self) -> None:
        """Have the marked sentence mended: the whole passage that it is in, which is spoken at once."""
        self._mend_by(lambda: self._panel.enter("text"))

    def _mend_by(self, act: Callable[[], object]) -> None:
        """Show the passage of the marked sentence, and do something with it as soon as it was looked up."""
        book, marked = self.book, self._marked
        if book is None or marked is None:
            return
        playing = self.services.player.now.value
        if playing and playing.is_playing and self._is_ours(playing):
            self.services.player.toggle()
        number, sentence = marked
        self._text.choose(number)
        self._is_mending = True
        self._bar.grid_forget()
        self._about.grid_forget()
        self._panel.grid(row=3, column=0, columnspan=2, sticky="ew")
        self._panel.show(book, sentence.place, sentence.text)
        self._panel.when_there(act)

    def _stop_mending(self) -> None:
        """Put the passage away, and have the bar again."""
        if self._is_mending:
            self._is_mending = False
            self._panel.clear()
            self._panel.grid_forget()
            self._place_bar()
            self._place_about()
            self._text.text.focus_set()

    @property
    def _marked(self) -> tuple[int, Sentence] | None:
        """The sentence that the listener has chosen, else the one that is heard, with its number from 0."""
        number = self._sentence if self._text.chosen is None else self._text.chosen
        if self._heard is None or number is None or number >= len(self._heard.sentences):
            return None
        return number, self._heard.sentences[number]

    def _play_marked(self) -> None:
        if marked := self._marked:
            self._go_to(marked[0])

    def _colour(self) -> None:
        """Show which sentences were changed since the audiobook was made."""
        if self.book and self._heard:
            decided = self._decisions.of(self.book.id)
            sentences = enumerate(self._heard.sentences)
            self._text.colour(_CHANGED, (number for number, one in sentences if one.place in decided))

    # What is listed.

    def _list_made(self, book: QueuedBook, page: ReceiptPage | None) -> None:
        if self.winfo_exists() and self.book and self.book.id == book.id:
            self._list({one.number: one.title for one in page.chapters} if page else {})

    def _list(self, titles: dict[int, str]) -> None:
        if frozenset(titles) == self._listed and self._titles == titles:
            return
        new = [number for number in titles if number not in self._listed]
        is_more = (
            self._listed and self._listed < frozenset(titles) and new == list(titles)[len(self._listed) :]
        )
        self._titles, self._listed = titles, frozenset(titles)
        if is_more:
            for number in new:
                self._table.add(str(number), (_line(number, titles[number]),))
        else:
            rows = [TableRow(str(number), (_line(number, title),)) for number, title in titles.items()]
            self._filling.fill(rows)
        self._play_button.set_enabled(bool(titles))

    # What is heard.

    def _open(self, row: str) -> None:
        self.listen(int(row))

    def _toggle(self) -> None:
        playing, chosen = self.services.player.now.value, next(iter(self._table.selected), "")
        if self._is_ours(playing) and (
            not chosen or self._heard is None or int(chosen) == self._heard.number
        ):
            self.services.player.toggle()
        elif self._heard and (not chosen or int(chosen) == self._heard.number) and self._marked:
            self._play_marked()
        elif chosen or self._titles:
            self.listen(int(chosen) if chosen else next(iter(self._titles)))

    def _read_again(self, book: QueuedBook, number: int) -> None:
        """The audiobook was made anew: show its text as it is heard now."""
        self._stop_mending()
        if self._is_ours(self.services.player.now.value):  # that file is gone
            self.services.player.stop()
        self._wanted = number
        self.services.bridge.start(make_ready, book, number).on_done = partial(self._show, book)

    def _begin(self, book: QueuedBook, ready: Listening) -> None:
        self._show(book, ready)
        if self._heard is ready:
            self._play_from(0.0)

    def _show(self, book: QueuedBook, ready: Listening) -> None:
        """Show a chapter's text, unless another one is wanted by now."""
        is_here = self.winfo_exists() and self.book is not None and self.book.id == book.id
        if not is_here or self._wanted != ready.number:
            return
        self._heard, self._sentence = ready, None
        self._text.show([(f"{one.text}{_after(one)}", "") for one in ready.sentences], self._colour)
        is_changed = any(place.startswith(f"{ready.number}.") for place in self._decisions.of(book.id))
        self._about.set(
            "" if ready.is_whole else say("studio.not_whole_changed" if is_changed else "studio.not_whole")
        )
        if str(ready.number) in self._table.ids:
            self._table.select([str(ready.number)])
        self._stop_mending()
        self._enable()

    def _play_from(self, seconds: float) -> None:
        """Play the chapter from somewhere in it to its end."""
        if heard := self._heard:
            title = (
                say("studio.playing", book=words.title(book.title), chapter=words.title(heard.title))
                if (book := self.book)
                else heard.title
            )
            start = heard.start_seconds
            self.services.player.play(heard.path, title, start + seconds, start + heard.seconds)

    def _refuse(self, trouble: Trouble) -> None:
        if self.winfo_exists():
            self._about.set(f"{trouble.message}. {trouble.hint}")

    def _go_to(self, number: int) -> None:
        """Go on at a sentence."""
        self._enable()
        if self._heard and number < len(self._heard.sentences):
            self._play_from(self._heard.sentences[number].start_seconds)

    def _set_speed(self, name: str) -> None:
        self.services.player.set_speed(self._speeds[name])

    def _is_ours(self, playing: Playing | None) -> bool:
        return playing is not None and self._heard is not None and playing.path == self._heard.path

    def _follow(self, playing: Playing | None) -> None:
        """Show which sentence is heard; at the end of a chapter the next one begins."""
        if not self.winfo_exists():
            return
        heard = self._heard
        is_ours = self._is_ours(playing)
        is_heard = is_ours and playing is not None and playing.is_playing
        if is_heard != self._is_heard:
            self._is_heard = is_heard
            self._play_button.set_icon("pause" if is_heard else "play")
            self._play_button.configure(text=say("studio.pause" if is_heard else "studio.listen"))
        if not is_ours or heard is None or playing is None:
            if self._sentence is not None:
                self._sentence = None
                self._text.mark(_NOW, None)
                self._enable()
            return
        if playing.is_over:
            self._go_on(heard)
            return
        now = sentence_at(heard.sentences, playing.position_seconds - heard.start_seconds + _LATE_SECONDS)
        if now != self._sentence:
            is_followed = self._text.chosen in {None, self._sentence}
            self._sentence = now
            self._text.mark(_NOW, now)
            if is_followed and now is not None:
                self._text.follow(now)
            self._enable()

    def _enable(self) -> None:
        self._mend_button.set_enabled(self._marked is not None)

    def _go_on(self, heard: Listening) -> None:
        following = [number for number in self._titles if number > heard.number]
        if following and self._wanted == heard.number:
            self.listen(following[0])


def sentence_at(sentences: Sequence[Sentence], seconds: float) -> int | None:
    """Return the number of the sentence, from 0, that is heard at a time; between two, the first of them."""
    number = bisect_right(sentences, seconds, key=lambda sentence: sentence.start_seconds) - 1
    return number if number >= 0 else None


def _after(sentence: Sentence) -> str:
    return "\n" if sentence.ends_paragraph else " "


def _line(number: int, title: str) -> str:
    return f"{number}. {words.title(title)}"


def _digits(speed: float) -> int:
    return 2 if speed * 10 % 1 else 1 if speed % 1 else 0
