"""Tests of how a chunk is divided and put together again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.division import divide, join

LONG = (
    "The tram was late again that evening, as it had been all week; nobody in the queue said a word,"
    " and the rain came down as if it had been paid by the drop."
)


def test_sentences_are_pieces() -> None:
    """Each is spoken alone, so that one that cannot be spoken takes no other with it."""
    first, second = "The tram was late again, and nobody spoke.", "The rain came down as if paid by the drop."

    assert divide(f"{first} {second}", "en") == [first, second]


def test_a_long_sentence_is_cut_where_it_breathes() -> None:
    """At its semicolon, not in the middle of a clause."""
    assert divide(LONG, "en")[0] == "The tram was late again that evening, as it had been all week;"


@pytest.mark.parametrize("text", ["Yes.", "“Stop!” she said.", "x" * 30, "", "…"])
def test_what_is_short_stays_whole(text: str) -> None:
    """A voice reads two words alone no better than with their neighbours."""
    assert divide(text, "en") == ([text] if text.strip(" …") or text else [])


def test_short_sentences_stay_together() -> None:
    """Three words are no piece of their own, at the end no more than before."""
    text = "No. She had seen the tram leave without her twice. Never mind."

    assert divide(text, "en") == [text]


@given(st.lists(st.sampled_from(["Yes.", "Oh?", LONG, "“No,” said Tom, “not today.”", "A\nB."]), min_size=1))
def test_no_word_is_lost_or_moved(sentences: list[str]) -> None:
    """Whatever is divided."""
    text = " ".join(sentences)

    assert " ".join(divide(text, "en")).split() == text.split()


def test_pieces_are_joined_in_order_with_a_breath_between() -> None:
    """And none before the first or after the last."""
    ones, twos = np.full(5, 1, np.int16), np.full(5, 2, np.int16)

    joined = join([ones, twos], 10)

    assert joined.tolist() == [1] * 5 + [0] * 2 + [2] * 5
    assert join([ones], 10).tolist() == [1] * 5
