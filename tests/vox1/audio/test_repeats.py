"""Tests of the repeats."""

from __future__ import annotations

import tracemalloc

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.analysis import analyse
from vox1.audio.repeats import repeated_seconds

RATE_HZ = 24_000


def _phrases(seed: int, seconds: float) -> npt.NDArray[np.float32]:
    """Buzzes of 80 ms whose timbre jumps about: as unlike one another as syllables."""
    random = np.random.default_rng(seed)
    time_s = np.arange(round(0.08 * RATE_HZ)) / RATE_HZ
    parts = []
    for _ in range(round(seconds / 0.08)):
        formants = random.uniform(200, 3500, 3)
        parts.append(np.sum([np.sin(2 * np.pi * formant * time_s) for formant in formants], axis=0))
    phrases: npt.NDArray[np.float32] = (0.1 * np.concatenate(parts)).astype(np.float32)
    return phrases


def test_sound_that_goes_on_repeats_nothing() -> None:
    """Four seconds without a stretch that comes again."""
    assert repeated_seconds(analyse(_phrases(1, 4), RATE_HZ)) == 0.0


@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_stretch_again_and_again_is_found_with_its_length(times: int) -> None:
    """Right after itself, as in a loop; about as long as it is."""
    stretch = _phrases(2, 1.2)
    take = np.concatenate((_phrases(1, 2), np.tile(stretch, times + 1), _phrases(3, 2)))

    assert 1.2 * times - 0.3 < repeated_seconds(analyse(take, RATE_HZ)) < 1.2 * times + 1.2


def test_a_stretch_that_comes_again_later_is_found() -> None:
    """Elsewhere in the take, and not on the grid of frames."""
    stretch = _phrases(2, 1.6)
    take = np.concatenate((stretch, _phrases(1, 2.0113), stretch, _phrases(3, 1)))

    assert repeated_seconds(analyse(take, RATE_HZ)) == pytest.approx(1.6, abs=0.4)


def test_silence_does_not_repeat_itself() -> None:
    """Pauses are all alike and mean nothing."""
    pause = np.zeros(2 * RATE_HZ, np.float32)
    take = np.concatenate((_phrases(1, 1), pause, _phrases(2, 1), pause))

    assert repeated_seconds(analyse(take, RATE_HZ)) == 0.0


@pytest.mark.parametrize("samples", [0, 1, 1000, RATE_HZ])
def test_short_takes_repeat_nothing(samples: int) -> None:
    """There is no room for it."""
    assert repeated_seconds(analyse(_phrases(1, 2)[:samples], RATE_HZ)) == 0.0


def test_a_minute_is_compared_with_itself_in_little_room() -> None:
    """It once took 66 MB: every distance between two moments, three times over."""
    analysis = analyse(_phrases(1, 60), RATE_HZ)
    tracemalloc.start()

    repeated_seconds(analysis)

    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 20 * 2**20


def test_a_loop_is_found_wherever_it_stands() -> None:
    """The comparison goes a few rows at a time: across their ends too, and half a minute apart."""
    phrases = _phrases(1, 40)
    first = phrases[: 2 * RATE_HZ]
    found = [
        repeated_seconds(analyse(np.concatenate((phrases[: start * RATE_HZ], first)), RATE_HZ))
        for start in (2, 4, 5, 6, 7, 12, 13, 19, 26, 38)
    ]

    assert found == pytest.approx([2.0] * len(found), abs=0.2)
