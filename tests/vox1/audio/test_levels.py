"""Tests of vox1.audio.levels."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    values=st.lists(st.integers(-32768, 32767), min_size=1, max_size=300),
    level_db=st.floats(-96, 0),
    share=st.floats(0.001, 1.0),
)
def test_loud_samples_are_counted_exactly(values: list[int], level_db: float, share: float) -> None:
    """For 16-bit audio and any level, and the other way round."""
    audio = np.array(values, np.float32) / np.float32(32768)
    magnitudes = np.abs(np.array(values)) / 32768
    meter = LevelMeter(RATE)
    meter.add(audio)

    assert meter.share_above(level_db) == np.mean(magnitudes > 10 ** (level_db / 20) + 1e-11)
    reached_db = meter.level_reached_by(share)
    assert meter.share_above(reached_db) < share
    assert reached_db <= meter.peak_db
    assert reached_db == -120.0 or meter.share_above(reached_db - 0.0001) >= share


@given(value=st.integers(1, 32_768))
def test_a_sample_is_not_above_its_own_level(value: int) -> None:
    """However its level in decibels was rounded."""
    meter = LevelMeter(RATE)
    meter.add(np.array([value / 32768], np.float32))
    assert meter.share_above(meter.peak_db) == 0.0
    assert meter.share_above(meter.peak_db - 0.001) == 1.0


def test_nothing_has_no_loud_samples() -> None:
    """A chapter without a single take has levels too."""
    meter = LevelMeter(RATE)
    assert meter.share_above(-60.0) == 0.0
    assert meter.level_reached_by(0.001) == -120.0


def test_samples_beyond_full_scale_are_above_it() -> None:
    """Decoded audio may overshoot."""
    meter = LevelMeter(RATE)
    meter.add(np.array([1.5, -2.0, 0.5], np.float32))
    assert meter.share_above(-0.1) == pytest.approx(2 / 3)
