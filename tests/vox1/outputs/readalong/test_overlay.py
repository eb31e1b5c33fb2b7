"""Tests of vox1.outputs.readalong.overlay."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.outputs.readalong.overlay import Clip, Par, clock, divided, smil
from vox1.outputs.readalong.sentences import Target


@pytest.mark.parametrize(
    ("time_ms", "written"), [(0, "0:00:00.000"), (61_001, "0:01:01.001"), (360_000_050, "100:00:00.050")]
)
def test_times_are_written_as_full_clocks(time_ms: int, written: str) -> None:
    """Every reader knows this form; not every one knows ``61.001s``."""
    assert clock(time_ms) == written


@given(
    start_ms=st.integers(0, 10**8),
    spoken_ms=st.integers(0, 60_000),
    pause_ms=st.integers(0, 5_000),
    characters=st.lists(st.integers(1, 300), max_size=9),
)
def test_a_clip_is_divided_without_gap_or_overlap(
    start_ms: int, spoken_ms: int, pause_ms: int, characters: list[int]
) -> None:
    """All of it is played, in order, and every part has a length."""
    end_ms = start_ms + spoken_ms + pause_ms
    targets = [Target(f"t{number}", count) for number, count in enumerate(characters)]

    pars = divided(Clip("a", start_ms, start_ms + spoken_ms, end_ms), targets)

    edges = [start_ms, *(par.end_ms for par in pars)]
    assert [par.start_ms for par in pars] == edges[:-1]
    assert all(par.start_ms < par.end_ms for par in pars)
    if targets and end_ms > start_ms:
        assert edges[-1] == end_ms


def test_awkward_names_stay_what_they_are() -> None:
    """An address may hold a sign that markup has a meaning for."""
    written = smil("../a%20&b.xhtml", [Par('x"<', "c&d.m4a", 0, 1_500)])

    (par,) = ET.fromstring(written).iter("{http://www.w3.org/ns/SMIL}par")  # noqa: S314
    assert [child.attrib for child in par] == [
        {"src": '../a%20&b.xhtml#x"<'},
        {"src": "c&d.m4a", "clipBegin": "0:00:00.000", "clipEnd": "0:00:01.500"},
    ]
