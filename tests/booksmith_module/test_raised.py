"""Tests of keeping exponents and indexes apart from what they stand at."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.raised import Script, is_apart, written


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [("1", "st", ""), ("M", "me", ""), ("", "14", "C"), ("one ", "1", "/"), ("x", "n", ""), ("x", "-", "y")],
)
def test_what_is_no_number_at_a_base_stays_as_it_is(before: str, text: str, after: str) -> None:
    """Ordinals, abbreviations, isotopes and fractions are right on the line; so is a lowered dash."""
    assert not is_apart(text, Script.LOWERED, before, after)


@pytest.mark.parametrize(("before", "text"), [("10", "6"), ("m", "-1"), ("(x + y)", "2"), ("Na", "+")])
def test_numbers_and_charges_are_kept_apart(before: str, text: str) -> None:
    """On the line, the first would be a hundred and six."""
    assert is_apart(text, Script.RAISED, before)


@given(st.text(alphabet="0123456789+-−–"), st.sampled_from(Script))
def test_each_character_becomes_one_that_means_the_same(text: str, script: Script) -> None:
    """Places stay the same, and the audit sees the same digits."""
    shown = written(text, script)

    assert len(shown) == len(text)
    plain = unicodedata.normalize("NFKC", shown).replace("−", "-")
    assert plain == text.replace("−", "-").replace("–", "-")
