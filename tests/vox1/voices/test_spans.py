"""Tests of the stretches that might be cut out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.voices.spans import LEAST_SECONDS, LONGEST_SECONDS, SHORTEST_SECONDS, Span, apart, spans
from vox1.voices.survey import BLOCK_SECONDS, FRAME_SAMPLES, FRAME_SECONDS, Survey, outline

Stretch = tuple[float, float]
"""Seconds and level."""


def _survey(*stretches: Stretch) -> Survey:
    """A survey of sounds of so many seconds and decibels."""
    level_db = np.concatenate(
        [np.full(round(seconds / FRAME_SECONDS), level, np.float32) for seconds, level in stretches]
    )
    blocks = -(-level_db.size * FRAME_SECONDS // BLOCK_SECONDS)
    return Survey(
        samples=level_db.size * FRAME_SAMPLES,
        is_damaged=False,
        level_db=level_db,
        peaks=(10 ** (level_db / 20)).astype(np.float32),
        speech_shares=np.ones(max(1, int(blocks)), np.float32),
    )


_VOICE, _PAUSE = -20.0, -65.0


def test_spans_begin_and_end_in_pauses() -> None:
    """With a part of the pause, and never in the middle of a sound."""
    found = _survey(*[(2.0, _VOICE), (0.5, _PAUSE)] * 12)

    every = list(spans(found))

    assert every
    for span in every:
        assert found.level_db[span.start] == _PAUSE or span.start == 0
        assert found.level_db[span.end - 1] == _PAUSE


def test_a_long_pause_is_never_inside() -> None:
    """A pause of three seconds would be learned as the voice's way to speak."""
    found = _survey((9.0, _VOICE), (3.0, _PAUSE), (9.0, _VOICE))

    assert sorted((round(span.start * 0.02), round(span.end * 0.02)) for span in spans(found)) == [
        (0, 9),
        (12, 21),
    ]


def test_where_nothing_lasts_eight_seconds_shorter_spans_are_taken() -> None:
    """Of three seconds or more."""
    found = _survey((6.0, _VOICE), (5.0, _PAUSE), (2.0, _VOICE), (5.0, _PAUSE), (4.0, _VOICE))

    assert [round(span.seconds) for span in spans(found)] == [6, 4]


@pytest.mark.parametrize("seconds", [4.0, 9.0, 14.0])
def test_a_short_recording_is_one_span_without_the_silence_around_it(seconds: float) -> None:
    """With its pauses, whatever they are."""
    (span,) = spans(_survey((0.4, _PAUSE), (seconds - 0.7, _VOICE), (0.3, _PAUSE)))

    assert span.seconds == pytest.approx(seconds - 0.7 + 0.2 + 0.3, abs=0.1)


def test_sound_without_pauses_is_divided() -> None:
    """Music beneath fills them all."""
    every = list(spans(_survey((60.0, _VOICE))))

    assert all(SHORTEST_SECONDS <= span.seconds <= LONGEST_SECONDS for span in every)
    assert len(apart(every, 99)) >= 4


def test_silence_holds_nothing() -> None:
    """Neither digital silence nor an empty room."""
    assert list(spans(_survey((30.0, -120.0)))) == []
    assert list(spans(_survey((30.0, -80.0)))) == []


_STRETCHES = st.lists(
    st.tuples(st.floats(0.02, 20), st.sampled_from([-120.0, -65.0, -50.0, -30.0, -20.0, -3.0])),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60)
@given(_STRETCHES)
def test_spans_are_inside_and_as_long_as_they_may_be(stretches: list[Stretch]) -> None:
    """Of any recording; shorter ones only where there are no others."""
    found = _survey((0.1, -65.0), *stretches)

    every = list(spans(found))

    assert [span.start for span in every] == sorted(span.start for span in every)
    assert all(0 <= span.start < span.end <= found.level_db.size for span in every)
    assert all(LEAST_SECONDS <= span.seconds <= LONGEST_SECONDS for span in every)
    lengths = {span.seconds >= SHORTEST_SECONDS for span in every}
    assert found.seconds <= LONGEST_SECONDS or len(lengths) <= 1


@given(
    st.lists(st.builds(Span, st.integers(0, 500), st.integers(501, 900), st.floats(0, 50)), max_size=30),
    st.integers(0, 8),
)
def test_spans_apart_do_not_overlap(every: list[Span], most: int) -> None:
    """And the most promising is among them."""
    kept = apart(every, most)

    assert len(kept) <= most
    assert not any(one.overlaps(other) for one, other in combinations(kept, 2))
    if every and most:
        assert kept[0].promise == max(span.promise for span in every)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=300), st.integers(1, 100))
def test_an_outline_keeps_the_loudest_moment(peaks: list[float], points: int) -> None:
    """However few its points."""
    drawn = outline(np.array(peaks, np.float32), points)

    assert len(drawn) == min(points, len(peaks))
    assert max(drawn) == pytest.approx(max(peaks), abs=0.001)
