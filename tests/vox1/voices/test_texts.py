"""Tests of the texts that voices are heard by."""

from __future__ import annotations

import pytest

from vox1.engines.draft_voices import DRAFT_VOICES
from vox1.script.normalise.spoken import normalise
from vox1.voices.design import LONGEST_SECONDS, SHORTEST_SECONDS
from vox1.voices.texts import TEXTS, text_for
from vox1_worker.engine import Speech
from vox1_worker.engines.espeak import EspeakEngine
from vox1_worker.engines.qwen3.languages import AUTO, model_language
from vox1_worker.protocol import Load, Speak

_SYLLABLES = {"zh": (45, 65), "ja": (65, 90), "ko": (85, 110)}
"""Characters of 8 to 15 seconds where the draft voice is no measure: it cannot read these scripts well."""


def seconds_of(text: str, language: str) -> float:
    """Return how long the draft voice says a text."""
    engine = EspeakEngine()
    rate_hz = engine.load(Load("", "cpu", 1)).sample_rate_hz
    spoken = normalise(text, language)
    engine.start(Speak("1", "", 1, 0, spoken, DRAFT_VOICES[language], "", language, {}, 600.0, ""))
    (outcome,) = engine.step()
    assert isinstance(outcome, Speech)
    return len(outcome.audio) / rate_hz


def test_there_is_one_for_every_language_of_the_narrator() -> None:
    """None is heard by a text in another language."""
    assert AUTO not in {model_language(language) for language in TEXTS}
    assert len(TEXTS) == len({model_language(language) for language in TEXTS}) == 10


@pytest.mark.parametrize("language", TEXTS)
def test_each_is_as_long_as_a_good_clip(language: str) -> None:
    """8 to 15 seconds, which is 180 to 230 letters."""
    text = TEXTS[language]
    least, most = _SYLLABLES.get(language, (180, 230))

    assert least <= len(text) <= most
    assert language in _SYLLABLES or SHORTEST_SECONDS <= seconds_of(text, language) <= LONGEST_SECONDS


@pytest.mark.parametrize("language", TEXTS)
def test_each_is_said_as_it_is_written(language: str) -> None:
    """It becomes the transcript of a clip: no rule for numbers or abbreviations may touch it."""
    assert normalise(TEXTS[language], language) == TEXTS[language]


def test_a_country_does_not_matter() -> None:
    """A tag may say more than the language."""
    assert text_for("pt-BR") == TEXTS["pt"]


@pytest.mark.parametrize("language", ["fi", "tr", "el"])
def test_every_other_language_can_count(language: str) -> None:
    """A voice is heard in its own language, not in a text that it cannot read."""
    assert SHORTEST_SECONDS <= seconds_of(text_for(language), language) <= 20
