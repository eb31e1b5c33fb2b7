"""Tests of English: each written form is read as a good narrator reads it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vox1.script.normalise import normalise, spoken_form

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, str]]:
    """Return what is written and said, from a table of kind, written and spoken."""
    rows = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [
        (written.replace("\\n", "\n"), spoken) for _, written, spoken in (row.split("\t") for row in rows)
    ]


@pytest.mark.parametrize(("written", "spoken"), cases("english.tsv"))
def test_american_english_is_read_as_a_narrator_reads_it(written: str, spoken: str) -> None:
    """Every case of the table has exactly the spoken form that stands beside it."""
    assert normalise(written, "en-US") == spoken


@pytest.mark.parametrize(("written", "spoken"), cases("english_gb.tsv"))
def test_british_english_is_read_as_a_british_narrator_reads_it(written: str, spoken: str) -> None:
    """What differs from American reading: "and" in numbers, the order of dates, pounds and pence."""
    assert normalise(written, "en-GB") == spoken


# "_" is a space.
ODD = """
    1 . 1/ 1- 1, 1. 1: $ $1 A. A_ a. I IV_ X A- £1_ _ ½ 1_½ 1_-_ 1_+_ a@ a.b www. http:// '1 1'_ Mr._ May_1_
    1_m No._ AB_ Abc_ 1s_ 1– +1_ 555- # * † — e.g._ (1 St._ 12:00- AB_x_ 1_A_St._ & A&
    """.split()  # noqa: SIM905 - a list would be one piece to a line
PIECES = st.sampled_from(
    """
    1 12 007 1984 1,000 3.5 $ £ € % ° / - – — . , : ; ' ’ " ( ) # @ & + = x ½ ² st th s p am p.m. May Jan.
    IV Henry VIII I A U.S. Mr. St. etc. No. e.g. BBC NASA STOP www. .com http:// km ft in word Word 😀 † *
    ٤ ²³
    """.split()  # noqa: SIM905 - a list would be one piece to a line
) | st.sampled_from([" ", "\n", "\u00a0"])
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)
PROPERTY = settings(max_examples=300, deadline=None, derandomize=True)


@given(text=TEXTS, language=st.sampled_from(["en", "en-US", "en-GB", "EN_gb"]))
@PROPERTY
def test_no_text_is_an_error_and_no_digit_is_left(text: str, language: str) -> None:
    """Whatever stands in a book has a spoken form, and its numbers are in words."""
    assert not re.search(r"\d", normalise(text, language))


@given(text=TEXTS)
@PROPERTY
def test_the_alignment_leads_back(text: str) -> None:
    """What lies outside all edits is equal, and every place of the spoken text has one in the written."""
    spoken, alignment = spoken_form(text, "en")

    kept_written, kept_spoken, read, heard = [], [], 0, 0
    for edit in alignment.edits:
        kept_written.append(text[read : edit.source_start])
        kept_spoken.append(spoken[heard : edit.start])
        read, heard = edit.source_end, edit.end
    assert [*kept_written, text[read:]] == [*kept_spoken, spoken[heard:]]


@given(
    words=st.lists(
        st.sampled_from(
            ["the", "rain", "fell", "on", "Anna", "and", "her", "dog;", "“Well,”", "she", "said."]
        ),
        max_size=20,
    )
)
@PROPERTY
def test_a_text_that_needs_no_rule_is_left_alone(words: list[str]) -> None:
    """Plain words and marks come back as they are, with nothing recorded."""
    text = " ".join(words)
    spoken, alignment = spoken_form(text, "en")

    assert spoken == text
    assert not alignment.edits


@pytest.mark.parametrize(("written", "spoken"), [*cases("english.tsv"), *cases("english_gb.tsv")])
def test_the_spoken_form_of_a_spoken_form_is_itself(written: str, spoken: str) -> None:
    """What has been put the way it is said needs no rule any more."""
    del written
    assert normalise(spoken, "en-GB") == spoken


@pytest.mark.parametrize("unit", ODD)
def test_no_text_takes_long(unit: str) -> None:
    """A book of one thing over and over takes a moment: the work grows with the text, not with its square."""
    begin = time.process_time()
    normalise(unit.replace("_", " ") * (30_000 // len(unit)), "en")
    assert time.process_time() - begin < 3


def test_a_rule_is_switched_off_by_its_name() -> None:
    """What an engine reads well itself is left to it."""
    assert spoken_form("Dr. Lee, 1984", "en", without=frozenset({"year", "cardinal", "serial"}))[0] == (
        "Doctor Lee, 1984"
    )
