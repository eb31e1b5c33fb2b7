"""Tests of the passages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.analysis import analyse
from vox1.audio.passages import held_seconds, longest_seconds, passages, unpitched_seconds

RATE_HZ = 24_000


def _buzz(seconds: float, pitch_hz: float = 150.0, level: float = 0.2) -> npt.NDArray[np.float32]:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    buzz: npt.NDArray[np.float32] = (level * np.sign(np.sin(2 * np.pi * pitch_hz * time_s))).astype(
        np.float32
    )
    return buzz


def _hiss(seconds: float) -> npt.NDArray[np.float32]:
    return np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ)).astype(np.float32) * 0.1


def test_each_passage_has_its_own_level_and_pitch() -> None:
    """What changes on the way is seen where it changes."""
    parts = passages(analyse(np.concatenate((_buzz(3, 110), _buzz(3, 220, 0.05))), RATE_HZ))

    assert parts.spread_db == pytest.approx(12.0, abs=1.0)
    assert np.exp(parts.log_pitch[0]) == pytest.approx(110, rel=0.03)
    assert np.exp(parts.log_pitch[-1]) == pytest.approx(220, rel=0.03)


def test_a_steady_take_has_no_spread() -> None:
    """Neither with the extremes nor without."""
    parts = passages(analyse(_buzz(3), RATE_HZ))

    assert parts.spread_db == pytest.approx(0.0, abs=0.5)
    assert parts.broad_spread_db == pytest.approx(0.0, abs=0.5)


def test_a_short_take_is_looked_at_in_thirds() -> None:
    """Its passages are less steady, and say so."""
    parts = passages(analyse(_buzz(1.5), RATE_HZ))

    assert len(parts.timbre) == 3
    assert parts.steadiness < 0.7


@pytest.mark.parametrize("samples", [0, 1, 100, RATE_HZ])
def test_silence_has_no_passages(samples: int) -> None:
    """And no spread."""
    parts = passages(analyse(np.zeros(samples, np.float32), RATE_HZ))

    assert parts.timbre.shape == (0, 12)
    assert (parts.spread_db, parts.broad_spread_db) == (0.0, 0.0)


def test_noise_among_tones_is_timed() -> None:
    """What has no pitch, as long as it lasts."""
    take = np.concatenate((_buzz(1), _hiss(0.8), _buzz(1)))

    assert unpitched_seconds(analyse(take, RATE_HZ)) == pytest.approx(0.8, abs=0.1)
    assert unpitched_seconds(analyse(_buzz(1), RATE_HZ)) < 0.1


def test_a_sound_that_stays_is_timed() -> None:
    """A hum of a second; sounds that change every 80 ms hold nothing."""
    changing = np.concatenate([_buzz(0.08, pitch) for pitch in (100, 380, 150, 300, 120, 420, 180, 90)])

    assert held_seconds(analyse(_buzz(1), RATE_HZ)) == pytest.approx(1.0, abs=0.15)
    assert held_seconds(analyse(changing, RATE_HZ)) < 0.3


def test_the_longest_run_counts() -> None:
    """In seconds of frames; none for no frames."""
    assert longest_seconds(np.array([True, False, True, True, False])) == 0.025
    assert longest_seconds(np.zeros(0, bool)) == 0.0
