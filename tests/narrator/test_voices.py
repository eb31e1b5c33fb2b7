"""The narrator's voices: designed, cloned, kept and auditioned, by the real code with random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from backend import Backend
from tests.tiny_qwen3 import KINDS
from vox1.control import Control
from vox1.engines.host import EngineHost
from vox1.events import Status
from vox1.settings import Settings
from vox1.voices.audition import audition
from vox1.voices.booth import Booth, SpokenSentence
from vox1.voices.clip import prepare_clip
from vox1.voices.design import Design, designer, make_voices
from vox1_worker.protocol import Load

Studio = Any  # of conftest.py, which cannot be imported

pytestmark = pytest.mark.slow


def booth_of(studio: Studio) -> Booth:
    """Return a booth in the folders of a studio."""
    return Booth(studio.folders, lambda _: None, Control(), "cpu")


def heard(studio: Studio, model: str, text: str = "It had rained since the morning.") -> SpokenSentence:
    """Audition a model in a voice of its kind."""
    booth = booth_of(studio)
    return audition(booth, booth.speaker(studio.options(Path(), model).settings, "en"), text)


def log_of(studio: Studio) -> str:
    """Return what the worker has logged so far."""
    return str((studio.folders.logs / "qwen3.log").read_text("utf-8"))


def keep(made: SpokenSentence, place: Path) -> Path:
    """Keep a designed voice as a clip, with its words."""
    place.parent.mkdir(parents=True)
    soundfile.write(place, made.samples, made.sample_rate_hz, subtype="PCM_16")
    place.with_suffix(".txt").write_text(made.spoken, "utf-8")
    return place


def test_a_designed_voice_is_cloned_and_stays_itself_under_another_name(
    studio: Studio, tmp_path: Path
) -> None:
    """From a description to a book; carried elsewhere and renamed, it still has every take."""
    booth, design = booth_of(studio), Design("A calm old woman with a low voice.", "en", tries=8)
    made = make_voices(booth, design, designer(booth, design, Settings()))
    liked = next(one for one in made if 3 <= one.seconds <= 30)
    clip = keep(liked, tmp_path / "here" / "clip.flac")
    moved = keep(liked, tmp_path / "elsewhere" / "Grandmother.flac")
    book = tmp_path / "book.json"
    told = [{"id": "1", "label": "One", "text": "It had rained.\n\nNobody spoke."}]
    book.write_text(json.dumps({"title": "Rain", "author": "A", "chapters": told}), "utf-8")

    first = studio.render(studio.options(book, "0.6B-Base", voice=str(clip)))
    again = studio.render(studio.options(book, "0.6B-Base", voice=str(moved)))

    assert len({one.samples.tobytes() for one in made}) == 8
    assert prepare_clip(clip, studio.folders.voices) == prepare_clip(moved, studio.folders.voices)
    assert (first.status, first.rendered) == (Status.COMPLETE, first.chunks)
    assert (again.status, again.rendered) == (Status.COMPLETE, 0)


@pytest.mark.parametrize("has", ["words", "no words"])
def test_a_cloned_voice_is_prepared_once(studio: Studio, has: str) -> None:
    """In any number of processes: the second finds what the first has made, and speaks the same."""
    if has == "no words":
        studio.clip.with_suffix(".txt").unlink()
    cold = heard(studio, "0.6B-Base")
    (kept,) = studio.folders.voices.glob("*.safetensors")
    written = kept.stat().st_mtime_ns

    warm = heard(studio, "0.6B-Base")

    assert np.array_equal(cold.samples, warm.samples)
    assert log_of(studio).count("A voice was prepared in") == 1
    assert log_of(studio).count("The voice was prepared before") == 1
    assert kept.stat().st_mtime_ns == written


def test_a_prepared_voice_that_is_damaged_is_made_again(studio: Studio) -> None:
    """Nobody notices but the log."""
    cold = heard(studio, "0.6B-Base")
    (kept,) = studio.folders.voices.glob("*.safetensors")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    mended = heard(studio, "0.6B-Base")

    assert np.array_equal(cold.samples, mended.samples)
    assert "it is damaged, or of another voice" in log_of(studio)
    assert kept.read_bytes() == whole


def test_every_model_has_its_own_prepared_voice(studio: Studio) -> None:
    """Of one clip: the larger one is never given the smaller one's."""
    heard(studio, "0.6B-Base")
    heard(studio, "1.7B-Base")

    assert len(list(studio.folders.voices.glob("*.safetensors"))) == 2


@pytest.mark.parametrize("model", KINDS)
def test_a_voice_of_every_kind_can_be_heard(studio: Studio, model: str) -> None:
    """With its own words where none are given; nothing of it is kept among the takes of books."""
    said = heard(studio, model, text="")

    assert said.seconds > 0
    assert np.abs(said.samples).max() > 300
    assert not studio.folders.takes.exists()


def test_the_list_of_voices_is_that_of_the_loaded_model(studio: Studio) -> None:
    """It is told without loading; it must not tell anything else."""
    folder = studio.folders.models / "0.6B-CustomVoice"
    host = EngineHost("qwen3", Load(str(folder), "cpu", 1), studio.folders.logs / "a.log", lambda _: None)
    try:
        loaded = host.loaded(Control()).voices
    finally:
        host.kill()

    listed = Backend(studio.folders).voices("qwen3", "0.6B-CustomVoice")

    assert [[one.id, one.name, one.language] for one in listed] == loaded
