"""Tiers: what a card with so much memory can do, and what going above it risks."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.script.chunking import Size

MOST_SLOTS = 3
"""A user may ask for no more (design, section 6)."""
_GB = 10**9
_MIB = 2**20
_SIX_GB_CARD = 6 * 1024 * _MIB
"""The most that a card sold as one of 6 GB shows."""


@dataclass(frozen=True, slots=True)
class Tier:
    """What is advised for a card.

    Attributes:
        slots: Takes at once.
        model: The largest model, in parameters: ``1.7B`` or ``0.6B``; empty for a card advised against.
        size: How long chunks should be: a longer text is divided, never cut off.
    """

    slots: int
    model: str
    size: Size


_SHORT = Size(least=150, most=250)
"""For small cards, where speaking is slow: what is spoken again costs less."""
_LARGEST = Tier(3, "1.7B", Size())
_LARGE = Tier(2, "1.7B", Size())
_MIDDLE = Tier(1, "1.7B", Size())
_SMALL = Tier(1, "0.6B", _SHORT)
_TOO_SMALL = Tier(1, "", _SHORT)
_UNKNOWN = Tier(2, "1.7B", Size())


def tier_of(vram_bytes: int | None) -> Tier:
    """Return the tier of a card by all of its memory; None for memory that cannot be read.

    The numbers are those of the design, section 6: 3 slots from 22 GB, 2 from 11 GB, otherwise 1, and 2 where
    the memory cannot be read; the smaller model with one slot from 4 to 6 GB, and nothing below. A GB is
    10^9 bytes here, as a card sold as one of 11 GB shows some MiB less than 11 GiB. Chunks are as long on
    every card above the small ones: their text is in the name of a take, and a book that is carried to
    another computer should find its takes again.
    """
    if vram_bytes is None:
        return _UNKNOWN
    if vram_bytes < 4 * _GB:
        return _TOO_SMALL
    if vram_bytes <= _SIX_GB_CARD:
        return _SMALL
    if vram_bytes < 11 * _GB:
        return _MIDDLE
    return _LARGE if vram_bytes < 22 * _GB else _LARGEST


def risk_of(slots: int, vram_bytes: int | None) -> str:
    """Return what more takes at once than are advised risk, in sentences; empty where nothing does.

    Each slot costs memory for its row, and hardly any time (facts of the model, A2 and A5), so that too many
    show only when memory runs out. Windows then moves what does not fit into main memory, over a bus that is
    many times slower than the card's own (NVIDIA, "System Memory Fallback").
    """
    advised = tier_of(vram_bytes).slots
    if slots <= advised:
        return ""
    size = "a card whose memory cannot be read" if vram_bytes is None else f"{vram_bytes / 2**30:.0f} GB"
    return (
        f"{slots} takes at once are more than the {advised} advised for {size}: the card may run out of"
        " memory (then VOX-1 goes on with fewer by itself and says so), and on Windows it may become many"
        " times slower instead."
    )


def dtype_for(device: str, capability: tuple[int, int] | None) -> str:
    """Return the number format for a model's weights: ``bfloat16`` or ``float32``.

    bfloat16 from compute capability 8.0 on, float32 on 7.x and older: there float16 ends in NaN (issue 43 of
    the model), and bfloat16 falls back to slow kernels (its sister model's PR 191, on a T4).
    float32 on the processor and on Macs. bfloat16 is the default of the engine's own README (line 160).

    Args:
        device: ``cuda``, ``cpu`` or ``mps``.
        capability: Of the card; None where it is not known.
    """
    is_new = device == "cuda" and capability is not None and capability >= (8, 0)
    return "bfloat16" if is_new else "float32"
