"""Tests of vox1.render.picking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.render.picking import Candidate, dialogue_share, to_be_heard, to_be_measured

_CANDIDATES = st.lists(
    st.tuples(st.integers(1, 400), st.floats(0, 1), st.booleans()), min_size=1, max_size=80
).map(lambda rows: [Candidate(number, *row) for number, row in enumerate(rows)])


def book(count: int, **changes: int) -> list[Candidate]:
    """Return a body of chunks of 250 characters; ``n12=30`` gives one of them another length."""
    return [Candidate(n, changes.get(f"n{n}", 250), 0.0, is_body=True) for n in range(count)]


def test_a_sample_is_the_beginning_the_middle_and_near_the_end() -> None:
    """Where a listener learns what to expect; not the end itself."""
    assert to_be_heard(book(100)) == [0, 50, 90]


def test_front_and_back_matter_are_not_sampled() -> None:
    """A preface by somebody else says nothing of the book."""
    front = [Candidate(n, 250, 0.9, is_body=False) for n in range(20)]
    body = [Candidate(20 + n, 250, 0.0, is_body=True) for n in range(10)]
    back = [Candidate(30 + n, 250, 0.9, is_body=False) for n in range(20)]

    assert to_be_heard([*front, *body, *back]) == [20, 25, 29]


def test_a_book_without_a_body_is_sampled_all_the_same() -> None:
    """A listener may want the preface alone."""
    assert to_be_heard([Candidate(n, 250, 0.0, is_body=False) for n in range(3)]) != []


def test_a_heading_at_the_beginning_has_what_follows_it() -> None:
    """By itself it is over before it is heard."""
    assert to_be_heard(book(100, n0=12, n1=30))[:3] == [0, 1, 2]


def test_the_chunk_with_the_most_dialogue_is_heard() -> None:
    """If there is any: how a voice speaks for people is what most want to know."""
    chunks = book(100)
    chunks[33] = Candidate(33, 250, 0.8, is_body=True)
    chunks[44] = Candidate(44, 250, 0.6, is_body=True)
    chunks[55] = Candidate(55, 20, 1.0, is_body=True)

    assert to_be_heard(chunks) == [0, 33, 50, 91]


@given(_CANDIDATES)
def test_a_sample_of_any_book_is_some_of_its_chunks_in_order_once_each(chunks: list[Candidate]) -> None:
    """However short or odd it is; and it is the same one every time."""
    picked = to_be_heard(chunks)

    assert picked
    assert picked == sorted(set(picked))
    assert set(picked) <= {one.number for one in chunks}
    assert picked == to_be_heard(iter(chunks))


@given(st.lists(st.integers(1, 400), max_size=300), st.integers(0, 80))
def test_what_is_measured_is_spread_over_the_whole_book(lengths: list[int], count: int) -> None:
    """As many as were asked for, or all; none twice."""
    picked = to_be_measured(lengths, count)

    assert len(set(picked)) == len(picked)
    assert picked == sorted(picked)
    assert len(picked) <= max(count, 0)
    assert all(0 <= number < len(lengths) for number in picked)


def test_long_chapters_get_their_share_of_what_is_measured() -> None:
    """Evenly over the text, not over the chapters."""
    assert to_be_measured([250] * 100, 4) == [12, 37, 62, 87]
    assert to_be_measured([250] * 3, 60) == [0, 1, 2]
    assert to_be_measured([], 60) == []


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("“Yes,” she said.", 6 / 16),
        ('"Yes," she said.', 6 / 16),
        ("‘I don’t know.’ He left.", 15 / 24),
        ("«Oui», dit-il.", 5 / 14),
        ("„Ja“, sagte er.", 4 / 15),
        ("— Oui, dit-il.\nIl sortit.", 14 / 25),
        ("He didn't know the boys' names, nor the dogs'.", 0.0),
        ("It rained.", 0.0),
        ("", 0.0),
    ],
)
def test_dialogue_is_what_stands_between_marks_or_after_a_dash(text: str, share: float) -> None:
    """In the ways of several languages; an apostrophe is none of them."""
    assert dialogue_share(text) == pytest.approx(share, abs=0.05)
