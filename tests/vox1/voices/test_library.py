"""Tests of the library of master voices."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from tests.vox1.voices.made import WORDS, add, facts, speech, state
from vox1.errors import DiskError, InputError
from vox1.paths import Folders
from vox1.voices.archive import export_voice
from vox1.voices.changes import add_voice, remove_voice, rename_voice
from vox1.voices.clip import flac_of
from vox1.voices.library import (
    check_whole,
    find_voice,
    kept_voices,
    named,
    near_names,
    prepare_voice,
)

is_lax = sys.platform in {"win32", "darwin"}
"""Whether the system takes names that differ in capitals only for one."""


def test_a_voice_of_which_only_the_timbre_is_cloned_has_no_words(folders: Folders) -> None:
    """And no file for them."""
    voice = add_voice(folders, facts(), speech(), "")

    assert not (voice.folder / "clip.txt").exists()
    assert not prepare_voice(voice).has_transcript


def test_a_voice_is_prepared_in_its_own_folder(folders: Folders) -> None:
    """With silence after it; what is there can be made again."""
    voice = add(folders)
    prepared = prepare_voice(voice)
    shutil.rmtree(voice.folder / "prepared")
    again = prepare_voice(find_voice(folders, "aunt mary"))

    assert prepared == again
    assert prepared.path.parent == voice.folder / "prepared"
    assert prepared.voice_hash == voice.voice_hash
    assert len(soundfile.read(prepared.path)[0]) == len(speech()) + 12_000
    assert prepared.path.with_suffix(".txt").read_text("utf-8") == WORDS


@pytest.mark.parametrize("asked", ["Émile", "émile", "ÉMILE", "E\u0301mile", " Émile ", "É\tmile"])
def test_a_voice_is_found_by_its_name(folders: Folders, asked: str) -> None:
    """Whatever the keyboard, the file system and the capitals make of it."""
    add(folders, "Aunt Mary")
    kept = add(folders, "Émile", 70)

    found = named(folders, asked)

    assert (found == kept) == ("\t" not in asked)


def test_a_name_that_is_unknown_comes_with_those_it_may_mean(folders: Folders) -> None:
    """The likest first; nothing is guessed from a name that is like none."""
    for number, name in enumerate(("Aunt Mary", "Aunt Maria", "Captain")):
        add(folders, name, 60 + number)

    with pytest.raises(InputError) as caught:
        find_voice(folders, "Ant Mary")

    assert caught.value.hint == "Did you mean “Aunt Mary” or “Aunt Maria”?"
    assert near_names(folders, "Xyz") == ""
    with pytest.raises(InputError, match="no master voice"):
        find_voice(folders, "../Captain")


def test_a_library_that_is_not_there_is_empty(folders: Folders) -> None:
    """And listing it makes no folder."""
    assert kept_voices(folders) == []
    assert named(folders, "Mary") is None
    assert not folders.user.exists()


def test_a_folder_that_the_user_renamed_is_a_renamed_voice(folders: Folders) -> None:
    """A copy of it is the same voice under another name."""
    kept = add(folders)
    kept.folder.rename(kept.folder.with_name("Mary"))
    shutil.copytree(kept.folder.with_name("Mary"), kept.folder.with_name("Mary (copy)"))

    assert state(folders) == {"Mary": ("", kept.voice_hash), "Mary (copy)": ("", kept.voice_hash)}


@pytest.mark.skipif(is_lax, reason="the system takes them for one")
def test_twins_are_an_error_until_one_is_typed_exactly(folders: Folders) -> None:
    """Copied together from two computers: no voice is taken by chance."""
    for folder, name in enumerate(("Émile", "émile")):
        kept = add(folders, f"voice {folder}", 60 + folder)
        kept.folder.rename(kept.folder.with_name(name))
    decomposed = unicodedata.normalize("NFD", "Émile")

    with pytest.raises(InputError) as caught:
        find_voice(folders, "ÉMILE")
    assert caught.value.code == "voice-twins"
    assert find_voice(folders, "émile").folder.name == "émile"

    add(folders, "third", 80).folder.rename(folders.master_voices / decomposed)
    assert find_voice(folders, decomposed).folder.name == decomposed
    assert find_voice(folders, "Émile").folder.name == "Émile"


def empty(folder: Path) -> None:
    """Delete all that is in a folder."""
    for path in folder.iterdir():
        path.unlink()


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Change a bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def swap(path: Path) -> None:
    """Put a folder in a file's place."""
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no facts": (lambda f: (f / "voice.json").unlink(), "voice.json is missing"),
    "facts of zeros": (lambda f: (f / "voice.json").write_bytes(bytes(500)), "not JSON"),
    "huge facts": (lambda f: (f / "voice.json").write_bytes(b" " * 2**20), "too large"),
    "facts of the future": (lambda f: (f / "voice.json").write_text('{"schema": 9}'), "newer VOX-1"),
    "no clip": (lambda f: (f / "clip.flac").unlink(), "clip.flac is missing"),
    "empty clip": (lambda f: (f / "clip.flac").write_bytes(b""), "no FLAC file"),
    "clip cut short": (lambda f: cut(f / "clip.flac"), "clip.flac"),
    "a clip's bit": (lambda f: flip(f / "clip.flac"), "clip.flac"),
    "another clip": (
        lambda f: (f / "clip.flac").write_bytes(flac_of(speech(half_period=9))),
        "not what was kept",
    ),
    "a clip at another rate": (lambda f: (f / "clip.flac").write_bytes(flac_of(speech(), 48_000)), "48,000"),
    "another word": (lambda f: (f / "clip.txt").write_text("Others.", "utf-8"), "not what was kept"),
    "no words": (lambda f: (f / "clip.txt").unlink(), "not what was kept"),
    "words that are no text": (lambda f: (f / "clip.txt").write_bytes(b"\xff\xfe"), "not UTF-8"),
    "a folder for a clip": (lambda f: swap(f / "clip.flac"), "clip.flac is missing"),
    "nothing at all": (empty, "voice.json is missing"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_voice_is_listed_with_what_is_wrong(name: str, folders: Folders) -> None:
    """It does not hide the others, cannot be used, and can be renamed and removed."""
    damage, said = DAMAGES[name]
    damage(add(folders, "Mary").folder)
    whole = add(folders, "Anna", 70)

    anna, mary = kept_voices(folders)

    assert (anna, mary.name) == (whole, "Mary")
    assert said in mary.fault
    with pytest.raises(InputError) as caught:
        check_whole(find_voice(folders, "mary"))
    assert caught.value.code == "voice-damaged"
    assert caught.value.hint
    for use in (prepare_voice, lambda voice: export_voice(voice, folders.user / "x.zip")):
        with pytest.raises(InputError):
            use(mary)
    assert rename_voice(folders, "Mary", "Marian").fault == mary.fault
    assert remove_voice(folders, "Marian").name == "Marian"
    assert kept_voices(folders) == [whole]


@pytest.mark.skipif(os.name == "nt", reason="no folder there can have such a name")
def test_a_folder_with_a_name_that_no_voice_has_is_listed_harmlessly(folders: Folders) -> None:
    """What shows the list may obey control characters."""
    folder = add(folders, "Mary").folder
    folder.rename(folder.with_name("Who?\x1b[2J\n"))

    (kept,) = kept_voices(folders)

    assert kept.name == "Who [2J"
    assert "name of its folder" in kept.fault
    assert "\x1b" not in kept.fault
    assert rename_voice(folders, "who [2j", "Mary").fault == ""


@pytest.mark.skipif(os.name == "nt", reason="needs a user who may be refused")
def test_a_library_that_cannot_be_read_is_an_error(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not taken for an empty one; a voice that cannot be read is its own fault only."""
    add(folders)
    really_open = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "clip.flac":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really_open(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        assert "Permission denied" in kept_voices(folders)[0].fault

    def refuse_all(path: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse_all)
    with pytest.raises(DiskError, match="cannot be read"):
        kept_voices(folders)
