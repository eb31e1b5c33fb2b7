"""The registry: one row of facts for each voice engine. No engine is named anywhere else in the core."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import regex as re

from vox1.engines.draft_voices import DRAFT_VOICES
from vox1.errors import InputError
from vox1.paths import environment_python
from vox1.script.chunking import Size
from vox1.script.normalise import RULE_NAMES
from vox1.settings import Settings

_OF_SYLLABLES = frozenset(("zh", "ja", "ko"))
_IDEOGRAPHS = re.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


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
        seconds_per_ideograph: The same for a character that is a syllable or a word (Chinese, Japanese,
            Korean).
        grace_seconds: Added to that, for very short texts.
        voices: Its voice for a language, by the whole tag or the part before the first hyphen.
        shaping: The settings that change its audio, as it takes them.
        reads_itself: Names of normalisation's rules for what it reads well as written.
        is_speech: Whether it speaks, so that the checks of speech apply to its takes.
        varies: Whether another seed makes another take of the same text.
        environment: Name of the environment with its libraries; empty for VOX-1's own.
        needs_model: Whether it speaks with a model from the folder of models.
        for_tests: Not offered to listeners.
    """

    id: str
    title: str
    description: str
    audio_revision: int
    size: Size
    most_slots: int
    seconds_per_character: float
    seconds_per_ideograph: float
    grace_seconds: float
    voices: Mapping[str, str]
    shaping: Callable[[Settings], dict[str, Any]]
    reads_itself: frozenset[str] = frozenset()
    is_speech: bool = True
    varies: bool = True
    environment: str = ""
    needs_model: bool = False
    for_tests: bool = False

    def voice_for(self, language: str) -> str | None:
        """Return the engine's voice for a language; None where it has none."""
        exact, general = language.lower(), language.split("-", maxsplit=1)[0].lower()
        return self.voices.get(exact) or self.voices.get(general)

    @property
    def is_set_up(self) -> bool:
        """Whether its libraries are installed; `vox1.engines.setting_up` installs them."""
        return not self.environment or environment_python(self.environment).is_file()

    def heeds(self, setting: str) -> bool:
        """Whether a setting that is a number changes its audio."""
        usual = Settings()
        changes: dict[str, Any] = {setting: getattr(usual, setting) + 0.1}
        return self.shaping(usual) != self.shaping(replace(usual, **changes))

    @property
    def first_voice(self) -> str:
        """The voice for a book in a language that the engine does not speak."""
        return next(iter(self.voices.values()))

    def size_for(self, language: str) -> Size:
        """Return how long chunks are in a language: a third of the characters where each is a syllable.

        A narrator says about 15 letters in a second, and about 5 syllables of Chinese, Japanese or Korean.
        """
        if language.split("-", maxsplit=1)[0].lower() not in _OF_SYLLABLES:
            return self.size
        return Size(self.size.least // 3, self.size.most // 3, self.size.standalone // 3)

    def budget_seconds(self, text: str) -> float:
        """Return the longest plausible length of a text's speech."""
        ideographs = len(_IDEOGRAPHS.findall(text))
        letters = self.seconds_per_character * (len(text) - ideographs)
        return self.grace_seconds + letters + self.seconds_per_ideograph * ideographs


NARRATORS = {
    "en": "ryan",
    "zh": "vivian",
    "ja": "ono_anna",
    "ko": "sohee",
    **dict.fromkeys(("de", "fr", "es", "it", "pt", "ru"), "ryan"),
}
"""Of the nine voices that come with the CustomVoice models, one of the language where there is one."""

_SAMPLING = (
    "temperature",
    "top_k",
    "top_p",
    "repetition_penalty",
    "subtalker_temperature",
    "subtalker_top_k",
    "subtalker_top_p",
)

_FAULTS = "VOX1_FAULTS"
"""Environment: what the faulty draft voice does wrong, and how often; see `vox1_worker.engines.faulty`."""


def _draft_voice(settings: Settings) -> dict[str, Any]:
    return {"rate_wpm": round(175 * settings.speed)}


def _faulty_draft_voice(settings: Settings) -> dict[str, Any]:
    return {**_draft_voice(settings), "faults": os.environ.get(_FAULTS, "")}


_DRAFT = EngineRow(
    id="espeak",
    title="Draft voice (eSpeak NG)",
    description="A plain robot voice that works on any computer at once, for trying a book out.",
    audio_revision=2,
    size=Size(),
    most_slots=1,
    seconds_per_character=0.5,
    seconds_per_ideograph=0.5,
    grace_seconds=20.0,
    voices=DRAFT_VOICES,
    shaping=_draft_voice,
    varies=False,
)

ENGINES: Mapping[str, EngineRow] = {
    row.id: row
    for row in (
        _DRAFT,
        EngineRow(
            id="qwen3",
            title="Narrator (Qwen3-TTS)",
            description="A natural voice: one of nine, one that you describe, or one cloned from a recording."
            " Wants an NVIDIA card and a model of 2.5 to 4.5 GB.",
            audio_revision=1,
            size=Size(),
            most_slots=3,
            # 40 frames and 2 for each character, 6 for an ideograph: about 2.3 times what narration takes.
            # Without it, 1 take in 200 would go on for 11 minutes (QwenLM/Qwen3-TTS#118).
            seconds_per_character=2 / 12.5,
            seconds_per_ideograph=6 / 12.5,
            grace_seconds=40 / 12.5,
            voices=NARRATORS,
            shaping=lambda settings: {name: getattr(settings, name) for name in _SAMPLING},
            environment="qwen3",
            needs_model=True,
        ),
        replace(
            _DRAFT,
            id="faulty",
            title="Faulty draft voice",
            description="The draft voice with the faults of voice models, for testing VOX-1 itself.",
            shaping=_faulty_draft_voice,
            varies=True,
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
            seconds_per_ideograph=0.2,
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
