"""Tests of the settings."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1 import settings as settings_module
from vox1.paths import Folders
from vox1.settings import Settings, chosen_folders, from_json, load, save, with_changes

ROOT = Path(__file__).resolve().parent.parent.parent
OLD_FILE = """{
 "schema": 1,
 "engine": "espeak",
 "voice": "gmw/en-US",
 "speed": 1.25,
 "loudness": -20,
 "bitrate_kbps": 96,
 "sentence_pause_ms": 100,
 "paragraph_pause_ms": 200,
 "scene_pause_ms": 300,
 "heading_pause_ms": 400,
 "chapter_pause_ms": 500
}
"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings are."""
    return tmp_path / "user_settings.json"


def test_a_file_of_the_first_version_still_opens(path: Path) -> None:
    """Every value as it was chosen, without a word."""
    path.write_text(OLD_FILE, "utf-8")

    chosen = Settings(
        engine="espeak",
        voice="gmw/en-US",
        speed=1.25,
        loudness="-20",
        bitrate_kbps=96,
        sentence_pause_ms=100,
        paragraph_pause_ms=200,
        scene_pause_ms=300,
        heading_pause_ms=400,
        chapter_pause_ms=500,
    )
    assert load(path) == (chosen, [])


def test_without_a_file_there_are_defaults_and_no_warning(path: Path) -> None:
    """The first start is no mistake."""
    assert load(path) == (Settings(), [])


def test_what_is_saved_is_loaded(path: Path) -> None:
    """With the schema it was written in."""
    chosen = Settings(voice="é", speed=0.5, bitrate_kbps=192)

    save(chosen, path)

    assert load(path) == (chosen, [])
    assert json.loads(path.read_text("utf-8"))["schema"] == settings_module.SCHEMA


def test_keys_of_other_versions_are_kept(path: Path) -> None:
    """Going back a version and forth again loses nothing."""
    path.write_text(json.dumps({"schema": 9, "theme": "dark", "speed": 1.5}), "utf-8")

    found, warnings = load(path)
    save(replace(found, speed=1.75), path)

    assert (found, warnings) == (Settings(speed=1.5), [])
    written = json.loads(path.read_text("utf-8"))
    assert (written["theme"], written["speed"]) == ("dark", 1.75)


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    """Windows' Notepad writes one."""
    path.write_text(json.dumps({"speed": 1.5, "theme": "dark"}), "utf-8-sig")

    assert load(path) == (Settings(speed=1.5), [])
    save(Settings(), path)
    assert json.loads(path.read_text("utf-8"))["theme"] == "dark"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("speed", "fast"),
        ("speed", None),
        ("speed", True),
        ("speed", 0.49),
        ("speed", 2.01),
        ("speed", float("nan")),
        ("speed", float("inf")),
        ("bitrate_kbps", 64.5),
        ("bitrate_kbps", "64"),
        ("bitrate_kbps", 15),
        ("bitrate_kbps", 10**400),
        ("loudness", -8),
        ("loudness", "loud"),
        ("loudness", None),
        ("loudness", True),
        ("loudness", 10**400),
        ("chapter_pause_ms", -1),
        ("chapter_pause_ms", [500]),
        ("voice", 7),
        ("read_along", 1),
        ("read_along", "true"),
        ("read_along", None),
        ("engine", {"name": "espeak"}),
        ("batch_size", 4),
        ("batch_size", 1.5),
        ("device", "gpu"),
        ("seed", -1),
        ("chunk_characters", 99),
        ("chunk_characters", 401),
        ("output_folder", "Output"),
        ("work_folder", None),
    ],
)
def test_a_value_that_cannot_be_used_falls_back_and_is_told(key: str, value: Any, path: Path) -> None:
    """In a sentence that names it; the others hold."""
    other = "paragraph_pause_ms"
    path.write_text(json.dumps({key: value, other: 123}), "utf-8")

    found, warnings = load(path)

    assert found == replace(Settings(), paragraph_pause_ms=123)
    assert len(warnings) == 1
    assert key in warnings[0]
    assert warnings[0].endswith(f"using {getattr(Settings(), key)!r}.")


