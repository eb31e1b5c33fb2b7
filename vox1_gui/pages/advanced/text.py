"""The section on the text: the rules by which it is spoken, and the word check that listens to what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vox1.settings import LISTENING_MODEL, Settings
from vox1_gui import theme
from vox1_gui.pages.advanced.fields import SwitchField
from vox1_gui.pages.advanced.section import Section
from vox1_gui.pages.advanced.told import rule_title
from vox1_gui.texts import say
from vox1_gui.widgets.buttons import Button
from vox1_gui.widgets.labels import hint
from vox1_gui.widgets.table import Column, Table

_ROWS = 10
_TURN_MS = 10
"""The rules are listed in a turn of their own."""


class TextSection(Section):
    """The rules by which text is spoken, and the word check."""

    name = "text"
    icon = "scroll-text"
    own = ("rules_off", "check_words")

    def build(self) -> Iterator[None]:
        """Make it."""
        self._shown_off: frozenset[str] | None = None
        body = self.card(say("advanced.card_check"))
        values = ("", LISTENING_MODEL)
        field = SwitchField(body, self.tools.choices, "check_words", values=values)
        yield from self.add(body, iter((field,)))
        self._mend = Button(body, say("advanced.check_mend"), self._go)
        self._mend_place = {"row": body.grid_size()[1], "column": 0, "sticky": "w", "pady": (theme.GAP, 0)}
        yield
        body = self.card(say("advanced.card_rules"))
        hint(body, say("advanced.rules_about")).grid(row=0, column=0, sticky="ew")
        yield
        self.table = Table(
            body,
            (Column("rule", say("advanced.rule_column"), stretches=True),),
            has_ticks=True,
            on_tick=self._ticked,
        )
        self.table.tree.configure(height=_ROWS)
        self.table.grid(row=1, column=0, sticky="ew", pady=(theme.GAP, 0))
        yield

    def finish(self) -> None:
        """List the rules when they are known."""
        self.tools.engines.found.watch(lambda _: self.after(_TURN_MS, self._list))
        super().finish()

    def _list(self) -> None:
        found = self.tools.engines.found.value
        if found and not self.table.ids:
            off = self.tools.choices.now.value.switched_off
            rows = [(name, (rule_title(name, about),)) for name, about in found.rules]
            self.table.fill(rows, [name for name, _ in rows if name not in off])
            self._shown_off = off

    def allow(self) -> None:
        """Let takes be listened to where something can listen; a check that is on can always be put off."""
        settings, found = self.tools.choices.now.value, self.tools.engines.found.value
        fault = found.listening_fault if found else ("", "")
        field = self.field("check_words")
        is_missing = bool(fault[0])
        field.allow(say("advanced.check_missing") if is_missing and not settings.check_words else "")
        field.explain(say("advanced.check_missing") if is_missing and settings.check_words else "")
        if is_missing:
            self._mend.grid(**self._mend_place)
        else:
            self._mend.grid_remove()
        self._tick(settings)

    def _tick(self, settings: Settings) -> None:
        """Show which rules are on, after a reset too."""
        if self._shown_off is None or settings.switched_off == self._shown_off:
            return
        self._shown_off = settings.switched_off
        for name in self.table.ids:
            self.table.tick([name], name not in self._shown_off)

    def _ticked(self, _: Sequence[str]) -> None:
        off = [name for name in self.table.ids if name not in self.table.ticked]
        self._shown_off = frozenset(off)
        self.tools.choices.set(rules_off=",".join(off))

    def _go(self) -> None:
        """To where what is missing can be had: first the program, then its model."""
        listener = next(
            (row for row in self.tools.models.rows.value or () if row.name == LISTENING_MODEL), None
        )
        found = self.tools.engines.found.value
        needs_model = listener is not None and not listener.is_usable
        is_set_up = found is not None and found.is_listener_set_up
        self.tools.open("models" if needs_model and is_set_up else "engines")
