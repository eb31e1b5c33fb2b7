"""Tests of what is known of a master voice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.vox1.voices.made import facts
from vox1.errors import InputError
from vox1.paths import file_stem
from vox1.voices.master import MOST_NAME_CHARACTERS, Origin, fitting_name, from_json, is_name, parsed, tidy

OLD = Path(__file__).resolve().parents[2] / "data" / "voice-schema-1.json"
HUGE = 10**400


def test_a_file_of_the_first_version_opens() -> None:
    """And will for ever."""
    voice = from_json(json.loads(OLD.read_text("utf-8")))

    assert (voice.name, voice.language, voice.origin) == ("Émile", "fr-CA", Origin.DESIGNED)
    assert (voice.source, voice.model, voice.seed) == ("Une voix grave et lente.", "A model of designs", 7)
    assert (voice.begins_seconds, voice.note) == (1.5, "Drawn up by us.")


def test_it_comes_back_as_it_was() -> None:
    """Through JSON, with letters of any alphabet."""
    voice = facts("道 Émile", source="Grüße.wav", begins_seconds=12.25, note="With her leave. 🎧")

    assert from_json(parsed(json.dumps(voice.to_json()).encode())) == voice


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", 2),
        ("schema", HUGE),
        ("schema", True),
        ("schema", None),
        ("name", ""),
        ("name", 7),
        ("name", ["Mary"]),
        ("name", "../Mary"),
        ("name", "a/b"),
        ("name", "C:\\Mary"),
        ("name", "CON"),
        ("name", "aux.flac"),
        ("name", "Mary."),
        ("name", ".new-1"),
        ("name", "Ma\nry"),
        ("name", "Ma\x1b[2Jry"),
        ("name", "\ud800"),
        ("name", "x" * 61),
        ("name", "道" * 67),
        ("language", "English, I think"),
        ("language", "e" * 9),
        ("language", "en\n"),
        ("language", {}),
        ("origin", "stolen"),
        ("origin", []),
        ("source", "a\0b"),
        ("source", "x" * 2_001),
        ("note", 5),
        ("note", "\x07"),
        ("begins_seconds", -1.0),
        ("begins_seconds", float("nan")),
        ("begins_seconds", float("inf")),
        ("begins_seconds", HUGE),
        ("begins_seconds", "0"),
        ("begins_seconds", False),
        ("seed", -1),
        ("seed", 1.5),
        ("seed", 2**63),
    ],
)
def test_a_value_that_is_not_what_it_should_be_is_an_error(key: str, value: Any) -> None:
    """Whoever wrote it."""
    with pytest.raises(InputError) as caught:
        from_json({**facts().to_json(), key: value})

    assert caught.value.hint
    assert "\x1b" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("key", facts().to_json())
def test_a_value_that_is_missing_is_an_error(key: str) -> None:
    """Nothing is made up for it."""
    written = facts().to_json()
    del written[key]

    with pytest.raises(InputError, match=f"{key} is missing"):
        from_json(written)


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 60_000, b"\xff\xfe", b"9" * 60_000, b'{"a": 1}}'])
def test_what_is_no_json_is_an_error(content: bytes) -> None:
    """However deep or long."""
    with pytest.raises(InputError, match="not JSON"):
        parsed(content)


@pytest.mark.parametrize("written", [None, [], "voice", 1, True])
def test_json_of_something_else_is_an_error(written: object) -> None:
    """A list, a word, a number."""
    with pytest.raises(InputError, match="something else"):
        from_json(written)


def test_what_this_version_does_not_know_is_left_aside() -> None:
    """A later version of the same schema may say more."""
    assert from_json({**facts().to_json(), "mood": "calm"}) == facts()


@given(st.text(max_size=300))
@example("con." + "a" * 56)
@example("道" * 60)
@example("x" * 59 + " y")
def test_any_text_makes_a_name(text: str) -> None:
    """One that is a file's name everywhere, and stays what it is when it is made to fit again."""
    name = fitting_name(text)

    assert is_name(name)
    assert file_stem(name) == name
    assert 1 <= len(name) <= MOST_NAME_CHARACTERS
    assert facts(name).name == name


@given(st.text(max_size=3_000))
def test_any_text_can_be_made_fit_for_a_fact(text: str) -> None:
    """Such as a description with line ends."""
    assert facts(source=tidy(text)).source == tidy(text)


def test_a_name_that_cannot_be_comes_with_one_that_can() -> None:
    """The hint is the next thing to do."""
    with pytest.raises(InputError) as caught:
        facts("Who? Me")

    assert caught.value.code == "bad-name"
    assert "“Who Me” would do" in caught.value.hint
