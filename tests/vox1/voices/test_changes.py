"""Tests of changes to the library: whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.made import WORDS, add, facts, speech, state
from vox1.errors import DiskError, InputError
from vox1.paths import Folders
from vox1.voices.archive import export_voice, import_voice
from vox1.voices.changes import add_voice, keep_audition, remove_voice, rename_voice
from vox1.voices.clip import checked_clip
from vox1.voices.library import (
    audition_of,
    find_voice,
    kept_voices,
    prepare_voice,
)
from vox1.voices.master import Origin

FailingDisk = Any  # of ../conftest.py, which cannot be imported
MOST_CALLS = 60


class KilledError(BaseException):
    """What nothing catches, as nothing catches a kill."""


@contextmanager
def killed_at(call: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Have the program end as it makes the n-th change to the disk; the list holds those it has made."""
    made: list[str] = []

    def counted(name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **options: Any) -> Any:
            reads = name == "open" and arguments[1:2] != ("wb",)
            if reads or ".lock" in str(arguments[0]):  # the system lets go of a dead program's locks
                return really(*arguments, **options)
            made.append(name)
            if len(made) == call:
                raise KilledError
            return really(*arguments, **options)

        return change

    changes = [(Path, name) for name in ("mkdir", "replace", "unlink", "open")]
    with monkeypatch.context() as patch:
        for owner, name in [*changes, *((os, name) for name in ("fsync", "unlink", "rmdir"))]:
            patch.setattr(owner, name, counted(name, getattr(owner, name)))
        yield made


def test_a_voice_is_kept_as_it_was_chosen(folders: Folders) -> None:
    """Its clip without silence, its words and what is known of it, in a folder of its name."""
    voice = add(folders, note="With her leave.")

    assert voice.folder == folders.master_voices / "Aunt Mary"
    assert sorted(path.name for path in voice.folder.iterdir()) == ["clip.flac", "clip.txt", "voice.json"]
    samples, rate_hz = soundfile.read(voice.folder / "clip.flac", dtype="int16")
    assert rate_hz == 24_000
    assert np.array_equal(samples, speech())
    assert (voice.folder / "clip.txt").read_text("utf-8") == WORDS
    assert (voice.transcript, voice.seconds, voice.fault) == (WORDS, 4.0, "")
    assert voice.facts == facts(note="With her leave.")
    assert json.loads((voice.folder / "voice.json").read_text("utf-8"))["schema"] == 1
    assert voice.voice_hash == checked_clip(speech(), WORDS, "").voice_hash
    assert kept_voices(folders) == [voice]


def test_the_same_name_with_another_voice_gets_a_number(folders: Folders) -> None:
    """However it is written, and however long."""
    names = [add(folders, name, 60 + n).name for n, name in enumerate(("Mary", "mary", "MARY", "x" * 60))]
    longest = add(folders, "X" * 60, 80)

    assert names == ["Mary", "mary (2)", "MARY (3)", "x" * 60]
    assert longest.name == "X" * 56 + " (2)"
    assert longest.facts is not None
    assert longest.facts.name == longest.name


def test_a_clip_that_cannot_be_cloned_is_not_kept(folders: Folders) -> None:
    """Too short, silent, or with the words of a book."""
    for samples, words in ((speech(2.0), WORDS), (speech() * 0, WORDS), (speech(), "word " * 300)):
        with pytest.raises(InputError):
            add_voice(folders, facts(), samples, words)

    assert state(folders) == {}


def test_a_renamed_voice_is_the_same_voice(folders: Folders) -> None:
    """Its folder and what is known of it follow; what a later version wrote stays."""
    old = add(folders)
    path = old.folder / "voice.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "mood": "calm"}), "utf-8")
    prepare_voice(old)

    new = rename_voice(folders, "aunt mary", "Great-aunt Mary")

    assert (new.name, new.voice_hash) == ("Great-aunt Mary", old.voice_hash)
    assert kept_voices(folders) == [new]
    written = json.loads((new.folder / "voice.json").read_text("utf-8"))
    assert (written["name"], written["mood"]) == ("Great-aunt Mary", "calm")
    assert prepare_voice(new).path.is_file()


