"""Prospects: what a machine can do for an audiobook, for a listener who has rendered none yet."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.hardware import processor
from vox1.hardware.advice import card_fault
from vox1.hardware.tiers import tier_of
from vox1.models.catalogue import CATALOGUE, Kind
from vox1_setup.machine import Machine

BOOK_HOURS = 10
"""Of audio, in a book of some four hundred pages."""
_NARRATOR_TIMES = (0.2, 1.0)
"""Times real time on cards from an RTX 4060 to an RTX 4090, by what users of the model's library report."""
_FETCH_BYTES = tuple(row.fetch_bytes for row in CATALOGUE.values() if row.kind is Kind.CUSTOM_VOICE)
DRAFT_TIMES = 200
"""Times real time on two cores with all that belongs to a render (docs/performance.md)."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """What a machine can do.

    Attributes:
        processor: Its name; empty where it is not known.
        cores: How many it has.
        memory_bytes: Main memory; None where it is not known.
        card: Name of the graphics card that a narrator can run on, or of one that it cannot; empty for none.
        card_bytes: The card's memory; None where it is not known.
        fault: Why the card cannot be used, in a clause; empty where it can, or there is none.
        model: Size of the largest narrator advised; empty where none is.
        fetch_bytes: What there is to fetch for the smallest narrator, and for the largest.
        narrator_hours: What a book of `BOOK_HOURS` takes it, from and to; None where none is advised.
        draft_minutes: What it takes the draft voice.
    """

    processor: str
    cores: int
    memory_bytes: int | None
    card: str
    card_bytes: int | None
    fault: str
    model: str
    fetch_bytes: tuple[int, int]
    narrator_hours: tuple[float, float] | None
    draft_minutes: float


def prospects(machine: Machine) -> Prospects:
    """Return what a machine can do."""
    fault = card_fault(machine)
    card = machine.card
    memory = processor.memory()
    model = "" if card is None or fault else tier_of(card.memory_bytes).model
    slowest, fastest = _NARRATOR_TIMES
    return Prospects(
        processor=processor.title(),
        cores=processor.physical_cores(),
        memory_bytes=memory.total_bytes if memory else None,
        card=card.name if card else "",
        card_bytes=card.memory_bytes if card else None,
        fault=fault,
        model=model,
        fetch_bytes=(min(_FETCH_BYTES), max(_FETCH_BYTES)),
        narrator_hours=(BOOK_HOURS / fastest, BOOK_HOURS / slowest) if model else None,
        draft_minutes=BOOK_HOURS * 60 / DRAFT_TIMES,
    )
