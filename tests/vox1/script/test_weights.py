"""Tests of weights: how long one text takes to say beside another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.script.weights import running_weights


def weight(text: str) -> float:
    """Return the weight of a whole text."""
    return running_weights(text)[-1]


@given(text=st.text())
def test_weights_run_through_a_text(text: str) -> None:
    """One for each character and one for the end; none of them below the one before."""
    found = running_weights(text)

    assert len(found) == len(text) + 1
    assert found[0] == 0
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("seventeen", "one"),
        ("1,847", "four"),
        ("the B B C", "the cab"),
        ("NATO", "note"),
        ("今天天气很好", "abcdef"),
        ("anno", "strict"[:4]),
    ],
)
def test_what_takes_longer_weighs_more(longer: str, shorter: str) -> None:
    """By its letters, its digits, and its signs that are words or syllables."""
    assert weight(longer) > weight(shorter)


@pytest.mark.parametrize("text", ["", "...", "“—”", "?!"])
def test_marks_weigh_nothing(text: str) -> None:
    """The pauses that they stand for are heard in the recording."""
    assert weight(text) == 0


def test_i_is_a_word_and_no_letter_that_is_spelled() -> None:
    """Nor are words in small letters."""
    assert weight("I") == weight("i")
    assert weight("US") > weight("us")
