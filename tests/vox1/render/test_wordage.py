"""Tests of the wordage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.wordage import Wordage, repeated_share, wordage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Wordage(0, 0, 0, 0, 0)),
        ("… — !", Wordage(0, 0, 0, 0, 0)),
        ("The cat sat.", Wordage(6, 3, 3, 3, 0)),
        ("beautiful", Wordage(4, 5, 3, 1, 0)),
        ("No 25.", Wordage(1, 1, 1, 2, 2)),
        ("élève", Wordage(2, 3, 3, 1, 0)),
        ("Мой кот", Wordage(4, 2, 2, 2, 0)),
        ("さくら", Wordage(0, 6, 3, 1, 0)),
        ("中文", Wordage(0, 4, 2, 1, 0)),
    ],
)
def test_what_a_text_gives_to_say_is_counted_in_its_script(text: str, expected: Wordage) -> None:
    """Accents are no letters, й is a consonant, a character of Chinese is a syllable."""
    assert wordage(text) == expected


@given(st.text(), st.text())
def test_two_texts_give_as_much_as_both(one: str, other: str) -> None:
    """Counts add up over a sentence end."""
    both = wordage(f"{one}. {other}")

    assert both.counts == tuple(map(sum, zip(wordage(one).counts, wordage(other).counts, strict=True)))


def test_a_refrain_is_a_share_of_its_text() -> None:
    """The second time counts, the first does not."""
    line = "The rain came down on Keldry. "

    assert repeated_share(line) == 0.0
    assert repeated_share(line * 2) == pytest.approx(0.5, abs=0.01)
    assert repeated_share(line * 4) == pytest.approx(0.75, abs=0.01)


def test_a_word_that_comes_again_is_no_refrain() -> None:
    """Words do, in other company."""
    assert repeated_share("He saw the cat, and then the cat saw him.") == 0.0


def test_two_numbers_that_begin_alike_are_said_alike() -> None:
    """Three thousand two hundred and so on takes long to say twice."""
    assert repeated_share("Not 3,210 millimetres but 3,208.") > 0.2


@given(st.text())
def test_a_share_is_between_nothing_and_all(text: str) -> None:
    """Of any text."""
    assert 0.0 <= repeated_share(text) <= 1.0
