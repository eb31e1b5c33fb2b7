"""The catalogue: the models that VOX-1 knows how to fetch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from vox1.errors import InputError
from vox1.settings import LISTENING_MODEL

NARRATOR = "qwen3"
"""The engine that most models are for."""
LISTENER = "asr"
"""The recogniser of the word check."""


class Kind(str, Enum):
    """What a model can do."""

    BASE = "base"
    """Speaks in the voice of a recording."""
    CUSTOM_VOICE = "custom_voice"
    """Speaks in voices of its own, in a given manner."""
    VOICE_DESIGN = "voice_design"
    """Makes a voice from a description."""
    LISTENING = "listening"
    """Writes down what it hears."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that can be fetched.

    Attributes:
        name: Of its folder in the folder of models.
        repo: Its place on the Hugging Face Hub, ``owner/name``.
        kind: What it can do.
        size: Its parameters, such as ``0.6B``.
        engine: Id of what it is for.
        fetch_bytes: About what there is to fetch; the hub says it to the byte.
        description: One sentence for a person who must choose.
    """

    name: str
    repo: str
    kind: Kind
    size: str
    engine: str
    fetch_bytes: int
    description: str


def _narrator(size: str, kind: Kind, repo_kind: str, fetch_bytes: int, description: str) -> KnownModel:
    name = f"Qwen3-TTS-12Hz-{size}-{repo_kind}"
    return KnownModel(name, f"Qwen/{name}", kind, size, NARRATOR, fetch_bytes, description)


# The sizes are those that the hub's pages showed in 2026; cards as `Batch size` in docs/models.md has them.
CATALOGUE: Mapping[str, KnownModel] = {
    row.name: row
    for row in (
        _narrator(
            "0.6B",
            Kind.BASE,
            "Base",
            2_520_000_000,
            "Reads in the voice of a recording you have, on cards from 4 GB.",
        ),
        _narrator(
            "0.6B",
            Kind.CUSTOM_VOICE,
            "CustomVoice",
            2_520_000_000,
            "Reads in one of nine voices it has, on cards from 4 GB; takes no wishes about the manner.",
        ),
        _narrator(
            "1.7B",
            Kind.BASE,
            "Base",
            4_540_000_000,
            "Reads in the voice of a recording you have, more lively, on cards from 8 GB.",
        ),
        _narrator(
            "1.7B",
            Kind.CUSTOM_VOICE,
            "CustomVoice",
            4_540_000_000,
            "Reads in one of nine voices it has, in the manner you wish for, on cards from 8 GB.",
        ),
        _narrator(
            "1.7B",
            Kind.VOICE_DESIGN,
            "VoiceDesign",
            4_540_000_000,
            "Makes a new voice from your description of it, for a Base model to read in; cards from 8 GB.",
        ),
        KnownModel(
            LISTENING_MODEL,
            "Systran/faster-whisper-small",
            Kind.LISTENING,
            "0.24B",
            LISTENER,
            486_000_000,
            "Listens to every take for the word check, on any card or none.",
        ),
    )
}


def known_model(name: str) -> KnownModel:
    """Return a model's row, whatever the capitals of its name.

    Raises:
        InputError: There is no such model.
    """
    rows = {row.name.casefold(): row for row in CATALOGUE.values()}
    try:
        return rows[name.casefold()]
    except KeyError:
        raise InputError(
            f"There is no model called {name}", f"Choose one of: {', '.join(CATALOGUE)}.", "unknown-model"
        ) from None
