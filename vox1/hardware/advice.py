"""Advice: how a model is spoken with on this machine, and what the listener should know before it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass

from vox1.hardware.forecast import MODELS, ModelChoice, fit
from vox1.hardware.monitor import read_card
from vox1.hardware.tiers import Tier, dtype_for, risk_of, tier_of
from vox1.script.chunking import Size
from vox1_setup.machine import Card, Machine, look, torch_build

_SPARE_BYTES = 500_000_000
"""For the narrator at work, whose need grows with the longest chunk."""


@dataclass(frozen=True, slots=True)
class Advice:
    """How to speak with a model.

    Attributes:
        slots: Takes at once.
        size: How long chunks should be.
        warnings: What is risked, or will not fit, a sentence or two each.
        on_card: Whether a card is reckoned with.
    """

    slots: int
    size: Size
    warnings: tuple[str, ...] = ()
    on_card: bool = False


def advise(model: str, device: str, wanted_slots: int | None, machine: Machine | None = None) -> Advice:
    """Return how a model is spoken with.

    What the user wants is done all the same; what it risks is said.

    Args:
        model: Its size, ``0.6B`` or ``1.7B``; empty where it is not known.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        wanted_slots: Takes at once that the user asked for; None leaves it to the card.
        machine: What it runs on; None for this one.
    """
    card = usable_card(machine or look()) if device in {"auto", "cuda"} else None
    if card is None:  # one row after the other: a processor has no idle units to fill
        return Advice(wanted_slots or 1, Size())
    tier = tier_of(card.memory_bytes)
    slots = wanted_slots or tier.slots
    told = (_of_tier(card, tier, model), risk_of(slots, card.memory_bytes), _forecast(card, model, slots))
    return Advice(slots, tier.size, tuple(filter(None, told)), on_card=True)


def fits_beside(model: str, device: str) -> bool:
    """Whether a model for single sentences finds room on the card beside a narrator that is at work there.

    True where no card is reckoned with; False where nobody knows how much is free.

    Args:
        model: Its size, ``0.6B`` or ``1.7B``.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
    """
    card = usable_card(look()) if device in {"auto", "cuda"} else None
    if card is None:
        return True
    state = read_card()
    if state is None or state.free_bytes is None or model not in MODELS:
        return False
    choice = ModelChoice(model, dtype_for("cuda", card.capability), 1)
    return fit(choice, state.free_bytes - _SPARE_BYTES).is_good


def usable_card(machine: Machine) -> Card | None:
    """Return the card, unless a narrator cannot run on it."""
    return None if card_fault(machine) else machine.card


def card_fault(machine: Machine) -> str:
    """Why the card that is there cannot be used, in a clause; empty where it can, or there is none."""
    if machine.fault:
        return f"the NVIDIA driver does not answer: {machine.fault}"
    if machine.card is None:
        return ""
    if os.environ.get("CUDA_VISIBLE_DEVICES") in {"", "-1"}:
        return "CUDA_VISIBLE_DEVICES hides it from every program"
    build = torch_build(machine)
    if build.driver:
        return f"its driver {machine.card.driver} is too old: {build.driver} or newer is needed"
    return build.reason if build.tag == "cpu" else ""


def _of_tier(card: Card, tier: Tier, model: str) -> str:
    """What a card is too small for."""
    if not tier.model:
        return f"The {card.name} has too little memory; the processor may do better (device: cpu)."
    if model == "1.7B" and tier.model == "0.6B":
        return f"For the {card.name} the model of 0.6B is advised; that of 1.7B may not fit."
    return ""


def _forecast(card: Card, model: str, slots: int) -> str:
    """Whether it fits into what is free at this moment; empty where it does, or nobody knows."""
    state = read_card() if model in MODELS else None
    free_bytes = state.free_bytes if state else None
    if free_bytes is None:
        return ""
    forecast = fit(ModelChoice(model, dtype_for("cuda", card.capability), slots), free_bytes)
    return "" if forecast.is_good else f"The model may not fit into the card's memory: {forecast}"
