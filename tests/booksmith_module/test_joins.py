"""Tests of joins: what is cut elsewhere is matched letter after letter, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.joins import Join, find_joins


def joins(source: str, told: str) -> tuple[tuple[Join, ...], Counter[str], Counter[str]]:
    """Match two texts, each cut at its spaces."""
    return find_joins(source.split(), Counter(told.split()))


@pytest.mark.parametrize(
    ("source", "told", "expected"),
    [
        ("T he end", "The end", [("T he", "The")]),
        ("w on d er", "wonder", [("w on d er", "wonder")]),
        ("won THE HEAD der", "wonder THE HEAD", [("won der", "wonder")]),
        ("rain1 fell", "rain fell 1", [("rain1", "rain 1")]),
        ("1The offthe", "The off the 1", [("1The", "1 The"), ("offthe", "off the")]),
        ("Experi ment1", "1 Experiment", [("Experi ment1", "Experiment 1")]),
        ("Poincar e", "Poincar\u00e9", [("Poincar e", "Poincar\u00e9")]),
        ("the r\u02c6ole", "the r\u00f4le", [("r\u02c6ole", "r\u00f4le")]),
    ],
)
def test_each_match_is_itemised(source: str, told: str, expected: list[tuple[str, str]]) -> None:
    """Which pieces of the file make which words of the book."""
    found, missing, extra = joins(source, told)

    assert [(" ".join(join.pieces), " ".join(join.words)) for join in found] == expected
    assert not missing
    assert not extra


def test_a_word_that_stands_elsewhere_as_well_does_not_hide_a_join() -> None:
    """The file has "under" and "standing" whole, but they are halves of another word there."""
    found, missing, extra = joins("stand ing it under standing un der", "standing it understanding under")

    assert not missing
    assert not extra
    assert Join(("under", "standing"), ("understanding",)) in found


def test_a_mark_at_a_word_that_another_join_needs_is_found() -> None:
    """Half of "theory" is "the", but the book has one "the" from "offthe"."""
    _, missing, extra = joins("the ory cut offthe cord", "theory cut off the cord")

    assert not missing
    assert not extra


def test_what_is_lost_stays_missing_beside_joins() -> None:
    """A match takes no more than its own pieces."""
    _, missing, extra = joins("won der and won", "wonder and")

    assert (missing, extra) == (Counter(won=1), Counter())


def test_halves_far_apart_are_no_word() -> None:
    """Two pages of text between them are more than a head and some notes."""
    between = " ".join(f"word{number}" for number in range(3_000))

    _, missing, extra = joins(f"won {between} der", f"wonder {between}")

    assert (missing, extra) == (Counter(won=1, der=1), Counter(wonder=1))


def test_a_scrambled_book_is_given_up_soon() -> None:
    """However much does not match, the search ends, and what was not matched is named."""
    source = [f"{letter}{number}" for number in range(3_000) for letter in "ab"]

    _, missing, extra = find_joins(source, Counter(piece[::-1] for piece in source))

    assert missing.total() > 5_000
    assert extra.total() > 5_000


WORDS = st.lists(st.text("abcdefghijklm", min_size=1, max_size=6), min_size=1, max_size=30)


@given(words=WORDS, cuts=st.sets(st.integers(0, 29), max_size=6))
def test_neighbours_put_together_always_match(words: list[str], cuts: set[int]) -> None:
    """Wherever spaces are left out, the rest of the text being alike."""
    told = "".join(word + ("" if n in cuts else " ") for n, word in enumerate(words)).split()

    found, missing, extra = find_joins(words, Counter(told))

    assert not missing
    assert not extra
    assert_same_letters(found)


@given(source=WORDS, told=WORDS)
def test_only_the_same_letters_in_the_same_order_match(source: list[str], told: list[str]) -> None:
    """What is matched spells the same on both sides; what is not is counted in full."""
    found, missing, extra = find_joins(source, Counter(told))

    assert_same_letters(found)
    lost = sum(map(len, missing.elements())) - sum(map(len, extra.elements()))
    assert lost == len("".join(source)) - len("".join(told))


def assert_same_letters(found: tuple[Join, ...]) -> None:
    """See that each match is one."""
    for join in found:
        assert "".join(join.pieces) == "".join(join.words)
