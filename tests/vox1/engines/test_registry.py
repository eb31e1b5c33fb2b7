"""Tests of the registry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vox1.engines import registry
from vox1.engines.registry import ENGINES, EngineRow, engine_row
from vox1.errors import InputError
from vox1.settings import Settings
from vox1_worker import main

ROWS = pytest.mark.parametrize("row", ENGINES.values(), ids=list(ENGINES))


def test_the_worker_can_run_every_engine_of_the_registry() -> None:
    """And knows no other."""
    assert set(ENGINES) == set(main.ENGINES)


def test_a_listener_always_has_an_engine() -> None:
    """The one that the settings start with is offered."""
    assert Settings().engine in {row.id for row in ENGINES.values() if not row.for_tests}


@ROWS
def test_a_row_is_complete(row: EngineRow) -> None:
    """What a listener reads is a title and one sentence."""
    assert engine_row(row.id) is row
    assert row.title
    assert row.description.endswith(".")
    assert row.audio_revision >= 1
    assert row.most_slots in {1, 2, 3}
    assert row.voices


@ROWS
def test_the_shaping_settings_are_plain_and_always_the_same(row: EngineRow) -> None:
    """They are hashed, and sent to the worker as JSON."""
    shaping = row.shaping(Settings())

    assert json.loads(json.dumps(shaping)) == shaping == row.shaping(Settings())


@ROWS
def test_a_budget_grows_with_the_text(row: EngineRow) -> None:
    """And leaves time for the shortest."""
    assert row.budget_seconds("") >= 1
    assert row.budget_seconds("x" * 350) > row.budget_seconds("x" * 100) > row.budget_seconds("")


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "gmw/en"),
        ("en-US", "gmw/en-US"),
        ("EN-us", "gmw/en-US"),
        ("en-GB", "gmw/en"),
        ("pt-BR", "roa/pt-BR"),
        ("pt-PT", "roa/pt"),
        ("zh-Hant-TW", "sit/cmn"),
        ("no", "gmq/nb"),
        ("hun", "urj/hu"),
        ("xx", None),
        ("", None),
    ],
)
def test_a_voice_is_found_by_the_whole_tag_and_then_by_the_language(language: str, voice: str | None) -> None:
    """Where there is none the caller is told, to tell the listener."""
    assert engine_row("espeak").voice_for(language) == voice


def test_speed_shapes_the_draft_voice_and_not_the_tones() -> None:
    """A setting that an engine ignores must not make its takes stale."""
    fast = Settings(speed=2.0)

    assert engine_row("espeak").shaping(fast) == {"rate_wpm": 350}
    assert engine_row("tone").shaping(fast) == engine_row("tone").shaping(Settings())


@pytest.mark.parametrize("language", ["zh", "zh-Hant-TW", "ja", "ko-KR"])
def test_chunks_of_syllables_are_a_third_as_long_and_fit_a_row(language: str) -> None:
    """Else the longest would be 80 seconds of speech, and have no room in a row of the narrator."""
    row = engine_row("qwen3")
    longest = row.size_for(language).most

    assert longest == row.size_for("en").most // 3
    assert row.budget_seconds("語" * longest) <= row.budget_seconds("a" * row.size.most)


def test_the_budget_of_the_narrator_is_40_frames_and_2_or_6_for_each_character() -> None:
    """At 12.5 frames a second."""
    row = engine_row("qwen3")

    assert row.budget_seconds("abcde") * 12.5 == pytest.approx(40 + 2 * 5)
    assert row.budget_seconds("五つの, 五") * 12.5 == pytest.approx(40 + 2 * 2 + 6 * 4)


def test_the_faults_that_are_ordered_shape_the_faulty_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes made with other faults are other takes; the draft voice itself never has any."""
    monkeypatch.setenv("VOX1_FAULTS", "loop=0.02")
    ordered = engine_row("faulty").shaping(Settings())
    monkeypatch.delenv("VOX1_FAULTS")

    assert ordered == {"rate_wpm": 175, "faults": "loop=0.02"}
    assert engine_row("faulty").shaping(Settings()) == {"rate_wpm": 175, "faults": ""}
    assert "faults" not in engine_row("espeak").shaping(Settings())


def test_an_unknown_engine_is_an_error_that_names_the_known_ones() -> None:
    """Those for listeners, not those for tests."""
    with pytest.raises(InputError, match="theremin") as caught:
        engine_row("theremin")

    assert "espeak" in caught.value.hint
    assert not {"tone", "faulty"} & set(caught.value.hint.replace(".", " ").split())
    assert caught.value.code == "unknown-engine"


def test_a_row_says_which_settings_change_its_audio() -> None:
    """The window lets none be set that nothing heeds."""
    draft, narrator = engine_row(Settings().engine), engine_row("qwen3")

    assert [draft.heeds(name) for name in ("speed", "temperature", "top_p")] == [True, False, False]
    assert [narrator.heeds(name) for name in ("speed", "temperature", "top_p")] == [False, True, True]


def test_an_engine_is_set_up_where_its_python_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One without libraries of its own always is."""
    python = tmp_path / "python"
    monkeypatch.setattr(registry, "environment_python", lambda _: python)
    assert engine_row(Settings().engine).is_set_up
    assert not engine_row("qwen3").is_set_up
    python.touch()
    assert engine_row("qwen3").is_set_up
