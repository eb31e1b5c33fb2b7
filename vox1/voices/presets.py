"""Presets: the voices that a model knows by name, told without loading it."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.models.catalogue import Kind
from vox1.models.layout import read_object
from vox1.models.store import InstalledModel

_UNKNOWN_LANGUAGE = "mul"


@dataclass(frozen=True, slots=True)
class Preset:
    """A voice that comes with a model.

    Attributes:
        id: What `render` is given.
        name: For people.
        language: A BCP 47 tag: what it was recorded in; it speaks the others too, with an accent.
        character: How it sounds, for a listener who must choose; empty where nobody has said.
    """

    id: str
    name: str
    language: str
    character: str


PRESETS = (
    Preset("aiden", "Aiden", "en", "American man, sunny, clear in the middle"),
    Preset("dylan", "Dylan", "zh", "young man from Beijing, clear and natural; Beijing dialect"),
    Preset("eric", "Eric", "zh", "lively man from Chengdu, bright and a little husky; Sichuan dialect"),
    Preset("ono_anna", "Ono Anna", "ja", "playful woman, light and quick"),
    Preset("ryan", "Ryan", "en", "energetic man with a strong rhythm"),
    Preset("serena", "Serena", "zh", "young woman, warm and gentle"),
    Preset("sohee", "Sohee", "ko", "warm woman, full of feeling"),
    Preset("uncle_fu", "Uncle Fu", "zh", "seasoned man, low and mellow"),
    Preset("vivian", "Vivian", "zh", "young woman, bright, with a slight edge"),
)
"""Those of the CustomVoice models, by their model card."""


def presets_of(model: InstalledModel) -> tuple[Preset, ...]:
    """Return the voices that a model knows by name, by its own configuration; none for other kinds."""
    if model.kind is not Kind.CUSTOM_VOICE:
        return ()
    talker = (read_object(model.folder / "config.json") or {}).get("talker_config")
    named = talker.get("spk_id") if isinstance(talker, dict) else None
    known = {preset.id: preset for preset in PRESETS}
    names = sorted(str(name).lower() for name in named) if isinstance(named, dict) else []
    return tuple(known.get(name) or _unknown(name) for name in names)


def _unknown(name: str) -> Preset:
    """A voice that somebody has added to a model."""
    return Preset(name, name.replace("_", " ").title(), _UNKNOWN_LANGUAGE, "")
