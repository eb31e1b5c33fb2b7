"""Tests of a lexicon's forms: what is written is read, however a spreadsheet writes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.errors import InputError
from vox1.script.lexicon import Entry, new_entry, put
from vox1.script.lexicon_forms import from_csv, from_json, to_csv, to_json

ENTRIES = (
    new_entry("Hermione", "her-MY-oh-nee"),
    new_entry("may", 'meh, "softly"; so', "en-GB", match_case=True),
    new_entry(r" (\d+)kg ", r"\1 kilos", is_regex=True),
    new_entry("Zoë", "zo-ee", match_case=False),
)
WRITABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)


def _entry(written: str, spoken: str, tag: str, case: bool) -> Entry | None:  # noqa: FBT001
    try:
        return new_entry(written, f"{spoken} x", tag, match_case=case)
    except InputError:
        return None


ANY = st.lists(
    st.builds(_entry, WRITABLE, WRITABLE, st.sampled_from(["", "en", "pt-BR"]), st.booleans()), max_size=5
).map(lambda entries: put((), filter(None, entries)))


@given(ANY)
def test_what_is_written_is_read(entries: tuple[Entry, ...]) -> None:
    """In both forms, with any delimiter, whatever is in a cell."""
    assert from_json(json.loads(json.dumps(to_json(entries)))) == entries
    for delimiter in ",;\t":
        assert from_csv(to_csv(entries, delimiter)) == entries


def test_patterns_keep_their_spaces() -> None:
    """They mean something there."""
    assert from_csv(to_csv(ENTRIES)) == ENTRIES
    assert from_json(to_json(ENTRIES)) == ENTRIES


def test_json_has_the_documented_form() -> None:
    """Listeners keep such files, and other programs read them."""
    assert to_json(ENTRIES[1:2]) == {
        "schema": 1,
        "entries": [
            {
                "written": "may",
                "spoken": 'meh, "softly"; so',
                "language": "en-GB",
                "regex": False,
                "case": "exact",
            }
        ],
    }


def test_a_lexicon_of_the_first_version_is_still_read() -> None:
    """All but a word and its respelling may be missing."""
    old = '{"schema": 1, "entries": [{"written": "May", "spoken": "meh"}, {"written": "a", "spoken": "b",'
    old += ' "language": "de", "regex": true, "case": "any", "unknown": 5}]}'

    entries = from_json(json.loads(old))

    assert entries == (Entry("May", "meh"), Entry("a", "b", "de", is_regex=True, match_case=False))


@pytest.mark.parametrize(
    "text",
    [
        "written,spoken\nMay,meh\n",
        "written;spoken;language;regex;case\r\nMay;meh;;;\r\n",
        "Spoken\tWritten\r\nmeh\tMay\r\n",
        "May,meh",
        '\n\n"May","meh"\n\n,,\n',
        "spoken,comment,written\nmeh,a name,May\n",
        "written,spoken,regex,case\nMay,meh,NO,Exact\n",
        "written,spoken\rMay,meh\r",
    ],
)
def test_a_table_is_read_however_it_was_written(text: str) -> None:
    """With commas, semicolons or tabs; with or without names, in any order, with others among them."""
    assert from_csv(text) == (Entry("May", "meh"),)


def test_the_last_of_two_rows_for_a_word_counts() -> None:
    """As if they had been added one after the other."""
    assert from_csv("May,one\nMay,two\n") == (Entry("May", "two"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("written,spoken\nMay,meh\nAnn\n", "line 3: “” is nothing to say"),
        ("May,meh,klingonish!\n", "line 1: “klingonish!”"),
        ("written,spoken,regex\nMay,meh,perhaps\n", "line 2: regex is “perhaps”"),
        ("written,spoken,case\nMay,meh,small\n", "line 2: case is “small”"),
        ("written,spoken,regex\n(May,meh,yes\n", "line 2: .*not a regular expression"),
        ('May,"meh\n', "not CSV"),
    ],
)
def test_a_line_that_is_not_understood_is_named(text: str, says: str) -> None:
    """So that the listener finds it in a thousand."""
    with pytest.raises(InputError, match=says) as caught:
        from_csv(text)

    assert caught.value.hint


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"entries": {}},
        {"entries": [1]},
        {"schema": 2, "entries": []},
        {"schema": "x", "entries": []},
        {"entries": [{"written": 5, "spoken": "x"}]},
        {"entries": [{"written": "x", "spoken": None}]},
        {"entries": [{"written": "x", "spoken": "x", "regex": 7}]},
        {"entries": [{"written": "x", "spoken": "x", "case": ["any"]}]},
    ],
)
def test_what_is_no_lexicon_is_named(value: object) -> None:
    """Whatever JSON it is."""
    with pytest.raises(InputError) as caught:
        from_json(value)

    assert caught.value.hint


@given(st.text(max_size=60))
def test_no_table_is_anything_but_a_lexicon_or_a_named_error(text: str) -> None:
    """The listener reads a sentence, never a traceback."""
    try:
        from_csv(text)
    except InputError as err:
        assert err.hint  # noqa: PT017  # either way is right; only an error without a hint is not
