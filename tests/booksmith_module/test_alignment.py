"""Tests of the way back from a changed text to its source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.alignment import IDENTITY, Alignment, Edit, rewrite, substitute

PROPERTY = settings(max_examples=150, deadline=None, derandomize=True)
Change = tuple[int, int, str]


@st.composite
def changes_of(draw: st.DrawFn, text: str) -> list[Change]:
    """Draw replacements in a text: in order, not overlapping, some of nothing or by nothing."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [(start, end, draw(st.text("xyz", max_size=3))) for start, end in pairs]


TEXTS = st.text("abc ", max_size=40)


def rebuilt(source: str, text: str, alignment: Alignment) -> str:
    """Make a text from its source by an alignment alone: equal outside the edits."""
    parts, read = [], 0
    for edit in alignment.edits:
        parts += [source[read : edit.source_start], text[edit.start : edit.end]]
        read = edit.source_end
    return "".join([*parts, source[read:]])


@given(st.data())
@PROPERTY
def test_a_rewritten_text_is_its_source_outside_the_edits(data: st.DataObject) -> None:
    """What an alignment promises holds for any replacements."""
    source = data.draw(TEXTS)
    text, alignment = rewrite(source, data.draw(changes_of(source)))

    assert rebuilt(source, text, alignment) == text


@given(st.data())
@PROPERTY
def test_two_changes_in_turn_are_one(data: st.DataObject) -> None:
    """The alignment of cleaning and then spelling out leads from the end to the beginning."""
    source = data.draw(TEXTS)
    middle, first = rewrite(source, data.draw(changes_of(source)))
    text, later = rewrite(middle, data.draw(changes_of(middle)))

    both = first.then(later)

    assert rebuilt(source, text, both) == text
    bounds = [place for edit in both.edits for place in (edit.source_start, edit.source_end)]
    assert bounds == sorted(bounds)


@given(st.data())
@PROPERTY
def test_a_character_that_was_kept_leads_to_itself(data: st.DataObject) -> None:
    """Outside the edits, one character of the text is one equal character of the source."""
    source = data.draw(TEXTS)
    text, alignment = rewrite(source, data.draw(changes_of(source)))

    for place, character in enumerate(text):
        start, end = alignment.source_span(place, place + 1)
        edit = next((edit for edit in alignment.edits if edit.start <= place < edit.end), None)
        assert source[start:end] == (
            character if edit is None else source[edit.source_start : edit.source_end]
        )


@given(st.data())
@PROPERTY
def test_a_wider_span_comes_from_a_wider_source(data: st.DataObject) -> None:
    """The source of a part lies inside the source of the whole, and in the same order."""
    source = data.draw(TEXTS)
    text, alignment = rewrite(source, data.draw(changes_of(source)))
    start, middle, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(3))

    whole, head, tail = (
        alignment.source_span(*span) for span in ((start, end), (start, middle), (middle, end))
    )

    assert 0 <= whole[0] <= whole[1] <= len(source)
    if start < middle < end:
        assert whole == (min(head[0], tail[0]), max(head[1], tail[1]))
        assert head[0] <= tail[0]
        assert head[1] <= tail[1]


@given(st.data())
@PROPERTY
def test_substitute_does_as_the_pattern_does(data: st.DataObject) -> None:
    """The text is the one that `re.sub` makes, and the alignment fits it."""
    source = data.draw(TEXTS)
    pattern = re.compile(data.draw(st.sampled_from(["a+", "b", " +", "abc", "c?", "$"])))
    by = data.draw(st.text("xy", max_size=2))

    text, alignment = substitute(pattern, lambda _: by, source)

    assert text == pattern.sub(by, source)
    assert rebuilt(source, text, alignment) == text


@pytest.mark.parametrize(
    ("span", "source"),
    [
        ((0, 4), (0, 3)),
        ((2, 4), (2, 3)),
        ((3, 4), (2, 3)),
        ((4, 5), (4, 5)),
        ((0, 5), (0, 5)),
        ((5, 5), (5, 5)),
    ],
)
def test_a_span_that_touches_an_edit_takes_in_what_it_replaced(
    span: tuple[int, int], source: tuple[int, int]
) -> None:
    """Of ``ab&x`` made ``ab--x`` by way of a deleted ``y``, each span leads to the smallest source."""
    text, alignment = rewrite("ab&yx", [(2, 3, "--"), (3, 4, "")])

    assert text == "ab--x"
    assert alignment.source_span(*span) == source


def test_no_change_is_the_identity() -> None:
    """A replacement by the same is none, and the identity changes no other alignment."""
    assert substitute(re.compile("a"), lambda _: "a", "banana")[1] == IDENTITY
    alignment = Alignment((Edit(0, 1, 0, 2),))
    assert IDENTITY.then(alignment) == alignment.then(IDENTITY) == alignment


def test_moved_edits_fit_texts_joined_end_to_end() -> None:
    """Behind three characters of source and five of text, all places are three and five further."""
    assert Alignment((Edit(1, 2, 1, 4),)).moved(3, 5) == Alignment((Edit(4, 5, 6, 9),))


@given(st.data())
@PROPERTY
def test_the_inverse_leads_from_the_source_to_the_text(data: st.DataObject) -> None:
    """An edit's source became its text, and the inverse of the inverse is the alignment."""
    source = data.draw(TEXTS)
    text, alignment = rewrite(source, data.draw(changes_of(source)))

    inverse = alignment.inverse()

    assert rebuilt(text, source, inverse) == source
    assert inverse.inverse() == alignment
