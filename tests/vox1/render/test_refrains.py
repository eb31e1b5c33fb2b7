"""Tests of the refrains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.refrains import Refrains
from vox1.render.wordage import said_letters

LINE = "The rain came down on Keldry. "


def _expects(text: str, earlier: float, later: float, length: float) -> bool:
    """Whether the stretch that begins at one share of the text is to come again at another."""
    (expected,) = Refrains(text).expects(np.array([earlier]), np.array([later - earlier]), length)
    return bool(expected)


def test_a_refrain_is_expected_where_it_stands() -> None:
    """The second line of two is like the first, and so on; nothing else is."""
    verses = LINE + "Nobody saw a soul go by at all. " + LINE + "What for, then, she asked her father twice."
    count = len(said_letters(verses))
    first, second = 0.0, len(said_letters(verses[: verses.rindex(LINE)])) / count

    assert _expects(verses, first, second, 15 / count)
    assert _expects(verses, first + 5 / count, second + 6 / count, 15 / count)
    assert not _expects(verses, first, second - 0.2, 15 / count)
    assert not _expects(verses, first, second + 0.3, 15 / count)
    assert not _expects(verses, 0.3, 0.3 + second, 15 / count)


def test_a_line_said_once_is_not_expected_again() -> None:
    """Wherever it is heard again: that is a loop."""
    text = (
        "The old clock on the stair struck four, and a boat put out from under Hag Point with two men in it."
    )
    places = np.linspace(0, 0.9, 40)
    begins, lags = (each.ravel() for each in np.meshgrid(places, places))

    assert not Refrains(text).expects(begins, lags, 0.1).any()


def test_numbers_in_words_that_differ_by_one_are_alike() -> None:
    """The input that was taken for a loop: short lines, each with the next number after it."""
    text = "“Yes.” Six five three. “No.” Six five four. “Why?” Six five five. “Oh.” Six five six."
    letters = len(said_letters(text))
    places = [len(said_letters(text[: text.index(number)])) for number in ("Six five t", "Six five fo")]

    assert _expects(text, places[0] / letters, places[1] / letters, 9 / letters)


@pytest.mark.parametrize("text", ["", "…", "I", "No.", "中文", "27"])
def test_a_text_of_hardly_anything_expects_nothing(text: str) -> None:
    """There is no room for a refrain; the parts of a digit are not alike."""
    assert not _expects(text, 0.0, 0.5, 0.2)


def test_a_long_text_is_known_by_its_end() -> None:
    """No chunk is so long; the work grows with the square."""
    text = "".join(chr(0x3042 + number % 80) + chr(0x5000 + number) for number in range(700)) + LINE * 2
    letters = len(said_letters(text))
    line = len(said_letters(LINE))

    assert _expects(text, 1 - 2 * line / letters, 1 - line / letters, 15 / letters)
    assert not _expects(text, 0.1, 0.5, 15 / letters)


@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=5),
    st.floats(0, 2),
)
def test_any_text_can_be_asked(text: str, places: list[tuple[float, float]], length: float) -> None:
    """About any place; what is asked is answered."""
    begins, lags = np.array(places).T

    assert Refrains(text).expects(begins, lags, length).shape == begins.shape
