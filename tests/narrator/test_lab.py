"""What the window's Lab has done in the backroom, with the narrator's real code and random weights."""

from __future__ import annotations

from typing import Any

import pytest

from backend import Backend
from tests.vox1.voices.made import add, state
from vox1.control import Control
from vox1.settings import Settings
from vox1_gui.errands.designs import DesignStep, DesignWish, design, keep_best
from vox1_gui.errands.desk import Desk
from vox1_gui.errands.voices import Able, hear_voice, list_voices

Studio = Any  # of conftest.py, which cannot be imported

pytestmark = pytest.mark.slow


@pytest.fixture
def told() -> list[Any]:
    """Return what was told."""
    return []


@pytest.fixture
def desk(studio: Studio, told: list[Any]) -> Desk:
    """Return a desk with all five models."""
    return Desk(Backend(studio.folders), Control(), told.append, {})


def test_tries_are_told_and_the_best_of_them_is_kept(desk: Desk, told: list[Any]) -> None:
    """One after the other; the listener keeps one, under the name that was wanted."""
    wish = DesignWish("A calm old woman with a low voice.", "en", 6, 3, "Grandmother", "1.7B-VoiceDesign")
    tries = design(desk, wish)

    steps = [step for step in told if isinstance(step, DesignStep)]
    assert [one.seed for one in tries] == [3, 4, 5, 6, 7, 8]
    assert (steps[-1].done, steps[-1].is_ready) == (6, True)
    kept = [one for one in tries if one.clip]
    assert all(one.clip and one.clip.is_file() and 3 <= one.seconds <= 30 for one in kept)
    best = kept[-1]
    wanted = state(desk.backend.folders)[best.name]
    names = tuple(one.name for one in kept)
    assert keep_best(desk, names, best.name, "Grandmother") == "Grandmother"
    assert state(desk.backend.folders) == {"Grandmother": wanted}


def test_a_voice_is_heard_by_the_model_that_it_is_of(desk: Desk) -> None:
    """With all models there, each voice finds its own; one is heard once only."""
    add(desk.backend.folders)
    shelved = list_voices(desk)
    rows = {row.key: row for row in shelved.voices}
    assert shelved.means.models[Able.PRESETS] == ("0.6B-CustomVoice", "1.7B-CustomVoice")
    assert shelved.means.models[Able.DESIGN] == ("1.7B-VoiceDesign",)

    preset = hear_voice(desk, rows["qwen3:ryan"], "It rained.", Settings())
    master = hear_voice(desk, rows["master:Aunt Mary"], "", Settings(engine="qwen3", model="1.7B-Base"))

    assert preset.path.parent == desk.backend.folders.auditions
    assert master.path == desk.backend.master_voice("Aunt Mary").folder / "audition.flac"
