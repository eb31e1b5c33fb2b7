"""Tests of vox1.audio.loudness, against signals whose loudness the standard states."""

import re

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio import loudness
from vox1.audio.ffmpeg import Pipe

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


def test_nothing_has_no_loudness() -> None:
    """A chapter that could not be spoken at all is no error here."""
    assert loudness.measure([], RATE) is None


@pytest.mark.parametrize("level_db", [-12.0, -30.0])
def test_it_is_what_ffmpegs_meter_says(level_db: float) -> None:
    """Speech-like bursts with pauses: both gates at work, and the same to a tenth."""
    time_s = np.arange(RATE * 20) / RATE
    envelope = np.clip(np.sin(2 * np.pi * 0.3 * time_s), 0.001, 1.0)
    noise = np.random.default_rng(7).normal(0, 0.2, len(time_s)) * envelope
    audio = np.round(32767 * 10 ** (level_db / 20) * noise).astype(np.int16)
    source = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    with Pipe((*source, "-af", "ebur128=framelog=quiet", "-f", "null", "-")) as pipe:
        pipe.write(audio)
        said = pipe.finish()
    summary = re.search(r"Integrated loudness:\s+I:\s+(-?[\d.]+)", said)
    assert summary
    assert loudness.measure([audio], RATE) == pytest.approx(float(summary[1]), abs=0.1)
