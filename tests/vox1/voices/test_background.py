"""Tests of what is heard behind a voice, on sounds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise
from vox1.voices.background import bandwidth_hz, echo_seconds, steady_tone, tonal_share

SECONDS = np.arange(6 * RATE_HZ) / RATE_HZ


def _sine(hertz: float, level_db: float) -> Audio:
    """A tone whose RMS is that level."""
    return (2**0.5 * 10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * SECONDS)).astype(np.float32)


@pytest.mark.parametrize("hertz", [50.0, 60.0, 100.0, 440.0, 1_000.0, 3_150.0])
@pytest.mark.parametrize("level_db", [-50.0, -25.0])
def test_a_steady_tone_is_found_with_its_frequency_and_level(hertz: float, level_db: float) -> None:
    """In the noise of a room."""
    tone = steady_tone(_sine(hertz, level_db) + noise(SECONDS.size, -70))

    assert tone is not None
    assert tone.hertz == pytest.approx(hertz, abs=1.5)
    assert tone.level_db == pytest.approx(level_db, abs=2)


def test_noise_and_speech_hold_no_steady_tone(clean_reading: Audio) -> None:
    """A monotonous voice is no hum."""
    assert steady_tone(noise(SECONDS.size, -30)) is None
    assert steady_tone(clean_reading[: 12 * RATE_HZ]) is None


def test_a_tone_that_stops_is_no_hum() -> None:
    """A note of music ends."""
    audio = _sine(440, -25) + noise(SECONDS.size, -60)
    audio[: SECONDS.size // 2] = noise(SECONDS.size // 2, -60)

    assert steady_tone(audio) is None


def test_chords_are_notes_and_noise_is_none() -> None:
    """What tells music in the pauses from the noise of a room."""
    chord = sum(_sine(hertz, -30) for hertz in (220.0, 277.2, 329.6)) + noise(SECONDS.size, -60)
    is_pause = np.ones(SECONDS.size, np.bool_)

    assert tonal_share(chord.astype(np.float32), is_pause) > 0.8
    assert tonal_share(noise(SECONDS.size, -30), is_pause) < 0.05
    assert tonal_share(chord.astype(np.float32), ~is_pause) == 0.0


@pytest.mark.parametrize("highest_hz", [3_400.0, 5_500.0, 8_000.0])
def test_the_bandwidth_is_where_the_spectrum_ends(highest_hz: float) -> None:
    """A telephone has 3.4 kHz."""
    spectrum = np.fft.rfft(noise(SECONDS.size, -20))
    spectrum[np.fft.rfftfreq(SECONDS.size, 1 / RATE_HZ) > highest_hz] = 0
    audio = np.fft.irfft(spectrum, SECONDS.size).astype(np.float32)

    assert bandwidth_hz(audio, np.ones(audio.size, np.bool_)) == pytest.approx(highest_hz, abs=250)


def test_without_speech_there_is_no_bandwidth() -> None:
    """Nothing is made up."""
    assert bandwidth_hz(noise(RATE_HZ, -20), np.zeros(RATE_HZ, np.bool_)) == 0.0


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.6])
def test_the_echo_is_as_long_as_the_room_makes_it(seconds: float) -> None:
    """Bursts of noise that die away at a known rate; the fastest of random falls are a little faster."""
    decay = 10 ** (-3 * (SECONDS % 1.0) / seconds)
    audio = noise(SECONDS.size, -20) * decay.astype(np.float32)

    found = echo_seconds(audio, -20.0, -80.0)

    assert found is not None
    assert 0.5 * seconds < found < 1.05 * seconds


def test_noise_hides_the_echo() -> None:
    """What cannot be measured is not claimed."""
    assert echo_seconds(noise(SECONDS.size, -20), -20.0, -30.0) is None
