"""Tests of master voices with the narrator itself: a book goes on wherever its voice goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import soundfile

from backend import Backend
from tests.narrator.conftest import Studio
from tests.narrator.test_books import book_of, receipt_of
from tests.vox1.voices.made import facts
from vox1.events import Status
from vox1.paths import Folders
from vox1.voices.changes import add_voice
from vox1.voices.clip import transcript_of


def test_a_voice_renamed_and_taken_to_another_computer_speaks_nothing_again(
    studio: Studio, tmp_path: Path
) -> None:
    """Not one take: only the takes come along with the archive, and the voice has another name there."""
    samples, _ = soundfile.read(studio.clip, dtype="int16")
    kept = add_voice(studio.folders, facts("Aunt Mary"), samples, transcript_of(studio.clip))
    book = book_of(studio.folders.user, 4)
    first = studio.render(studio.options(book, "0.6B-Base", voice="aunt mary"))
    backend = Backend(studio.folders)
    backend.rename_voice("Aunt Mary", "Great-aunt")
    renamed = studio.render(studio.options(book, "0.6B-Base", voice="Great-aunt"))
    archive = backend.export_voice("great-aunt", tmp_path)
    user = tmp_path / "second" / "user"
    user.mkdir(parents=True)
    (user / "models").symlink_to(studio.folders.models.resolve(), target_is_directory=True)
    shutil.copytree(studio.folders.takes, tmp_path / "second" / "work" / "takes")
    studio.folders = Folders(tmp_path / "second" / "out", tmp_path / "second" / "work", user)
    Backend(studio.folders).import_voice(archive, "Otto")

    there = studio.render(studio.options(book, "0.6B-Base", voice="Otto"))
    loose = studio.render(studio.options(book, "0.6B-Base"))

    assert (first.status, first.rendered) == (Status.COMPLETE, 4)
    assert [finished.rendered for finished in (renamed, there, loose)] == [0, 0, 0]
    assert there.status is Status.COMPLETE
    assert receipt_of(there)["voice"] == kept.voice_hash
    assert Backend(studio.folders).books_in(Backend(studio.folders).master_voice("otto")) == ["Trams"]
