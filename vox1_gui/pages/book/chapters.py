"""The chapters: a list of them with ticks, and the buttons that choose and change them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.pages.book.phrases import duration, numbers_in, ranges, reason_name
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button, Kind
from vox1_gui.widgets.fields import Entry
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure
from vox1_gui.workspace import ChapterRow, OpenBook

_OFF = "off"
_FLAGGED = "flagged"
_BUDGET_SECONDS = 0.008
"""For rows in one turn of Tk's loop: two thousand of them take a tenth of a second."""
_TOOLS = {
    "undo": "undo-2",
    "redo": "redo-2",
    "rename": "pencil",
    "direct": "user-round",
    "merge": "merge",
    "split": "scissors",
    "up": "arrow-up",
    "down": "arrow-down",
}
"""The buttons below the list: what each does, and its icon."""
_LONGEST_RANGES = 400
_WIDTHS = {
    "number": 40,
    "title": 150,
    "words": 60,
    "length": 76,
    "state": 88,
    "voice": 84,
    "style": 84,
}
"""Of the columns, in pixels at 100 %."""
_TICKS_AND_BAR = 66
_IN_TURN = ("number", "title", "state", "voice", "style", "length", "words")
"""Which columns are shown first where there is no room for all."""


class Chapters(ctk.CTkFrame):
    """The list of chapters.

    Args:
        master: The page.
        commands: What the buttons below the list do, by the names of `_TOOLS`, and ``left_out``.
        on_tick: Given the numbers of the chapters to narrate, when the listener has changed them.
        on_select: Given the number of the chapter that was chosen.
    """

    def __init__(
        self,
        master: Any,
        commands: Mapping[str, Callable[[], object]],
        on_tick: Callable[[frozenset[int]], object],
        on_select: Callable[[int], object],
    ) -> None:
        super().__init__(master, fg_color="transparent")
        self._commands, self._on_tick, self._on_select = commands, on_tick, on_select
        self._rows: list[tuple[tuple[str, ...], bool, str]] = []
        self._painting: Iterator[None] = iter(())
        self._is_painting = False
        self._wanted = 0
        self._most = 0
        self._own: frozenset[str] = frozenset()
        self._columns: tuple[str, ...] = ()
        self._book_ticked: frozenset[int] = frozenset()
        self.tools: dict[str, Button] = {}

    def build(self) -> Iterator[None]:
        """Make its widgets."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        yield from self._build_choosing()
        numbers = {"number", "words", "length"}
        columns = [
            Column(
                name, say(f"book.column.{name}"), width, stretches=name == "title", is_number=name in numbers
            )
            for name, width in _WIDTHS.items()
        ]
        self.table = Table(self, columns, has_ticks=True, on_tick=self._ticked, on_select=self._selected)
        self.table.grid(row=1, column=0, sticky="nsew", pady=theme.GAP)
        yield
        self.table.tree.bind("<Configure>", lambda _: self._choose_columns(), add=True)
        self.table.style(_OFF, theme.colours().muted)
        self.table.style(_FLAGGED, theme.colours().warning)
        for keys, command in {"<Alt-Up>": "up", "<Alt-Down>": "down", "<F2>": "rename"}.items():
            self.table.tree.bind(keys, self._key(command))
        yield
        tools = ctk.CTkFrame(self, fg_color="transparent")
        tools.grid(row=2, column=0, sticky="ew")
        tools.columnconfigure(len(_TOOLS), weight=1)
        for column, (name, icon) in enumerate(_TOOLS.items()):
            words = say(f"book.tool.{name}")
            button = Button(tools, words, self._commands[name], kind=Kind.QUIET, icon=icon, is_small=True)
            button.grid(row=0, column=column, padx=(0, theme.UNIT // 2))
            self.tools[name] = button
            yield
        self.left_out = Button(tools, "", self._commands["left_out"], kind=Kind.QUIET)
        self.left_out.tooltip.text = say("book.left_out_tip")
        self.left_out.grid(row=0, column=len(_TOOLS), sticky="e")
        yield

    def _build_choosing(self) -> Iterator[None]:
        row = ctk.CTkFrame(self, fg_color="transparent")
        row.grid(row=0, column=0, sticky="ew")
        row.columnconfigure(3, weight=1)
        self.all = Button(row, say("book.all"), lambda: self._tick(range(1, self._most + 1)))
        self.all.grid(row=0, column=0)
        yield
        self.none = Button(row, say("book.none"), lambda: self._tick(()))
        self.none.grid(row=0, column=1, padx=theme.GAP)
        yield
        Label(row, say("book.range")).grid(row=0, column=2, padx=(theme.GAP, theme.GAP))
        self.range = Entry(row, self._typed, placeholder_text="1-3, 7")
        self.range.grid(row=0, column=3, sticky="ew")
        yield

    def show_left_out(self, count: int) -> None:
        """Say how much of the file is not read; nothing where all of it is."""
        if count:
            self.left_out.configure(text=say("book.left_out_count", count))
            self.left_out.grid()
        else:
            self.left_out.grid_remove()

    def show(self, book: OpenBook) -> None:
        """Show a book's chapters; what is shown of them already stays."""
        self._most, self._book_ticked = len(book.chapters), book.ticked
        if self.focus_get() is not self.range._entry:  # noqa: SLF001  # the part of it that has the focus
            written = ranges(book.ticked)
            self.range.set(written if len(written) <= _LONGEST_RANGES else "")
            self._colour_range(is_good=True)
        self._own = frozenset(
            name for name in ("voice", "style") if any(getattr(row, name) for row in book.chapters)
        )
        self._choose_columns()
        self._painting = self._paint(book)
        if not self._is_painting:
            self._is_painting = True
            self._paint_on()

    def select(self, number: int) -> None:
        """Choose a chapter, and bring it into sight; as soon as it is in the list."""
        self._wanted = number
        self._choose_wanted()

    @property
    def selected(self) -> tuple[int, ...]:
        """Numbers of the chapters that are chosen, in order."""
        return tuple(sorted(map(int, self.table.selected)))

    def _choose_columns(self) -> None:
        """Show the columns that there is room for."""
        tree = self.table.tree
        room = self._reverse_widget_scaling(tree.winfo_width()) - _TICKS_AND_BAR
        shown = set()
        for name in _IN_TURN:
            room -= _WIDTHS[name]
            if room >= 0 or name in {"number", "title", "state"}:
                shown.add(name)
            is_idle = name in {"voice", "style"} and name not in self._own
            if is_idle and room < _WIDTHS["words"] + _WIDTHS["length"]:
                shown.discard(name)
                room += _WIDTHS[name]
        columns = tuple(name for name in _WIDTHS if name in shown)
        if columns != self._columns:
            self._columns = columns
            tree.configure(displaycolumns=columns)

    def _choose_wanted(self) -> None:
        row = str(self._wanted)
        if self._wanted and self.table.tree.exists(row):
            self._wanted = 0
            self.table.select([row])

    def _paint_on(self) -> None:
        """Change rows for a moment, and again when Tk has had its turn."""
        deadline = time.perf_counter() + _BUDGET_SECONDS
        while time.perf_counter() < deadline:
            if next(self._painting, self) is self:
                self._is_painting = False
                self._choose_wanted()
                return
        self.after(1, self._paint_on)

    def _paint(self, book: OpenBook) -> Iterator[None]:
        """Change what differs, one row at a time."""
        table = self.table
        for last in range(len(self._rows), len(book.chapters), -1):
            table.remove(str(last))
            self._rows.pop()
            yield
        for index, chapter in enumerate(book.chapters):
            row = str(chapter.number)
            is_ticked = chapter.number in book.ticked
            wanted = (_values(chapter, is_ticked=is_ticked), is_ticked, _tag(chapter, is_ticked=is_ticked))
            shown = self._rows[index] if index < len(self._rows) else None
            if wanted == shown:
                continue
            values, _, tag = wanted
            if shown is None:
                table.add(row, values, is_ticked=is_ticked)
                self._rows.append(wanted)
            else:
                table.tree.item(row, values=list(values))
                table.tick([row], is_ticked)
                self._rows[index] = wanted
            table.tag(row, tag)
            yield

    def _ticked(self, rows: Sequence[str]) -> None:
        """Tell what is ticked now; rows that are still to come keep their ticks."""
        numbers = frozenset(map(int, rows))
        ticked = numbers & frozenset(map(int, self.table.ticked))
        self._on_tick((self._book_ticked - numbers) | ticked)

    def _tick(self, numbers: range | tuple[int, ...]) -> None:
        self._on_tick(frozenset(numbers))

    def _typed(self, text: str) -> None:
        numbers = numbers_in(text, self._most)
        self._colour_range(is_good=numbers is not None)
        if numbers is not None:
            self._on_tick(numbers)

    def _colour_range(self, *, is_good: bool) -> None:
        palette = theme.colours()
        self.range.configure(text_color=palette.text if is_good else palette.bad)

    def _selected(self, rows: Any) -> None:
        if rows:
            self._on_select(int(rows[0]))

    def _key(self, command: str) -> Callable[[Any], str]:
        def pressed(_: Any) -> str:
            self._commands[command]()
            return "break"

        return pressed


def _values(chapter: ChapterRow, *, is_ticked: bool) -> tuple[str, ...]:
    title = " ".join(chapter.title.split())
    length = duration(chapter.seconds) if chapter.words else ""
    state = _state(chapter, is_ticked=is_ticked)
    return str(chapter.number), title, figure(chapter.words), length, state, chapter.voice, chapter.style


def _state(chapter: ChapterRow, *, is_ticked: bool) -> str:
    if not is_ticked:
        return say("book.left_out") if chapter.enabled else reason_name(chapter.reason)
    return say(f"book.state.{chapter.state}")


def _tag(chapter: ChapterRow, *, is_ticked: bool) -> str:
    if not is_ticked:
        return _OFF
    return _FLAGGED if chapter.state == "flagged" else ""
