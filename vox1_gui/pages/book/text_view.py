"""The text view: a chapter's text with a sentence to choose, put in a few paragraphs at a time."""

from __future__ import annotations

import sys
import time
import tkinter as tk
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.scrollbar import Scrollbar

_BUDGET_SECONDS = 0.008
_LONGEST_LINE = 3_000
"""Characters in one of Tk's lines, which it lays out as a whole; longer paragraphs are several of them."""
_MARGIN = 2 * theme.UNIT
_IS_WINDOWS, _IS_MAC = sys.platform == "win32", sys.platform == "darwin"
_MENU_KEYS = (
    ("<Shift-F10>", "<App>") if _IS_WINDOWS else ("<Shift-F10>",) if _IS_MAC else ("<Shift-F10>", "<Menu>")
)
_MENU_BUTTONS = ("<Button-2>", "<Control-Button-1>") if _IS_MAC else ("<Button-3>",)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Something to be shown.

    Attributes:
        text: Empty for a scene break.
        sentences: First character of each sentence, and the one after its last; none where there is none to
            choose.
        look: Its tag: ``heading``, ``verse``, ``off`` or the like; empty for plain text.
        why: Said while the mouse rests on it; empty for nothing.
        is_read: Whether a click on it takes its sentence; else it only chooses it.
    """

    text: str
    sentences: tuple[tuple[int, int], ...] = ()
    look: str = ""
    why: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in the text.

    Attributes:
        paragraph: Its number, from 0.
        start: First character in the paragraph.
        end: The one after the last.
    """

    paragraph: int
    start: int
    end: int


