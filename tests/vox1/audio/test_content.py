"""Tests of the content."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.analysis import analyse
from vox1.audio.content import content, extent

RATE_HZ = 24_000


def _buzz(seconds: float, pitch_hz: float = 150.0) -> npt.NDArray[np.float32]:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (0.2 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)


def _syllables(count: int, seconds: float) -> npt.NDArray[np.float32]:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(np.pi * time_s / seconds * count) ** 2 * _buzz(seconds)).astype(np.float32)


def _quiet(seconds: float) -> npt.NDArray[np.float32]:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


@pytest.mark.parametrize("seconds", [2.0, 3.0, 4.0])
def test_syllables_are_counted_at_any_tempo(seconds: float) -> None:
    """Ten swellings are ten, fast or slow."""
    assert content(analyse(_syllables(10, seconds), RATE_HZ)).syllables == 10


def test_pauses_do_not_count_as_content() -> None:
    """Only the sound has seconds."""
    pause = np.concatenate((_buzz(1), _quiet(1.5), _buzz(1)))

    assert content(analyse(pause, RATE_HZ)).seconds == pytest.approx(2.0, abs=0.15)


def test_a_sound_that_changes_travels_and_one_that_stays_does_not() -> None:
    """What the measure of content rests on."""
    moving = np.concatenate([_buzz(0.1, 150 * step) for step in (1, 5, 2, 9, 3, 7, 1, 6, 2, 8)])

    assert content(analyse(moving, RATE_HZ)).travel > 5 * content(analyse(_buzz(1), RATE_HZ)).travel


def test_where_speech_stands_is_found_between_silences() -> None:
    """Start, end and the longest pause."""
    take = np.concatenate((_quiet(1), _buzz(1), _quiet(0.5), _buzz(1), _quiet(2.5), _buzz(1), _quiet(2)))

    found = extent(analyse(take, RATE_HZ))

    assert found
    assert found.start == pytest.approx(1.0, abs=0.05)
    assert found.end == pytest.approx(7.0, abs=0.05)
    assert found.longest_pause == pytest.approx(2.5, abs=0.08)
    assert found.longest_pause_at == pytest.approx(3.5, abs=0.08)


def test_a_click_in_dead_air_does_not_end_it() -> None:
    """The pause is as long as it is."""
    take = np.concatenate((_buzz(1), _quiet(3), _buzz(1)))
    take[round(2.5 * RATE_HZ)] = 0.9

    found = extent(analyse(take, RATE_HZ))

    assert found
    assert found.longest_pause > 2.9


def test_silence_has_no_extent_and_no_content() -> None:
    """Nothing stands anywhere."""
    analysis = analyse(_quiet(1), RATE_HZ)

    assert extent(analysis) is None
    assert (content(analysis).seconds, content(analysis).syllables) == (0.0, 0)
