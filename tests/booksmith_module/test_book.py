"""Tests of the book's own small rules: what can be said, and how words are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import count_words, is_sayable


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained — 3 days, and $ 5.", 7),
        ("* * *", 0),
        ("♥ ~ …", 0),
        ("rock & roll", 3),
        ("", 0),
        ("雨が降った。 二日", 2),
        ("a_b _ __", 1),
    ],
)
def test_words_are_what_can_be_said(text: str, words: int) -> None:
    """Counted between spaces; ornaments and dashes are none."""
    assert count_words(text) == words


@given(st.text() | st.text("a1 _-$%&—♥\u00a0\u2003\n雨é", max_size=40))
def test_counting_at_once_is_counting_one_by_one(text: str) -> None:
    """The fast way and the plain way agree on any text."""
    assert count_words(text) == sum(map(is_sayable, text.split()))
