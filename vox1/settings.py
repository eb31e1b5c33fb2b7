"""Settings: what the user has chosen once for all books, in ``user_settings.json``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from vox1 import files
from vox1.audio.mastering import PERSONAL, Preset, preset_named
from vox1.hardware.device import DEVICES
from vox1.outputs.division import Split
from vox1.outputs.formats import CAPTIONS, formats_named
from vox1.paths import Folders
from vox1.script.normalise import RULE_NAMES

log = logging.getLogger(__name__)

SCHEMA = 1
_LEAST_KBPS = 16
LEAST_CHUNK, MOST_CHUNK = 100, 400
"""Characters. Above about 350 a narrator misbehaves more often, and far shorter chunks lose its melody
(docs/decisions/003)."""
MOST_SEED = 2**31 - 1
LISTENING_MODEL = "faster-whisper-small"
"""The recogniser for the word check where none is named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices, with what holds until they make them.

    Attributes:
        engine: The voice engine.
        voice: A master voice, or the engine's name for one; empty chooses one by the book's language.
        speed: Speaking rate, 1.0 being the voice's own; 0.5 to 2.
        loudness: A loudness preset (`vox1.audio.mastering`), or a loudness in LUFS, -31 to -9, as text.
        formats: What the audiobook is written as: names of `vox1.outputs.formats` with commas between them.
        split: How it is divided into files: ``book`` for one file, ``chapters``, or ``parts``.
        part_hours: The longest that a part may be, 1 to 48: Apple's shops take tracks under 23 hours
            (Apple Books audiobook specification), old players those under 13.
        bitrate_kbps: Of formats that have one, 16 to 320; 0 for each format's own.
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
        captions: Formats of captions written beside the audiobook, with commas between them; empty for none.
        model_mirror: Address that models are fetched from; empty for the Hugging Face Hub.
        idle_minutes: Of a pause, after which the voice is let go with all its memory, 0 to 1,440; 0 keeps it.
        read_along: Whether a read-along EPUB is made beside the audiobook.
        batch_size: Takes spoken at once, 1 to 3; 0 leaves it to the card.
        device: What engines run on, one of `vox1.hardware.device.DEVICES`; DEVICE in the environment has
            the last word.
        seed: Base seed of all takes, 0 to 2,147,483,647.
        chunk_characters: The longest that a chunk may be, 100 to 400; 0 for what suits engine and card.
        output_folder: Where audiobooks go, as an absolute path; empty for the usual place.
        work_folder: Where takes are kept, as an absolute path; empty for the usual place.
    """

    engine: str = "espeak"
    voice: str = ""
    speed: float = 1.0
    loudness: str = PERSONAL.name
    formats: str = "m4b"
    split: str = "book"
    part_hours: float = 23.0
    bitrate_kbps: int = 0
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
    captions: str = ""
    model_mirror: str = ""
    idle_minutes: float = 1.0
    read_along: bool = False
    batch_size: int = 0
    device: str = DEVICES[0]
    seed: int = 0
    chunk_characters: int = 0
    output_folder: str = ""
    work_folder: str = ""

    @property
    def switched_off(self) -> frozenset[str]:
        """Names of the rules for speaking that are switched off."""
        return frozenset(_names(self.rules_off))

    @property
    def caption_formats(self) -> tuple[str, ...]:
        """Names of the formats of captions that are written."""
        return tuple(dict.fromkeys(_names(self.captions.lower())))

    @property
    def mastering(self) -> Preset:
        """The loudness preset."""
        return preset_named(self.loudness)

    def to_json(self) -> dict[str, Any]:
        """Return them as an object for `json.dump`."""
        return {"schema": SCHEMA, **asdict(self)}


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


RANGES: dict[str, tuple[float, float]] = {
    "speed": (0.5, 2.0),
    "part_hours": (1, 48),
    "bitrate_kbps": (0, 320),
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
    "batch_size": (0, 3),
    "seed": (0, MOST_SEED),
    "chunk_characters": (0, MOST_CHUNK),
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
    if name == "loudness" and isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    kind = type(getattr(Settings(), name))
    # True and False are whole numbers to Python, and no numbers to anybody else.
    is_kind = isinstance(value, (kind, int) if kind is float else kind)
    if not is_kind or isinstance(value, bool) != (kind is bool):
        raise TypeError(f"it should be {_KINDS[kind]}")
    low, high = RANGES.get(name, (float("-inf"), float("inf")))
    if not isinstance(value, str) and not low <= value <= high:
        raise ValueError(f"it should be between {low:g} and {high:g}")
    return _CHECKS[name](kind(value)) if name in _CHECKS else kind(value)


def _rules(names: str) -> str:
    unknown = Settings(rules_off=names).switched_off - RULE_NAMES.keys()
    if unknown:
        raise ValueError(f"there is no rule {min(unknown)}: `rules` lists them")
    return names


def _bitrate(kbps: int) -> int:
    if 0 < kbps < _LEAST_KBPS:
        raise ValueError(f"it should be 0 for each format's own, or {_LEAST_KBPS} and more")
    return kbps


def _split(name: str) -> str:
    known = [split.value for split in Split]
    if name not in known:
        raise ValueError(f"it should be {', '.join(known)}")
    return name


def _captions(names: str) -> str:
    strange = set(Settings(captions=names).caption_formats).difference(CAPTIONS)
    if strange:
        raise ValueError(f"captions are not written as {min(strange)}, but as {', '.join(CAPTIONS)}")
    return names


def _device(name: str) -> str:
    if name not in DEVICES:
        raise ValueError(f"it should be {', '.join(DEVICES)}")
    return name


def _chunk(characters: int) -> int:
    if 0 < characters < LEAST_CHUNK:
        raise ValueError(f"it should be 0 for what suits the engine, or {LEAST_CHUNK} and more")
    return characters


def _folder(path: str) -> str:
    if path and not Path(path).is_absolute():
        raise ValueError("it should be a whole path, from the disk on")
    return path


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "rules_off": _rules,
    "loudness": lambda name: preset_named(name).name,
    "formats": lambda names: ",".join(form.name for form in formats_named(names)),
    "split": _split,
    "bitrate_kbps": _bitrate,
    "captions": _captions,
    "device": _device,
    "chunk_characters": _chunk,
    "output_folder": _folder,
    "work_folder": _folder,
}
"""Each returns a value as it is kept, or raises ValueError."""


def with_changes(settings: Settings, changes: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Return settings with some of them changed, and a sentence for each value that is not usable.

    Another engine has other voices, models and styles: it starts without those of the settings.
    """
    checked, warnings = from_json(changes)
    if "engine" in changes and checked.engine != settings.engine:
        changes = {"voice": "", "model": "", "style": "", **changes}
    return replace(settings, **changes), warnings


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


def chosen_folders(user: Path | None, output: Path | None, work: Path | None) -> Folders:
    """Return the folders of a run: as named for it, else as in the user's settings, else the usual ones.

    Args:
        user: Where the settings are; None for the usual place.
        output: For audiobooks; None where none is named.
        work: For takes; the same.
    """
    usual = Folders()
    user = (user or usual.user).absolute()
    settings, _ = load(replace(usual, user=user).settings)
    return Folders(
        output=(output or Path(settings.output_folder or usual.output)).absolute(),
        work=(work or Path(settings.work_folder or usual.work)).absolute(),
        user=user,
    )


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
