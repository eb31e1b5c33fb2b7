"""Stretches: edges that are moved, and places in two readings of the same text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from vox1_gui.pages.lab.cloning import CloneState, trimmed
from vox1_gui.pages.lab.comparing import same_place

SECONDS = st.floats(0, 7200, allow_nan=False)


@given(SECONDS, st.floats(3, 30), st.floats(-100, 7300), st.floats(-100, 7300), st.floats(3.1, 7200))
def test_a_stretch_that_is_trimmed_can_be_cloned(
    start: float, length: float, to: float, end: float, seconds: float
) -> None:
    """Within the recording, and neither too short nor too long, whichever edge is dragged wherever."""
    assume(start + length <= seconds)
    state = CloneState(Path("a.mp3"), seconds=seconds, start=start, end=start + length)

    for wanted in ((to, state.end), (state.start, end)):
        begins, ends = trimmed(state, *wanted)
        assert 0 <= begins < ends <= seconds + 0.001
        assert 3 - 0.002 <= ends - begins <= 30 + 0.002


@given(st.floats(3, 30), st.floats(0, 60))
def test_the_other_edge_stays_where_it_is(length: float, to: float) -> None:
    """Unless it would have to leave the recording."""
    state = CloneState(Path("a.mp3"), seconds=100.0, start=20.0, end=20.0 + length)

    assert trimmed(state, to, state.end)[1] == round(state.end, 3)
    assert trimmed(state, 20.0, 20.0 + to)[0] == 20.0


@given(st.floats(0, 100), st.floats(0, 60), st.floats(0, 60))
def test_the_same_place_is_within_the_other_reading(place: float, here: float, there: float) -> None:
    """At its beginning, in the middle and at its end alike."""
    assert 0 <= same_place(place, here, there) <= there
    assert same_place(0.0, here, there) == 0.0


def test_how_far_a_search_is_needs_the_recordings_length() -> None:
    """Before that is known, nobody can say."""
    assert CloneState().share_searched is None
