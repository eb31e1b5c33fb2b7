"""Tests of what an engine's marks tell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.told import Mark, is_told

RATE_HZ = 1_000
TEXT = "“Hush!” she said, “the well-kept cat—it sleeps.”"


def marks_of(text: str) -> list[Mark]:
    """Return a mark for each word, one each second."""
    return [(word.start(), RATE_HZ * place) for place, word in enumerate(re.finditer(r"[\w’-]+", text))]


def told(text: str, marks: list[Mark], sounds_on: float = 0.5) -> bool:
    """Return what marks tell of a take that sounds for so many seconds after the last of them."""
    end = round(max((sample for _, sample in marks), default=0) + sounds_on * RATE_HZ)
    return is_told(text, marks, end, RATE_HZ)


def test_a_mark_at_each_word_tells_that_all_were_said() -> None:
    """Signs and words that are joined need none."""
    assert told(TEXT, marks_of(TEXT))


@given(st.lists(st.from_regex(r"[a-z]{1,9}[,.!?]?", fullmatch=True), min_size=1, max_size=30), st.data())
def test_an_end_without_marks_is_never_told(words: list[str], data: st.DataObject) -> None:
    """From the third word on that has none; up to two small words may be said with others."""
    text = " ".join(words)
    kept = data.draw(st.integers(0, len(words)))

    assert told(text, marks_of(text)[:kept]) == (kept > 0 and len(words) - kept <= 2)


@pytest.mark.parametrize(
    ("marks", "sounds_on"),
    [
        ([], 0.5),
        (marks_of(TEXT), 0.0),
        ([*marks_of(TEXT)[:3], (5, 2_500), *marks_of(TEXT)[3:]], 0.5),
        ([(6, 500), *marks_of(TEXT)[1:]], 0.5),
        ([*marks_of(TEXT), (len(TEXT), 9_000)], 0.5),
    ],
    ids=["none", "silence after the last", "said again", "a sign", "beyond the text"],
)
def test_marks_that_are_not_those_of_the_words_tell_nothing(marks: list[Mark], sounds_on: float) -> None:
    """A sign that is read aloud, a loop, an engine that does not mark: sound alone has to do."""
    assert not told(TEXT, marks, sounds_on)


@pytest.mark.parametrize("text", ["道可道非常道", "さくらがさいた", "ฉันรักแมว"])
def test_where_words_have_no_spaces_marks_tell_nothing(text: str) -> None:
    """One mark for a sentence is none for its words."""
    assert not told(text, [(0, 0)])
