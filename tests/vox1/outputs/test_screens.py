"""Tests of screens: a sentence as a reader of captions takes it in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.outputs.screens import LINE_COLUMNS, columns, screens

PROPERTY = settings(max_examples=200, deadline=None)
LETTERS = st.text(st.sampled_from("ab ,.;— -“”'éß中文。、ไทยก็が日\u0301\u200d\u00a0אבגا،"), max_size=400)


@given(text=st.one_of(LETTERS, st.text(max_size=200)))
@PROPERTY
def test_screens_fit_and_lose_nothing(text: str) -> None:
    """Every screen has one line or two that are narrow enough, and together they have all characters."""
    found = screens(text)

    assert all(1 <= len(screen.lines) <= 2 for screen in found)
    assert all(columns(line) <= LINE_COLUMNS or len(line) == 1 for screen in found for line in screen.lines)
    shown = "".join(line for screen in found for line in screen.lines)
    assert "".join(shown.split()) == "".join(text.split())


@given(text=LETTERS)
@PROPERTY
def test_screens_say_where_they_stand(text: str) -> None:
    """Their lines are what stands there, but for a space where one line ends."""
    found = screens(text)

    assert all("".join(text[s.start : s.end].split()) == "".join("".join(s.lines).split()) for s in found)
    edges = [edge for screen in found for edge in (screen.start, screen.end)]
    assert edges == sorted(edges)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A short one.", [["A short one."]]),
        (
            "She had waited for an hour at the station, and nobody had come to fetch her.",
            [["She had waited for an hour at the station,", "and nobody had come to fetch her."]],
        ),
        (
            (
                "He knew the road, every stone of it; but in this light, with the rain coming down and the"
                " wind in his face, it was as strange to him as the sea."
            ),
            [
                ["He knew the road, every stone of it;", "but in this light,"],
                ["with the rain coming down", "and the wind in his face,"],
                ["it was as strange to him as the sea."],
            ],
        ),
        ("今天天气很好，我们一起去公园散步吧，他说。", [["今天天气很好，", "我们一起去公园散步吧，他说。"]]),
        ("x" * 100, [["x" * 25]] * 4),
    ],
    ids=["short", "two lines", "three screens", "Chinese", "an endless word"],
)
def test_lines_are_cut_where_a_reader_rests(text: str, lines: list[list[str]]) -> None:
    """After marks where these are near the middle, else between words."""
    assert [list(screen.lines) for screen in screens(text)] == lines


def test_marks_stay_with_what_they_close() -> None:
    """In scripts without spaces no line begins with a mark, or ends with one that opens."""
    text = "「行こう」と彼は言った。" * 8

    lines = [line for screen in screens(text) for line in screen.lines]

    assert all(line[0] not in "」。、" and line[-1] != "「" for line in lines)


def test_a_book_without_sentences_is_cut_in_a_moment() -> None:
    """Work grows with the text: what has no full stop may be a megabyte."""
    text = "and so on " * 20_000

    assert len(screens(text)) > 2_000