class TextView(ctk.CTkFrame):
    """Paragraphs with sentences: the arrows go from one to the next, Return or a click takes one.

    The second button of the mouse, Shift+F10 and the menu key ask for a menu.

    Args:
        master: What it is in.
        on_choose: Given the sentence that is chosen, whenever it is another.
        on_take: Given the sentence that was clicked, or on which Return was pressed.
        on_menu: Given the place on the screen where a menu for the chosen sentence is wanted.
        on_hover: Given why what the mouse is over is not read; empty for nothing.
    """

    def __init__(
        self,
        master: Any,
        on_choose: Callable[[Place], object],
        on_take: Callable[[Place], object],
        on_menu: Callable[[int, int], object],
        on_hover: Callable[[str], object],
    ) -> None:
        super().__init__(master)
        self._on_choose, self._on_take, self._on_hover = on_choose, on_take, on_hover
        self._on_menu = on_menu
        self._paragraphs: Sequence[Paragraph] = ()
        self._lines: list[tuple[int, int, int]] = []
        self._first_lines: list[int] = []
        self._sentences: list[Place] = []
        self._at = -1
        self._hits: Sequence[Place] = ()
        self._putting: Iterator[None] = iter(())
        self._marking: Iterator[Place] = iter(())
        self._timer = ""
        self._wanted: Place | None = None
        self._wide = 2 if self.tk.call("string", "length", "\U0001f600") == 2 else 1
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.text = tk.Text(self, wrap="word", state="disabled", borderwidth=0, highlightthickness=0)
        bar = Scrollbar(self, command=self.text.yview, height=4 * theme.UNIT)
        self.text.configure(yscrollcommand=bar.set, cursor="arrow", takefocus=True)
        self.text.grid(row=0, column=0, sticky="nsew", padx=(2, 0), pady=2)
        bar.grid(row=0, column=1, sticky="ns", padx=(0, 2), pady=2)
        self._lay_out()
        self._bind_keys()

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another text, from its beginning."""
        self._stop()
        self._paragraphs, self._at, self._hits, self._wanted = paragraphs, -1, (), None
        self._lines, self._first_lines = [], []
        self._sentences = [
            Place(number, start, end)
            for number, paragraph in enumerate(paragraphs)
            for start, end in paragraph.sentences
        ]
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self._putting = self._put()
        self._put_on()

    @property
    def is_whole(self) -> bool:
        """Whether all of the text is there."""
        return not self._timer

    @property
    def chosen(self) -> Place | None:
        """The sentence that is chosen."""
        return self._sentences[self._at] if 0 <= self._at < len(self._sentences) else None

    def choose(self, paragraph: int, character: int) -> None:
        """Choose the sentence at a place, and bring it into sight; as soon as it is there."""
        index = bisect_right(self._sentences, (paragraph, character), key=lambda s: (s.paragraph, s.start))
        self._choose(max(index - 1, 0))

    def mark_hits(self, hits: Sequence[Place], current: Place | None) -> None:
        """Mark what was searched for, and the one of it that is looked at."""
        if hits != self._hits:
            self._hits = hits
            self._mark_all()
        self.text.tag_remove("current", "1.0", "end")
        if current:
            self._tag("current", current)
            self._bring_into_sight(current)

    def _mark_all(self) -> None:
        self.text.tag_remove("hit", "1.0", "end")
        self._marking = iter(self._hits)
        self._mark_on()

    def _mark_on(self) -> None:
        """Mark for a moment, and again when Tk has had its turn."""
        deadline = time.perf_counter() + _BUDGET_SECONDS
        for hit in self._marking:
            self._tag("hit", hit)
            if time.perf_counter() > deadline:
                self.after(1, self._mark_on)
                return

    def mark_spoken(self, place: Place | None) -> None:
        """Light a sentence up while it is heard; None for none."""
        self.text.tag_remove("spoken", "1.0", "end")
        if place:
            self._tag("spoken", place)

    # Its text.

    def _put_on(self) -> None:
        """Put paragraphs in for a moment, and again when Tk has had its turn."""
        self._timer = ""
        deadline = time.perf_counter() + _BUDGET_SECONDS
        self.text.configure(state="normal")
        while time.perf_counter() < deadline:
            if next(self._putting, self) is self:
                self.text.configure(state="disabled")
                if self._hits:
                    self._mark_all()
                return
        self.text.configure(state="disabled")
        self._timer = self.after(1, self._put_on)

    def _stop(self) -> None:
        if self._timer:
            self.after_cancel(self._timer)
            self._timer = ""

    def _put(self) -> Iterator[None]:
        for number, paragraph in enumerate(self._paragraphs):
            self._first_lines.append(len(self._lines))
            looks = tuple(filter(None, (paragraph.look or "plain", f"why-{number}" if paragraph.why else "")))
            for start, end in _lines_of(paragraph.text):
                self._lines.append((number, start, end))
                self.text.insert("end", paragraph.text[start:end] or "⁂", looks, "\n", looks)
                yield
            if self._wanted and self._wanted.paragraph == number:
                wanted, self._wanted = self._wanted, None
                self._light(wanted)
        self._wanted = None

    # Places in it.

    def _index(self, paragraph: int, character: int) -> str | None:
        """A character's place as Tk has it; None where it is not put in yet."""
        if paragraph >= len(self._first_lines):
            return None
        line = self._first_lines[paragraph]
        while line + 1 < len(self._lines) and self._lines[line + 1][0] == paragraph:
            if self._lines[line + 1][1] > character:
                break
            line += 1
        number, start, end = self._lines[line]
        before = self._paragraphs[number].text[start : min(character, end)]
        return f"{line + 1}.{self._units(before)}"

    def _units(self, text: str) -> int:
        """How many characters Tk counts in a text: two for those beyond the first 65,536, before Tk 9."""
        return len(text) if self._wide == 1 else len(text) + sum(c > "\uffff" for c in text)

    def _place_at(self, index: str) -> tuple[int, int] | None:
        """The paragraph and the character at a place of Tk's."""
        line, column = map(int, str(self.text.index(index)).split("."))
        if line > len(self._lines):
            return None
        number, start, end = self._lines[line - 1]
        units = 0
        for place, character in enumerate(self._paragraphs[number].text[start:end], start):
            units += self._units(character)
            if units > column:
                return number, place
        return number, end

    def _tag(self, tag: str, place: Place) -> bool:
        start, end = self._index(place.paragraph, place.start), self._index(place.paragraph, place.end)
        if start and end:
            self.text.tag_add(tag, start, end)
        return bool(start and end)

    def _bring_into_sight(self, place: Place) -> None:
        if start := self._index(place.paragraph, place.start):
            self.text.see(self._index(place.paragraph, place.end) or start)
            self.text.see(start)

    # Its sentences.

    def _choose(self, index: int) -> None:
        if not self._sentences:
            return
        self._at = min(max(index, 0), len(self._sentences) - 1)
        place = self._sentences[self._at]
        if place.paragraph < len(self._first_lines):
            self._light(place)
        else:
            self._wanted = place
        self._on_choose(place)

    def _light(self, place: Place) -> None:
        self.text.tag_remove("chosen", "1.0", "end")
        self._tag("chosen", place)
        self._bring_into_sight(place)

    def _take(self) -> None:
        if self._at < 0:
            self._choose(0)
        if self.chosen:
            self._on_take(self.chosen)

    def _clicked(self, event: Any) -> str:
        place = self._choose_under(event)
        if place and place.is_read:
            self._take()
        return "break"

    def _choose_under(self, event: Any) -> Paragraph | None:
        """Choose what the mouse is on; None where there is nothing to choose."""
        self.text.focus_set()
        place = self._place_at(f"@{event.x},{event.y}")
        if place is None or not self._paragraphs[place[0]].sentences:
            return None
        self.choose(*place)
        return self._paragraphs[place[0]]

    def _asked(self, event: Any) -> str:
        """Have a menu where the mouse is."""
        if self._choose_under(event):
            self._on_menu(event.x_root, event.y_root)
        return "break"

    def _asked_by_key(self) -> None:
        """Have a menu below the chosen sentence."""
        self._choose(max(self._at, 0))
        place = self.chosen
        box = self.text.bbox(self._index(place.paragraph, place.start) or "1.0") if place else None
        if place:
            x, y, _, height = box or (0, 0, 0, 0)
            self._on_menu(self.text.winfo_rootx() + x, self.text.winfo_rooty() + y + height)

    def _hovered(self, event: Any) -> None:
        tags = self.text.tag_names(f"@{event.x},{event.y}")
        numbers = [int(tag.removeprefix("why-")) for tag in tags if tag.startswith("why-")]
        self._on_hover(self._paragraphs[numbers[0]].why if numbers else "")

    # Its keys and looks.

    def _bind_keys(self) -> None:
        text = self.text

        def on(keys: str, act: Callable[[], object]) -> None:
            def pressed(_: Any) -> str:
                act()
                return "break"

            text.bind(keys, pressed)

        for keys in ("<Down>", "<Right>"):
            on(keys, lambda: self._choose(self._at + 1))
        for keys in ("<Up>", "<Left>"):
            on(keys, lambda: self._choose(self._at - 1))
        on("<Home>", lambda: self._choose(0))
        on("<End>", lambda: self._choose(len(self._sentences) - 1))
        on("<Next>", lambda: self._turn(1))
        on("<Prior>", lambda: self._turn(-1))
        for keys in ("<Return>", "<KP_Enter>"):
            on(keys, self._take)
        for keys in _MENU_KEYS:
            on(keys, self._asked_by_key)
        for button in _MENU_BUTTONS:
            text.bind(button, self._asked)
        text.bind("<Button-1>", self._clicked)
        for keys in ("<B1-Motion>", "<Double-1>", "<Triple-1>"):
            text.bind(keys, lambda _: "break")
        text.bind("<Motion>", self._hovered)
        text.bind("<Leave>", lambda _: self._on_hover(""))
        palette = theme.colours()
        text.bind("<FocusIn>", lambda _: self._came(palette.focus))
        text.bind("<FocusOut>", lambda _: keyboard.outline(self, border_width=0))

    def _came(self, colour: theme.Colour) -> None:
        self.configure(border_width=2, border_color=colour)
        if self._at < 0:
            self._choose(0)

    def _turn(self, pages: int) -> None:
        """Go a page on or back, and choose what is first in sight."""
        self.text.yview_scroll(pages, "pages")
        if place := self._place_at("@0,0"):
            index = bisect_right(self._sentences, place, key=lambda s: (s.paragraph, s.start))
            self._choose(index if pages > 0 else index - 1)

    def _lay_out(self) -> None:
        """Give text its sizes and colours, which depend on scale and appearance."""
        scale, palette, text = self._get_widget_scaling(), theme.colours(), self.text
        family = ctk.CTkFont().cget("family")

        def shade(colour: theme.Colour) -> str:
            return theme.shade(colour)

        def font(kind: Type, style: str = "normal") -> tuple[str, int, str, str]:
            size, weight = kind.value
            return family, -round(size * scale), weight, "italic" if style == "italic" else "roman"

        gap = round(theme.UNIT * scale)
        text.configure(
            background=shade(palette.surface),
            foreground=shade(palette.text),
            font=font(Type.BODY),
            padx=round(_MARGIN * scale),
            pady=gap,
            spacing2=round(3 * scale),
        )
        text.tag_configure("plain", spacing3=gap)
        text.tag_configure("heading", font=font(Type.TITLE), spacing1=gap, spacing3=gap)
        text.tag_configure("verse", lmargin1=3 * gap, lmargin2=5 * gap)
        text.tag_configure("break", justify="center", foreground=shade(palette.muted), spacing3=gap)
        text.tag_configure("off", foreground=shade(palette.muted), spacing3=gap)
        text.tag_configure("off-title", foreground=shade(palette.muted), font=font(Type.STRONG), spacing1=gap)
        text.tag_configure("hit", background=shade(palette.raised), underline=True)
        text.tag_configure(
            "current", background=shade(palette.warning), foreground=shade(palette.surface), underline=False
        )
        text.tag_configure("chosen", background=shade(palette.raised))
        text.tag_configure("spoken", background=shade(palette.accent), foreground=shade(palette.on_accent))
        for tag in ("chosen", "hit", "current", "spoken"):
            text.tag_raise(tag)

    def _set_scaling(self, *arguments: Any, **named: Any) -> None:
        super()._set_scaling(*arguments, **named)
        self._lay_out()

    def _set_appearance_mode(self, mode_string: str) -> None:
        super()._set_appearance_mode(mode_string)
        self._lay_out()


def _lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a paragraph begin and end: those of verse, and no line longer than Tk likes."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while end - start > _LONGEST_LINE:
            space = text.rfind(" ", start, start + _LONGEST_LINE)
            cut = space + 1 if space > start else start + _LONGEST_LINE
            yield start, cut
            start = cut
        yield start, end
        start = end + 1
