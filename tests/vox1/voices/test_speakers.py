"""Tests of telling one speaker from two, with draft voices."""

from __future__ import annotations

import numpy as np

from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise, pcm16
from vox1.audio.analysis import analyse
from vox1.voices.speakers import distance


def _distance(audio: Audio) -> float | None:
    analysis = analyse(pcm16(audio), RATE_HZ)
    return distance(audio, analysis, analysis.active)


def test_one_speaker_is_near_to_himself(clean_reading: Audio) -> None:
    """Whichever 12 s of his reading."""
    pieces = [clean_reading[start * RATE_HZ : (start + 12) * RATE_HZ] for start in (0, 10, 20, 30)]

    assert all((_distance(piece) or 9) < 1.1 for piece in pieces)


def test_a_man_and_a_woman_are_two_speakers(dialogue: Audio) -> None:
    """By pitch alone."""
    apart = _distance(dialogue[: 14 * RATE_HZ])

    assert apart is not None
    assert apart > 1.2


def test_too_little_to_tell_is_said() -> None:
    """Silence and a moment of sound are not called one speaker."""
    assert _distance(np.zeros(RATE_HZ, np.float32)) is None
    assert _distance(noise(RATE_HZ // 2, -20)) is None
