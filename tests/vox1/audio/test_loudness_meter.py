"""Tests of vox1.audio.loudness_meter, on powers whose loudness the standards state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.loudness_meter import LoudnessMeter


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _metered(*stretches: tuple[float, int]) -> LoudnessMeter:
    """A meter that has heard stretches of a loudness, each of so many tenths of a second."""
    meter = LoudnessMeter()
    for lufs, steps in stretches:
        meter.add(np.full(steps, _power(lufs)))
    return meter


def test_a_constant_level_is_its_own_loudness() -> None:
    """With no range at all."""
    meter = _metered((-23.0, 200))
    assert meter.lufs == pytest.approx(-23.0, abs=0.01)
    assert meter.range_lu == pytest.approx(0.0, abs=0.02)


def test_what_is_ten_units_quieter_does_not_count() -> None:
    """EBU Tech 3341, case 3: -36, then -23, then -36 LUFS is -23 together."""
    assert _metered((-36.0, 100), (-23.0, 600), (-36.0, 100)).lufs == pytest.approx(-23.0, abs=0.1)


def test_what_is_below_the_absolute_gate_does_not_count_either() -> None:
    """EBU Tech 3341, case 4."""
    stretches = ((-72.0, 100), (-36.0, 100), (-23.0, 600), (-36.0, 100), (-72.0, 100))
    assert _metered(*stretches).lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("low", "high", "range_lu"), [(-30.0, -20.0, 10.0), (-20.0, -15.0, 5.0), (-40.0, -20.0, 20.0)]
)
def test_loudness_range_is_between_the_quiet_and_the_loud(low: float, high: float, range_lu: float) -> None:
    """EBU Tech 3342, cases 1 to 3: twenty seconds of each."""
    assert _metered((low, 200), (high, 200)).range_lu == pytest.approx(range_lu, abs=1.0)


@pytest.mark.parametrize("stretches", [(), ((-90.0, 100),), ((-20.0, 3),)])
def test_silence_and_what_is_too_short_have_no_loudness(stretches: tuple[tuple[float, int], ...]) -> None:
    """A block of the standard lasts 400 ms."""
    meter = _metered(*stretches)
    assert meter.lufs is None
    assert meter.range_lu == 0.0


@given(levels=st.lists(st.floats(-80, 0), min_size=1, max_size=80), size=st.integers(1, 80))
def test_the_sizes_of_pieces_do_not_matter(levels: list[float], size: int) -> None:
    """Audio passes by in pieces of any length."""
    powers = np.array([_power(level) for level in levels])
    whole, pieces = LoudnessMeter(), LoudnessMeter()
    whole.add(powers)
    for start in range(0, len(powers), size):
        pieces.add(powers[start : start + size])
    assert (whole.lufs is None) == (pieces.lufs is None)
    assert whole.lufs is None or pieces.lufs == pytest.approx(whole.lufs, abs=0.02)
    assert pieces.range_lu == pytest.approx(whole.range_lu, abs=0.03)
