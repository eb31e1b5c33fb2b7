"""Tests of vox1.audio.levels."""

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.levels import LevelMeter

RATE = 8000


def _sine(amplitude: float, seconds: float) -> npt.NDArray[np.float32]:
    time_s = np.arange(round(RATE * seconds)) / RATE
    sine: npt.NDArray[np.float32] = (amplitude * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32)
    return sine


def test_a_sine_has_the_textbook_levels() -> None:
    """A full-scale sine has its peak at 0 dB and its RMS at -3.01 dB."""
    meter = LevelMeter(RATE)
    meter.add(_sine(1.0, 2.0))
    assert meter.peak_db == pytest.approx(0.0, abs=0.02)
    assert meter.rms_db == pytest.approx(-3.01, abs=0.01)
    assert meter.noise_floor_db == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize("size", [1, 7, 4000, 9999])
def test_block_sizes_do_not_matter(size: int) -> None:
    """Audio passes by in pieces of any length; the result is the same."""
    audio = np.concatenate((_sine(0.5, 1.1), _sine(0.01, 0.9), _sine(0.3, 1.0)))
    whole, pieces = LevelMeter(RATE), LevelMeter(RATE)
    whole.add(audio)
    for start in range(0, len(audio), size):
        pieces.add(audio[start : start + size])
    assert pieces.samples == whole.samples == len(audio)
    assert pieces.peak_db == whole.peak_db
    assert pieces.rms_db == pytest.approx(whole.rms_db, abs=1e-6)
    assert pieces.noise_floor_db == pytest.approx(whole.noise_floor_db, abs=1e-6)


def test_the_noise_floor_is_the_quietest_half_second() -> None:
    """A quiet stretch between loud ones is found."""
    meter = LevelMeter(RATE)
    meter.add(np.concatenate((_sine(0.5, 1.0), _sine(0.001, 0.5), _sine(0.5, 1.0))))
    assert meter.noise_floor_db == pytest.approx(-63.01, abs=0.1)


def test_silence_and_nothing_have_levels_too() -> None:
    """No minus infinity reaches a receipt: JSON has no such number."""
    silent, empty = LevelMeter(RATE), LevelMeter(RATE)
    silent.add(np.zeros(RATE, np.float32))
    empty.add(np.zeros(0, np.float32))
    for meter in (silent, empty):
        assert (meter.peak_db, meter.rms_db, meter.noise_floor_db) == (-120.0, -120.0, -120.0)
