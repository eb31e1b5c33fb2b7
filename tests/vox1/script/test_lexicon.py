"""Tests of the lexicon: what is taken in, what is refused, and what comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.errors import InputError
from vox1.script.lexicon import Entry, Lexicon, nearest, new_entry, put
from vox1.script.matching import Matcher


@pytest.mark.parametrize(
    ("written", "is_regex", "match_case"),
    [
        ("May", False, True),
        ("US", False, True),
        ("iPad", False, True),
        ("Élise", False, True),
        ("may", False, False),
        ("東京", False, False),
        ("c++", False, False),
        (r"\W\D\S\p{Lu}(?P<Name>x)(?=y)", True, False),
        (r"Mc\w+", True, True),
    ],
)
def test_a_capital_asks_for_capitals(written: str, is_regex: bool, match_case: bool) -> None:  # noqa: FBT001
    """A name is not the common word; in a regular expression only letters that it means count."""
    assert new_entry(written, "x", is_regex=is_regex).match_case is match_case


def test_the_listener_may_say_otherwise_of_capitals() -> None:
    """The rule is only for those who say nothing."""
    assert new_entry("May", "meh", match_case=False).match_case is False
    assert new_entry("may", "meh", match_case=True).match_case is True


def test_spaces_and_accents_are_put_in_order() -> None:
    """However they were typed, the same word is the same entry."""
    entry = new_entry("  Tom \n Bombadil ", " TOM\tbom ")

    assert (entry.written, entry.spoken) == ("Tom Bombadil", "TOM bom")
    assert new_entry("Zoe\u0308", "zo-ee").name == new_entry("Zo\u00eb", "other").name


@pytest.mark.parametrize(
    ("given", "tag"), [("", ""), ("en", "en"), ("English", "en"), ("pt_BR", "pt-BR"), ("deu", "de")]
)
def test_a_language_is_known_by_code_and_name(given: str, tag: str) -> None:
    """What people write for a language becomes its tag."""
    assert new_entry("a", "b", given).language == tag


@pytest.mark.parametrize(
    ("written", "spoken", "language", "is_regex", "says"),
    [
        ("", "x", "", False, "no word"),
        (" \n", "x", "", False, "no word"),
        ("\u00ad\u200b", "x", "", False, "no word"),
        ("Tom", "", "", False, "nothing to say"),
        ("Tom", "…", "", False, "nothing to say"),
        ("Tom" * 101, "x", "", False, "too long"),
        ("Tom", "x" * 301, "", False, "too long"),
        ("T\0m", "x", "", False, "characters that no book has"),
        ("T\udce9m", "x", "", False, "characters that no book has"),
        ("Tom", "x", "klingonish!", False, "not a language"),
        ("(a", "x", "", True, "not a regular expression"),
        ("a", r"\1x", "", True, "not a regular expression"),
        ("a", r"\g<name>x", "", True, "not a regular expression"),
        ("a", "x\\", "", True, "not a regular expression"),
        ("a{99999999999999999999}", "x", "", True, "not a regular expression"),
    ],
)
def test_what_cannot_work_is_refused(
    written: str,
    spoken: str,
    language: str,
    is_regex: bool,  # noqa: FBT001
    says: str,
) -> None:
    """When it is added, in words and with what to do; not when the book is rendered."""
    with pytest.raises(InputError, match=says) as caught:
        new_entry(written, spoken, language, is_regex=is_regex)

    assert caught.value.hint


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=8), st.booleans())
def test_nothing_a_listener_types_is_anything_but_an_entry_or_a_named_error(
    written: str,
    spoken: str,
    language: str,
    is_regex: bool,  # noqa: FBT001
) -> None:
    """And what was taken in is taken in again as it is."""
    try:
        entry = new_entry(written, spoken, language, is_regex=is_regex)
    except InputError:
        return

    again = new_entry(
        entry.written, entry.spoken, entry.language, is_regex=is_regex, match_case=entry.match_case
    )
    assert again == entry
    assert Matcher(Lexicon((entry,)), language).replacements("") == []


@pytest.mark.parametrize(
    ("language", "book", "holds"),
    [
        ("", "en", True),
        ("en", "en", True),
        ("en", "en-GB", True),
        ("EN", "en-gb", True),
        ("en-GB", "en", False),
        ("en-GB", "en-GB-oxendict", True),
        ("de", "en", False),
        ("e", "en", False),
    ],
)
def test_a_language_holds_for_its_regions(language: str, book: str, holds: bool) -> None:  # noqa: FBT001
    """As RFC 4647 filters."""
    assert Entry("a", "b", language).is_for(book) is holds


def test_the_most_specific_entry_comes_first() -> None:
    """The book before all books, then the language, then words before patterns, then capitals."""
    general = (
        Entry("a", "any", match_case=False),
        Entry("a", "pattern", is_regex=True),
        Entry("a", "exact"),
        Entry("a", "english", "en"),
        Entry("a", "british", "en-GB"),
        Entry("a", "german", "de"),
    )
    lexicon = Lexicon(general, (Entry("a", "book"), Entry("a", "book's english", "en")))

    assert [entry.spoken for entry in lexicon.entries_for("en-GB")] == [
        "book's english",
        "book",
        "british",
        "english",
        "exact",
        "any",
        "pattern",
    ]


def test_the_same_word_takes_the_place_of_the_old() -> None:
    """In another language, or as a pattern, it is another word."""
    old = (new_entry("Tom", "one"), new_entry("Ann", "two"))
    added = [new_entry("Tom", "three", match_case=False), new_entry("Tom", "four", "de")]

    assert put(old, added) == (added[0], old[1], added[1])


def test_the_nearest_words_are_found_for_a_slip() -> None:
    """Whatever the capitals."""
    entries = [new_entry(word, "x") for word in ("Hermione", "Harry", "Ron")]

    assert nearest("hermoine", entries) == ["Hermione"]
    assert nearest("zzz", entries) == []
