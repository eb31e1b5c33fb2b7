"""Tests of voices as archives; what is hostile in one is in tests/hostile/test_archives.py."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.vox1.voices.made import add, facts, speech, state
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.voices.archive import export_voice, import_voice
from vox1.voices.changes import add_voice, keep_audition, rename_voice
from vox1.voices.library import audition_of, kept_voices, prepare_voice


@pytest.fixture
def second(tmp_path: Path) -> Folders:
    """A second computer's folders."""
    return Folders(tmp_path / "2" / "out", tmp_path / "2" / "work", tmp_path / "2" / "user")


def test_a_voice_comes_through_an_archive_as_it_was(
    folders: Folders, second: Folders, tmp_path: Path
) -> None:
    """Renamed before and after: its hash, its words, its audition and what is known of it."""
    voice = add(folders, "Émile", note="With his leave.", source="Grüße.wav", begins_seconds=2.5)
    keep_audition(voice, speech(2.0), 24_000)
    voice = rename_voice(folders, "Émile", "Uncle Émile")
    export_voice(voice, tmp_path / "a.zip")

    imported = import_voice(tmp_path / "a.zip", second)

    assert (imported.is_new, imported.left_out) == (True, ())
    there = imported.voice
    assert (there.name, there.voice_hash, there.transcript) == (
        voice.name,
        voice.voice_hash,
        voice.transcript,
    )
    assert there.facts == voice.facts
    assert audition_of(there) == audition_of(voice)
    assert rename_voice(second, there.name, "Otto").voice_hash == voice.voice_hash


def test_a_voice_without_words_comes_through_an_archive(
    folders: Folders, second: Folders, tmp_path: Path
) -> None:
    """As one without words."""
    voice = add_voice(folders, facts(), speech(), "")
    export_voice(voice, tmp_path / "a.zip")

    assert import_voice(tmp_path / "a.zip", second).voice.voice_hash == voice.voice_hash


def test_a_voice_that_is_there_already_is_not_imported_again(
    folders: Folders, second: Folders, tmp_path: Path
) -> None:
    """Under whatever name, here or in the archive."""
    export_voice(add(folders), tmp_path / "a.zip")
    import_voice(tmp_path / "a.zip", second)
    kept = rename_voice(second, "Aunt Mary", "Otto")
    before = {path: path.stat().st_mtime_ns for path in kept.folder.rglob("*")}

    for imported in (
        import_voice(tmp_path / "a.zip", second),
        import_voice(tmp_path / "a.zip", second, "Anna"),
    ):
        assert (imported.voice, imported.is_new) == (kept, False)

    assert {path: path.stat().st_mtime_ns for path in kept.folder.rglob("*")} == before
    assert list(state(second)) == ["Otto"]


def test_the_same_name_with_another_voice_gets_a_number(
    folders: Folders, second: Folders, tmp_path: Path
) -> None:
    """The archive's own, and one that is asked for."""
    export_voice(add(folders), tmp_path / "a.zip")
    export_voice(add(folders, "Otto", 70), tmp_path / "b.zip")
    add(second, "aunt mary", 80)

    names = [
        import_voice(tmp_path / "a.zip", second).voice.name,
        import_voice(tmp_path / "b.zip", second, "Aunt Mary").voice.name,
    ]

    assert names == ["Aunt Mary (2)", "Aunt Mary (3)"]


def test_what_can_be_made_again_is_not_exported(folders: Folders, tmp_path: Path) -> None:
    """Nor is anything that somebody has put there, nor an audition that cannot be heard."""
    voice = add(folders)
    prepare_voice(voice)
    (voice.folder / "prompt.safetensors").write_bytes(b"x")
    (voice.folder / "audition.flac").write_bytes(b"x")

    export_voice(voice, tmp_path / "a.zip")

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == ["clip.flac", "clip.txt", "voice.json"]


def test_an_export_replaces_nothing_but_itself(folders: Folders, tmp_path: Path) -> None:
    """The other file may be the only copy of another voice of the name."""
    path = tmp_path / "a.zip"
    voice = add(folders)
    export_voice(voice, path)
    first = path.read_bytes()
    export_voice(voice, path)
    assert path.read_bytes() == first

    with pytest.raises(InputError) as caught:
        export_voice(add(folders, "Otto", 70), path)

    assert caught.value.code == "file-there"
    assert path.read_bytes() == first


def test_a_name_to_be_given_must_be_one(folders: Folders, second: Folders, tmp_path: Path) -> None:
    """Before anything is read."""
    export_voice(add(folders), tmp_path / "a.zip")

    with pytest.raises(InputError) as caught:
        import_voice(tmp_path / "a.zip", second, "a/b")

    assert caught.value.code == "bad-name"
    assert kept_voices(second) == []


def test_a_voice_of_a_newer_vox1_asks_for_an_update(
    folders: Folders, second: Folders, tmp_path: Path
) -> None:
    """Exporting it again would make the same archive."""
    export_voice(add(folders), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive, zipfile.ZipFile(tmp_path / "b.zip", "w") as newer:
        for name in archive.namelist():
            newer.writestr(name, archive.read(name).replace(b'"schema": 1', b'"schema": 2'))

    with pytest.raises(InputError, match="newer VOX-1") as caught:
        import_voice(tmp_path / "b.zip", second)

    assert "Update" in caught.value.hint
