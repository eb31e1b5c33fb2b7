"""Tests of silences: where nobody speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vox1.audio.silences import silences

RATE_HZ = 22_050
Samples = npt.NDArray[np.int16]


def sound(seconds: float) -> Samples:
    """Return a buzz."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (8000 * np.sin(2 * np.pi * 200 * times)).astype(np.int16)


def room(seconds: float, level: float) -> Samples:
    """Return the noise of a room."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ))
    return np.round(level * noise).astype(np.int16)


@pytest.mark.parametrize("level", [0, 2, 20], ids=["digital silence", "a quiet room", "a loud room"])
def test_pauses_are_found_to_ten_milliseconds(level: float) -> None:
    """At both ends and between sounds, whatever the room."""
    parts = [room(0.2, level), sound(1), room(0.35, level), sound(0.5), room(0.1, level), sound(2)]
    samples = np.concatenate([*parts, room(0.5, level)])

    found = silences(samples, RATE_HZ)

    seconds = [edge / RATE_HZ for one in found for edge in (one.start, one.end)]
    assert seconds == pytest.approx([0, 0.2, 1.2, 1.55, 2.05, 2.15, 4.15, 4.65], abs=0.01)
    assert (found[0].start, found[-1].end) == (0, len(samples))


def test_the_stop_of_a_consonant_is_no_pause() -> None:
    """Thirty milliseconds are not."""
    samples = np.concatenate([sound(1), room(0.03, 0), sound(1)])

    assert silences(samples, RATE_HZ) == []


def test_words_that_begin_softly_begin_where_they_do() -> None:
    """An "s" a hundred times weaker than a vowel is no silence."""
    samples = np.concatenate([sound(1), room(0.3, 0), (sound(0.05) // 100), sound(1)])

    [found] = silences(samples, RATE_HZ)

    assert (found.start / RATE_HZ, found.end / RATE_HZ) == pytest.approx((1.0, 1.3), abs=0.012)


@given(
    samples=arrays.arrays(np.int16, st.integers(0, 3000)), rate_hz=st.sampled_from([8_000, 22_050, 48_000])
)
@settings(max_examples=100, deadline=None)
def test_silences_are_in_order_and_inside(samples: Samples, rate_hz: int) -> None:
    """Whatever the recording: empty, of one sample, all silence, all noise."""
    edges = [edge for one in silences(samples, rate_hz) for edge in (one.start, one.end)]

    assert edges == sorted(edges)
    assert all(0 <= edge <= len(samples) for edge in edges)
