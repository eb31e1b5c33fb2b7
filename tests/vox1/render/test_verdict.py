"""Tests of the verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vox1.render.verdict import Verdict, judge
from vox1_worker import take_file
from vox1_worker.engines import tone
from vox1_worker.protocol import Ended, Take

TEXT = "The quick brown fox jumps over the lazy dog."
GOOD = Take(
    id="1.1/1",
    samples=24_000 * 3,
    sample_rate_hz=24_000,
    peak=0.5,
    rms=0.1,
    nonfinite=0,
    ended=Ended.NATURAL,
    marks=[],
    sha256="",
    file_bytes=1,
    spoken_seconds=0.1,
    waited_seconds=0.0,
)


def test_plausible_speech_is_good() -> None:
    """Without a reason against it."""
    assert judge(TEXT, GOOD) == Verdict()
    assert judge(TEXT, GOOD).is_good


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ended": Ended.BUDGET}, "did not end by itself within 3 seconds"),
        ({"nonfinite": 7}, "7 samples that are not numbers"),
        ({"samples": 0, "rms": 0.0}, "it is empty"),
        ({"rms": 0.0004}, "it is silent"),
        ({"rms": 0.0}, "it is silent"),
        ({"samples": 12_000}, "0.5 seconds are too short for 44 characters"),
    ],
)
def test_a_take_that_cannot_be_the_speech_of_its_text_is_told_why(
    changes: dict[str, object], reason: str
) -> None:
    """The listener reads the reason in the receipt."""
    verdict = judge(TEXT, replace(GOOD, **changes))  # type: ignore[arg-type]  # names of its fields

    assert not verdict.is_good
    assert any(reason in given for given in verdict.reasons)


def test_every_reason_is_named() -> None:
    """Not only the first."""
    bad = replace(GOOD, ended=Ended.BUDGET, nonfinite=1, rms=0.0, samples=100)

    assert len(judge(TEXT, bad).reasons) == 4


@pytest.mark.parametrize("text", ["", "Yes.", "I. Am. Born."])
def test_a_short_text_may_be_spoken_in_a_moment(text: str) -> None:
    """Speech of few characters varies too much to judge its length."""
    assert judge(text, replace(GOOD, samples=2_400)).is_good


@pytest.mark.parametrize("text", ["One.", TEXT, TEXT * 8])
def test_the_tones_of_a_text_are_good(text: str) -> None:
    """The test engine passes unless it is ordered to misbehave."""
    audio, _ = tone.render(text, "tone")
    measured = take_file.measure(audio)

    verdict = judge(text, replace(GOOD, samples=len(audio), rms=measured.rms, peak=measured.peak))

    assert verdict.reasons == ()
