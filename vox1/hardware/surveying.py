"""Surveying: this machine is looked at for its outlook."""

from __future__ import annotations

import os

from vox1.hardware.advice import usable_card
from vox1.hardware.device import named_device
from vox1.hardware.forecast import MODELS, ModelChoice, need_of
from vox1.hardware.monitor import CardState, read_card
from vox1.hardware.outlook import Outlook
from vox1.hardware.processor import memory, physical_cores
from vox1.hardware.tiers import MOST_SLOTS, Tier, dtype_for, tier_of
from vox1_setup.machine import Card, Machine, look


def survey(machine: Machine | None = None, state: CardState | None = None) -> Outlook:
    """Return what this machine has. Asks the driver, which may take seconds.

    Args:
        machine: What it is; None looks.
        state: Of its card; None asks.
    """
    machine = machine or look()
    own = memory()
    found = Outlook(
        system=machine.system,
        cores=physical_cores(),
        memory_bytes=own.total_bytes if own else None,
        devices=("cpu", "mps") if machine.system == "Darwin" else ("cpu",),
        named_device=named_device(os.environ),
    )
    return _with_card(found, machine, machine.card, state) if machine.card else found


def _with_card(found: Outlook, machine: Machine, card: Card, state: CardState | None) -> Outlook:
    state = state or read_card()
    is_usable = usable_card(machine) is not None
    tier = tier_of(card.memory_bytes) if is_usable else None
    return Outlook(
        system=found.system,
        cores=found.cores,
        memory_bytes=found.memory_bytes,
        card=card.name,
        card_bytes=card.memory_bytes,
        free_bytes=state.free_bytes if state else None,
        is_card_usable=is_usable,
        devices=(*found.devices, "cuda") if is_usable else found.devices,
        named_device=found.named_device,
        slots=tier.slots if tier else 1,
        model=tier.model if tier else "",
        needs=_needs(card, tier),
    )


def _needs(card: Card, tier: Tier | None) -> dict[tuple[str, int], int]:
    """What the models take of a card; nothing where it cannot be used."""
    if tier is None:
        return {}
    dtype = dtype_for("cuda", card.capability)
    return {
        (model, slots): need_of(ModelChoice(model, dtype, slots)).total
        for model in MODELS
        for slots in range(1, MOST_SLOTS + 1)
    }
