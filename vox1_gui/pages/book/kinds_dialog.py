"""The kinds dialog: what of a book is read by its kind, such as all of its notes, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from booksmith_module.unread import KindCount
from vox1_gui import theme
from vox1_gui.errands.books import BookDetails
from vox1_gui.pages.book.phrases import reason_name
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import Dialog
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.table import Column, Table
from vox1_gui.words import figure

_MOST_ROWS = 8
_WRAP = 460


class KindsDialog(Dialog):
    """Asks which kinds are read. All that is changed is one step.

    Args:
        master: The page.
        details: Of the book.
        answer: Given the kinds that are to be read, and those that are not to be; not those left alone.
        show_all: Shows all that is not read.
    """

    def __init__(
        self,
        master: Any,
        details: BookDetails,
        answer: Callable[[Collection[str], Collection[str]], object],
        show_all: Callable[[], object],
    ) -> None:
        super().__init__(master, say("book.kinds_title"))
        self._kinds = {kind.name: kind for kind in details.kinds}
        self._touched: set[str] = set()
        self._answer = answer
        body = self.body
        text = say("book.kinds_text") if self._kinds else say("book.kinds_none")
        Label(body, text, wraplength=_WRAP).grid(row=0, column=0, sticky="w")
        columns = [
            Column("kind", say("book.kinds_column"), 190, stretches=True),
            Column("count", say("book.kinds_count"), 200),
        ]
        self.table = Table(body, columns, has_ticks=True, on_tick=self._ticked)
        self.table.tree.configure(height=min(max(len(self._kinds), 1), _MOST_ROWS))
        self.table.fill(
            ((name, (reason_name(name), _told(kind))) for name, kind in self._kinds.items()),
            (name for name, kind in self._kinds.items() if not kind.unread),
        )
        if self._kinds:
            self.table.select(self.table.ids[:1])
            self.table.grid(row=1, column=0, sticky="nsew", pady=theme.GAP)
        if details.left_out:
            others = ", ".join(f"{reason_name(kind)} ({figure(count)})" for kind, count in details.left_out)
            others = Label(
                body,
                say("book.kinds_others", kinds=others),
                Type.SMALL,
                theme.colours().muted,
                wraplength=_WRAP,
            )
            others.grid(row=2, column=0, sticky="w")
        self.add_button(say("book.kinds_all"), show_all, Kind.QUIET)
        self.add_button(say("window.cancel"), lambda: None)
        self.keep = self.add_button(say("book.kinds_keep"), lambda: None, Kind.MAIN)
        self.keep.configure(command=self._done)
        self.open(self.table.tree if self._kinds else self.keep)

    def _ticked(self, names: Collection[str]) -> None:
        for name in names:
            self._touched.add(name)
            self.table.change(name, "count", _wanted(self._kinds[name], is_read=name in self.table.ticked))

    def _done(self) -> None:
        on = self._touched & self.table.ticked
        off = self._touched - on
        changed = (
            {name for name in on if self._kinds[name].unread},
            {name for name in off if self._kinds[name].read},
        )
        self.destroy()
        if any(changed):
            self._answer(*map(sorted, changed))


def _told(kind: KindCount) -> str:
    if not kind.read:
        return say("book.kinds_unread", kind.unread)
    if not kind.unread:
        return say("book.kinds_read", kind.read)
    return say("book.kinds_some", read=figure(kind.read), total=figure(kind.read + kind.unread))


def _wanted(kind: KindCount, *, is_read: bool) -> str:
    total = kind.read + kind.unread
    return say("book.kinds_read", total) if is_read else say("book.kinds_unread", total)
