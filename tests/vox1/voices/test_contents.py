"""Tests of reading the files of a voice."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vox1.voices.made import WORDS, facts, speech
from vox1.errors import InputError
from vox1.voices.clip import checked_clip
from vox1.voices.contents import MOST_BYTES, Contents, read_audition, read_contents

GOOD: Mapping[str, bytes] = Contents(facts(), checked_clip(speech(), WORDS, "")).to_files()


def test_a_voice_comes_back_as_it_was_written() -> None:
    """Sample for sample."""
    contents = read_contents(GOOD.get)

    assert contents.voice == facts()
    assert contents.clip.voice_hash == checked_clip(speech(), WORDS, "").voice_hash
    assert contents.to_files() == GOOD
    assert read_audition(GOOD.get) == b""


def test_the_largest_voice_is_within_the_limits() -> None:
    """Thirty seconds of noise that no packing makes smaller, and a thousand of the longest characters."""
    noise = speech(30.0)
    noise[:] = [(place * 7_919 * place) % 65_536 - 32_768 for place in range(len(noise))]
    largest = Contents(facts(note="\U0001f3a7" * 2_000), checked_clip(noise, "\U00010348" * 1_000, ""))

    assert read_contents(largest.to_files().get).clip.checksum == largest.clip.checksum


@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_whatever_is_changed_is_seen(name: str, changes: list[tuple[float, int]]) -> None:
    """Never another voice in silence, nor an error of another kind."""
    content = bytearray(GOOD[name])
    for place, byte in changes:
        content[int(place * len(content))] = byte
    try:
        contents = read_contents({**GOOD, name: bytes(content)}.get)
    except InputError as err:
        assert err.hint  # noqa: PT017  # what may be raised, need not be
    else:
        assert contents.clip.checksum == checked_clip(speech(), WORDS, "").checksum


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_too_large_above_its_limit(name: str) -> None:
    """Whatever is in it."""
    with pytest.raises(InputError, match=f"{name} is too large"):
        read_contents({**GOOD, name: b" " * (MOST_BYTES[name] + 1)}.get)
