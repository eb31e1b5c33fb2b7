"""Tests of cloning: from a recording to a master voice, with the words that belong to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.vox1.standin import Standin
from tests.vox1.voices.speech_material import RATE_HZ, Audio, noise, saved
from vox1.control import Cancelled, Control
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.settings import LISTENING_MODEL
from vox1.voices import cloning
from vox1.voices.booth import Booth
from vox1.voices.cloning import Cloned, Wish
from vox1.voices.library import kept_voices
from vox1.voices.master import Origin

WORDS = "It rained, and nobody came."


@pytest.fixture
def recording(tmp_path: Path, clean_reading: Audio) -> Path:
    """A minute: noise, a reading, noise."""
    hiss = noise(8 * RATE_HZ, -20)
    return saved(tmp_path / "Interview 3.wav", np.concatenate((hiss, clean_reading, hiss)))


@pytest.fixture
def short(tmp_path: Path, clean_reading: Audio) -> Path:
    """Ten seconds of a reading."""
    return saved(tmp_path / "Aunt Mary.wav", clean_reading[: 10 * RATE_HZ])


def clone(folders: Folders, wish: Wish, control: Control | None = None) -> Cloned:
    """Clone a voice; how far the search is, is of no account."""
    booth = Booth(folders, lambda _: None, control or Control())
    return cloning.clone(wish, booth, lambda _: None)


def refused(folders: Folders, wish: Wish) -> InputError:
    """Return why a voice is not cloned; nothing is kept then."""
    with pytest.raises(InputError) as caught:
        clone(folders, wish)
    assert kept_voices(folders) == []
    return caught.value


def test_the_best_segment_becomes_the_clip(folders: Folders, recording: Path) -> None:
    """Out of the reading, not out of the noise; the recording says where it is from."""
    wish = Wish(recording, "", "en-GB", transcript=WORDS, note="mine,\nby  my leave")

    cloned = clone(folders, wish)

    voice, facts = cloned.voice, cloned.voice.facts
    assert facts is not None
    assert (voice.name, voice.transcript, cloned.was_heard) == ("Interview 3", WORDS, False)
    assert 8 <= voice.seconds <= 15
    assert 8 <= facts.begins_seconds <= 54
    assert (facts.origin, facts.language) == (Origin.CLONED, "en-GB")
    assert (facts.source, facts.note) == ("Interview 3.wav", "mine, by my leave")


def test_a_named_segment_is_taken_instead(folders: Folders, recording: Path) -> None:
    """Another one than the best."""
    begins = set()
    for number in (1, 2):
        facts = clone(folders, Wish(recording, "", "en", segment=number, with_words=False)).voice.facts
        assert facts is not None
        begins.add(facts.begins_seconds)

    assert len(begins) == 2


def test_a_stretch_is_taken_to_the_sample(folders: Folders, recording: Path) -> None:
    """And nothing is looked for."""
    voice = clone(folders, Wish(recording, "Mary", "en", stretch=(10.0, 15.5), transcript=WORDS)).voice

    clip, rate_hz = soundfile.read(voice.folder / "clip.flac", dtype="int16")
    heard, _ = soundfile.read(recording, start=10 * RATE_HZ, stop=round(15.5 * RATE_HZ), dtype="int16")
    assert (rate_hz, clip.tobytes()) == (RATE_HZ, heard.tobytes())


def test_a_whole_recording_has_the_words_beside_it(folders: Folders, short: Path) -> None:
    """It was made to be a clip, and is taken as it is, with all of its silence."""
    short.with_suffix(".txt").write_text(f"{WORDS}\n", "utf-8")

    voice = clone(folders, Wish(short, "", "en")).voice

    assert (voice.transcript, voice.seconds) == (WORDS, 10.0)


def test_the_words_of_a_long_recording_are_not_those_of_its_segment(
    folders: Folders, recording: Path
) -> None:
    """With another text than its own, a clip would be no use."""
    recording.with_suffix(".txt").write_text("All that was said in a minute.", "utf-8")

    error = refused(folders, Wish(recording, "", "en"))

    assert error.code == "no-transcript"
    assert "--no-words" in error.hint
    assert "setup --engine asr" in error.hint


def test_a_language_may_be_written_out(folders: Folders, short: Path) -> None:
    """Else the voice would be foreign to every book in its own language."""
    facts = clone(folders, Wish(short, "", "english", transcript=WORDS)).voice.facts

    assert facts is not None
    assert facts.language == "en"


def test_without_words_only_the_timbre_is_cloned(folders: Folders, short: Path) -> None:
    """Even where they are known."""
    short.with_suffix(".txt").write_text(WORDS, "utf-8")

    assert clone(folders, Wish(short, "", "en", with_words=False)).voice.transcript == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"segment": 9}, "no-segment"),
        ({"segment": 0}, "no-segment"),
        ({"stretch": (3.0, 3.0)}, "no-segment"),
        ({"stretch": (-1.0, 5.0)}, "no-segment"),
        ({"stretch": (0.0, 31.0)}, "no-segment"),
        ({"stretch": (0.0, 2.0)}, "bad-voice"),
        ({"stretch": (600.0, 610.0)}, "bad-voice"),
        ({"name": "a/b"}, "bad-name"),
        ({"language": "klingon"}, "bad-language"),
        ({"recording": Path("nowhere.wav")}, "bad-voice"),
        ({"recording": Path()}, "bad-voice"),
    ],
)
def test_what_cannot_be_cloned_is_refused(
    folders: Folders, short: Path, changes: dict[str, Any], code: str
) -> None:
    """With what to do, and before anything is written."""
    error = refused(folders, replace(Wish(short, "Mary", "en", transcript=WORDS), **changes))

    assert error.code == code
    assert error.hint


def test_a_recording_without_speech_is_refused_with_the_reason(folders: Folders, tmp_path: Path) -> None:
    """Noise is nobody's voice."""
    path = saved(tmp_path / "sea.wav", noise(20 * RATE_HZ, -20))

    assert "No voice can be cloned from sea.wav" in refused(folders, Wish(path, "", "en")).message


