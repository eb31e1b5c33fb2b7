"""The check: passages that are missing or may not sound right, to be heard and mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from vox1_gui import theme
from vox1_gui.errands.receipts import Flagged, ReceiptPage, read_receipts
from vox1_gui.pages.studio.decisions import decisions_of
from vox1_gui.pages.studio.filling import Filling, TableRow
from vox1_gui.pages.studio.passage import PassagePanel
from vox1_gui.pages.studio.view import View
from vox1_gui.queued import QueuedBook
from vox1_gui.texts import say
from vox1_gui.widgets.table import Column, Table

_MISSING, _CHANGED = "missing", "changed"
_REST_MS = 150
"""The arrow keys go through the list faster than takes are looked up."""


class CheckingView(View):
    """The passages, and below them the one that is chosen."""

    name = "checking"
    needs_room = True

    def build(self) -> Iterator[None]:
        """Make it."""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._flagged: dict[str, Flagged] = {}
        self._decisions = decisions_of(self.services)
        self._turn = self._decisions.turn
        self._timer = ""
        self._table = Table(
            self,
            [
                Column("place", say("studio.column.place"), 64),
                Column("what", say("studio.column.what"), 110),
                Column("text", say("studio.column.sentence"), 200, stretches=True),
                Column("done", say("studio.column.decided"), 130),
            ],
            on_select=self._chosen_soon,
            on_open=lambda _: self.panel.play(),
            many=False,
        )
        self._table.grid(row=0, column=0, sticky="nsew")
        self._table.style(_MISSING, theme.colours().bad)
        self._table.style(_CHANGED, theme.colours().good)
        self._filling = Filling(self._table)
        yield
        self.panel = PassagePanel(self, self.services, self.beat)
        self.panel.grid(row=1, column=0, sticky="ew")
        yield from self.panel.build()

    def changed(self, before: QueuedBook | None) -> None:
        """Show another book's passages, or those of the same book made anew."""
        book = self.book
        self.panel.turn_to(book)
        is_same = before is not None and book is not None and before.id == book.id
        if is_same and book is not None and not book.state.is_made:
            return
        if book is None or not book.outputs:
            self._fill(())
            self.panel.clear(say("studio.checking_none"))
            return
        job = self.services.bridge.start(read_receipts, book.outputs)
        job.on_done = partial(self._show, book)

    def leave(self) -> None:
        """Remember what was typed and not saved."""
        self.panel.keep_draft()

    def beat(self) -> None:
        """Show what was decided since."""
        if self._turn != self._decisions.turn:
            self._turn = self._decisions.turn
            decided = self._decided
            for place in self._table.ids:
                self._table.change(place, "done", decided.get(place, ""))
                self._table.tag(place, _tag(self._flagged[place], decided))
            self.panel.enable()

    def _show(self, book: QueuedBook, page: ReceiptPage | None) -> None:
        if not self.winfo_exists() or self.book is None or self.book.id != book.id:
            return
        flagged = page.flagged if page else ()
        self._fill(flagged)
        if not flagged:
            self.panel.clear(say("studio.checking_clean" if page else "studio.receipt_gone"))

    def _fill(self, flagged: Sequence[Flagged]) -> None:
        chosen, decided = self._chosen, self._decided
        self._flagged = {flag.place: flag for flag in flagged}
        self._filling.fill([_row(flag, decided) for flag in flagged])
        if flagged:
            is_there = chosen is not None and chosen.place in self._table.ids
            self._table.select([chosen.place if chosen and is_there else flagged[0].place])

    @property
    def _decided(self) -> Mapping[str, str]:
        return self._decisions.of(self.book.id) if self.book else {}

    @property
    def _chosen(self) -> Flagged | None:
        return self._flagged.get(next(iter(self._table.selected), ""))

    def _chosen_soon(self, _: Any) -> None:
        if self._timer:
            self.after_cancel(self._timer)
        self._timer = self.after(_REST_MS, self._show_chosen)

    def _show_chosen(self) -> None:
        self._timer = ""
        if (flag := self._chosen) and self.book:
            self.panel.show(self.book, flag.place, flag.text, "; ".join(flag.reasons))


def _row(flag: Flagged, decided: Mapping[str, str]) -> TableRow:
    what = say("studio.missing" if flag.is_missing else "studio.doubtful")
    values = (flag.place, what, " ".join(flag.text.split()), decided.get(flag.place, ""))
    return TableRow(flag.place, values, _tag(flag, decided))


def _tag(flag: Flagged, decided: Mapping[str, str]) -> str:
    return _CHANGED if flag.place in decided else _MISSING if flag.is_missing else ""
