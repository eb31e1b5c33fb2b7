"""Tests of the spoken form: words are kept, marks are said, and the way back is known."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.normalise import normalise, spoken_form

ODD = st.sampled_from(
    [
        "ﬁ",
        "ﬃ",
        "ﬆ",
        "‒",
        "―",
        "⸺",
        "--",
        "---",
        "----",
        "...",
        "....",
        ". . .",
        "……",
        "*",
        "_",
        "~~",
        "\n",
        "\\",
        ".",
    ]
)
TEXTS = st.lists(ODD | st.sampled_from(["word", " ", "Hm", "3", "“", "”", "é", ","]), max_size=30).map(
    "".join
)


def words(text: str) -> list[str]:
    """Return the runs of letters and digits of a text, ligatures taken apart."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("the ﬁrst ﬂoor, oﬃce", "the first floor, office"),
        ("wait--what", "wait—what"),
        ("wait---what", "wait—what"),
        ("the ⸺ of N―", "the — of N—"),
        ("and . . . then", "and … then"),
        ("gone. . . . Then", "gone. . . . Then".replace(". . . .", "…")),
        ("and... then....", "and… then…"),
        ("an *odd* _word_", "an  odd  word "),
        ("a line\nanother", "a line, another"),
        ("a line,\nanother", "a line, another"),
        ("“A line.”\nAnother", "“A line.” Another"),
        ("一行。\n二行", "一行。 二行"),
        ("don’t", "don’t"),
        ("", ""),
    ],
)
def test_marks_are_put_the_way_they_are_said(written: str, said: str) -> None:
    """Each kind of mark that voices trip over has its spoken form; the rest stays as it is."""
    assert normalise(written, "en") == said


@given(text=TEXTS | st.text(max_size=80), language=st.sampled_from(["nl", "", "xx"]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_words_are_kept(text: str, language: str) -> None:
    """The rules for every language change, drop and add no letter or digit."""
    assert words(normalise(text, language)) == words(text)


@given(text=TEXTS | st.text(max_size=80))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_alignment_leads_back(text: str) -> None:
    """Every spoken character comes from the written one it equals, or from a recorded edit."""
    spoken, alignment = spoken_form(text, "en")

    for place, character in enumerate(spoken):
        start, end = alignment.source_span(place, place + 1)
        assert 0 <= start <= end <= len(text)
        edited = any(edit.start <= place < edit.end for edit in alignment.edits)
        assert edited or text[start:end] == character


@given(text=TEXTS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_whole_leads_back_to_the_whole(text: str) -> None:
    """Nothing at either end of the written text is outside what the spoken one came from."""
    spoken, alignment = spoken_form(text, "en")
    start, end = alignment.source_span(0, len(spoken))

    assert not words(text[:start])
    assert not words(text[end:])


def test_a_long_text_is_put_in_time() -> None:
    """A text of many lines takes a moment: the work grows with the text, not with its square."""
    spoken = normalise("a line of a long poem\n" * 50_000, "en")

    assert spoken.count(",") == 50_000
