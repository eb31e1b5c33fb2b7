"""Tests of rules: they run in order, can be switched off, and keep the way back."""

from __future__ import annotations

import re
import sys

from vox1.script.normalise.rules import DIGIT, Rule, apply, behind, grouped, needing, point_after

CATS = Rule("cats", re.compile(r"cats?"), lambda match: "dog" if match.group() == "cat" else None)
DOGS = Rule("dogs", re.compile(r"dog"), lambda _: "mouse")


def test_each_rule_runs_on_the_result_of_the_one_before() -> None:
    """What the first rule made, the second can change."""
    assert apply(grouped([CATS, DOGS]), "a cat", frozenset())[0] == "a mouse"


def test_none_leaves_what_is_written() -> None:
    """A rule that finds its pattern may still decline."""
    text, alignment = apply(grouped([CATS]), "cats", frozenset())

    assert text == "cats"
    assert not alignment.edits


def test_a_rule_is_switched_off_by_its_name() -> None:
    """Rules left out do nothing; the others go on."""
    assert apply(grouped([CATS, DOGS]), "cat dog", frozenset({"cats"}))[0] == "cat mouse"


def test_the_way_back_leads_through_all_rules() -> None:
    """What two rules made of a word leads back to the word as written."""
    text, alignment = apply(grouped([CATS, DOGS]), "one cat more", frozenset())

    assert text == "one mouse more"
    assert alignment.source_span(4, 9) == (4, 7)
    assert alignment.source_span(10, 14) == (8, 12)


def test_a_rule_is_tried_only_where_its_need_is_met() -> None:
    """What a rule says it needs is looked for before its pattern is."""
    rules = grouped(needing(r"\d", [CATS, DOGS]))

    assert apply(rules, "a cat", frozenset())[0] == "a cat"
    assert apply(rules, "1 cat", frozenset())[0] == "1 mouse"


def test_a_need_is_looked_for_again_once_the_text_has_changed() -> None:
    """What the text lacks is remembered only until a rule changes it."""
    numbers = Rule("numbers", re.compile("one"), lambda _: "1")

    assert apply(
        grouped([*needing(r"\d", [CATS]), numbers, *needing(r"\d", [CATS])]), "one cat", frozenset()
    )[0] == ("1 dog")


def test_neighbours_with_the_same_need_are_one_group() -> None:
    """Their need is looked for once, and their order stays."""
    first, second = grouped([*needing("a", [CATS, DOGS]), *needing("b", [CATS])])

    assert [rule.pattern.pattern for rule in first.rules] == ["cats?", "dog"]
    assert len(second.rules) == 1


def test_a_digit_of_any_script_is_found() -> None:
    """Whatever the patterns of numbers take for a digit, their need finds."""
    digit = re.compile(DIGIT)

    assert not [
        sign for sign in map(chr, range(sys.maxunicode)) if re.match(r"\d", sign) and not digit.match(sign)
    ]
    assert all(digit.match(sign) for sign in "²³¹⁰⁹₀₉½¾⅐⅞")
    assert not digit.search("No such thing — “in” ‘words’… naïve Ελλάδα русский")


def test_a_place_behind_words_of_any_length_is_found() -> None:
    """A point is found after whole words, and after no others."""
    point = re.compile(point_after(["etc", "e.g", "no"]))

    assert point.search("Apples, etc. and")
    assert point.search("e.g. apples")
    assert not point.search("Apples. And et. al")
    assert re.search(rf" I{behind(['Part', 'Act'], ' I')}", "Act I")
