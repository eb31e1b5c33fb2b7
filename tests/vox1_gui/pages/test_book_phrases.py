"""Phrases of the Book page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_gui import texts
from vox1_gui.pages.book.phrases import duration, language_name, numbers_in, ranges, reason_name


@pytest.fixture(autouse=True)
def _english() -> None:
    texts.use("en")


@given(st.frozensets(st.integers(1, 500)))
def test_chapters_come_back_from_how_they_are_written(numbers: frozenset[int]) -> None:
    """What the field shows is what it takes."""
    assert numbers_in(ranges(numbers), 500) == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1-3,7", {1, 2, 3, 7}),
        (" 2 - 4 ; 6 ", {2, 3, 4, 6}),
        ("3–5", {3, 4, 5}),
        ("1 2", {1, 2}),
        ("", set()),
        ("0", None),
        ("9-11", None),
        ("5-2", None),
        ("1-", None),
        ("one", None),
    ],
)
def test_numbers_are_understood_or_refused(typed: str, numbers: set[int] | None) -> None:
    """Half of what was typed is never taken."""
    assert numbers_in(typed, 10) == numbers


def test_lengths_are_said_as_people_say_them() -> None:
    """No listener counts 4,800 seconds."""
    assert [duration(seconds) for seconds in (0.2, 42, 60, 720, 4800, 36_000)] == [
        *("1 s", "42 s", "1 min", "12 min", "1 h 20 min", "10 h 00 min"),
    ]


def test_languages_and_reasons_have_names_or_stand_as_they_are() -> None:
    """A tag that nobody has named is better than nothing."""
    assert language_name("en-GB") == "English"
    assert language_name("xx") == "xx"
    assert language_name("") == "Language not stated"
    assert reason_name("imprint") == "imprint"
    assert reason_name("a reason of tomorrow") == "a reason of tomorrow"
    assert reason_name("") == "not read"
