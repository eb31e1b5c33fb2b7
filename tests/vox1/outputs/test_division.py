"""Tests of vox1.outputs.division."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.outputs.division import Split, divided

HOUR = 3600.0


def test_a_book_is_one_file_however_long() -> None:
    """Unless the listener asks for more."""
    assert divided([HOUR] * 40, Split.BOOK, 23.0) == [range(40)]


def test_a_book_of_forty_hours_has_two_equal_parts() -> None:
    """Not one of 23 hours and one of 17."""
    assert divided([HOUR] * 40, Split.PARTS, 23.0) == [range(20), range(20, 40)]


def test_a_chapter_longer_than_a_part_has_a_file_of_its_own() -> None:
    """No chapter is ever cut."""
    assert divided([HOUR, 20 * HOUR, HOUR], Split.PARTS, 13.0) == [range(1), range(1, 2), range(2, 3)]


@given(
    st.lists(st.floats(1.0, 30 * HOUR), min_size=1, max_size=60),
    st.floats(0.5, 24.0),
    st.sampled_from(Split),
)
def test_every_chapter_is_in_one_file_in_order(seconds: list[float], hours: float, split: Split) -> None:
    """And no part is longer than asked, but of one chapter that is."""
    parts = divided(seconds, split, hours)
    assert [number for part in parts for number in part] == list(range(len(seconds)))
    if split is Split.PARTS:
        for part in parts:
            assert len(part) == 1 or sum(seconds[n] for n in part) <= hours * HOUR


@pytest.mark.parametrize("hours", [3.0, 13.0, 23.0])
def test_there_are_no_more_parts_than_needed(hours: float) -> None:
    """Evening them out costs no file."""
    seconds = [HOUR / 2] * 60
    assert len(divided(seconds, Split.PARTS, hours)) == -(-30 // hours)