def test_a_voice_can_be_renamed_by_its_capitals_alone(folders: Folders) -> None:
    """Also where a file system takes both for one."""
    add(folders, "mary")

    assert rename_voice(folders, "mary", "Mary").name == "Mary"
    assert rename_voice(folders, "Mary", "Mary").name == "Mary"
    assert list(state(folders)) == ["Mary"]


def test_a_name_that_is_taken_or_cannot_be_is_an_error(folders: Folders) -> None:
    """Nothing changes, and a file in the way is not replaced."""
    add(folders, "Mary")
    add(folders, "Anna", 70)
    (folders.master_voices / "notes").write_bytes(b"mine")
    before = state(folders)

    for name, code in (
        ("anna", "name-taken"),
        ("Notes", "name-taken"),
        ("a/b", "bad-name"),
        ("", "bad-name"),
    ):
        with pytest.raises(InputError) as caught:
            rename_voice(folders, "Mary", name)
        assert caught.value.code == code
    with pytest.raises(InputError, match="no master voice"):
        rename_voice(folders, "Nobody", "Somebody")

    assert state(folders) == before
    assert (folders.master_voices / "notes").read_bytes() == b"mine"


def test_a_removed_voice_is_gone(folders: Folders) -> None:
    """The others stay."""
    add(folders, "Mary")
    kept = add(folders, "Anna", 70)

    assert remove_voice(folders, "MARY").name == "Mary"

    assert state(folders) == {"Anna": ("", kept.voice_hash)}
    with pytest.raises(InputError, match="no master voice"):
        remove_voice(folders, "Mary")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_voice_that_is_linked_to_is_not_deleted(folders: Folders, tmp_path: Path) -> None:
    """Only the link is."""
    folder = add(folders).folder
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)

    remove_voice(folders, "Aunt Mary")

    assert kept_voices(folders) == []
    assert (elsewhere / "clip.flac").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_link_that_leads_nowhere_is_a_damaged_voice(folders: Folders, tmp_path: Path) -> None:
    """Its drive may be unplugged."""
    add(folders, "Mary")
    (folders.master_voices / "Anna").symlink_to(tmp_path / "nowhere")

    assert kept_voices(folders)[0].fault == "voice.json is missing"
    remove_voice(folders, "anna")
    assert list(state(folders)) == ["Mary"]


def test_an_audition_is_kept_and_replaced(folders: Folders) -> None:
    """It is no part of the voice: a damaged one harms nothing."""
    voice = add(folders)
    assert voice.audition is None
    keep_audition(voice, speech(2.0), 24_000)
    path = keep_audition(voice, speech(3.0), 24_000)

    assert find_voice(folders, voice.name).audition == path
    assert len(soundfile.read(path)[0]) == 72_000
    assert audition_of(voice)
    path.write_bytes(b"damaged")
    assert audition_of(voice) == b""
    assert find_voice(folders, voice.name) == voice
    assert not voice.fault


def test_the_audition_of_a_voice_that_is_gone_is_not_kept(folders: Folders) -> None:
    """It would be listed as a damaged voice of the old name; speaking takes long enough for a renaming."""
    voice = add(folders)
    rename_voice(folders, voice.name, "Otto")

    with pytest.raises(InputError, match="not there any more"):
        keep_audition(voice, speech(2.0), 24_000)

    assert list(state(folders)) == ["Otto"]


def change_by(name: str, folders: Folders, archive: Path) -> None:
    """Make one of the changes there are."""
    changes: dict[str, Callable[[], object]] = {
        "add": lambda: add(folders, "Zoe", 80),
        "rename": lambda: rename_voice(folders, "Mary", "Marian"),
        "remove": lambda: remove_voice(folders, "Mary"),
        "import": lambda: import_voice(archive, folders),
    }
    changes[name]()


@pytest.fixture
def before(folders: Folders, tmp_path: Path) -> Path:
    """Two voices in the library, and the archive of a third."""
    other = Folders(tmp_path, tmp_path, tmp_path / "other")
    archive = tmp_path / "third.zip"
    third = add(other, "Otto", 90)
    keep_audition(third, speech(1.0), 24_000)
    export_voice(third, archive)
    prepare_voice(add(folders, "Mary"))
    add(folders, "Anna", 70)
    return archive


