"""The reader: the text of a chapter, with a search through the book, and the sentence that is chosen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.errands.passages import ChapterText, Hit, LeftOut, TextBlock
from vox1_gui.pages.book.phrases import reason_name
from vox1_gui.pages.book.sentence import SentencePanel, switch_words
from vox1_gui.pages.book.text_view import Paragraph, Place, TextView
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.context_menu import ContextMenu
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.labels import Label
from vox1_gui.words import figure

_SEARCH_MS = 300
_LOOKS = {
    "heading": "heading",
    "verse": "verse",
    "scene-break": "break",
}


class Reader(ctk.CTkFrame):
    """A chapter's text, and what can be done with a sentence of it.

    Args:
        master: The page.
        commands: ``hear`` and ``word`` are given nothing; ``keep`` the sentence's place, what it was and what
            it is to be; ``switch`` a block, its text and whether it is to be read; ``search`` what is looked
            for; ``go`` a `Hit`.

    Attributes:
        chapter: The one that is shown; None for none.
        reason: Why it is not read; None where it is.
    """

    def __init__(self, master: Any, commands: Mapping[str, Callable[..., object]]) -> None:
        super().__init__(master, fg_color="transparent")
        self._commands = commands
        self.chapter: ChapterText | None = None
        self.reason: str | None = None
        self._hits: tuple[Hit, ...] = ()
        self._hit = -1
        self._timer = ""
        self._searched = ""
        self._shown_place: Place | None = None
        self._wanted: tuple[int, int, int] | None = None
        self._menu: ContextMenu | None = None

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        yield from self._build_search()
        self.view = TextView(self, self._chosen, self._taken, self._offer, self._hovered)
        self.view.grid(row=1, column=0, sticky="nsew", pady=theme.GAP)
        yield
        self.sentence = SentencePanel(
            self,
            {
                "hear": self._commands["hear"],
                "keep": self.keep,
                "word": self._commands["word"],
                "switch": self.switch,
            },
        )
        self.sentence.grid(row=3, column=0, sticky="ew")
        yield from self.sentence.build()

    def _build_search(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=0, column=0, sticky="ew")
        row.columnconfigure(0, weight=1)
        self.search = Entry(row, self._typed, lambda _: self.step(1), placeholder_text=say("book.find"))
        self.search.bind("<Shift-Return>", lambda _: self.step(-1))
        self.search.bind("<Escape>", lambda _: self._end_search())
        self.search.grid(row=0, column=0, sticky="ew")
        yield
        self._found = Label(row, "", Type.SMALL, theme.colours().muted)
        self._found.grid(row=0, column=1, padx=theme.GAP)
        for column, (icon, words, by) in enumerate(
            (("arrow-up", "book.find_back", -1), ("arrow-down", "book.find_on", 1)), 2
        ):
            step = self._stepper(by)
            Button(row, say(words), step, kind=Kind.QUIET, icon=icon, is_small=True).grid(
                row=0, column=column
            )
        yield

    # The chapter.

    def show(self, chapter: ChapterText, reason: str | None) -> None:
        """Show a chapter's text.

        Args:
            chapter: The text.
            reason: Why it is not read; None where it is.
        """
        stays = self.chapter is not None and self.chapter.number == chapter.number
        typed = self.sentence.unkept if stays else None
        wanted, self._wanted = self._wanted, None
        if wanted and wanted[0] == chapter.number:
            place: tuple[int, int] | None = wanted[1:]
        else:
            place = self._place if stays else None
        self.chapter, self.reason = chapter, reason
        self.view.show(
            [*_paragraphs(chapter, reason), *_left_out(chapter.left_out, say("book.left_out_here"))]
        )
        self.sentence.show("")
        if place:
            self.view.choose(*place)
        if typed:
            self.sentence.type_again(typed)
        self._mark_hits()

    def show_left_out(self, items: Sequence[LeftOut]) -> None:
        """Show all that is not read, instead of a chapter."""
        self.chapter = None
        self.view.show(list(_left_out(items, say("book.left_out_all"))))
        self.sentence.show("")

    def clear(self) -> None:
        """Show nothing."""
        self.chapter = None
        self.view.show(())
        self.sentence.show("")

    @property
    def _place(self) -> tuple[int, int] | None:
        chosen = self.view.chosen
        return (chosen.paragraph, chosen.start) if chosen else None

    @property
    def split_place(self) -> tuple[int, int] | None:
        """The block and the character at which the chosen sentence begins."""
        return self._place if self.chapter else None

    @property
    def wording(self) -> str:
        """The chosen sentence as it is typed now."""
        return self.sentence.text

    def keep(self) -> None:
        """Have the sentence read as it was typed, if that is another text."""
        place, chapter = self.view.chosen, self.chapter
        if place is None or chapter is None or not self.sentence.is_changed:
            return
        before = chapter.blocks[place.paragraph].text[place.start : place.end]
        after = self.sentence.text
        self.sentence.show(after)
        self._wanted = chapter.number, place.paragraph, place.start
        self._commands["keep"](chapter.number, place, before, after)

    @property
    def chosen_block(self) -> TextBlock | None:
        """The block that the chosen sentence is in."""
        place = self.view.chosen
        return self.chapter.blocks[place.paragraph] if place and self.chapter else None

    def switch(self) -> None:
        """Have the chosen block read after all; or not, where it is."""
        place, chapter, block = self.view.chosen, self.chapter, self.chosen_block
        if place and chapter and block:
            self.keep()
            self._wanted = chapter.number, place.paragraph, 0
            text = self._kept_text(block, place)
            self._commands["switch"](chapter.number, place.paragraph, text, block.reason is not None)

    def _kept_text(self, block: TextBlock, place: Place) -> str:
        """A block's text with its chosen sentence as it was typed."""
        if block.reason is not None:
            return block.text
        return f"{block.text[: place.start]}{self.sentence.text}{block.text[place.end :]}"

    def _chosen(self, place: Place) -> None:
        if self.chapter is None:
            return
        if self.sentence.is_changed and self._shown_place:
            self._keep_before(place)
        else:
            self._wanted = None
        self._shown_place = place
        block = self.chapter.blocks[place.paragraph]
        self.sentence.show(block.text[place.start : place.end], block.reason)

    def _taken(self, place: Place) -> None:
        """Hear a sentence; what is not read is read after all."""
        if self.chapter and self.chapter.blocks[place.paragraph].reason is not None:
            self.switch()
        else:
            self._commands["hear"]()

    def _offer(self, left: int, top: int) -> None:
        """Show what can be done with the chosen sentence."""
        block = self.chosen_block
        if block is None:
            return
        if self._menu is not None:
            self._menu.destroy()
        self._menu = ContextMenu(
            self,
            (
                Action(say("book.action.hear"), self._commands["hear"]),
                Action(say("book.action.word"), self._commands["word"]),
                SEPARATOR,
                Action(switch_words(block.reason), self.switch),
            ),
        )
        self._menu.open(left, top)

    def _keep_before(self, place: Place) -> None:
        """Keep what was typed into the sentence that was chosen before, and go on where the listener went."""
        chapter, old = self.chapter, self._shown_place
        if chapter is None or old is None:
            return
        before, after = chapter.blocks[old.paragraph].text[old.start : old.end], self.sentence.text
        is_after = place.paragraph == old.paragraph and place.start > old.start
        shift = len(after) - len(before) if is_after else 0
        self._wanted = chapter.number, place.paragraph, place.start + shift
        self._commands["keep"](chapter.number, old, before, after)

    def _hovered(self, why: str) -> None:
        self.sentence.say(why)

    # The search.

    def focus_search(self) -> None:
        """Have the next keys go to the search."""
        keyboard.focus(self.search._entry)  # noqa: SLF001  # the part of it that has the focus
        self.search.select_range(0, "end")

    def found(self, hits: tuple[Hit, ...]) -> None:
        """Show what was found, and go to the first place from here on."""
        number = self.chapter.number if self.chapter else 1
        block, start = self._place or (0, 0)
        self._hits = hits
        here = (number, block, start)
        self._hit = next(
            (i for i, hit in enumerate(hits) if (hit.number, hit.block, hit.end) > here), 0 if hits else -1
        )
        self._go()

    def step(self, by: int) -> None:
        """Go to the next place that was found, or the one before."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            self._go()

    def search_again(self) -> None:
        """Look again, in a text that has changed."""
        if self.search.get().strip():
            self._commands["search"](self.search.get())

    def _stepper(self, by: int) -> Callable[[], None]:
        return lambda: self.step(by)

    def _typed(self, _: str) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_SEARCH_MS, self._search)

    def _search(self) -> None:
        self._timer = ""
        if self.search.get() != self._searched:
            self._searched = self.search.get()
            self._commands["search"](self._searched)

    def _end_search(self) -> None:
        self.search.set("")
        self._searched = ""
        self._hits, self._hit = (), -1
        self._mark_hits()
        keyboard.focus(self.view.text)

    def _go(self) -> None:
        hit = self._hits[self._hit] if self._hits else None
        if hit and (self.chapter is None or hit.number != self.chapter.number):
            self._wanted = hit.number, hit.block, hit.start
            self._commands["go"](hit)
        else:
            self._mark_hits()

    def _mark_hits(self) -> None:
        """Mark what was found in this chapter, and say how much there is."""
        number = self.chapter.number if self.chapter else 0
        hits = [Place(hit.block, hit.start, hit.end) for hit in self._hits if hit.number == number]
        hit = self._hits[self._hit] if self._hits else None
        current = Place(hit.block, hit.start, hit.end) if hit and hit.number == number else None
        self.view.mark_hits(hits, current)
        if not self.search.get().strip():
            self._found.set("")
        elif hit:
            self._found.set(say("book.found", number=figure(self._hit + 1), total=figure(len(self._hits))))
        else:
            self._found.set(say("book.not_found"))


def _paragraphs(chapter: ChapterText, reason: str | None) -> Iterator[Paragraph]:
    """A chapter's blocks, each at its own number."""
    why = say("book.why", reason=reason_name(reason)) if reason is not None else ""
    for block in chapter.blocks:
        if block.reason is None:
            look = "off" if why and block.text else _LOOKS.get(block.kind, "")
            yield Paragraph(block.text, block.sentences, look, why)
        else:
            own = why or say("book.why", reason=reason_name(block.reason))
            yield Paragraph(block.text, block.sentences, "off" if block.text else "break", own, is_read=False)


def _left_out(items: Sequence[LeftOut], title: str) -> Iterator[Paragraph]:
    """What is not read, by its kind."""
    if items:
        yield Paragraph(title, look="off-title")
    for kind, alike in itertools.groupby(items, key=lambda item: item.kind):
        listed = list(alike)
        name, count = reason_name(kind), sum(item.count for item in listed)
        why = say("book.why", reason=name)
        yield Paragraph(f"{name} ({figure(count)})", look="off-title", why=why)
        for item in listed:
            if item.text:
                lines = " · ".join(item.text.split("\n"))
                yield Paragraph(f"{item.where}: {lines}", look="off", why=why)
