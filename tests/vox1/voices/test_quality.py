"""Tests of what is measured on a piece and what it costs: each fault is made, found and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise, pcm16
from vox1.voices.measurements import Measurements, measure
from vox1.voices.quality import GOOD_SCORE, Quality, judge
from vox1.voices.speech import SpeechDetector

SPEECH_DB = -24.0
"""Of the draft voice in the booth, about."""


@pytest.fixture(scope="session")
def piece(clean_reading: Audio) -> Audio:
    """Return about twelve seconds that begin and end in silence."""
    return clean_reading[: round(11.6 * RATE_HZ)]


def _measured(audio: Audio) -> Measurements:
    pcm = pcm16(audio)
    return measure(pcm, SpeechDetector().probabilities(pcm))


def _silence_around(audio: Audio) -> Audio:
    around = noise(RATE_HZ // 3, -66)
    return np.concatenate((around, audio, around))


def test_clean_speech_is_good_and_says_why(piece: Audio) -> None:
    """In a listener's words."""
    found = _measured(_silence_around(piece))
    quality = judge(found)

    assert quality.score >= 90
    assert quality.faults == ()
    assert {"one speaker", "not clipped", "little echo", "ends in silence"} <= set(quality.merits)
    assert found.begins_in_silence
    assert found.ends_in_silence
    assert 3 < found.syllables_per_second < 7
    assert 80 < found.pitch_hz < 130
    assert found.level_db == pytest.approx(SPEECH_DB, abs=3)


@pytest.mark.parametrize("below_db", [12.0, 20.0, 28.0])
def test_noise_is_measured_against_the_voice(below_db: float, piece: Audio) -> None:
    """Within 3 dB of what was added; white noise has less below 5 kHz, where it is measured."""
    level_db = _measured(piece).level_db

    found = _measured(piece + noise(piece.size, level_db - below_db))

    assert found.noise_db == pytest.approx(below_db + 2, abs=3)


def _echoing(audio: Audio) -> Audio:
    """In a room of one second whose sound is as strong as the direct one."""
    seconds = np.arange(RATE_HZ) / RATE_HZ
    response = noise(RATE_HZ, 0) * 10 ** (-3 * seconds).astype(np.float32)
    response /= np.sqrt(np.sum(np.square(response)))
    response[0] += 1
    size = audio.size + response.size
    heard = np.fft.irfft(np.fft.rfft(audio, size) * np.fft.rfft(response, size), size)
    return (0.7 * heard[: audio.size]).astype(np.float32)


def _on_the_telephone(audio: Audio) -> Audio:
    spectrum = np.fft.rfft(audio)
    spectrum[np.fft.rfftfreq(audio.size, 1 / RATE_HZ) > 3_400] = 0
    return np.fft.irfft(spectrum, audio.size).astype(np.float32) + noise(audio.size, -80)


def _with_chords(audio: Audio) -> Audio:
    seconds = np.arange(audio.size) / RATE_HZ
    root_hz = 165 * 2 ** (np.array([0, 5, 7, 3])[(seconds / 0.7).astype(int) % 4] / 12)
    phase = 2 * np.pi * np.cumsum(root_hz) / RATE_HZ
    chord = np.sum([np.sin(step * phase) for step in (1, 1.25, 1.5, 2, 3)], axis=0)
    music: Audio = (0.01 * chord).astype(np.float32)
    return audio + music


def _with_hum(audio: Audio) -> Audio:
    hum = np.sin(2 * np.pi * 50 * np.arange(audio.size) / RATE_HZ)
    return audio + (0.012 * hum).astype(np.float32)


def _clipped(audio: Audio) -> Audio:
    return np.clip(audio * np.float32(6 / np.abs(audio).max()), -1, 1)


