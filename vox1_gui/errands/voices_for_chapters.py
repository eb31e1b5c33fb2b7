"""Voices for chapters: those that may read one, besides the book's narrator."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.settings import Settings
from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice that a chapter can be given.

    Attributes:
        id: What the chapter's voice is set to.
        name: For people.
        language: For people; empty where it speaks any.
    """

    id: str
    name: str
    language: str


def offered_voices(desk: Desk, settings: Settings) -> tuple[OfferedVoice, ...]:
    """Return the listener's own voices, and then those of the engine.

    Raises:
        InputError: There is no such engine or model.
        EngineFailed: The engine cannot be loaded.
        DiskError: The voices cannot be read.
    """
    own = [OfferedVoice(voice.name, voice.name, "") for voice in desk.backend.master_voices()]
    engine = desk.backend.voices(settings.engine, settings.model)
    return (*own, *(OfferedVoice(voice.id, voice.name, voice.language) for voice in engine))
