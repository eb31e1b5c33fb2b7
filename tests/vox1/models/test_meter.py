"""Tests of the meter."""

from __future__ import annotations

import pytest

from vox1.events import Event, ModelProgress
from vox1.models.meter import Meter


class _Clock:
    """A clock that a test moves."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    """Have the meter look at a clock of the test's."""
    clock = _Clock()
    monkeypatch.setattr("vox1.models.meter.time", clock)
    return clock


def _steps(clock: _Clock, meter: Meter, seconds: float, count_bytes: int, times: int) -> None:
    for _ in range(times):
        clock.now += seconds
        meter.passed(count_bytes)


def test_it_tells_a_few_times_a_second(clock: _Clock) -> None:
    """However often it is told."""
    told: list[Event] = []
    meter = Meter("m", 10**6, told.append)
    _steps(clock, meter, 0.01, 100, 200)
    assert 8 <= len(told) <= 11


def test_the_speed_is_that_of_the_last_seconds(clock: _Clock) -> None:
    """A line that became slow is shown as slow."""
    told: list[ModelProgress] = []
    meter = Meter("m", 10**9, told.append)  # type: ignore[arg-type]  # it tells nothing else
    _steps(clock, meter, 1.0, 1_000_000, 20)
    assert told[-1].bytes_per_second == pytest.approx(1_000_000)
    _steps(clock, meter, 1.0, 1_000, 20)
    assert told[-1].bytes_per_second == pytest.approx(1_000)


def test_what_was_there_before_says_nothing_of_the_speed(clock: _Clock) -> None:
    """A resumed download would begin with an absurd one."""
    told: list[ModelProgress] = []
    meter = Meter("m", 10**9, told.append)  # type: ignore[arg-type]  # it tells nothing else
    clock.now += 1
    meter.skipped(500_000_000)
    clock.now += 1
    meter.skipped(1_000)
    assert (told[-1].done_bytes, told[-1].bytes_per_second) == (500_001_000, 0)


def test_what_must_be_done_again_is_taken_back(clock: _Clock) -> None:
    """The bar goes back rather than past its end."""
    told: list[ModelProgress] = []
    meter = Meter("m", 1_000, told.append)  # type: ignore[arg-type]  # it tells nothing else
    _steps(clock, meter, 1.0, 600, 1)
    _steps(clock, meter, 1.0, -600, 1)
    _steps(clock, meter, 1.0, 1_000, 1)
    meter.end()
    assert [event.done_bytes for event in told] == [600, 0, 1_000, 1_000]
