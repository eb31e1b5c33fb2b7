"""The shelf: which voices are shown, in which order, and which of them reads."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from vox1.paths import ROOT
from vox1.settings import Settings
from vox1_gui.errands.voices import Able, Means, VoiceKind, VoiceRow, settings_for
from vox1_gui.pages.lab import languages
from vox1_gui.pages.lab.shelf import Sieve, in_order, is_used, sifted

DRAFT = VoiceRow(VoiceKind.DRAFT, "roa/pt-BR", "Portuguese (Brazil)", "pt-br", "espeak", "Draft voice")
BRETON = VoiceRow(VoiceKind.DRAFT, "cel/br", "Breton", "br", "espeak", "Draft voice")
RYAN = VoiceRow(VoiceKind.PRESET, "ryan", "Ryan", "en", "qwen3", "Narrator", "energetic man")
MINE = VoiceRow(VoiceKind.MASTER, "Ryan", "Ryan", "de", "qwen3", "Narrator", "Gespräch.flac", 10.0)
ALL = (DRAFT, RYAN, BRETON, MINE)
NAMES = languages.language_names(ALL)
MEANS = Means(models={Able.CLONE: ("small-base", "large-base"), Able.PRESETS: ("custom",)})


@pytest.mark.parametrize(
    ("sieve", "shown"),
    [
        (Sieve(), set(ALL)),
        (Sieve("ryan"), {RYAN, MINE}),
        (Sieve("MAN energetic"), {RYAN}),
        (Sieve("gesprach"), {MINE}),
        (Sieve("portug"), {DRAFT}),
        (Sieve(language=NAMES["pt"]), {DRAFT}),
        (Sieve(kind=VoiceKind.DRAFT), {DRAFT, BRETON}),
        (Sieve(favourites_only=True), {BRETON}),
        (Sieve("nobody"), set()),
    ],
)
def test_voices_are_found_by_what_people_know_of_them(sieve: Sieve, shown: set[VoiceRow]) -> None:
    """In any order of words, with capitals and accents or without."""
    assert set(sifted(ALL, sieve, NAMES, frozenset({BRETON.key}))) == shown


def test_the_listeners_voices_come_first_and_of_the_others_those_of_the_language() -> None:
    """Then by name."""
    assert in_order(ALL, "pt") == (MINE, RYAN, DRAFT, BRETON)
    assert in_order(ALL, "en") == (MINE, RYAN, BRETON, DRAFT)


def test_every_language_has_a_name() -> None:
    """Of the catalogue, or as its draft voice is called."""
    assert languages.language_name("pt-br", NAMES) == NAMES["pt"]
    assert languages.language_name("br", NAMES) == "Breton"
    assert languages.language_name("xx-unknown", NAMES) == "xx-unknown"
    assert languages.code_of("Breton", NAMES) == "br"
    assert languages.offered(NAMES)[-1] == "Breton"


def test_a_voice_is_used_with_a_model_that_can_speak_in_it() -> None:
    """The one in the settings, if it can; another engine starts without a style."""
    settings = Settings(engine="qwen3", voice="ryan", model="custom", style="slowly", speed=1.2)

    mine = settings_for(MINE, settings, MEANS)
    assert (mine.engine, mine.voice, mine.model, mine.style) == ("qwen3", "Ryan", "small-base", "")
    assert settings_for(MINE, replace(settings, model="large-base"), MEANS).model == "large-base"
    assert settings_for(RYAN, settings, MEANS) == settings
    draft = settings_for(DRAFT, settings, MEANS)
    assert (draft.engine, draft.voice, draft.model, draft.speed) == ("espeak", "roa/pt-BR", "", 1.2)


@pytest.mark.parametrize(("row", "model"), [(RYAN, "custom"), (MINE, "small-base")])
def test_voices_of_the_same_name_are_told_apart(row: VoiceRow, model: str) -> None:
    """A model's own voice may be called as one that was cloned: only one of them reads."""
    settings = Settings(engine="qwen3", voice="ryan", model=model)

    assert [one for one in ALL if is_used(one, settings, MEANS)] == [row]


def test_where_the_language_decides_no_voice_is_marked() -> None:
    """Nor where the settings name one of another engine."""
    assert not any(is_used(row, Settings(), MEANS) for row in ALL)
    assert not any(is_used(row, Settings(engine="espeak", voice="ryan"), MEANS) for row in ALL)


def test_the_window_does_not_load_what_reckons_with_sound() -> None:
    """It opens in less than a second, and its process stays light."""
    code = (
        "import sys, vox1_gui.pages.lab; print([one for one in ('numpy', 'soundfile') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
