"""Tests of rules: they run in order, can be switched off, and keep the way back."""

from __future__ import annotations

import re

from vox1.script.normalise.rules import Rule, apply

CATS = Rule("cats", re.compile(r"cats?"), lambda match: "dog" if match.group() == "cat" else None)
DOGS = Rule("dogs", re.compile(r"dog"), lambda _: "mouse")


def test_each_rule_runs_on_the_result_of_the_one_before() -> None:
    """What the first rule made, the second can change."""
    assert apply([CATS, DOGS], "a cat", frozenset())[0] == "a mouse"


def test_none_leaves_what_is_written() -> None:
    """A rule that finds its pattern may still decline."""
    text, alignment = apply([CATS], "cats", frozenset())

    assert text == "cats"
    assert not alignment.edits


def test_a_rule_is_switched_off_by_its_name() -> None:
    """Rules left out do nothing; the others go on."""
    assert apply([CATS, DOGS], "cat dog", frozenset({"cats"}))[0] == "cat mouse"


def test_the_way_back_leads_through_all_rules() -> None:
    """What two rules made of a word leads back to the word as written."""
    text, alignment = apply([CATS, DOGS], "one cat more", frozenset())

    assert text == "one mouse more"
    assert alignment.source_span(4, 9) == (4, 7)
    assert alignment.source_span(10, 14) == (8, 12)


def test_a_rule_is_tried_only_where_its_need_is_met() -> None:
    """What a rule says it needs is looked for before its pattern is."""
    rule = Rule("cats", re.compile(r"cats?"), lambda _: "dog", re.compile(r"\d"))

    assert apply([rule], "a cat", frozenset())[0] == "a cat"
    assert apply([rule], "1 cat", frozenset())[0] == "1 dog"
