"""The passage: one chunk of an audiobook with its takes and its text, and all that can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.hearing import Heard, Passage, hear
from vox1_gui.errands.repairs import (
    Changed,
    KeptPassage,
    TakeRow,
    correct_text,
    passage_at,
    speak_anew,
    use_take,
)
from vox1_gui.messages import Trouble
from vox1_gui.pages.book.word_dialog import WordDialog
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.decisions import decisions_of
from vox1_gui.pages.studio.text_field import TextField
from vox1_gui.queued import QueuedBook
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Choice
from vox1_gui.widgets.labels import hint

_TEXT_LINES = 3
_TAKE_WIDTH = 150
_LEXICON = "lexicon"
"""Where decisions stand that are of no one passage."""


class PassagePanel(ctk.CTkFrame):
    """A passage, to be heard and mended; made in steps like a page.

    Nothing of a book is changed while it is rendered: its project is locked, and the audiobook would be made
    of one half before and one half after.

    Args:
        master: What it is in.
        services: What it works with.
        on_decided: Called when something was decided.
        on_close: Puts it away; None where it always stands there.
    """

    def __init__(
        self,
        master: Any,
        services: Services,
        on_decided: Callable[[], object],
        on_close: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(master, fg_color="transparent")
        self._services, self._on_decided, self._on_close = services, on_decided, on_close
        self._decisions = decisions_of(services)
        self._book: QueuedBook | None = None
        self._place = ""
        self._shown = ""
        self._has_draft = False
        self._kept: KeptPassage | None = None
        self._act_when_there: Callable[[], object] | None = None

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(0, weight=1)
        self._about = hint(self)
        self._text = TextField(self, _TEXT_LINES)
        self._text.grid(row=1, column=0, sticky="ew", pady=(theme.GAP / 2, 0))
        yield
        first, second = (ctk.CTkFrame(self, fg_color="transparent") for _ in range(2))
        first.grid(row=2, column=0, sticky="ew", pady=(theme.GAP, 0))
        second.grid(row=3, column=0, sticky="ew", pady=(theme.GAP, 0))
        self._take = Choice(first, [say("studio.no_takes")], lambda _: self.enable(), width=_TAKE_WIDTH)
        self._take.grid(row=0, column=0, padx=(0, theme.GAP))
        yield
        self._buttons: dict[str, Button] = {}
        acts: dict[str, tuple[Any, str, Callable[[], None]]] = {
            "play": (first, "play", self.play),
            "accept": (first, "check", self._accept),
            "redo": (first, "refresh-cw", self.redo),
            "correct": (second, "pencil", self._correct),
            "word": (second, "volume-2", self.ask_word),
            "apply": (second, "audio-lines", self._apply),
        }
        for column, (name, (row, icon, act)) in enumerate(acts.items(), 1):
            is_small = name in {"play", "word"}
            button = Button(row, say(f"studio.{name}"), act, icon=icon, is_small=is_small)
            button.grid(row=0, column=column, padx=(0, theme.GAP))
            self._buttons[name] = button
            yield
        if close := self._on_close:
            button = Button(
                second, say("studio.close_passage"), close, kind=Kind.QUIET, icon="x", is_small=True
            )
            second.columnconfigure(len(acts) + 1, weight=1)
            button.grid(row=0, column=len(acts) + 1, sticky="e")
        self.enable()

    # What it shows.

    def show(self, book: QueuedBook, place: str, text: str = "", about: str = "") -> None:
        """Show a passage.

        Args:
            book: It is in.
            place: Of it.
            text: As far as it is known; what the next render reads follows.
            about: What is to be said of it.
        """
        self.keep_draft()
        self._book, self._place, self._kept, self._act_when_there = book, place, None, None
        self._write(text)
        draft = self._decisions.draft(book.id, place)
        self._has_draft = draft is not None
        if draft is not None:
            self._text.set(draft)
            about = " ".join(filter(None, (say("studio.draft"), about)))
        self._show_takes(())
        if self._decisions.is_stale(book.id, place):
            self.tell(say("studio.renumbered"))
        else:
            self.tell(" ".join(filter(None, (about, self._refusal))))
            self._look_up()

    def tell(self, text: str) -> None:
        """Say something above it; nothing takes no room."""
        self._about.set(text)
        if text:
            self._about.grid(row=0, column=0, sticky="ew", pady=(theme.GAP / 2, 0))
        else:
            self._about.grid_forget()

    def keep_draft(self) -> None:
        """Remember what was typed and not saved, for when the passage is shown the next time."""
        if self._book and self._place:
            typed = self._text.get()
            is_as_saved = typed == self._shown or (self._kept is not None and typed == self._kept.text)
            if not is_as_saved or self._has_draft:  # another panel may have one of the same passage
                self._decisions.keep_draft(self._book.id, self._place, None if is_as_saved else typed)
            self._has_draft = not is_as_saved

    def clear(self, about: str = "") -> None:
        """Show none."""
        self.keep_draft()
        self._place, self._kept = "", None
        self._write("")
        self._show_takes(())
        self.tell(about)

    def turn_to(self, book: QueuedBook | None) -> None:
        """The book stands otherwise now: what can be done follows."""
        self._book = book
        if self._place and self._refusal:
            self.tell(self._refusal)
        self.enable()

    def enter(self, part: str) -> None:
        """Have keys go to a part of it: ``text`` or ``take``."""
        if part == "text":
            self._text.focus_set()
        else:
            keyboard.focus(self._take)

    def when_there(self, act: Callable[[], object]) -> None:
        """Do something with the passage that was shown last, as soon as it was looked up."""
        if self._kept:
            act()
        else:
            self._act_when_there = act

    def enable(self) -> None:
        """Let what is possible be done."""
        is_there = self._kept is not None and not self._refusal and self._book is not None
        is_there = is_there and not self._decisions.is_stale(self._book.id if self._book else 0, self._place)
        take, book = self._chosen_take, self._book
        self._buttons["play"].set_enabled(take is not None)
        self._buttons["accept"].set_enabled(is_there and take is not None)
        for name in ("redo", "correct", "word"):
            self._buttons[name].set_enabled(is_there)
        self._take.configure(state="normal" if self._takes else "disabled")
        is_changed = book is not None and bool(self._decisions.of(book.id)) and not book.state.is_under_way
        self._buttons["apply"].set_enabled(is_changed)

    @property
    def _refusal(self) -> str:
        """Why nothing can be changed now; empty where it can."""
        book = self._book
        return say("studio.busy") if book is not None and book.state.is_under_way else ""

    def _look_up(self) -> None:
        book, place = self._book, self._place
        if book is None:
            return
        job = self._services.bridge.start(passage_at, book, place)
        job.on_done = partial(self._show_kept, book.id)
        job.on_trouble = partial(self._refuse, book.id, place)

    def _show_kept(self, book: int, kept: KeptPassage) -> None:
        if not self._is_shown(book, kept.place):
            return
        self._kept = kept
        if self._text.get() == self._shown:  # nothing was typed meanwhile
            self._write(kept.text)
        self._show_takes(kept.takes)
        act, self._act_when_there = self._act_when_there, None
        if act:
            act()

    def _refuse(self, book: int, place: str, trouble: Trouble) -> None:
        if self._is_shown(book, place):
            self.tell(f"{trouble.message}. {trouble.hint}")

    def _is_shown(self, book: int, place: str) -> bool:
        is_it = self._book is not None and (self._book.id, self._place) == (book, place)
        return bool(is_it and self.winfo_exists())

    def _write(self, text: str) -> None:
        self._shown = text
        self._text.set(text)

    def _show_takes(self, takes: Sequence[TakeRow]) -> None:
        names = [_name(take) for take in takes] or [say("studio.no_takes")]
        used = next((number for number, take in enumerate(takes) if take.is_used), len(takes) - 1)
        self._take.configure(values=names)
        self._take.set(names[max(used, 0)])
        self.enable()

    @property
    def _takes(self) -> Sequence[TakeRow]:
        return self._kept.takes if self._kept else ()

    @property
    def _chosen_take(self) -> TakeRow | None:
        return next((take for take in self._takes if _name(take) == self._take.get()), None)

    # What can be done with it.

    def play(self) -> None:
        """Have the chosen take heard."""
        if (take := self._chosen_take) and self._kept:
            self._services.player.play(take.path, words.title(self._kept.text))

    def redo(self) -> None:
        """Have the passage spoken anew by the next render."""
        if self._can_change and self._book:
            job = self._services.bridge.start(speak_anew, self._book, self._place)
            self._await(job, say("studio.decided.redo"))

    def _accept(self) -> None:
        take = self._chosen_take
        if self._can_change and self._book and take:
            job = self._services.bridge.start(use_take, self._book, self._place, take.attempt)
            self._await(job, say("studio.decided.accepted", attempt=take.attempt))

    def _correct(self) -> None:
        if self._can_change and self._book:
            text = self._text.get()
            job = self._services.bridge.start(correct_text, self._book, self._place, text)
            decided = say("studio.decided.corrected" if text.strip() else "studio.decided.left_out")
            self._await(job, decided, text)

    def ask_word(self) -> None:
        """Ask how a word of the passage is to be said."""
        book, kept = self._book, self._kept
        if self._can_change and book and kept:

            def done() -> None:
                if self.winfo_exists():
                    self._decide(book, _LEXICON, say("studio.decided.word"))
                    self.tell(say("studio.word_kept"))

            hear_it = partial(self._hear, book, kept)
            WordDialog(self, self._services, book.path, self._marked, hear_it, done)

    @property
    def _can_change(self) -> bool:
        return bool(self._buttons["redo"].cget("state") == "normal")

    @property
    def _marked(self) -> str:
        """The word that is marked in the text; empty for none."""
        marked = self._text._textbox.tag_ranges("sel")  # noqa: SLF001  # customtkinter hides it
        return str(self._text._textbox.get(*marked[:2])).strip() if marked else ""  # noqa: SLF001

    def _hear(self, book: QueuedBook, kept: KeptPassage, text: str = "") -> None:
        """Have a text heard in the book's voice."""
        player, activity = self._services.player, self._services.activity
        passage = Passage(text or kept.text, kept.language)
        job = self._services.bridge.start(hear, book.path, passage, book.settings)

        def heard(result: Heard) -> None:
            player.play(result.path, words.title(passage.text))
            for reason in result.reasons:
                activity.note(Level.WARNING, reason, topic=words.title(book.title))

        job.on_done = heard

    def _await(self, job: Job[Changed], decided: str, saved: str | None = None) -> None:
        """Show what came of a repair; ``saved`` is the text that it saves, if it does."""
        book, place = self._book, self._place
        if book is None:
            return

        def show(changed: Changed) -> None:
            if not self.winfo_exists():
                return
            self._decide(book, place, decided, is_renumbered=changed.is_renumbered)
            if saved is not None and self._decisions.draft(book.id, place) == saved:
                self._decisions.keep_draft(book.id, place, None)
            if self._is_shown(book.id, place):
                self._shown = self._shown if saved is None else saved
                told = " ".join(changed.warnings) or say("studio.to_speak", changed.to_speak)
                self.tell(say("studio.renumbered") if changed.is_renumbered else told)
                if not changed.is_renumbered:
                    self._look_up()

        job.on_done, job.on_trouble = show, partial(self._refuse, book.id, place)

    def _decide(self, book: QueuedBook, place: str, decided: str, *, is_renumbered: bool = False) -> None:
        self._decisions.note(book.id, place, decided, is_renumbered=is_renumbered)
        self.enable()
        self._on_decided()

    def _apply(self) -> None:
        """Make the audiobook again, with what was changed."""
        book, player = self._book, self._services.player
        if book is None:
            return
        if player.now.value and player.now.value.path in book.outputs:
            player.stop()  # Windows replaces no file that is being read
        self._services.queue.start(book.id)


def _name(take: TakeRow) -> str:
    key = "studio.take_used" if take.is_used else "studio.take"
    return say(key, attempt=take.attempt)
