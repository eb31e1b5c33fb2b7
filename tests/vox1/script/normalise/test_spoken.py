"""Tests of the spoken form: words are kept, marks are said, and the way back is known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.alignment import Alignment
from vox1.script.normalise import RULE_NAMES, normalise, spoken, spoken_form
from vox1.script.normalise.rules import apply, grouped

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


@pytest.mark.parametrize("language", ["de", "en-US", "en-GB", "es", "fr", "it", "pt", "pt-BR", "nl"])
def test_every_rule_is_explained(language: str) -> None:
    """Whoever switches rules off finds each of them in the list, with a line on what it does."""
    assert {rule.name for rule in spoken._rules(language.lower())} <= RULE_NAMES.keys()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "one hundred twenty"),
        ("en-US", "one hundred twenty"),
        ("en-GB", "one hundred and twenty"),
        ("EN_au", "one hundred and twenty"),
        ("en-Latn-GB", "one hundred and twenty"),
        ("nl", "120"),
    ],
)
def test_the_language_tag_chooses_the_rules(language: str, said: str) -> None:
    """The first subtag chooses the language, a later one the region; others keep what is written."""
    assert normalise("120", language) == said


def test_a_rule_for_every_language_is_switched_off_by_its_name() -> None:
    """The rules for marks can be switched off as well."""
    assert spoken_form("a*b\nc", "nl", without=frozenset({"markup"}))[0] == "a*b, c"


LANGUAGES = ("de", "en", "en-gb", "es", "fr", "it", "pt", "pt-pt", "nl")
GOLDENS = [
    row.split("\t")[1].replace("\\n", "\n")
    for table in sorted(Path(__file__).parent.glob("*.tsv"))
    for row in table.read_text(encoding="utf-8").splitlines()
]


def _with_every_rule_tried(text: str, language: str) -> tuple[str, Alignment]:
    return apply(grouped(replace(rule, needs=None) for rule in spoken._rules(language)), text, frozenset())


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "pt"])
def test_what_a_rule_needs_hides_no_golden_case(language: str) -> None:
    """Every case of every language, in each language's hands, is the same with every rule tried."""
    for case in GOLDENS:
        assert spoken_form(case, language) == _with_every_rule_tried(case, language)


@given(
    text=st.lists(st.sampled_from([piece for case in GOLDENS for piece in case.split()]), max_size=8).map(
        " ".join
    )
    | TEXTS
    | st.text(max_size=40),
    language=st.sampled_from(LANGUAGES),
)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_what_a_rule_needs_hides_nothing(text: str, language: str) -> None:
    """What rules need only saves time: words of the cases in any order, and any text, come out the same."""
    assert spoken_form(text, language) == _with_every_rule_tried(text, language)
