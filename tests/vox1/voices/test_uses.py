"""Tests of what a voice was used for."""

from __future__ import annotations

import pytest

from tests.vox1.voices.made import add, begin, finish
from vox1.paths import Folders
from vox1.voices.changes import rename_voice
from vox1.voices.library import kept_voices
from vox1.voices.uses import books_in


def test_audiobooks_are_known_by_the_voices_hash_and_projects_by_its_name(folders: Folders) -> None:
    """Each title once, in order; other voices' books are not among them."""
    voice = add(folders, "Aunt Mary")
    for title in ("Moby-Dick", "emma"):
        finish(folders, title, voice.voice_hash)
    finish(folders, "Middlemarch", "another")
    for title, name in (("Ulysses", "MARY"), ("emma", "mary"), ("Dubliners", "Otto"), ("Dune", "")):
        begin(folders, title, name)

    assert books_in(folders, rename_voice(folders, "Aunt Mary", "Mary")) == ["emma", "Moby-Dick", "Ulysses"]


def test_a_damaged_voice_is_no_audiobooks_voice(folders: Folders) -> None:
    """It has no hash, and a receipt without one is not its own."""
    (add(folders, "Mary").folder / "voice.json").unlink()
    finish(folders, "Moby-Dick", "")

    assert books_in(folders, kept_voices(folders)[0]) == []


@pytest.mark.parametrize("content", ["", "[]", '{"schema": 1}', '{"schema": 1, "voice": 7}'])
def test_what_cannot_be_read_is_no_use(folders: Folders, content: str) -> None:
    """It is told to people only."""
    voice = add(folders, "Mary")
    finish(folders, "x", "")
    (folders.output / "x.m4b.receipt.json").write_text(content)
    (folders.projects / "damaged").mkdir(parents=True)

    assert books_in(folders, voice) == []
