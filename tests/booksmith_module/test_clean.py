"""Tests of cleaning a block's text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.clean import clean


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  one\n\t two  ", "one two"),
        ("one\u00a0two\u2003three", "one two three"),
        ("beau\u00adti\u200bful\ufeff", "beautiful"),
        ("one \u00ad two", "one two"),
        ("mi\u200cravam", "mi\u200cravam"),
        ("a\u0000b\u0007c", "abc"),
        ("one\u0085two", "one two"),
        ("\u00ad\u200b ", ""),
        ("", ""),
    ],
)
def test_layout_and_invisible_characters_are_not_text(raw: str, text: str) -> None:
    """White space becomes single spaces; what is never spoken goes, what spells words stays."""
    assert clean(raw, [], [])[0] == text


def test_line_ends_and_spans_left_out() -> None:
    """A line end becomes a newline whatever space is around it; a span left out leaves no hole."""
    text, alignment = clean("one*  two \n three", [(3, 4)], [10])

    assert text == "one two\nthree"
    assert alignment.source_span(0, 3) == (0, 3)
    assert alignment.source_span(4, 7) == (6, 9)
    assert alignment.source_span(8, 13) == (12, 17)


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_character_leads_back(data: st.DataObject) -> None:
    """A visible character of the text is the same one in the raw text, outside what was left out."""
    raw = data.draw(st.text("ab \n\t\u00ad\u200b\u00a0\u2028", max_size=40))
    places = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    left_out = list(zip(places[::2], places[1::2], strict=False))
    inside = {place for start, end in left_out for place in range(start + 1, end)}
    line_ends = data.draw(
        st.lists(st.integers(0, len(raw)).filter(lambda place: place not in inside), max_size=4)
    )

    text, alignment = clean(raw, left_out, line_ends)

    kept = [raw[p] for p in range(len(raw)) if not any(start <= p < end for start, end in left_out)]
    assert [c for c in text if c in "ab"] == [c for c in kept if c in "ab"]
    assert text == text.strip()
    for place, character in enumerate(text):
        start, end = alignment.source_span(place, place + 1)
        assert (
            (raw[start:end] == character)
            if character in "ab"
            else not {"a", "b"}
            & set(
                "".join(
                    raw[p] for p in range(start, end) if not any(low <= p < high for low, high in left_out)
                )
            )
        )
