"""Tests of vox1.audio.room_tone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.room_tone import room_tone

RATE = 24_000


def _rms_db(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


@given(start=st.integers(0, 10**9), cut=st.integers(0, 400))
def test_a_place_has_the_same_tone_in_whatever_blocks_it_is_asked_for(start: int, cut: int) -> None:
    """A chapter rendered again is the same to the last bit."""
    whole = room_tone(start, 400, -70.0, RATE)
    parts = (room_tone(start, cut, -70.0, RATE), room_tone(start + cut, 400 - cut, -70.0, RATE))
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_every_half_second_is_at_its_level(rate_hz: int) -> None:
    """ACX's floor is looked for in half seconds: none may stand out, where the loop closes least of all."""
    tone = room_tone(0, 40 * rate_hz, -70.0, rate_hz)
    levels = [_rms_db(window) for window in tone.reshape(80, -1)]
    assert max(levels) < -69.2
    assert min(levels) > -70.8
    assert _rms_db(tone) == pytest.approx(-70.0, abs=0.1)


def test_it_is_no_digital_silence_in_16_bits() -> None:
    """Not for one stretch of a millisecond, rounded as a WAV is."""
    tone = np.round(room_tone(0, 10 * RATE, -70.0, RATE) * 32768)
    assert np.abs(tone).reshape(-1, RATE // 1000).max(axis=1).min() >= 1


def test_the_loop_closes_without_a_step() -> None:
    """No sharper than the tone itself is anywhere."""
    tone = room_tone(2**17 - RATE, 2 * RATE, -70.0, RATE)
    steps = np.abs(np.diff(tone))
    assert steps[RATE - 1] <= np.quantile(steps, 0.999)


def test_it_can_be_added_to_without_changing_the_tone() -> None:
    """What is returned is the caller's own."""
    first = room_tone(0, 100, -70.0, RATE)
    kept = first.copy()
    first += 1
    assert np.array_equal(room_tone(0, 100, -70.0, RATE), kept)
