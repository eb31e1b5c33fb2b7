"""Layouts: which files make a model whole, and which of them shape what it does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vox1.models.catalogue import LISTENER, NARRATOR, Kind

_INDEX = "model.safetensors.index.json"
_WEIGHTS = "model.safetensors"
_MOST_JSON_BYTES = 50_000_000
"""A tokenizer's vocabulary has some millions."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one engine's models.

    Attributes:
        needed: Without any one of these the engine cannot load the model; several names in one row stand
            for each other.
        shaping: Folders with patterns of the files that shape what it does, there or not: weights,
            tokenizer, codec and their configurations. No descriptions, no licences.
    """

    needed: tuple[tuple[str, ...], ...]
    shaping: Mapping[str, tuple[str, ...]]


LAYOUTS: Mapping[str, Layout] = {
    # What its library (0.1.1) opens, through transformers 4.57.3.
    NARRATOR: Layout(
        needed=(
            ("config.json",),
            ("generation_config.json",),
            (_WEIGHTS, _INDEX),
            ("vocab.json",),
            ("merges.txt",),
            ("tokenizer_config.json",),
            ("speech_tokenizer/config.json",),
            ("speech_tokenizer/model.safetensors",),
            ("speech_tokenizer/preprocessor_config.json",),
        ),
        shaping={
            ".": (
                "config.json",
                "generation_config.json",
                "preprocessor_config.json",
                "*.safetensors",
                "*.safetensors.index.json",
                "vocab.json",
                "merges.txt",
                "tokenizer.json",
                "tokenizer_config.json",
                "added_tokens.json",
                "special_tokens_map.json",
            ),
            "speech_tokenizer": ("config.json", "preprocessor_config.json", "*.safetensors"),
        },
    ),
    # What faster-whisper 1.2.1 opens, through CTranslate2.
    LISTENER: Layout(
        needed=(
            ("config.json",),
            ("model.bin",),
            ("tokenizer.json",),
            ("vocabulary.txt", "vocabulary.json"),
        ),
        shaping={
            ".": ("config.json", "model.bin", "tokenizer.json", "vocabulary.*", "preprocessor_config.json")
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a folder's model is.

    Attributes:
        engine: Id of what it is for.
        kind: What it can do.
        size: Its parameters, such as ``0.6B``; empty where it does not say.
    """

    engine: str
    kind: Kind
    size: str


def identify(folder: Path) -> Identity | None:
    """Return what the model in a folder is, from its own files; None for a folder that holds none."""
    config = read_object(folder / "config.json")
    if config is None:
        return None
    if "tts_model_type" in config:
        try:
            return Identity(NARRATOR, Kind(config["tts_model_type"]), _size(config.get("tts_model_size")))
        except ValueError:
            return None
    return Identity(LISTENER, Kind.LISTENING, "") if (folder / "model.bin").is_file() else None


def _size(told: object) -> str:
    """``0b6`` as ``0.6B``; empty for anything else."""
    match = re.fullmatch(r"(\d{1,3})b(\d)", told) if isinstance(told, str) else None
    return f"{match[1]}.{match[2]}B" if match else ""


def first_missing(folder: Path, layout: Layout) -> str:
    """Return a file that a folder lacks for its model to be whole; empty if it has them all."""
    for names in layout.needed:
        if not any((folder / name).is_file() for name in names):
            return names[0]
    if (folder / _WEIGHTS).is_file() or not (folder / _INDEX).is_file():
        return ""
    shards = _shards(folder / _INDEX)
    if not shards:
        return _WEIGHTS
    return next((shard for shard in shards if not (folder / shard).is_file()), "")


def _shards(index: Path) -> list[str]:
    """The files that an index names; none if it is not understood."""
    weights = (read_object(index) or {}).get("weight_map")
    if not isinstance(weights, dict) or not all(isinstance(shard, str) for shard in weights.values()):
        return []
    return sorted(set(weights.values()))


def shaping_files(folder: Path, layout: Layout) -> list[str]:
    """Return the files in a folder that shape what its model does, relative to it, with slashes."""
    found = {
        path.relative_to(folder).as_posix()
        for part, patterns in layout.shaping.items()
        for pattern in patterns
        for path in (folder / part).glob(pattern)
        if path.is_file()
    }
    return sorted(found)


def read_object(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in a file; None where there is none."""
    try:
        if path.stat().st_size > _MOST_JSON_BYTES:
            return None
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return written if isinstance(written, dict) else None
