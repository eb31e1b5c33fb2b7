"""Tests of vox1.audio.measurement: stretches measured apart, and together."""

from __future__ import annotations

import json
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.levelling import MOST_LIMITED, levelling
from vox1.audio.levels import LevelMeter
from vox1.audio.mastering import PRESETS
from vox1.audio.measurement import from_json, joined, measured, of_meter

RATE = 24_000


def stretch(seed: int, level: float, seconds: float) -> npt.NDArray[np.int16]:
    """Return bursts of noise that end in a silent half second."""
    time_s = np.arange(round(RATE * seconds)) / RATE
    bursts = np.clip(np.sin(2 * np.pi * 0.7 * time_s), 0.0, 1.0) ** 2
    noise = np.random.default_rng(seed).normal(0, level, len(time_s)) * bursts
    noise[-RATE // 2 :] = 0.0
    audio: npt.NDArray[np.int16] = np.round(np.clip(noise, -1, 1) * 32767).astype(np.int16)
    return audio


STRETCHES = [stretch(1, 0.1, 31.0), stretch(2, 0.2, 12.3), stretch(3, 0.02, 47.7)]


def test_stretches_measured_apart_are_what_they_are_together() -> None:
    """Loudness to a tenth or two, levels exactly."""
    apart = joined(measured([one], RATE) for one in STRETCHES)
    together = measured([np.concatenate(STRETCHES)], RATE)
    assert apart.lufs == pytest.approx(together.lufs, abs=0.11)
    assert apart.rms_db == pytest.approx(together.rms_db)
    assert (apart.peak, apart.samples) == (together.peak, together.samples)
    assert apart.magnitudes == together.magnitudes
    assert apart.noise_floor_db == together.noise_floor_db == -120.0


def test_what_is_written_is_read() -> None:
    """As it was, also where there is no half second."""
    for audio in (STRETCHES[0], STRETCHES[0][:100]):
        one = measured([audio], RATE)
        assert from_json(json.loads(json.dumps(one.to_json()))) == one


@pytest.mark.parametrize("written", [{}, {"moments": 3}, {"moments": {"a": 1}}])
def test_what_is_no_measurement_is_none(written: dict[str, object]) -> None:
    """It is measured again."""
    assert from_json(written) is None


def test_nothing_has_no_loudness() -> None:
    """A chapter that could not be spoken at all is no error here."""
    nothing = joined([])
    assert (nothing.lufs, nothing.peak_db, nothing.rms_db, nothing.share_above(-6.0)) == (None, -120, -120, 0)


@pytest.mark.parametrize("name", PRESETS)
def test_a_chapter_is_levelled_as_by_its_meter(name: str) -> None:
    """The gain is that of the exact meter, or a tenth lower."""
    audio = np.concatenate(STRETCHES)
    meter = LevelMeter(RATE)
    meter.add(audio.astype(np.float32) / np.float32(32768))
    whole = measured([audio], RATE)
    exact, found = (levelling(whole.lufs, one, PRESETS[name]) for one in (meter, whole))
    assert 0 <= exact.gain_db - found.gain_db < 0.11
    assert found.limited_share < MOST_LIMITED


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=300), st.floats(-40.0, 0.0))
def test_no_sample_is_taken_for_less_than_it_is(values: list[int], level_db: float) -> None:
    """The share above a level is never less than the true one, and that above its own peak is none."""
    meter = LevelMeter(RATE)
    audio = np.array(values, np.int16)
    meter.add(audio.astype(np.float32) / np.float32(32768))
    one = of_meter(meter, {})
    true = float(np.mean(np.abs(audio.astype(np.float64)) / 32768 > 10 ** (level_db / 20)))
    assert one.share_above(level_db) >= true
    assert one.share_above(one.peak_db + 0.05 if math.isfinite(one.peak_db) else 0.0) == 0.0
