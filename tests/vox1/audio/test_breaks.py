"""Tests of breaks: silences matched with the places where a text pauses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.audio.breaks import Break, find_breaks, sounding
from vox1.audio.silences import Silence

RATE_HZ = 1000


def recording(*seconds: float) -> tuple[list[Silence], int]:
    """Return silences and length of a recording: speech, silence, speech and so on, for so long each."""
    quiet, at = [], 0
    for number, length in enumerate(seconds):
        after = at + round(length * RATE_HZ)
        if number % 2 and after > at:
            quiet.append(Silence(at, after))
        at = after
    return quiet, at


def test_a_long_pause_elsewhere_does_not_mislead() -> None:
    """What is said before a sentence ends tells which of three pauses is its own."""
    quiet, samples = recording(2, 0.5, 4, 0.4, 1, 0.6, 3)

    assert find_breaks([Break(0.6, is_end=True)], quiet, samples, RATE_HZ) == [quiet[1]]


def test_pauses_take_no_time_of_what_is_said() -> None:
    """However long they are, and whatever silence there is at the ends."""
    quiet, samples = recording(0, 3, 1, 9, 1, 0.3, 2, 5)

    breaks = [Break(0.25, is_end=True), Break(0.5, is_end=True)]

    assert find_breaks(breaks, quiet, samples, RATE_HZ) == [quiet[1], quiet[2]]


def test_a_comma_takes_the_pause_that_is_its_own() -> None:
    """Else a sentence that ends nearby without a pause would take it."""
    quiet, samples = recording(3, 0.3, 1, 0.3, 3)
    breaks = [Break(3 / 7, is_end=False), Break(4 / 7, is_end=True)]

    assert find_breaks(breaks, quiet, samples, RATE_HZ) == quiet


def test_where_the_voice_goes_on_a_break_stands_by_its_share() -> None:
    """Between its neighbours, as a silence of no length."""
    quiet, samples = recording(2, 0.4, 6)
    breaks = [Break(0.25, is_end=True), Break(0.5, is_end=True)]

    assert find_breaks(breaks, quiet, samples, RATE_HZ) == [quiet[0], Silence(4400, 4400)]
    assert find_breaks([Break(0.5, is_end=True)], [], 3000, RATE_HZ) == [Silence(1500, 1500)]


@given(
    seconds=st.lists(st.floats(0.05, 3), max_size=30),
    shares=st.lists(st.floats(0, 1), max_size=20).map(sorted),
    ends=st.lists(st.booleans(), min_size=20, max_size=20),
)
@settings(max_examples=150, deadline=None)
def test_breaks_are_in_order_and_inside(seconds: list[float], shares: list[float], ends: list[bool]) -> None:
    """Whatever is heard, and wherever the text pauses; each silence belongs to one break."""
    quiet, samples = recording(*seconds)
    breaks = [Break(share, is_end) for share, is_end in zip(shares, ends, strict=False)]

    found = find_breaks(breaks, quiet, samples, RATE_HZ)

    assert len(found) == len(breaks)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= samples for edge in edges)
    heard = [one for one in found if one.start < one.end]
    assert len(set(heard)) == len(heard)
    assert set(heard) <= set(quiet)


@pytest.mark.parametrize(
    ("seconds", "first", "last"),
    [((1,), 0, 1000), ((0, 0.2, 1, 0.3), 200, 1200), ((0, 2), 0, 2000), ((), 0, 0)],
    ids=["speech", "silence at both ends", "silence", "nothing"],
)
def test_what_sounds_is_known(seconds: tuple[float, ...], first: int, last: int) -> None:
    """The first sound and the last; all where there is none."""
    assert sounding(*recording(*seconds)) == (first, last)
