"""Voices designed, cloned and heard through the one door, by the real code with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import soundfile

from backend import Backend
from tests.narrator.test_books import book_of
from vox1.control import Control
from vox1.events import Status
from vox1.settings import Settings
from vox1.voices.audition import Wish as AuditionWish
from vox1.voices.cloning import Wish
from vox1.voices.design import Design

Studio = Any  # of conftest.py, which cannot be imported


def test_a_designed_voice_is_kept_and_reads_a_book(studio: Studio) -> None:
    """It is cloned like any other then: one voice through a whole book."""
    backend = Backend(studio.folders)
    design = Design("A calm old woman.", "en", text="It had rained since the morning.", tries=4, note="mine")

    made = backend.design_voices(design, "Greta", lambda _: None, Control(), "cpu")

    kept = [one.voice for one in made if one.voice]
    assert [one.seed for one in made] == [0, 1, 2, 3]
    assert kept
    assert {voice.name for voice in kept} <= {f"Greta {number}" for number in range(1, 5)}
    facts = kept[0].facts
    assert facts is not None
    assert (facts.source, facts.model, facts.note) == ("A calm old woman.", "1.7B-VoiceDesign", "mine")
    book = book_of(studio.folders.user, 2)
    finished = studio.render(studio.options(book, "0.6B-Base", voice=kept[0].name))
    assert finished.status is Status.COMPLETE
    assert len(list((kept[0].folder / "prepared").glob("*.safetensors"))) == 1


def test_a_master_voice_is_heard_by_its_name_alone(studio: Studio, tmp_path: Path) -> None:
    """Engine and model are chosen for it, and the audition is kept with it."""
    backend = Backend(studio.folders)
    wish = Wish(studio.clip, "", "en")
    backend.clone_voice(wish, lambda _: None, Control(), lambda _: None)

    wishes = [
        AuditionWish(Settings(voice="aunt mary"), text="It rained.", path=path)
        for path in (None, tmp_path / "a.flac")
    ]
    heard = [backend.audition(each, lambda _: None, Control(), "cpu") for each in wishes]

    kept, _ = soundfile.read(backend.master_voice("Aunt Mary").audition, dtype="int16")
    written, _ = soundfile.read(tmp_path / "a.flac", dtype="int16")
    assert [each.voice for each in heard] == ["Aunt Mary", "Aunt Mary"]
    assert kept.tobytes() == written.tobytes()
