"""The outlook: what a machine has, and what is advised for speaking on it, as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outlook:
    """What this machine has, and what is advised for it.

    Attributes:
        system: ``Windows``, ``Linux``, ``Darwin`` (macOS) or another name that Python has for it.
        cores: Of the processor.
        memory_bytes: Main memory; None where it is not known.
        card: The NVIDIA card's name; empty without one.
        card_bytes: All of its memory; None where it is not known.
        free_bytes: What is free of it at this moment; the same.
        is_card_usable: Whether a narrator can run on it: it is not hidden, and not too old.
        devices: What engines can run on here, beside ``auto``.
        named_device: The one in the environment, which has the last word; empty where it names none.
        slots: Takes at once that are advised.
        model: The largest model that is advised, ``1.7B`` or ``0.6B``; empty for none.
        needs: Bytes of the card that a model of a size takes with a number of takes at once.
    """

    system: str
    cores: int
    memory_bytes: int | None
    card: str = ""
    card_bytes: int | None = None
    free_bytes: int | None = None
    is_card_usable: bool = False
    devices: tuple[str, ...] = ("cpu",)
    named_device: str = ""
    slots: int = 1
    model: str = ""
    needs: Mapping[tuple[str, int], int] = field(default_factory=dict)