def test_values_at_the_ends_of_their_ranges_are_taken() -> None:
    """Both ends belong to the range."""
    for end in (0, 1):
        chosen = {name: ends[end] for name, ends in settings_module.RANGES.items()}
        found, warnings = from_json(chosen)
        assert warnings == []
        assert {name: getattr(found, name) for name in chosen} == chosen


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_are_taken_where_they_are_asked_for(value: bool) -> None:  # noqa: FBT001  # what is tested
    """They are whole numbers to Python: as one of these they are refused."""
    assert from_json({"read_along": value}) == (Settings(read_along=value), [])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe{}", b'{"speed": 1,}'])
def test_a_file_that_holds_no_settings_is_told(content: bytes, path: Path) -> None:
    """The program starts all the same, and says in a sentence that its defaults hold."""
    path.write_bytes(content)

    found, warnings = load(path)

    assert found == Settings()
    assert len(warnings) == 1
    assert path.name in warnings[0]
    assert warnings[0].endswith("using the defaults.")


def test_settings_can_be_saved_over_a_damaged_file(path: Path) -> None:
    """It is whole afterwards."""
    path.write_bytes(b"{ not json")

    save(Settings(speed=1.5), path)

    assert load(path) == (Settings(speed=1.5), [])


@given(written=st.dictionaries(st.sampled_from([item.name for item in fields(Settings)]) | st.text(), JSON))
def test_any_object_gives_settings_that_can_be_saved_and_loaded(written: dict[str, Any]) -> None:
    """Whatever somebody typed."""
    found, warnings = from_json(written)

    assert from_json(json.loads(json.dumps(found.to_json()))) == (found, [])
    assert all(warning.endswith(".") for warning in warnings)


def test_rules_are_switched_off_by_name() -> None:
    """Known names only: a misspelt one would be switched off in nobody's sight."""
    settings, warnings = from_json({"rules_off": "year, money,"})

    assert (settings.switched_off, warnings) == (frozenset(("year", "money")), [])
    assert from_json({"rules_off": "years"})[1] == [
        "Setting rules_off = 'years' is not usable (there is no rule years: `rules` lists them); using ''."
    ]


def test_captions_are_chosen_by_name() -> None:
    """Known formats only, each once; none where none is named."""
    settings, warnings = from_json({"captions": "vtt, SRT,vtt"})

    assert (settings.caption_formats, warnings) == (("vtt", "srt"), [])
    assert Settings().caption_formats == ()
    [warning] = from_json({"captions": "srt,doc"})[1]
    assert "captions are not written as doc, but as srt, vtt, lrc" in warning


@pytest.mark.parametrize(
    ("written", "loudness"),
    [("acx", "acx"), (" Podcast", "podcast"), ("-20", "-20"), (-20, "-20"), (-18.5, "-18.5"), ("off", "off")],
)
def test_loudness_is_a_preset_or_a_number(written: Any, loudness: str) -> None:
    """However it was typed; the setting has one form for each."""
    settings, warnings = from_json({"loudness": written})
    assert (settings.loudness, warnings) == (loudness, [])
    assert settings.mastering.name == loudness


def test_another_engine_starts_without_the_voice_of_the_old_one() -> None:
    """Unless one is named with it; the same engine keeps it."""
    chosen = Settings(engine="qwen3", voice="ryan", model="m", style="calm")

    assert with_changes(chosen, {"engine": "tone"}) == (Settings(engine="tone"), [])
    assert with_changes(chosen, {"engine": "tone", "voice": "tone-low"})[0].voice == "tone-low"
    assert with_changes(chosen, {"engine": "qwen3", "speed": 1.5})[0] == replace(chosen, speed=1.5)
    assert "speed" in with_changes(chosen, {"speed": 9.0})[1][0]


def test_folders_are_those_named_then_those_chosen_then_the_usual(path: Path, tmp_path: Path) -> None:
    """Each by itself: one may be named for a run while the other is as chosen."""
    elsewhere, named = tmp_path / "elsewhere", tmp_path / "named"
    save(Settings(work_folder=str(elsewhere)), path)

    assert chosen_folders(tmp_path, named, None) == Folders(named, elsewhere, tmp_path)
    assert chosen_folders(tmp_path, None, named) == Folders(Folders().output, named, tmp_path)


def test_settings_load_nothing_heavy() -> None:
    """The window has them, and shall open at once and stay light."""
    heavy = ("numpy", "regex", "lxml")
    code = f"import sys, vox1.settings; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