def _with_gaps(audio: Audio) -> Audio:
    holed = audio.copy()
    for start in range(RATE_HZ, audio.size - RATE_HZ, RATE_HZ // 2):
        holed[start : start + RATE_HZ // 20] = 0
    return holed


def _with_blows(audio: Audio) -> Audio:
    blow = noise(RATE_HZ // 5, -12) * np.exp(-np.arange(RATE_HZ // 5) / 1_000).astype(np.float32)
    around = noise(RATE_HZ, -66)
    around[RATE_HZ // 2 : RATE_HZ // 2 + blow.size] += blow
    return np.concatenate((around, around, audio, around))


def _by_turns_loud_and_soft(audio: Audio) -> Audio:
    is_soft = np.arange(audio.size) // (3 * RATE_HZ) % 2
    changed: Audio = audio * np.where(is_soft, np.float32(0.12), np.float32(1))
    return changed


FAULTS: dict[str, Callable[[Audio], Audio]] = {
    "noise": lambda audio: audio + noise(audio.size, SPEECH_DB - 10),
    "music": _with_chords,
    "a hum at 50 Hz": _with_hum,
    "clipped": _clipped,
    "an echoing room": _echoing,
    "muffled": _on_the_telephone,
    "sound is missing": _with_gaps,
    "another sound": _with_blows,
    "its level changes": _by_turns_loud_and_soft,
    "faint": lambda audio: audio * np.float32(0.02),
    "only 5": lambda audio: audio[: round(4.4 * RATE_HZ)],
    "a pause": lambda audio: np.concatenate(
        (audio[: 5 * RATE_HZ], noise(3 * RATE_HZ, -66), audio[5 * RATE_HZ :])
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_and_costs(name: str, piece: Audio) -> None:
    """What a listener would name, the reasons name."""
    quality = judge(_measured(_silence_around(FAULTS[name](piece))))

    assert any(fault.startswith(name) for fault in quality.faults), quality
    assert quality.score < judge(_measured(_silence_around(piece))).score - 10


@pytest.mark.parametrize(
    "name", ["noise", "music", "a hum at 50 Hz", "clipped", "an echoing room", "muffled", "sound is missing"]
)
def test_what_would_be_cloned_with_the_voice_is_not_good(name: str, piece: Audio) -> None:
    """One such fault is enough."""
    assert judge(_measured(_silence_around(FAULTS[name](piece)))).score < GOOD_SCORE


def test_what_cannot_be_measured_is_no_merit(piece: Audio) -> None:
    """Noise hides the echo, and three seconds hold too little to tell speakers by."""
    noisy = judge(_measured(piece + noise(piece.size, SPEECH_DB - 14)))
    moment = judge(_measured(piece[: round(1.2 * RATE_HZ)]))

    assert "little echo" not in noisy.merits
    assert "one speaker" not in moment.merits


def test_two_speakers_are_not_good(dialogue: Audio) -> None:
    """The clone would be neither."""
    quality = judge(_measured(dialogue[: 14 * RATE_HZ]))

    assert "more than one speaker" in quality.faults
    assert quality.score < GOOD_SCORE


def test_a_piece_that_begins_and_ends_within_words_says_so(piece: Audio) -> None:
    """The last sound would come back at the beginning of a take."""
    sounding = np.flatnonzero(np.abs(piece) > 0.1)
    quality = judge(_measured(piece[sounding[200] : sounding[-200]]))

    assert {"begins within a sound", "ends within a sound"} <= set(quality.faults)


@pytest.mark.parametrize("samples", [1, 100, RATE_HZ // 10, RATE_HZ])
@pytest.mark.parametrize("level", [0, 1, 32_767])
def test_anything_can_be_measured(samples: int, level: int) -> None:
    """Silence, the faintest sound and full scale, of any length."""
    pcm = np.full(samples, level, np.int16)

    found = measure(pcm, SpeechDetector().probabilities(pcm))

    assert found.speech_share == pytest.approx(0, abs=0.2)
    assert 0 <= judge(found).score < GOOD_SCORE


@given(st.data())
def test_scores_stay_between_0_and_100_and_every_cost_has_a_name(data: st.DataObject) -> None:
    """Whatever is measured."""
    numbers = st.floats(-200, 30_000)
    drawn: dict[str, Any] = {
        name: data.draw(st.booleans() if "silence" in name else numbers)
        for name in Measurements.__dataclass_fields__
    }
    found = Measurements(**drawn)

    quality = judge(found)

    assert isinstance(quality, Quality)
    assert 0 <= quality.score <= 100
    assert quality.score > 90 or quality.faults
