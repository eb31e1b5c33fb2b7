"""Tests of phrases: where a voice may pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.script.phrases import phrase_starts


@pytest.mark.parametrize(
    ("spoken", "phrases"),
    [
        ("One, two; three.", ["two; three.", "three."]),
        ("“Yes,” she said.", ["she said."]),
        ("It’s two o'clock, at 2.5 or 3:15.", ["at 2.5 or 3:15."]),
        ("He came—late—and sat.", ["late—and sat.", "and sat."]),
        ("We (all of us) left.", ["all of us) left.", "left."]),
        ("今天，我们走。好吗？", ["我们走。好吗？", "好吗？"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_voice_may_pause_at_marks(spoken: str, phrases: list[str]) -> None:
    """Not at those inside of words and numbers."""
    assert [spoken[start:] for start in phrase_starts(spoken)] == phrases


@given(spoken=st.text("ab ,.—“”()1'\n"))
def test_phrases_begin_with_a_letter_or_digit(spoken: str) -> None:
    """Each after the one before, and behind the first."""
    starts = list(phrase_starts(spoken))

    assert starts == sorted(set(starts))
    assert all(spoken[start].isalnum() and any(c.isalnum() for c in spoken[:start]) for start in starts)
