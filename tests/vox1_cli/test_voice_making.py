"""Tests of ``voices segments``, ``clone``, ``audition`` and ``design`` as a user types them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.speech_material import RATE_HZ, noise, reading, saved
from tests.vox1_cli.test_voices import Typed

WORDS = "It rained, and nobody came."


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """A computer."""
    return Typed(tmp_path / "here")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a minute: a reading between noises, under a name with spaces and letters of other alphabets."""
    folder = tmp_path_factory.mktemp("recordings")
    hiss = noise(4 * RATE_HZ, -20)
    return saved(folder / "Entrevista nº 3 – 声.flac", np.concatenate((hiss, reading(6), hiss)))


def test_segments_are_shown_with_their_places_and_reasons(typed: Typed, recording: Path) -> None:
    """The best first, each with its loudness over time; and they can be listened to."""
    out, err = typed("segments", recording, "--output", typed.folder / "heard")

    lines = out.splitlines()
    assert lines[0].startswith("1  0:")
    assert lines[0].endswith(" of 100")
    assert set(lines[1].strip()) <= set(" ▁▂▃▄▅▆▇█")
    assert lines[2].startswith("   good: ")
    assert err == ""
    first = typed.folder / "heard" / "Entrevista nº 3 – 声 1.flac"
    assert str(first) in lines
    assert soundfile.info(first).samplerate == RATE_HZ


def test_segments_as_json_are_one_object(typed: Typed, recording: Path) -> None:
    """With every measurement, and the whole waveform for whoever draws it."""
    told = typed.json("segments", recording)

    best = told["segments"][0]
    assert (told["schema"], told["refused"], told["written"]) == (1, "", [])
    assert told["seconds"] == pytest.approx(soundfile.info(recording).duration, abs=0.05)
    assert 3 <= best["end_seconds"] - best["begin_seconds"] <= 15
    assert max(told["waveform"]) <= 1
    assert {"merits", "faults", "score", "measurements"} <= best.keys()


def test_a_recording_without_a_voice_has_no_segments(typed: Typed, tmp_path: Path) -> None:
    """Noise: the reason is told, and programs see it by the status."""
    sea = saved(tmp_path / "sea.wav", noise(20 * RATE_HZ, -20))

    assert typed("segments", sea, status=1)[0].startswith("Nothing here is good to clone from.")


def test_a_voice_is_cloned_and_kept(typed: Typed, recording: Path) -> None:
    """And is there for the next command."""
    known = ("--language", "es", "--text", WORDS, "--note", "hers")
    out, _ = typed("clone", recording, "--name", "Anna", *known)

    assert out.startswith("“Anna” is now among your master voices: ")
    assert f"It says: {WORDS}" in out
    shown = typed.json("show", "anna")["voice"]
    assert (shown["language"], shown["transcript"], shown["note"]) == ("es", WORDS, "hers")
    assert shown["source"] == recording.name
    assert shown["begins_seconds"] >= 3


def test_cloning_says_what_is_missing(typed: Typed, recording: Path) -> None:
    """The words of the clip, or a segment that there is not; nothing is kept."""
    _, err = typed("clone", recording, "--language", "en", status=2)
    assert "error: The words of the clip are not known" in err
    assert "--no-words" in err
    _, err = typed("clone", recording, "--language", "en", "--no-words", "--segment", 9, status=2)
    assert "has no segment 9" in err
    _, err = typed("clone", recording, "--language", "en", "--no-words", "--stretch", "soon", status=2)
    assert "is no stretch such as 61.5-72" in err
    assert typed.json("list", "--engine", "tone")["master_voices"] == []


def test_the_draft_voice_can_be_heard(typed: Typed) -> None:
    """Without a model; where it can be heard is told."""
    out, err = typed("audition", "gmw/de", "--language", "de")

    path = typed.folder / "output" / "Audition of gmw de.flac"
    assert out.startswith("gmw/de, ")
    assert out.rstrip().endswith(str(path))
    assert 5 < soundfile.info(path).duration < 30
    assert err == ""
    told = typed.json("audition", "gmw/de", "--text", "Es regnet.", "--output", typed.folder / "a.flac")
    assert (told["voice"], told["path"]) == ("gmw/de", str(typed.folder / "a.flac"))


def test_a_voice_that_is_not_there_cannot_be_heard(typed: Typed) -> None:
    """Nor a master voice without a model that clones."""
    assert "no voice nobody" in typed("audition", "nobody", status=2)[1]
    typed.folder.joinpath("clip.txt").write_text(WORDS, "utf-8")
    clip = saved(typed.folder / "clip.wav", reading(2))
    typed("clone", clip, "--name", "Anna", "--language", "en")
    assert "needs a model" in typed("audition", "Anna", status=2)[1]


def test_a_design_needs_its_model_and_a_name(typed: Typed) -> None:
    """Both are known before anything is loaded."""
    _, err = typed("design", "A calm old woman", "--name", "Greta", status=2)
    assert "error: Making a voice from a description needs a model of its own" in err
    assert "models get" in err
    assert "cannot be called" in typed("design", "A calm old woman", "--name", "a/b", status=2)[1]
