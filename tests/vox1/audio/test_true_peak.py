"""Tests of vox1.audio.true_peak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.true_peak import TruePeakMeter


@pytest.mark.parametrize("pitch", [0.01, 0.05, 0.11, 0.2, 0.25, 0.31])
def test_a_sine_has_the_peak_of_its_curve(pitch: float) -> None:
    """Also at a quarter of the rate, where its samples never reach it: ITU-R BS.1770's own example."""
    meter = TruePeakMeter()
    turns = np.arange(8000)
    swell = np.minimum(turns / 2000, 1)
    meter.add((0.5 * swell * np.sin(2 * np.pi * pitch * turns + np.pi / 4)).astype(np.float32))
    assert meter.peak_db == pytest.approx(-6.02, abs=0.2)


@given(
    values=st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=100),
    size=st.integers(1, 100),
)
def test_block_sizes_do_not_matter(values: list[float], size: int) -> None:
    """Audio passes by in pieces of any length; a peak between two of them is found."""
    audio = np.array(values * 30, np.float32)
    whole, pieces = TruePeakMeter(), TruePeakMeter()
    whole.add(audio)
    for start in range(0, len(audio), size):
        pieces.add(audio[start : start + size])
    assert pieces.peak_db == pytest.approx(whole.peak_db, abs=1e-4)
    assert whole.peak_db >= 20 * np.log10(max(float(np.abs(audio).max()), 1e-6)) - 1e-4


def test_silence_has_the_lowest_level_there_is() -> None:
    """And so has nothing."""
    meter = TruePeakMeter()
    assert meter.peak_db == -120.0
    meter.add(np.zeros(5000, np.float32))
    assert meter.peak_db == -120.0
