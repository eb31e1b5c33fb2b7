"""The registry: one row of facts for each voice engine. No engine is named anywhere else in the core."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vox1.engines.draft_voices import DRAFT_VOICES
from vox1.errors import InputError
from vox1.script.chunking import Size
from vox1.script.normalise import RULE_NAMES
from vox1.settings import Settings


@dataclass(frozen=True, slots=True)
class EngineRow:
    """What the core needs to know of an engine.

    Attributes:
        id: Its name in commands, keys and receipts.
        title: Its name for people.
        description: One sentence for a listener who must choose.
        audio_revision: Raised only when our code changes the audio it makes.
        size: How long its chunks should be.
        most_slots: How many takes it can speak at once.
        seconds_per_character: The slowest plausible speech; what is longer is stopped.
        grace_seconds: Added to that, for very short texts.
        voices: Its voice for a language, by the whole tag or the part before the first hyphen.
        shaping: The settings that change its audio, as it takes them.
        reads_itself: Names of normalisation's rules for what it reads well as written.
        is_speech: Whether it speaks, so that the checks of speech apply to its takes.
        varies: Whether another seed makes another take of the same text.
        for_tests: Not offered to listeners.
    """

    id: str
    title: str
    description: str
    audio_revision: int
    size: Size
    most_slots: int
    seconds_per_character: float
    grace_seconds: float
    voices: Mapping[str, str]
    shaping: Callable[[Settings], dict[str, Any]]
    reads_itself: frozenset[str] = frozenset()
    is_speech: bool = True
    varies: bool = True
    for_tests: bool = False

    def voice_for(self, language: str) -> str | None:
        """Return the engine's voice for a language; None where it has none."""
        exact, general = language.lower(), language.split("-", maxsplit=1)[0].lower()
        return self.voices.get(exact) or self.voices.get(general)

    @property
    def first_voice(self) -> str:
        """The voice for a book in a language that the engine does not speak."""
        return next(iter(self.voices.values()))

    def budget_seconds(self, text: str) -> float:
        """Return the longest plausible length of a text's speech."""
        return self.grace_seconds + self.seconds_per_character * len(text)


_FAULTS = "VOX1_FAULTS"
"""Environment: what the faulty draft voice does wrong, and how often; see `vox1_worker.engines.faulty`."""


def _draft_voice(settings: Settings) -> dict[str, Any]:
    return {"rate_wpm": round(175 * settings.speed)}


def _faulty_draft_voice(settings: Settings) -> dict[str, Any]:
    return {**_draft_voice(settings), "faults": os.environ.get(_FAULTS, "")}


ENGINES: Mapping[str, EngineRow] = {
    row.id: row
    for row in (
        EngineRow(
            id="espeak",
            title="Draft voice (eSpeak NG)",
            description="A plain robot voice that works on any computer at once, for trying a book out.",
            audio_revision=1,
            size=Size(),
            most_slots=1,
            seconds_per_character=0.5,
            grace_seconds=20.0,
            voices=DRAFT_VOICES,
            shaping=_draft_voice,
            varies=False,
        ),
        EngineRow(
            id="faulty",
            title="Faulty draft voice",
            description="The draft voice with the faults of voice models, for testing VOX-1 itself.",
            audio_revision=1,
            size=Size(),
            most_slots=1,
            seconds_per_character=0.5,
            grace_seconds=20.0,
            voices=DRAFT_VOICES,
            shaping=_faulty_draft_voice,
            for_tests=True,
        ),
        EngineRow(
            id="tone",
            title="Test tones",
            description="Tones instead of speech, for testing VOX-1 itself.",
            audio_revision=1,
            size=Size(),
            most_slots=3,
            seconds_per_character=0.2,
            grace_seconds=5.0,
            voices={"en": "tone", "en-us": "tone"},
            shaping=lambda _: {},
            reads_itself=frozenset(RULE_NAMES),  # a tone for each word as written, and orders in brackets
            is_speech=False,
            for_tests=True,
        ),
    )
}


def engine_row(engine_id: str) -> EngineRow:
    """Return an engine's row.

    Raises:
        InputError: There is no such engine.
    """
    try:
        return ENGINES[engine_id]
    except KeyError:
        offered = ", ".join(row.id for row in ENGINES.values() if not row.for_tests)
        raise InputError(
            f"There is no voice engine called {engine_id}", f"Choose one of: {offered}.", "unknown-engine"
        ) from None
