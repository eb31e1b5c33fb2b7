"""Tests of the norms, on speech of the draft voice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest

from tests.vox1.render.booth import SENTENCES, Booth
from vox1.audio.analysis import analyse
from vox1.audio.passages import passages
from vox1.render.norms import SCHEMA, Range, VoiceNorm


@pytest.fixture(name="booth", scope="module")
def _booth() -> Iterator[Booth]:
    booth = Booth()
    yield booth
    booth.close()


def _learned(booth: Booth, rate_wpm: int = 175) -> VoiceNorm:
    norm = VoiceNorm()
    for first in SENTENCES:
        for second in SENTENCES[:4]:
            text = f"{first} {second}"
            norm.learn(booth.analysis(text, rate_wpm), text)
    return norm


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


def test_a_range_says_how_far_outside_a_value_is() -> None:
    """Above is positive, below negative, within nothing."""
    normal = Range(1.0, 2.0)

    assert [normal.excess(value) for value in (0.5, 1.0, 1.5, 2.0, 3.0)] == [-0.5, 0.0, 0.0, 0.0, 1.0]
