"""The Activity log page: what happened, in plain words, the latest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Activity, Entry, Level
from vox1_gui.errands.opening import open_outside
from vox1_gui.errands.saving import save_text
from vox1_gui.log_lines import Line, LogLines
from vox1_gui.pages.page import Page
from vox1_gui.services import Services
from vox1_gui.spread import Spread
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.fields import Entry as Field
from vox1_gui.widgets.fields import Segments
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.outline import Outline
from vox1_gui.widgets.read_only import ReadOnly
from vox1_gui.widgets.table import Column
from vox1_gui.words import figure

_GATHER_MS = 200
"""News is shown that often at most: a render tells hundreds of things in a second."""
_STEP = 20
"""Rows that are made, or lines that are looked at, before keys and mouse may come between."""
_PAGE = 1_000
"""Lines that are shown at first, and more each time that older ones are asked for."""
_DETAILS = 500
"""Rows under a line that are shown."""
_LEVELS = {"all": Level.DETAIL, "notable": Level.WARNING, "errors": Level.ERROR}


class LogPage(Page):
    """The Activity log page."""

    name = "log"
    icon = "scroll-text"

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, services)
        self._lines = LogLines(Activity.MOST)
        self._news: deque[Entry] = deque()
        self._timer = ""
        self._filling, self._writing = Spread(self), Spread(self)
        self._most = _PAGE
        self._words, self._least = "", Level.DETAIL
        self._is_built = self._is_shown = False

    def build(self) -> Iterator[None]:
        """Make the page."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        head = ctk.CTkFrame(self, fg_color="transparent")
        head.columnconfigure(0, weight=1)
        head.grid(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.WIDE, theme.GAP))
        Label(head, say("log.title"), Type.DISPLAY).grid(row=0, column=0, sticky="w")
        yield
        self._copy_button = Button(head, say("log.copy_all"), self.copy, icon="copy")
        self._copy_button.grid(row=0, column=1)
        yield
        Button(head, say("log.save"), self.save, icon="file-down").grid(row=0, column=2, padx=theme.GAP)
        yield
        Button(head, say("log.folder"), self.open_folder, icon="folder-open").grid(row=0, column=3)
        yield
        sieve = ctk.CTkFrame(self, fg_color="transparent")
        sieve.columnconfigure(0, weight=1)
        sieve.grid(row=1, column=0, sticky="ew", padx=theme.WIDE)
        self._field = Field(sieve, on_change=self._search, placeholder_text=say("log.search"))
        self._field.grid(row=0, column=0, sticky="ew", padx=(0, theme.PAD))
        yield
        names = {say(f"log.show_{name}"): level for name, level in _LEVELS.items()}
        self._choice = Segments(sieve, list(names), lambda name: self._show_level(names[name]))
        self._choice.set(next(iter(names)))
        self._choice.grid(row=0, column=1)
        yield
        self._make_table()
        yield
        self._older = Button(self, say("log.older"), self._show_older, icon="chevron-down")
        self._details = ReadOnly(self, height=96)
        self._details.grid(row=4, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.GAP, theme.WIDE))
        yield
        for place, entry in enumerate(tuple(self.services.activity.entries)):
            self._lines.add(entry)
            if not place % _STEP:
                yield
        self.services.activity.watch(self._take)
        self._is_built = True
        self._fill()

    def _make_table(self) -> None:
        palette = theme.colours()
        looks = {
            Level.DETAIL.value: ("minus", palette.muted),
            Level.INFO.value: ("info", palette.text),
            Level.WARNING.value: ("triangle-alert", palette.warning),
            Level.ERROR.value: ("circle-alert", palette.bad),
        }
        columns = [
            Column("when", say("log.when"), 84),
            Column("what", say("log.what"), 160, stretches=True),
            Column("topic", say("log.topic"), 168),
            Column("count", say("log.count"), 72, is_number=True),
        ]
        self._table = Outline(
            self, columns, looks, on_select=lambda _: self._explain(), on_unfold=self._unfold
        )
        self._table.grid(row=2, column=0, sticky="nsew", padx=theme.WIDE, pady=(theme.PAD, 0))
        self._table.tree.bind("<Control-c>", lambda _: self.copy())
        self._nothing = Label(self._table, say("log.nothing"), colour=theme.colours().muted)

    def shown(self) -> None:
        """Show what has come in the meantime; an error that was not seen yet before all else."""
        self._is_shown = True
        self._paint()
        keyboard.focus(self._table.tree)
        if self.services.activity.new_error.value:
            self.show_error()

    def hidden(self) -> None:
        """Leave what comes for later."""
        self._is_shown = False

    def actions(self) -> Sequence[Action | None]:
        """Return what the page's menu offers."""

        def when_built() -> bool:
            return self._is_built

        return (
            Action(say("log.newest_error"), self.go_to_error, "Control-Shift-E", self._has_errors),
            SEPARATOR,
            Action(say("log.copy_all"), self.copy, "Control-Shift-C", when_built),
            Action(say("log.save"), self.save, "Control-Shift-S", when_built),
            Action(say("log.folder"), self.open_folder),
        )

    def destroy(self) -> None:
        """Leave nothing to be done for a page that is gone."""
        self._filling.stop()
        self._writing.stop()
        if self._timer:
            self.after_cancel(self._timer)
        super().destroy()

    # What the listener does.

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, or all that match."""

        def done(text: str) -> None:
            self.clipboard_clear()
            self.clipboard_append(text)
            self.services.status.set(say("log.copied"))

        self._write(self._chosen() or self._matching(), done)

    def save(self) -> None:
        """Write all that match into a file."""
        chosen = filedialog.asksaveasfilename(
            parent=self, defaultextension=".txt", initialfile=say("log.file_name")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write all that match into a file, which may be there already."""

        def saved(_: None) -> None:
            self.services.status.set(say("log.saved", path=path))

        def done(text: str) -> None:
            self.services.bridge.start(save_text, text, path).on_done = saved

        self._write(self._matching(), done)

    def open_folder(self) -> None:
        """Show the folder with the technical logs."""
        self.services.bridge.start(open_outside, self.services.folders.logs)

    def go_to_error(self) -> None:
        """Show the newest error, from wherever the listener is."""
        self.services.show_page(self.name)
        if self._is_built:
            self.show_error()

    def show_error(self) -> None:
        """Choose the newest error, whatever is searched for."""
        self._paint()
        if self._words or self._least is not Level.DETAIL:
            self._field.delete(0, "end")
            self._choice.set(say("log.show_all"))
            self._words, self._least = "", Level.DETAIL
            self._fill()
        line = next((one for one in self._lines.newest_first() if one.level is Level.ERROR), None)
        if line:
            self._filling.run(self._select_when_there(str(line.number)))

    def _has_errors(self) -> bool:
        return any(entry.level is Level.ERROR for entry in self.services.activity.entries)

    # What is shown.

    def _take(self, entry: Entry) -> None:
        self._news.append(entry)
        if not self._timer:
            self._timer = self.after(_GATHER_MS, self._repaint)

    def _repaint(self) -> None:
        self._timer = ""
        if self._filling.is_busy:
            self._timer = self.after(_GATHER_MS, self._repaint)
        elif self._is_shown:
            self._paint()

    def _paint(self) -> None:
        """Show what was gathered."""
        if not self._is_built:
            return
        if len(self._news) > _PAGE // 4:
            self._fill()
            return
        changed = {line.number: line for line in self._sorted_in()}
        new = [line for line in changed.values() if self._show_line(line, at=0)]
        self._after_change(len(new))

    def _sorted_in(self) -> Iterator[Line]:
        """Put what was gathered under its lines, one by one."""
        while self._news:
            yield self._lines.add(self._news.popleft())

    def _fill(self) -> None:
        """Show all lines anew, a few in each turn."""
        self._filling.run(self._filled())

    def _filled(self) -> Iterator[None]:
        for place, _ in enumerate(self._sorted_in()):
            if not place % _STEP:
                yield
        yield from self._emptied()
        self._older.grid_forget()
        shown = 0
        for place, line in enumerate(self._lines.newest_first()):
            if shown == self._most:
                self._older.grid(row=3, column=0, sticky="w", padx=theme.WIDE, pady=(theme.GAP, 0))
                break
            shown += self._show_line(line)
            if not place % _STEP:
                yield
        self._after_change(0)

    def _emptied(self) -> Iterator[None]:
        rows = self._table.ids
        for start in range(0, len(rows), _STEP):
            self._table.remove_rows(rows[start : start + _STEP])
            yield

    def _show_line(self, line: Line, at: Any = "end") -> bool:
        """Show a line, or what is new of it; return whether it is new."""
        row, values, look = str(line.number), _values(line), line.level.value
        if self._table.tree.exists(row):
            self._table.update_row(row, values, look)
            if self._table.is_unfolded(row):
                self._unfold(row)
            elif len(line.entries) > 1:
                self._table.make_openable(row)
            return False
        if not line.matches(self._words, self._least):
            return False
        self._table.put(row, values, look, at=at)
        if len(line.entries) > 1:
            self._table.make_openable(row)
        return True

    def _after_change(self, above: int) -> None:
        """Take what is gone away, and keep in sight what the listener looks at."""
        tree = self._table.tree
        gone, self._lines.gone = self._lines.gone, []
        self._table.remove_rows([str(number) for number in gone if tree.exists(str(number))])
        if above and tree.yview()[0] > 0:
            tree.yview_scroll(above, "units")
        if tree.get_children():
            self._nothing.place_forget()
        else:
            self._nothing.set(say("log.no_match" if self._lines.newest_first() else "log.nothing"))
            self._nothing.place(relx=0.5, rely=0.5, anchor="center")
        self._explain()

    def _unfold(self, row: str) -> None:
        """Show what stands under a line, the latest first; of very many the latest only."""
        line = self._lines.line(int(row))
        if line is None:
            return
        tree = self._table.tree
        known = {child for child in tree.get_children(row) if child.startswith(f"{row}.")}
        latest = list(line.entries)[-_DETAILS:]
        fresh = [entry for entry in latest if f"{row}.{id(entry)}" not in known]
        for entry in fresh:
            values = (_clock(entry), entry.text, "", "")
            self._table.put(f"{row}.{id(entry)}", values, entry.level.value, under=row, at=0)
        kept = {f"{row}.{id(entry)}" for entry in latest}
        self._table.remove_rows([child for child in known if child not in kept])

    def _show_older(self) -> None:
        self._most += _PAGE
        self._fill()
        keyboard.focus(self._table.tree)

    def _search(self, words: str) -> None:
        words = words.strip().casefold()
        if words != self._words:
            self._words, self._most = words, _PAGE
            self._fill()

    def _show_level(self, least: Level) -> None:
        self._least, self._most = least, _PAGE
        self._fill()

    def _select_when_there(self, row: str) -> Iterator[None]:
        yield from self._filled() if not self._table.tree.exists(row) else ()
        if self._table.tree.exists(row):
            self._table.select([row])
            keyboard.focus(self._table.tree)

    # What is told of the chosen.

    def _chosen(self) -> Sequence[Entry]:
        """The entries that are chosen, the oldest first; of a line that is chosen all of them."""
        found: dict[int, Entry] = {}
        for row in self._table.selected:
            entries = [entry] if (entry := self._entry_of(row)) and "." in row else self._entries_of(row)
            found.update((id(one), one) for one in entries)
        return sorted(found.values(), key=lambda entry: entry.when)

    def _matching(self) -> Sequence[Entry]:
        lines = self._lines.newest_first()
        matching = [line for line in lines if line.matches(self._words, self._least)]
        return sorted((entry for line in matching for entry in line.entries), key=lambda entry: entry.when)

    def _entries_of(self, row: str) -> Sequence[Entry]:
        line = self._lines.line(int(row.partition(".")[0]))
        return tuple(line.entries) if line else ()

    def _entry_of(self, row: str) -> Entry | None:
        """The entry that a row stands for: of a line the one that matters most."""
        number, _, detail = row.partition(".")
        if detail:
            return next((entry for entry in self._entries_of(row) if id(entry) == int(detail)), None)
        line = self._lines.line(int(number))
        return line.entry if line else None

    def _explain(self) -> None:
        """Say all of the chosen entry, what to do about it first of all."""
        rows = self._table.selected
        words = say("log.copy_chosen" if rows else "log.copy_all")
        if self._copy_button.cget("text") != words:
            self._copy_button.configure(text=words)
        entry = self._entry_of(rows[0]) if rows else None
        if entry is None:
            self._details.show((say("log.choose"), "muted"))
            return
        when = entry.when.strftime("%Y-%m-%d %H:%M:%S")
        about = f"{when} · {say(f'log.level_{entry.level.value}')}" + (
            f" · {entry.topic}" if entry.topic else ""
        )
        hint = [(entry.hint, "strong")] if entry.hint else []
        self._details.show((entry.text, "strong"), *hint, (about, "muted"))
        if entry is self.services.activity.new_error.value and self._is_shown:
            self.services.activity.new_error.set(None)

    def _write(self, entries: Sequence[Entry], done: Any) -> None:
        """Write entries as text, a few in each turn, and give it to somebody."""

        def written() -> Iterator[None]:
            parts = []
            for place, entry in enumerate(entries):
                parts.append(_written(entry))
                if not place % _STEP:
                    yield
            done("".join(parts))

        self._writing.run(written())


def _values(line: Line) -> tuple[str, str, str, str]:
    latest, count = line.entries[-1], len(line.entries)
    title = line.title
    if line.warnings and count > 1:
        title = say("log.with_warnings", line.warnings, title=title)
    return _clock(latest), title, latest.topic, figure(count) if count > 1 else ""


def _clock(entry: Entry) -> str:
    return entry.when.strftime("%H:%M:%S")


def _written(entry: Entry) -> str:
    """An entry in a text that may be sent to somebody who helps."""
    about = f" [{entry.topic}]" if entry.topic else ""
    hint = f"\n    {entry.hint}" if entry.hint else ""
    level = say(f"log.level_{entry.level.value}")
    return f"{entry.when:%Y-%m-%d %H:%M:%S}  {level}:{about} {entry.text}{hint}\n"
