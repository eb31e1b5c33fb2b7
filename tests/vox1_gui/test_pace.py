"""The pace of a render, and the time at which it will be done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_gui.pace import Due, Pace, steadied


def _steady(seconds: int = 60) -> Pace:
    """Two chunks of three seconds in every second."""
    pace = Pace()
    pace.begin(0.0)
    for at in range(1, seconds + 1):
        pace.add(at, 2, 6.0)
    return pace


def test_a_steady_pace_is_told_as_it_is() -> None:
    """Six seconds of audio in a second, and a hundred chunks in fifty seconds."""
    pace = _steady()
    assert pace.times_real_time(60.0) == pytest.approx(6.0)
    assert pace.seconds_for(100, 60.0) == pytest.approx(50.0)


def test_nothing_is_told_too_early() -> None:
    """A guess from one chunk would be thrown away a second later."""
    pace = Pace()
    assert pace.seconds_for(10, 0.0) is None
    pace.begin(0.0)
    pace.add(1.0, 1, 3.0)
    assert pace.seconds_for(10, 5.0) is None
    assert pace.times_real_time(2.0) is None


def test_rests_do_not_count() -> None:
    """A night's pause does not make the voice slower."""
    pace = _steady()
    pace.rest(60.0)
    assert pace.times_real_time(5000.0) == pytest.approx(6.0)
    pace.go_on(10_060.0)
    assert pace.seconds_for(100, 10_060.0) == pytest.approx(50.0)


def test_a_stall_shows_in_the_speed() -> None:
    """What stands still is not as fast as before."""
    pace = _steady()
    fast, stalled = pace.times_real_time(60.0), pace.times_real_time(90.0)
    assert fast is not None
    assert stalled is not None
    assert stalled < fast / 2


def test_what_is_shown_moves_only_after_ten_seconds_of_being_wrong() -> None:
    """By more than a minute."""
    due = steadied(None, 1000.0, 0.0)
    assert due.at == 1000.0
    due = steadied(due, 1061.0, 1.0)
    due = steadied(due, 1100.0, 10.9)
    assert due.at == 1000.0
    due = steadied(due, 1100.0, 11.0)
    assert due == Due(1100.0)


def test_being_right_for_a_moment_begins_the_count_anew() -> None:
    """An estimate that swings is no reason to move."""
    due = Due(1000.0)
    for at in range(0, 100, 5):
        due = steadied(due, 1100.0 if at % 2 else 1030.0, float(at))
    assert due.at == 1000.0


@given(st.lists(st.floats(-59, 59), min_size=1, max_size=300))
def test_an_estimate_that_swings_by_less_than_a_minute_never_moves_it(swings: list[float]) -> None:
    """Whatever it does within it."""
    due = steadied(None, 5000.0, 0.0)
    for at, swing in enumerate(swings):
        due = steadied(due, 5000.0 + swing, float(at))
    assert due.at == 5000.0
