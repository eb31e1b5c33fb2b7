"""Tests of take keys."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.engines.registry import engine_row
from vox1.render.keys import VoiceChoice, attempt_seed, canonical_json
from vox1.script.chunking import Size

ROW = replace(engine_row("tone"), id="golden", audio_revision=1)
VOICE = VoiceChoice(ROW, weights="w", voice="v", settings={"rate_wpm": 175, "pitch": 50.0}, seed=0)
TEXT = "Call me Ishmael."
KEY = VOICE.key(TEXT, "en")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def test_the_form_of_a_key_has_not_changed() -> None:
    """A change here makes every stored take stale: it needs a line in the changelog, and a good reason."""
    assert KEY == "2c4f25858e96c2d33bd2166b611b425bfa8c61bb9681ca6a173cad7978481886"


@pytest.mark.parametrize(
    "changed",
    [
        VOICE.key("Call me Ishmael!", "en"),
        VOICE.key("call me Ishmael.", "en"),
        VOICE.key("Call me  Ishmael.", "en"),
        VOICE.key(TEXT, "en-US"),
        replace(VOICE, engine=replace(ROW, id="other")).key(TEXT, "en"),
        replace(VOICE, engine=replace(ROW, audio_revision=2)).key(TEXT, "en"),
        replace(VOICE, weights="x").key(TEXT, "en"),
        replace(VOICE, voice="x").key(TEXT, "en"),
        replace(VOICE, settings={"rate_wpm": 176, "pitch": 50.0}).key(TEXT, "en"),
        replace(VOICE, settings={"rate_wpm": 175}).key(TEXT, "en"),
        replace(VOICE, settings={"rate_wpm": 175, "pitch": 50.0, "style": ""}).key(TEXT, "en"),
        replace(VOICE, seed=1).key(TEXT, "en"),
    ],
    ids=[
        *("text", "case", "spaces", "language", "engine", "audio-revision", "weights", "voice"),
        *("setting", "setting-gone", "setting-more", "seed"),
    ],
)
def test_everything_that_shapes_the_audio_changes_the_key(changed: str) -> None:
    """Else a stale take would be heard."""
    assert changed != KEY


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, title="Renamed", description="Other."),
        replace(ROW, size=Size(1, 2, 3)),
        replace(ROW, most_slots=1, seconds_per_character=9.0, grace_seconds=9.0),
        replace(ROW, voices={"en": "other"}, for_tests=False),
        replace(ROW, shaping=lambda _: {"other": 1}),
    ],
    ids=["words", "chunk-size", "limits", "voices", "shaping"],
)
def test_what_does_not_shape_the_audio_does_not_change_the_key(row: Any) -> None:
    """Else a book would be spoken again for nothing."""
    assert replace(VOICE, engine=row).key(TEXT, "en") == KEY


def test_the_order_of_settings_does_not_matter() -> None:
    """A settings file may be sorted by hand."""
    assert replace(VOICE, settings={"pitch": 50.0, "rate_wpm": 175}).key(TEXT, "en") == KEY


def test_whole_numbers_are_the_same_however_they_are_written() -> None:
    """JSON makes 50 of 50.0 and the other way round."""
    assert replace(VOICE, settings={"rate_wpm": 175.0, "pitch": 50}).key(TEXT, "en") == KEY


@given(text=st.text())
def test_texts_that_look_the_same_have_the_same_key(text: str) -> None:
    """Two editions of a book may write accents in two ways."""
    forms = {VOICE.key(unicodedata.normalize(form, text), "en") for form in ("NFC", "NFD")}

    assert len(forms) == 1


def test_letters_that_only_resemble_each_other_stay_apart() -> None:
    """Compatibility forms are spoken differently: a superscript is no digit."""
    assert VOICE.key("x²", "en") != VOICE.key("x2", "en")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [1.0, 1.5, -0.0, True, None]}, b'{"a":[1,1.5,0,true,null],"b":1}'),
        (("e\u0301", "\u00e9"), b'["\\u00e9","\\u00e9"]'),
        ({"e\u0301": {"z": {}, "y": ()}}, b'{"\\u00e9":{"y":[],"z":{}}}'),
        (1e300, str(int(1e300)).encode()),
        (0.1 + 0.2, b"0.30000000000000004"),
    ],
)
def test_the_one_form_of_json(value: object, written: bytes) -> None:
    """Sorted, composed, without spaces, in ASCII."""
    assert canonical_json(value) == written


@given(value=VALUES)
def test_the_one_form_is_json_and_its_own_form(value: object) -> None:
    """Writing, reading and writing again changes nothing."""
    written = canonical_json(value)

    assert canonical_json(json.loads(written)) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_form(value: float) -> None:
    """JSON has none for it either."""
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"speed": value})


def test_a_key_is_a_name_for_a_folder() -> None:
    """Of fixed length, whatever the text."""
    for text in ("", TEXT, "x" * 100_000, "\0", "\ud800"):
        assert set(VOICE.key(text, "en")) <= set("0123456789abcdef")
        assert len(VOICE.key(text, "en")) == 64


def test_a_seed_follows_from_the_key_and_the_attempt_alone() -> None:
    """So that a take does not depend on what was spoken before it; its form is fixed too."""
    assert attempt_seed("a" * 64, 1) == 6_429_704_439_110_224_308
    seeds = {attempt_seed(key, attempt) for key in ("a" * 64, "b" * 64) for attempt in range(1, 100)}
    assert len(seeds) == 198
    assert all(0 <= seed < 2**63 for seed in seeds)