CHANGES = ("add", "rename", "remove", "import")


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_disk_that_fails_anywhere_leaves_the_old_state_or_the_new_one(
    change: str,
    lasts: bool,  # noqa: FBT001
    folders: Folders,
    before: Path,
    failing_disk: FailingDisk,
    tmp_path: Path,
) -> None:
    """At the first call, the second, and so on until it passes; afterwards the same change goes through."""
    old, new, start = _old_and_new(change, folders, before, tmp_path)
    refused = []
    for call in range(1, MOST_CALLS):
        _reset(folders, start)
        with failing_disk.failing(call, lasts=lasts):
            refused.append(_hint_of(change, folders, before))
        found = state(folders)
        assert found in ((old, new) if refused[-1] else (new,))
        if found == old:
            change_by(change, folders, before)
            assert state(folders) == new
            assert _hidden(folders) <= {".lock"}
        if not failing_disk.failed:
            break

    assert not failing_disk.failed
    assert len([hint for hint in refused if hint]) > 3


def _hint_of(change: str, folders: Folders, archive: Path) -> str:
    """Make a change; what the error says is to be done, empty where there is none."""
    try:
        change_by(change, folders, archive)
    except DiskError as err:
        return err.hint
    return ""


@pytest.mark.parametrize("change", CHANGES)
def test_a_kill_anywhere_leaves_the_old_state_or_the_new_one(
    change: str, folders: Folders, before: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing tidies up then; the next change does, whatever it is."""
    old, new, start = _old_and_new(change, folders, before, tmp_path)
    seen = []
    for call in range(1, MOST_CALLS):
        _reset(folders, start)
        try:
            with killed_at(call, monkeypatch):
                change_by(change, folders, before)
        except KilledError:
            found = state(folders)
            assert found in (old, new)
            seen.append(found)
            add(folders, "Last", 99)
            assert _hidden(folders) <= {".lock"}
        else:
            break

    assert len(seen) > 5
    assert old in seen
    assert new in seen
    assert state(folders) == new


def _old_and_new(
    change: str, folders: Folders, archive: Path, tmp_path: Path
) -> tuple[dict[str, Any], dict[str, Any], Path]:
    """The states before and after an undisturbed change, and a copy of the library as it was before."""
    start = tmp_path / "start"
    shutil.copytree(folders.master_voices, start)
    old = state(folders)
    change_by(change, folders, archive)
    new = state(folders)
    assert new != old
    return old, new, start


def _reset(folders: Folders, start: Path) -> None:
    shutil.rmtree(folders.master_voices)
    shutil.copytree(start, folders.master_voices)


def _hidden(folders: Folders) -> set[str]:
    return {path.name for path in folders.master_voices.iterdir() if path.name.startswith(".")}


def test_two_programs_that_add_the_same_name_keep_both_voices(folders: Folders) -> None:
    """One waits for the other."""
    threads = [threading.Thread(target=add, args=(folders, "Mary", 50 + n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(state(folders)) == ["Mary", "Mary (2)", "Mary (3)", "Mary (4)"]
    assert {fault for fault, _ in state(folders).values()} == {""}


def test_what_cannot_be_deleted_keeps_nothing_from_being_added(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that a program has open on Windows: it goes with a later change."""
    add(folders, "Mary")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        remove_voice(folders, "Mary")
        remove_voice(folders, add(folders, "Anna", 70).name)
        assert _hidden(folders) == {".lock", ".gone-1", ".gone-2"}
        assert state(folders) == {}

    add(folders, "Zoe", 80)

    assert _hidden(folders) <= {".lock"}


def test_a_designed_voice_tells_how_it_was_made(folders: Folders) -> None:
    """So that it can be designed once more."""
    made: dict[str, Any] = {
        "origin": Origin.DESIGNED,
        "source": "A calm old woman.",
        "model": "1.7B",
        "seed": 7,
    }

    kept = add(folders, **made)

    assert kept.facts == facts(**made)
