"""Tests of voices made from descriptions, as far as they go without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vox1.models.tiny import lay_out, narrator_files
from vox1.control import Control
from vox1.engines.registry import engine_row
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.render.keys import VoiceChoice
from vox1.settings import Settings
from vox1.voices.booth import Booth, Speaker
from vox1.voices.design import Design, checked, design_model, designer, keep_voices, make_voices

DESCRIBED = "A calm old woman with a low voice."
TONES = Speaker(VoiceChoice(engine_row("tone"), "", "tone", {}, 0), "en")


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    """A booth in folders of its own."""
    folders = Folders(tmp_path / "out", tmp_path / "work", tmp_path / "user")
    return Booth(folders, lambda _: None, Control(), "cpu")


def test_every_try_has_a_seed_of_its_own(booth: Booth) -> None:
    """The same description and text, counted on from the first seed; each says its whole text."""
    made = make_voices(booth, Design(DESCRIBED, "en", tries=3, seed=7), TONES)

    assert [one.sentence.seed for one in made] == [7, 8, 9]
    assert len({one.sentence.text for one in made}) == 1


def test_a_clip_of_no_good_length_says_so(booth: Booth) -> None:
    """Too short or too long to be cloned well: it is kept, and doubted."""
    (short,) = make_voices(booth, Design(DESCRIBED, "en", "One short sentence.", tries=1), TONES)
    (fit,) = make_voices(booth, Design(DESCRIBED, "en", "Some words " * 40, tries=1), TONES)
    (long,) = make_voices(booth, Design(DESCRIBED, "en", "Some words " * 80, tries=1), TONES)

    assert "best are 8 to 15" in short.reasons[-1]
    assert fit.reasons == ()
    assert "best are 8 to 15" in long.reasons[-1]


def test_the_model_for_it_is_found_among_others(booth: Booth) -> None:
    """Nobody has to name it; its weights are part of the voice's key."""
    models = booth.folders.models
    lay_out(models / "A clone", narrator_files("base", "1b7"))
    lay_out(models / "The designer", narrator_files("voice_design", "1b7"))

    speaker = designer(booth, Design(DESCRIBED, "en"), Settings(voice="somebody else", model="A clone"))

    assert speaker.model is not None
    assert speaker.model.name == "The designer"
    assert speaker.voice.asked == DESCRIBED
    assert len(speaker.voice.weights) == 64
    assert speaker.is_described


def test_a_model_of_another_kind_is_bad_input(booth: Booth) -> None:
    """It would take the description for a file."""
    lay_out(booth.folders.models / "A clone", narrator_files("base", "1b7"))

    with pytest.raises(InputError, match="does not make voices"):
        design_model("A clone", booth.folders)


def test_without_a_model_it_says_what_fetches_one(booth: Booth) -> None:
    """One command."""
    lay_out(booth.folders.models / "A clone", narrator_files("base", "1b7"))

    with pytest.raises(InputError, match="not on this computer") as caught:
        design_model("", booth.folders)

    assert "VoiceDesign" in caught.value.hint


def test_a_voice_without_a_description_is_bad_input(booth: Booth) -> None:
    """There is nothing to make it from."""
    lay_out(booth.folders.models / "The designer", narrator_files("voice_design", "1b7"))

    with pytest.raises(InputError, match="description"):
        designer(booth, Design("", "en"), Settings())


def test_voices_of_a_long_name_are_numbered_all_the_same(booth: Booth) -> None:
    """Once they are made, nothing may be wrong with their name."""
    design = Design(DESCRIBED, "en", "Some words " * 40, tries=2)

    made = keep_voices(make_voices(booth, design, TONES), design, TONES, "A" * 60, booth.folders)

    assert [one.voice.name for one in made if one.voice] == [f"{'A' * 58} {number}" for number in (1, 2)]


@pytest.mark.parametrize("design", [Design("low", "klingon"), Design("low", "en", seed=-1)])
def test_what_could_not_be_kept_is_refused_before_it_is_made(design: Design) -> None:
    """The work would be lost."""
    with pytest.raises(InputError, match=r"no language|no seed"):
        checked(design)


def test_a_language_may_be_written_out() -> None:
    """Its tag is what the model and the book are told."""
    assert checked(Design(DESCRIBED, "English")).language == "en"
