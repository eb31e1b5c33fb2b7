"""Tests of the norms, on speech of the draft voice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vox1.render.booth import SENTENCES, Booth
from vox1.audio.analysis import Analysis, analyse
from vox1.audio.passages import passages
from vox1.render.norms import SCHEMA, Anchor, Range, Timbre, VoiceNorm


@pytest.fixture(name="booth", scope="module")
def _booth() -> Iterator[Booth]:
    booth = Booth()
    yield booth
    booth.close()


Take = tuple[Analysis, str]
ANCHOR_TAKES = 100


def _learned(booth: Booth, rate_wpm: int = 175) -> VoiceNorm:
    norm = VoiceNorm()
    for first in SENTENCES:
        for second in SENTENCES[:4]:
            text = f"{first} {second}"
            norm.learn(booth.analysis(text, rate_wpm), text)
    return norm


@pytest.fixture(name="takes", scope="module")
def _takes(booth: Booth) -> list[Take]:
    """Return as many as an anchor has."""
    texts = [f"{first} {second}" for first in SENTENCES for second in SENTENCES]
    said = [(booth.analysis(text), text) for text in texts]
    return (said * 3)[:ANCHOR_TAKES]


def _of(takes: list[Take]) -> VoiceNorm:
    norm = VoiceNorm()
    for analysis, text in takes:
        norm.learn(analysis, text)
    return norm


def _written(norm: VoiceNorm) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(norm.to_json()))
    return written


def test_what_is_not_known_is_judged_by_wide_bounds(booth: Booth) -> None:
    """The first take of any voice passes."""
    norm = VoiceNorm()

    said = norm.said(booth.analysis(SENTENCES[1]), SENTENCES[1])

    assert not norm.is_settled
    assert said.amount_sd > 0.2
    assert abs(said.amount) < 3 * said.amount_sd
    assert norm.timbre_distances(passages(booth.analysis(SENTENCES[1]))).size == 0


def test_what_a_text_gives_to_say_is_learned(booth: Booth) -> None:
    """A new text is foreseen within a tenth, and the norm knows how well."""
    norm, text = _learned(booth), "In the middle of the green stood the gauge, throwing a long blue shadow."

    said = norm.said(booth.analysis(text), text)

    assert norm.is_settled
    assert abs(said.amount) < 0.1
    assert said.amount_sd < 0.08


def test_the_amount_is_the_same_at_another_tempo(booth: Booth) -> None:
    """Fast speech has not lost anything; it is only fast."""
    norm, text = _learned(booth), f"{SENTENCES[1]} {SENTENCES[5]}"

    fast, usual = norm.said(booth.analysis(text, 230), text), norm.said(booth.analysis(text), text)

    assert fast.tempo < usual.tempo - 0.15
    assert abs(fast.amount) < 0.15


def test_half_a_text_is_half_the_amount(booth: Booth) -> None:
    """The logarithm of what was said over what was to be said."""
    norm = _learned(booth)

    said = norm.said(booth.analysis(SENTENCES[1]), f"{SENTENCES[1]} {SENTENCES[1]}")

    assert said.amount == pytest.approx(np.log(0.5), abs=0.15)


def test_another_voice_is_far_by_timbre(booth: Booth) -> None:
    """Its own passages are near 1."""
    norm, text = _learned(booth), f"{SENTENCES[2]} {SENTENCES[3]}"

    own = norm.timbre_distances(passages(booth.analysis(text)))
    other = norm.timbre_distances(passages(booth.analysis(text, voice="gmw/en+f2")))

    assert np.median(own) < 1.4
    assert np.median(other) > 1.8


def test_one_bad_take_does_not_move_a_norm(booth: Booth) -> None:
    """A take judged good by mistake pulls with little weight."""
    norm, text = _learned(booth), SENTENCES[5]
    before = norm.said(booth.analysis(text), text).amount

    norm.learn(booth.analysis(SENTENCES[4]), " ".join(SENTENCES))

    assert norm.said(booth.analysis(text), text).amount == pytest.approx(before, abs=0.05)


def test_silence_teaches_nothing() -> None:
    """There is no voice in it."""
    norm = VoiceNorm()

    norm.learn(analyse(np.zeros(1000, np.int16), 24_000), "A text.")

    assert norm.takes == 0


def test_a_text_without_words_says_nothing_of_amounts(booth: Booth) -> None:
    """Nothing is to be said; whatever was said is not compared."""
    assert VoiceNorm().said(booth.analysis("Hm."), "…").amount == 0.0


def test_a_norm_is_the_same_after_json(booth: Booth) -> None:
    """What was learned outlives the program."""
    norm, text = _learned(booth), SENTENCES[0]
    analysis = booth.analysis(text)

    read = VoiceNorm.from_json(json.loads(json.dumps(norm.to_json())))

    assert read.takes == norm.takes
    assert read.said(analysis, text) == norm.said(analysis, text)
    assert np.array_equal(
        read.timbre_distances(passages(analysis)), norm.timbre_distances(passages(analysis))
    )


def test_a_norm_of_another_schema_is_refused() -> None:
    """It is learned anew."""
    with pytest.raises(ValueError, match=f"schema {SCHEMA + 98}"):
        VoiceNorm.from_json({**VoiceNorm().to_json(), "schema": SCHEMA + 98})


def test_there_is_no_anchor_before_its_last_take(takes: list[Take]) -> None:
    """What a few takes show is not all that a voice does."""
    assert _of(takes[:-1]).anchor is None
    assert _of(takes).anchor is not None


def test_an_anchor_stays_where_the_norm_goes_along(booth: Booth, takes: list[Take]) -> None:
    """Another voice that is learned after it gets normal by its newest takes, and not by its first."""
    norm, text = _of(takes), f"{SENTENCES[2]} {SENTENCES[3]}"
    before = _written(norm)["anchor"]
    other = booth.analysis(text, voice="gmw/en+f2")
    for _ in range(ANCHOR_TAKES):
        norm.learn(other, text)

    assert norm.anchor is not None
    assert _written(norm)["anchor"] == before
    assert np.median(norm.anchor.timbre.distances(passages(other))) > 2
    assert np.median(norm.timbre_distances(passages(other))) < 1.85


@pytest.mark.parametrize("count", [40, ANCHOR_TAKES])
def test_an_anchor_is_the_same_after_json(takes: list[Take], count: int) -> None:
    """Complete, or with takes that are still to come."""
    norm = _of(takes[:count])

    read = VoiceNorm.from_json(_written(norm))
    for analysis, text in takes[count:]:
        read.learn(analysis, text)

    assert read.anchor is not None
    assert _written(read)["anchor"] == _written(_of(takes))["anchor"]


@pytest.mark.parametrize("count", [40, ANCHOR_TAKES])
def test_a_file_without_an_anchor_gets_one(takes: list[Take], count: int) -> None:
    """What an older VOX-1 had learned is not lost; where its takes are too few, the next ones complete it."""
    written = _written(_of(takes[:count]))
    del written["anchor"]

    read = VoiceNorm.from_json(written | {"schema": 3})
    for analysis, text in takes[count:]:
        read.learn(analysis, text)

    assert read.takes == ANCHOR_TAKES
    assert read.anchor is not None
    assert _written(read)["anchor"] == _written(_of(takes))["anchor"]


def test_an_anchor_that_is_damaged_is_refused(takes: list[Take]) -> None:
    """The voice is learned anew."""
    written = _written(_of(takes[:40]))

    with pytest.raises(ValueError, match="unpack"):
        VoiceNorm.from_json(written | {"anchor": written["anchor"] | {"pitches": [[5.0]]}})
    with pytest.raises(KeyError):
        VoiceNorm.from_json(written | {"anchor": {}})


def test_a_voice_without_a_pitch_is_compared_with_any_reader() -> None:
    """One that whispers has takes, but no passage with a pitch."""
    assert Anchor(ANCHOR_TAKES, (), Timbre.unknown()).log_pitch() == VoiceNorm().log_pitch()


@given(st.lists(st.floats(4.0, 6.0), min_size=12, max_size=100))
def test_no_pitch_of_the_first_takes_is_outside_their_range(pitches: list[float]) -> None:
    """Whatever they are: the margin is wider than what the outer hundredths leave away."""
    near = [4.8 + 0.1 * (pitch - 5.0) for pitch in pitches]
    normal = Anchor(ANCHOR_TAKES, tuple((pitch, pitch) for pitch in near), Timbre.unknown()).log_pitch()

    assert all(normal.excess(pitch) == 0 for pitch in near)


def test_a_range_says_how_far_outside_a_value_is() -> None:
    """Above is positive, below negative, within nothing."""
    normal = Range(1.0, 2.0)

    assert [normal.excess(value) for value in (0.5, 1.0, 1.5, 2.0, 3.0)] == [-0.5, 0.0, 0.0, 0.0, 1.0]
