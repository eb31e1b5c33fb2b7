"""The sentence panel: the sentence that is chosen, to be heard, reworded, or said otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.pages.book.phrases import reason_name
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.keyboard import outline
from vox1_gui.widgets.labels import Label

_HEIGHT = 60
_ICONS = {True: "volume-x", False: "book-open"}
"""Of what can be done with what is read, or is not."""


@dataclass(frozen=True, slots=True)
class Unkept:
    """What was typed over a sentence and is not kept yet.

    Attributes:
        shown: The sentence as the book has it.
        typed: What stands in the box.
        cursor: Where in the box the next letter goes, as Tk has it.
    """

    shown: str
    typed: str
    cursor: str


def switch_words(reason: str | None) -> str:
    """Return what the switch of a block does.

    Args:
        reason: Why it is not read; None where it is.
    """
    return say("book.leave_out") if reason is None else say("book.read_after_all")


class SentencePanel(ctk.CTkFrame):
    """A sentence that can be typed over.

    Args:
        master: What it is in.
        commands: ``hear`` has it spoken; ``keep`` has it read as it was typed; ``word`` asks how a word of it
            is to be said; ``switch`` has its paragraph read or not.
    """

    def __init__(self, master: Any, commands: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(master, fg_color="transparent")
        self._commands = commands
        self._shown = ""
        self._reason: str | None = None

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(0, weight=1)
        self._caption = Label(self, say("book.sentence"), Type.SMALL, theme.colours().muted)
        self._caption.grid(row=0, column=0, sticky="ew")
        self.box = ctk.CTkTextbox(
            self, height=_HEIGHT, wrap="word", font=theme.font(), border_width=2, activate_scrollbars=False
        )
        self.box.grid(row=1, column=0, sticky="ew")
        self._bind_box()
        yield
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=2, column=0, sticky="ew", pady=(theme.GAP, 0))
        self.hear = Button(row, say("book.hear"), self._commands["hear"], icon="volume-2", is_small=True)
        self.hear.grid(row=0, column=0)
        yield
        self.word = Button(row, say("book.word"), self._commands["word"], icon="audio-lines")
        self.word.grid(row=0, column=1, padx=theme.GAP)
        yield
        self.keep = Button(row, say("book.keep"), self._commands["keep"], icon="check")
        self.keep.grid(row=0, column=2)
        yield
        row.columnconfigure(3, weight=1)
        self.switch = Button(
            row, switch_words(None), self._commands["switch"], icon=_ICONS[True], is_small=True
        )
        self.switch.grid(row=0, column=3, sticky="e")
        yield
        self._update()

    def show(self, text: str, reason: str | None = None) -> None:
        """Show a sentence.

        Args:
            text: Empty for none.
            reason: Why it is not read; None where it is.
        """
        self._shown, self._reason = text, reason
        self.box.configure(state="normal")
        self.box.delete("1.0", "end")
        self.box.insert("1.0", text)
        if not text or reason is not None:
            self.box.configure(state="disabled")
        self.switch.set_icon(_ICONS[reason is None], switch_words(reason))
        self.say("")
        self._update()

    def say(self, why: str) -> None:
        """Say why something in the text is not read; empty for what is chosen."""
        if not why and self._shown and self._reason is not None:
            why = say("book.why_and_enter", reason=reason_name(self._reason))
        self._caption.set(why or say("book.sentence"))

    @property
    def text(self) -> str:
        """The sentence as it was typed."""
        return str(self.box.get("1.0", "end-1c")).strip()

    @property
    def is_changed(self) -> bool:
        """Whether it is another than was shown."""
        return bool(self._shown) and self.text != self._shown.strip()

    @property
    def unkept(self) -> Unkept | None:
        """What was typed over the sentence; None for nothing."""
        if not self.is_changed:
            return None
        return Unkept(self._shown, self.box.get("1.0", "end-1c"), self.box.index("insert"))

    def type_again(self, unkept: Unkept) -> None:
        """Have what was typed there again after the text came anew, if the sentence is still the same."""
        if self._shown == unkept.shown and self._reason is None:
            self.box.delete("1.0", "end")
            self.box.insert("1.0", unkept.typed)
            self.box.mark_set("insert", unkept.cursor)
            self._update()

    @property
    def marked_word(self) -> str:
        """What is marked in the box, or the word that the cursor is at; empty for none."""
        box = self.box._textbox  # noqa: SLF001  # customtkinter passes on no marks
        if box.tag_ranges("sel"):
            return " ".join(str(box.get("sel.first", "sel.last")).split())
        return str(box.get("insert wordstart", "insert wordend")).strip(" \n\t.,;:!?“”\"'‘’()«»—–-")

    def _update(self) -> None:
        for button in (self.hear, self.word, self.switch):
            button.set_enabled(bool(self._shown))
        self.keep.set_enabled(self.is_changed)

    def _bind_box(self) -> None:
        box, palette = self.box._textbox, theme.colours()  # noqa: SLF001  # the part that has the focus

        def leave(step: str) -> Callable[[Any], str]:
            def go(_: Any) -> str:
                getattr(box, step)().focus_set()
                return "break"

            return go

        def keep(_: Any) -> str:
            self._commands["keep"]()
            return "break"

        box.bind("<Tab>", leave("tk_focusNext"))
        box.bind("<<PrevWindow>>", leave("tk_focusPrev"))
        box.bind("<Control-Return>", keep)
        box.bind("<Return>", keep)
        box.bind("<KeyRelease>", lambda _: self._update(), add=True)
        box.bind("<FocusIn>", lambda _: self.box.configure(border_color=palette.focus), add=True)
        box.bind("<FocusOut>", lambda _: outline(self.box, border_color=palette.line), add=True)
