"""Tests of vox1.render.sections: where chapters are cut, and what is heard of them."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.aac import FRAME_SAMPLES
from vox1.render.sections import Segment, sections_of, sound, starts
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import Standing
from vox1_worker.protocol import Ended

RATE_HZ = 24_000


def take(name: object, seconds: float) -> StoredTake:
    """Return a take that nobody reads."""
    samples = round(seconds * RATE_HZ)
    return StoredTake(
        key="k",
        attempt=1,
        folder=Path(),
        samples=samples,
        sample_rate_hz=RATE_HZ,
        sha256=hashlib.sha256(repr(name).encode()).hexdigest(),
        file_bytes=1,
        ended=Ended.NATURAL,
        nonfinite=0,
        standing=Standing.GOOD,
        reasons=(),
        score=0.0,
        trim=(0, samples),
        is_kept=False,
    )


SEGMENTS = st.lists(
    st.builds(
        Segment,
        st.one_of(st.none(), st.builds(take, st.integers(0, 50), st.floats(0.1, 40.0))),
        st.sampled_from((0, 20, 250, 550, 2000)),
    ),
    min_size=1,
    max_size=80,
)


@given(SEGMENTS)
def test_every_segment_is_in_one_section_that_ends_in_a_silent_frame(segments: list[Segment]) -> None:
    """Sections last whole frames, and grow by less than two."""
    sections = sections_of(segments, RATE_HZ)
    assert [(s.first, s.end) for s in sections] == list(
        zip([0, *(s.end for s in sections[:-1])], [s.end for s in sections], strict=True)
    )
    assert sections[-1].end == len(segments)
    for section in sections:
        inside = segments[section.first : section.end]
        length = sum(segment.samples(RATE_HZ) for segment in inside)
        assert section.samples % FRAME_SAMPLES == 0
        assert 0 <= section.samples - length < 2 * FRAME_SAMPLES
        assert section.samples - length + inside[-1].pause_samples(RATE_HZ) >= FRAME_SAMPLES


@given(SEGMENTS)
def test_segments_start_where_what_is_before_them_ends(segments: list[Segment]) -> None:
    """In their section by the sample; the next section begins on its frame."""
    sections = sections_of(segments, RATE_HZ)
    places = list(starts(segments, sections, RATE_HZ))
    begin = 0
    for section in sections:
        assert places[section.first] == begin
        for number in range(section.first, section.end - 1):
            assert places[number + 1] - places[number] == segments[number].samples(RATE_HZ)
        begin += section.samples


def test_a_chunk_more_leaves_most_sections_as_they_are() -> None:
    """A corrected sentence costs the section it stands in, and at most the next."""
    before = [Segment(take(number, 12.0), 550) for number in range(200)]
    after = [*before[:90], Segment(take("new", 9.0), 550), *before[90:]]
    old, new = ({section.print for section in sections_of(s, RATE_HZ)} for s in (before, after))
    assert len(old) > 40
    assert len(new - old) <= 2


def test_sections_are_of_a_length_that_is_soon_encoded_again() -> None:
    """Less than half a minute, and never far above a minute and a half."""
    segments = [Segment(take(number, 12.0), 550) for number in range(2000)]
    seconds = [section.samples / RATE_HZ for section in sections_of(segments, RATE_HZ)]
    assert 20 < np.mean(seconds) < 40
    assert max(seconds) < 110


def test_what_is_heard_names_a_section() -> None:
    """Another take, another trim or another pause is another section; another place is not."""
    first = Segment(take("a", 3.0), 550)
    assert first.take
    trimmed = dataclasses.replace(first.take, trim=(100, first.take.samples))
    others = (
        Segment(take("b", 3.0), 550),
        Segment(first.take, 551),
        Segment(trimmed, 550),
        Segment(None, 550),
    )
    prints = {sections_of([segment], RATE_HZ)[0].print for segment in (first, *others)}
    assert len(prints) == 5
    assert sections_of([first], RATE_HZ)[0].print in prints
    assert sections_of([first], RATE_HZ)[0].print != sections_of([first], 22_050)[0].print


@pytest.mark.parametrize("edge", [0, 5_000, -20_000])
def test_a_take_that_was_cut_in_the_middle_of_a_sound_makes_no_click(tmp_path: Path, edge: int) -> None:
    """It fades in and out within 3 ms; one that begins and ends in silence is left as it is."""
    store = TakeStore(tmp_path / "takes")
    wave = np.full(RATE_HZ, edge, np.int16)
    stored = store.add("a" * 64, 1, store.write("a" * 64, 1, wave, RATE_HZ), {})
    segments = [Segment(stored, 550)]
    (section,) = sections_of(segments, RATE_HZ)
    heard = np.concatenate(list(sound(segments, section, store, RATE_HZ)))
    assert len(heard) == section.samples
    steps = np.abs(np.diff(np.concatenate(([0], heard)).astype(np.int32)))
    assert steps.max() <= abs(edge) * 0.02 + 1
    ramp = round(0.003 * RATE_HZ)
    assert np.all(heard[ramp : RATE_HZ - ramp] == edge)
