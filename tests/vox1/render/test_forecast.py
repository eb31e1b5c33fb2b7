"""Tests of vox1.render.forecast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.forecast import Circumstances, Finish, Length, MeasuredTake, forecast, pace_of

_FINISH = Finish(slowest_seconds=0.01, cpu_seconds=0.015, bytes_per_second=8_000.0)


def take(characters: int = 150, seconds: float = 10.0, spoken: float = 5.0, **more: int) -> MeasuredTake:
    """Return a take of fifteen characters a second, spoken at twice the speed of its sound."""
    return MeasuredTake(more.get("voice", 0), characters, seconds, spoken, more.get("tries", 1), 300_000)


def here(
    slots: int = 1, setup_seconds: float = 0.0, cores: int = 4, *, voice_takes_core: bool = False
) -> Circumstances:
    """Return the circumstances of a machine with a card and cores to spare."""
    return Circumstances(slots, cores, voice_takes_core, setup_seconds)


def test_a_book_is_as_long_as_its_text_at_the_voices_speed_with_its_pauses() -> None:
    """What has takes already is known exactly."""
    length = Length(100.0, 30.0, {0: 15_000}, {0: 15_000})
    expected = forecast(length, pace_of([take()]), _FINISH, here(slots=1, setup_seconds=0.0))

    assert expected.audio_seconds == pytest.approx(100 + 30 + 1_000)


def test_each_voice_has_a_speed_of_its_own() -> None:
    """One that was not heard is reckoned as the others."""
    pace = pace_of([take(seconds=10.0), take(seconds=20.0, voice=1)])

    assert pace.seconds_of({0: 150}) == pytest.approx(10.0)
    assert pace.seconds_of({1: 150}) == pytest.approx(20.0)
    assert pace.seconds_of({2: 150}) == pytest.approx(15.0)


def test_slots_share_the_work() -> None:
    """Each take says how long the engine worked while it was spoken, its neighbours beside it."""
    length = Length(0.0, 0.0, {0: 15_000}, {0: 15_000})

    assert forecast(
        length, pace_of([take()]), _FINISH, here(slots=1, setup_seconds=0.0)
    ).voice_seconds == pytest.approx(500)
    assert forecast(
        length, pace_of([take()]), _FINISH, here(slots=2, setup_seconds=0.0)
    ).voice_seconds == pytest.approx(250)


def test_the_slower_of_voice_and_encoder_counts() -> None:
    """They work at the same time."""
    length = Length(0.0, 0.0, {0: 15_000}, {0: 15_000})
    slow, fast = pace_of([take(spoken=5.0)]), pace_of([take(spoken=0.01)])

    assert forecast(length, slow, _FINISH, here(slots=1, setup_seconds=3.0)).render_seconds == pytest.approx(
        3 + 500
    )
    assert forecast(length, slow, _FINISH, here(slots=1, setup_seconds=3.0)).is_bound_by_voice
    assert forecast(length, fast, _FINISH, here(slots=1, setup_seconds=3.0)).render_seconds == pytest.approx(
        3 + 10
    )
    assert not forecast(length, fast, _FINISH, here(slots=1, setup_seconds=3.0)).is_bound_by_voice


def test_with_too_few_cores_all_steps_together_count() -> None:
    """The slowest one has to share its core; a voice that speaks on the processor takes its part too."""
    length, pace = Length(0.0, 0.0, {0: 15_000}, {0: 15_000}), pace_of([take(spoken=0.04)])
    one = here(cores=1, voice_takes_core=True)

    assert forecast(length, pace, _FINISH, one).finish_seconds == pytest.approx(15 + 4)
    assert forecast(length, pace, _FINISH, here(cores=1)).finish_seconds == pytest.approx(15)
    assert forecast(length, pace, _FINISH, here(cores=2)).finish_seconds == pytest.approx(10)
    assert forecast(length, pace, _FINISH, one).cpu_seconds == pytest.approx(19)


def test_the_first_take_is_slow_and_does_not_count() -> None:
    """It loads what the others find loaded."""
    takes = [take(spoken=30.0), *[take(spoken=5.0)] * 4]

    assert pace_of(takes).voice_seconds_per_second == pytest.approx(0.5)


def test_takes_that_were_no_good_cost_time_and_room() -> None:
    """A voice that must try a fifth of its chunks again needs a fifth more."""
    takes = [take(tries=2), *[take()] * 4]

    assert pace_of(takes).voice_seconds_per_second == pytest.approx(0.5 * 1.2)


def test_a_text_that_is_in_the_book_twice_is_spoken_once_and_heard_twice() -> None:
    """Its take is stored once too."""
    length = Length(0.0, 0.0, {0: 30_000}, {0: 15_000})
    expected = forecast(length, pace_of([take()]), _FINISH, here(slots=1, setup_seconds=0.0))

    assert expected.audio_seconds == pytest.approx(2_000)
    assert expected.voice_seconds == pytest.approx(500)
    assert expected.takes_bytes == pytest.approx(1_000 * 30_000)


def test_what_is_stored_needs_no_more_room_and_no_voice() -> None:
    """But it is encoded."""
    expected = forecast(
        Length(3_600.0, 0.0, {}, {}), pace_of([take()]), _FINISH, here(slots=1, setup_seconds=1.0)
    )

    assert (expected.takes_bytes, expected.voice_seconds) == (0, 0.0)
    assert expected.output_bytes == 3_600 * 8_000
    assert expected.need.output_bytes == expected.output_bytes
    assert expected.need.work_bytes == expected.takes_bytes + expected.output_bytes
    assert expected.render_seconds == pytest.approx(37.0)


def test_takes_whose_time_nobody_knows_give_no_speed() -> None:
    """Such as one that was put together from pieces; the encoder's time is all that is left."""
    assert pace_of([take(spoken=0.0)]).voice_seconds_per_second == 0.0


@given(
    st.lists(st.tuples(st.integers(1, 400), st.floats(0.1, 60), st.floats(0, 60)), min_size=1),
    st.integers(0, 10**7),
)
def test_twice_the_text_is_twice_the_book(measured: list[tuple[int, float, float]], characters: int) -> None:
    """Whatever was measured."""
    pace = pace_of([take(*row) for row in measured])
    once, twice = (
        forecast(Length(0.0, 0.0, {0: n}, {0: n}), pace, _FINISH, here(slots=1, setup_seconds=0.0))
        for n in (characters, 2 * characters)
    )

    assert twice.audio_seconds == pytest.approx(2 * once.audio_seconds)
    assert twice.render_seconds == pytest.approx(2 * once.render_seconds)
    assert twice.takes_bytes == pytest.approx(2 * once.takes_bytes, abs=1)
