"""The batch size: how many takes are spoken at once, what is advised, and what more would risk."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk

from vox1.hardware.outlook import Outlook
from vox1.settings import Settings
from vox1_gui import theme
from vox1_gui.errands.machine import EngineView
from vox1_gui.pages.advanced.choices import Choices
from vox1_gui.pages.advanced.fields import Field, enable
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.fields import Slider, Switch
from vox1_gui.widgets.labels import Label, hint
from vox1_gui.words import figure

LEAST, MOST = 1, 3
_SLIDER = 120


class BatchField(Field):
    """A slider from 1 to 3, and a switch that leaves it to the card."""

    def __init__(self, master: Any, choices: Choices) -> None:
        super().__init__(master, choices, "batch_size")
        self._outlook: Outlook | None = None
        self._advised = LEAST

    def fill(self) -> None:
        """Make slider and switch, and room for what is advised."""
        place = ctk.CTkFrame(self, fg_color="transparent")
        self._slider = Slider(place, LEAST, MOST, 1, self._slid, width=_SLIDER)
        self._slider.grid(row=0, column=0)
        self._shown = Label(place, kind=Type.STRONG, width=24, anchor="e")
        self._shown.grid(row=0, column=1, padx=theme.GAP)
        self.auto = Switch(place, say("advanced.batch_auto"), self._switched)
        self.auto.grid(row=0, column=2, padx=(theme.GAP, 0))
        self.put(place)
        self.advice = hint(self)
        self.advice.grid(row=2, column=0, columnspan=2, sticky="ew")
        self.risk = Label(self, kind=Type.SMALL, colour=theme.colours().warning, wraps=True)
        self.risk.grid(row=3, column=0, columnspan=2, sticky="ew")
        self.risk.grid_remove()

    def advise(self, outlook: Outlook | None, engine: EngineView | None, model: str) -> None:
        """Take note of what is advised.

        Args:
            outlook: What the machine has; None where that is not known yet.
            engine: The voice engine that is chosen; the same.
            model: Size of the model that is chosen; empty where none is.
        """
        self._outlook = outlook
        has_card = outlook is not None and _speaks_on_card(outlook, self.choices.now.value.device)
        most = engine.most_slots if engine else MOST
        self._advised = min(outlook.slots, most) if outlook and has_card else LEAST
        self.advice.set(_advice(outlook, model, self._advised, has_card=has_card))
        self.show(self.choices.now.value)

    def allow(self, reason: str = "") -> None:
        """Let it be set, or say why it cannot be."""
        super().allow(reason)
        enable(self.auto, is_enabled=not reason)
        self.show(self.choices.now.value)

    def show(self, settings: Settings) -> None:
        """Show what is chosen, or what is advised where that is left to the card."""
        is_auto = settings.batch_size == 0
        slots = settings.batch_size or self._advised
        if bool(self.auto.get()) != is_auto:
            (self.auto.select if is_auto else self.auto.deselect)()
        enable(self._slider, is_enabled=self.is_allowed and not is_auto)
        self._slider.set(slots)
        self._shown.set(str(slots))
        risk = _risk(self._outlook, slots, self._advised) if self.is_allowed else ""
        self.risk.set(risk)
        (self.risk.grid if risk else self.risk.grid_remove)()

    def _slid(self, value: float) -> None:
        self.choices.set(batch_size=round(value))

    def _switched(self) -> None:
        self.choices.set(batch_size=0 if self.auto.get() else self._advised)


def _speaks_on_card(outlook: Outlook, device: str) -> bool:
    """Whether a card is used: by what the environment says, or the settings."""
    return outlook.is_card_usable and (outlook.named_device or device) in {"auto", "cuda"}


def _advice(outlook: Outlook | None, model: str, slots: int, *, has_card: bool) -> str:
    """What is advised, and why."""
    if outlook is None:
        return say("advanced.looking")
    if not has_card:
        return _without_card(outlook)
    if outlook.card_bytes is None:
        return say("advanced.advice_unknown", slots, card=outlook.card)
    memory = _gib(outlook.card_bytes)
    if not outlook.model:
        return say("advanced.advice_too_small", card=outlook.card, memory=memory)
    said = say("advanced.advice", slots, card=outlook.card, memory=memory, model=outlook.model)
    return " ".join(filter(None, (said, _need(outlook, model or outlook.model, slots))))


def _without_card(outlook: Outlook) -> str:
    """Why no card is reckoned with."""
    if not outlook.card:
        return say("advanced.advice_no_card")
    why = "advice_not_on_card" if outlook.is_card_usable else "advice_card_unusable"
    return say(f"advanced.{why}", card=outlook.card)


def _need(outlook: Outlook, model: str, slots: int) -> str:
    """What a model takes of the card, and what is free; empty where nobody knows."""
    need = outlook.needs.get((model, slots))
    if need is None or outlook.free_bytes is None:
        return ""
    takes = say("advanced.advice_need", model=model, need=_gib(need))
    return f"{takes} {say('advanced.advice_free', free=_gib(outlook.free_bytes))}"


def _risk(outlook: Outlook | None, slots: int, advised: int) -> str:
    """What more than is advised risks; empty where nothing does."""
    if outlook is None or not outlook.is_card_usable or slots <= advised:
        return ""
    return say("advanced.batch_risk", slots=slots, advised=advised)


def _gib(count_bytes: int) -> str:
    """Memory as cards are sold: in units of 1,024."""
    return f"{figure(count_bytes / 2**30, 1)} GB"
