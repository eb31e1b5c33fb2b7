"""Tests of auditions that are kept: the draft voice is heard once, and again when anything is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import soundfile

from tests.vox1.voices.made import add
from vox1.control import Control
from vox1.paths import Folders
from vox1.settings import Settings
from vox1.voices import audition
from vox1.voices.audition import Wish, hear
from vox1.voices.booth import Booth
from vox1.voices.changes import keep_audition

DRAFT = Settings(voice="gmw/en")


@pytest.fixture
def booth(folders: Folders) -> Booth:
    """Return a booth."""
    return Booth(folders, lambda _: None, Control(), "cpu")


def test_what_was_heard_once_is_not_spoken_again(booth: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the file is there at once."""
    wish = Wish(DRAFT, "en", "It rained.")
    first = hear(wish, booth)
    monkeypatch.setattr(audition, "audition", lambda *_: pytest.fail("it was spoken again"))

    again = hear(wish, booth)

    assert again == first
    assert first.path.parent == booth.folders.auditions
    assert soundfile.info(first.path).duration == pytest.approx(first.seconds, abs=0.01)


@pytest.mark.parametrize(
    "other",
    [
        Wish(DRAFT, "en", "It snowed."),
        Wish(replace(DRAFT, voice="gmw/de"), "en", "It rained."),
        Wish(replace(DRAFT, speed=1.5), "en", "It rained."),
        Wish(DRAFT, "en"),
    ],
)
def test_another_text_voice_or_manner_is_another_audition(booth: Booth, other: Wish) -> None:
    """As another take would be in a book."""
    first = hear(Wish(DRAFT, "en", "It rained."), booth)

    assert hear(other, booth).path != first.path


def test_a_file_that_cannot_be_heard_is_spoken_again(booth: Booth) -> None:
    """Nobody needs to know."""
    wish = Wish(DRAFT, "en", "It rained.")
    first = hear(wish, booth)
    first.path.write_bytes(b"fLaC")

    assert hear(wish, booth).path == first.path
    assert soundfile.info(first.path).frames > 0


def test_a_master_voices_audition_is_heard_without_its_model(booth: Booth) -> None:
    """It was spoken before, perhaps on another computer."""
    voice = add(booth.folders)
    samples, rate_hz = soundfile.read(voice.folder / "clip.flac", dtype="int16")
    path = keep_audition(voice, samples, rate_hz)

    heard = hear(Wish(Settings(voice="aunt mary")), booth)

    assert heard.path == path.absolute()
    assert heard.voice == "Aunt Mary"