def test_a_cancelled_search_keeps_nothing(folders: Folders, recording: Path) -> None:
    """Ctrl-C in the middle of a long recording."""
    control = Control()
    control.cancel()

    with pytest.raises(Cancelled):
        clone(folders, Wish(recording, "", "en", with_words=False), control)
    assert kept_voices(folders) == []


class TestHeard:
    """With a recogniser, which is the stand-in."""

    @pytest.fixture(autouse=True)
    def ears(self, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Standin:
        """A model under the usual name."""
        standin = Standin(tmp_path / "texts", folders.models, monkeypatch)
        (folders.models / "tiny").rename(folders.models / LISTENING_MODEL)
        return standin

    def test_the_words_are_those_that_are_heard(self, folders: Folders, short: Path, ears: Standin) -> None:
        """And the voice says so, since names are misheard."""
        ears.say("clip", WORDS)

        cloned = clone(folders, Wish(short, "", "en"))

        assert (cloned.voice.transcript, cloned.was_heard) == (WORDS, True)

    def test_words_that_are_given_are_not_heard(self, folders: Folders, short: Path, ears: Standin) -> None:
        """A person knows better."""
        assert not clone(folders, Wish(short, "", "en", transcript="Mine.")).was_heard
        assert ears.heard == []

    @pytest.mark.parametrize(
        ("said", "language"), [(" ... ", "en"), (WORDS, "tlh"), ("[asr:crash] No.", "en")]
    )
    def test_where_nothing_is_heard_the_words_are_asked_for(
        self, folders: Folders, short: Path, ears: Standin, said: str, language: str
    ) -> None:
        """No words, a language that it does not know, and a recogniser that breaks down."""
        ears.say("clip", said)

        error = refused(folders, Wish(short, "", language))

        assert error.code == "no-transcript"
        assert "--text" in error.hint
