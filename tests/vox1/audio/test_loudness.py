"""Tests of vox1.audio.loudness, against signals whose loudness the standard states."""

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio import loudness

RATE = 48_000


def _sine(level_db: float, seconds: float = 5.0) -> npt.NDArray[np.int16]:
    time_s = np.arange(round(RATE * seconds)) / RATE
    return np.round(32767 * 10 ** (level_db / 20) * np.sin(2 * np.pi * 997 * time_s)).astype(np.int16)


@pytest.mark.parametrize("level_db", [-10.0, -20.0, -33.0])
def test_a_997_hz_sine_measures_its_level(level_db: float) -> None:
    """ITU-R BS.1770-4: a 0 dBFS 997 Hz sine in one channel measures -3.01 LUFS."""
    lufs = loudness.measure([_sine(level_db)], RATE)
    assert lufs == pytest.approx(level_db - 3.01, abs=0.1)


def test_silence_has_no_loudness() -> None:
    """What stays below the absolute gate gets no gain instead of an endless one."""
    lufs = loudness.measure([np.zeros(RATE * 2, np.int16)], RATE)
    assert lufs is None
    assert loudness.gain_db(lufs, -18.0) == 0.0


def test_nothing_has_no_loudness() -> None:
    """A chapter that could not be spoken at all is no error here."""
    assert loudness.measure([], RATE) is None


def test_gain_brings_to_the_target_but_not_noise_to_speech() -> None:
    """One linear gain, at most 30 dB."""
    assert loudness.gain_db(-23.5, -18.0) == pytest.approx(5.5)
    assert loudness.gain_db(-65.0, -18.0) == 30.0
