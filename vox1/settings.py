"""Settings: what the user has chosen once for all books, in ``user_settings.json``."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.script.normalise import RULE_NAMES

log = logging.getLogger(__name__)

SCHEMA = 1
LISTENING_MODEL = "faster-whisper-small"
"""The recogniser for the word check where none is named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices, with what holds until they make them.

    Attributes:
        engine: The voice engine.
        voice: A master voice, or the engine's name for one; empty chooses one by the book's language.
        speed: Speaking rate, 1.0 being the voice's own; 0.5 to 2.
        loudness_lufs: Loudness of each chapter, -31 to -9 (EBU R 128 integrated).
        bitrate_kbps: Of the AAC audio, 32 to 192.
        sentence_pause_ms: After a chunk that ends inside a paragraph, 0 to 5,000.
        paragraph_pause_ms: After the last chunk of a paragraph, 0 to 5,000.
        scene_pause_ms: At a scene break, 0 to 10,000.
        heading_pause_ms: After a heading, 0 to 10,000.
        chapter_pause_ms: After the last chunk of a chapter, 0 to 10,000.
        rules_off: Names of the rules for speaking that are switched off, with commas between them.
        model: Name of the model in `models`, or a folder, for an engine that needs one.
        style: How to speak, in words, for a model that takes direction.
        temperature: How freely a model speaks, 0.1 to 1.5: below 0.6 it tends to loop or fall silent, above 1
            it stumbles.
        top_k: Out of how many likely sounds it chooses, 1 to 1,000.
        top_p: Out of the likely sounds with this share of the probability together, 0.05 to 1.
        repetition_penalty: How much it avoids sounds that it has made, 1 to 1.5.
        subtalker_temperature: The same as temperature for the finer layers of the sound.
        subtalker_top_k: The same as top_k for these.
        subtalker_top_p: The same as top_p for these.
        check_words: Folder in `models` of the recogniser that listens to every take; empty for no word check.
        model_mirror: Address that models are fetched from; empty for the Hugging Face Hub.
        idle_minutes: Of a pause, after which the voice is let go with all its memory, 0 to 1,440; 0 keeps it.
        read_along: Whether a read-along EPUB is made beside the audiobook.
    """

    engine: str = "espeak"
    voice: str = ""
    speed: float = 1.0
    loudness_lufs: float = -18.0
    bitrate_kbps: int = 64
    sentence_pause_ms: int = 250
    paragraph_pause_ms: int = 550
    scene_pause_ms: int = 1800
    heading_pause_ms: int = 1000
    chapter_pause_ms: int = 2000
    rules_off: str = ""
    model: str = ""
    style: str = ""
    temperature: float = 0.9
    top_k: int = 50
    top_p: float = 1.0
    repetition_penalty: float = 1.05
    subtalker_temperature: float = 0.9
    subtalker_top_k: int = 50
    subtalker_top_p: float = 1.0
    check_words: str = ""
    model_mirror: str = ""
    idle_minutes: float = 1.0
    read_along: bool = False

    @property
    def switched_off(self) -> frozenset[str]:
        """Names of the rules for speaking that are switched off."""
        return frozenset(name.strip() for name in self.rules_off.split(",") if name.strip())

    def to_json(self) -> dict[str, Any]:
        """Return them as an object for `json.dump`."""
        return {"schema": SCHEMA, **asdict(self)}


_RANGES: dict[str, tuple[float, float]] = {
    "speed": (0.5, 2.0),
    "loudness_lufs": (-31.0, -9.0),
    "bitrate_kbps": (32, 192),
    "sentence_pause_ms": (0, 5_000),
    "paragraph_pause_ms": (0, 5_000),
    "scene_pause_ms": (0, 10_000),
    "heading_pause_ms": (0, 10_000),
    "chapter_pause_ms": (0, 10_000),
    "temperature": (0.1, 1.5),
    "top_k": (1, 1_000),
    "top_p": (0.05, 1.0),
    "repetition_penalty": (1.0, 1.5),
    "subtalker_temperature": (0.1, 1.5),
    "subtalker_top_k": (1, 1_000),
    "subtalker_top_p": (0.05, 1.0),
    "idle_minutes": (0, 1_440),
}


_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number"}


def from_json(written: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Return the settings in an object, and a sentence for each value that had to be put aside.

    Keys this version does not know are left alone; bad values fall back to the default.
    """
    settings, warnings = Settings(), []
    for item in fields(Settings):
        if item.name not in written:
            continue
        value = written[item.name]
        try:
            settings = replace(settings, **{item.name: _checked(item.name, value)})
        except (TypeError, ValueError) as err:
            default = getattr(settings, item.name)
            warnings.append(f"Setting {item.name} = {value!r} is not usable ({err}); using {default!r}.")
    return settings, warnings


def _checked(name: str, value: Any) -> Any:
    """A value of the default's kind, within its range.

    Raises:
        TypeError: It is of another kind.
        ValueError: It is out of range.
    """
    kind = type(getattr(Settings(), name))
    # True and False are whole numbers to Python, and no numbers to anybody else.
    is_kind = isinstance(value, (kind, int) if kind is float else kind)
    if not is_kind or isinstance(value, bool) != (kind is bool):
        raise TypeError(f"it should be {_KINDS[kind]}")
    low, high = _RANGES.get(name, (float("-inf"), float("inf")))
    if not isinstance(value, str) and not low <= value <= high:
        raise ValueError(f"it should be between {low:g} and {high:g}")
    if name == "rules_off" and (unknown := Settings(rules_off=str(value)).switched_off - RULE_NAMES.keys()):
        raise ValueError(f"there is no rule {min(unknown)}: `rules` lists them")
    return kind(value)


def load(path: Path) -> tuple[Settings, list[str]]:
    """Return the user's settings, and a sentence for each problem with them."""
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError) as err:
        return Settings(), [f"{path.name} cannot be read ({err}); using the defaults."]
    if not isinstance(written, dict):
        return Settings(), [f"{path.name} holds no settings; using the defaults."]
    return from_json(written)


def save(settings: Settings, path: Path) -> None:
    """Write the settings, keeping keys of other versions.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        known = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        known = {}
    files.write_json(path, {**(known if isinstance(known, dict) else {}), **settings.to_json()})
