"""Take keys: the name of a take is a hash over all that shapes its audio, and nothing that does not."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from vox1.engines.registry import EngineRow


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """Who speaks, and how.

    Attributes:
        engine: The engine's row.
        weights: Hash of the model's files; empty for an engine without.
        voice: Hash of a prepared voice, or the engine's own name of one.
        settings: The engine's shaping settings.
        seed: Base seed of the render.
        place: Where the prepared voice is on this computer; empty for one that the engine knows by its name.
        given_title: What people call the voice; empty for its own name.
        mother_tongue: BCP 47 tag of what its reference clip says; empty where nobody knows.
    """

    engine: EngineRow
    weights: str
    voice: str
    settings: dict[str, Any]
    seed: int
    place: str = ""
    given_title: str = ""
    mother_tongue: str = ""

    @property
    def asked(self) -> str:
        """What the engine is asked for."""
        return self.place or self.voice

    @property
    def style(self) -> str:
        """How to speak, in words."""
        return str(self.settings.get("style", ""))

    @property
    def title(self) -> str:
        """What people call the voice."""
        return self.given_title or self.voice

    def key(self, spoken: str, language: str) -> str:
        """Return the take key of a chunk.

        Args:
            spoken: Its text as said.
            language: Resolved language.
        """
        return _hash({**self._sound(language), "spoken": spoken, "seed": self.seed})

    def norm_key(self, language: str) -> str:
        """Return the key of what is normal for the voice: a hash over all but the text and the seed.

        Args:
            language: Resolved language.
        """
        return _hash(self._sound(language))

    def _sound(self, language: str) -> dict[str, Any]:
        """All that shapes how the voice sounds, whatever it says."""
        return {
            "language": language,
            "engine": self.engine.id,
            "audio_revision": self.engine.audio_revision,
            "weights": self.weights,
            "voice": self.voice,
            "settings": self.settings,
        }


def _hash(shaping: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(shaping)).hexdigest()


def canonical_json(value: object) -> bytes:
    """Return the one JSON form of a value: keys sorted, NFC text, whole floats as integers."""
    return json.dumps(
        _canonical(value), ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("ascii")


def _canonical(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {str(_canonical(key)): _canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def attempt_seed(key: str, attempt: int) -> int:
    """Return the seed of one attempt, 0 to 2**63 - 1, so that a take depends on nothing else."""
    digest = hashlib.sha256(f"{key}:{attempt}".encode("ascii")).digest()
    return int.from_bytes(digest[:8], "big") >> 1
