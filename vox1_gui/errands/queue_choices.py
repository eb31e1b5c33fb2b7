"""Choices for a book of the queue: who can read it."""

from __future__ import annotations

from dataclasses import dataclass

from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice that can read a book.

    Attributes:
        id: What the settings are given; empty for the one that fits the book's language.
        name: For people.
        language: A BCP 47 tag, or the engine's own; empty for a voice that the listener keeps.
    """

    id: str
    name: str
    language: str


def offered_voices(desk: Desk, engine: str, model: str) -> tuple[OfferedVoice, ...]:
    """Return the voices that the listener keeps, and those of the engine.

    Raises:
        Vox1Error: The engine cannot be loaded, or the voices cannot be read.
    """
    clones = any(row.id == engine and row.needs_model for row in desk.backend.engines())
    whole = [voice for voice in desk.backend.master_voices() if clones and not voice.fault]
    kept = [OfferedVoice(one.name, one.name, "") for one in whole]
    offered = [OfferedVoice(one.id, one.name, one.language) for one in desk.backend.voices(engine, model)]
    return (*kept, *offered)
