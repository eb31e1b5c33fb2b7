"""Changes: voices are added to the library, renamed and removed.

Renaming is one rename of the disk's; what comes is written beside and renamed into its place, what goes is
renamed away and then deleted. A change killed anywhere leaves the old state or the new one, and at most a
hidden folder, which the next change deletes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from vox1 import files
from vox1.errors import DiskError, InputError, disk_error
from vox1.paths import Folders
from vox1.projects.project import one_at_a_time
from vox1.voices.clip import Samples, checked_clip, flac_of
from vox1.voices.contents import AUDITION_NAME, FACTS_NAME, Contents
from vox1.voices.library import KeptVoice, entries, find_voice, read_file, voice_in
from vox1.voices.master import MasterVoice, check_name, kept_name, numbered_name, parsed, plain_name

_COMING, _GOING = ".new", ".gone"


def add_voice(folders: Folders, facts: MasterVoice, samples: Samples, transcript: str) -> KeptVoice:
    """Keep a new voice; where another has its name, it gets a number.

    Args:
        folders: Of this run.
        facts: What is known of it.
        samples: Its reference clip: mono, 24 kHz, 16 bits, without silence added.
        transcript: What is said in that; empty where only the timbre is to be cloned.

    Raises:
        InputError: No voice can be cloned from the clip.
        DiskError: The disk refuses; nothing is added.
        ProjectBusy: Another VOX-1 is changing the library.
    """
    clip = checked_clip(samples, transcript, facts.source or facts.name)
    with changing(folders):
        return put(folders, Contents(facts, clip))


def keep_audition(voice: KeptVoice, samples: Samples, sample_rate_hz: int) -> Path:
    """Keep what a voice sounds like, in place of what was kept before.

    Args:
        voice: The voice.
        samples: Mono, 16 bits.
        sample_rate_hz: Their rate.

    Raises:
        InputError: The voice was renamed or removed since it was found.
        DiskError: The disk refuses.
    """
    if not voice.folder.is_dir():  # writing would make a voice of nothing but its audition
        raise InputError(
            f"“{voice.name}” is not there any more: it was renamed or removed meanwhile",
            "`voices list` shows the voices there are.",
            "no-voice",
        )
    path = voice.folder / AUDITION_NAME
    files.write_bytes(path, flac_of(samples, sample_rate_hz))
    return path


def rename_voice(folders: Folders, old: str, new: str) -> KeptVoice:
    """Give a voice another name; its takes stay its own.

    Raises:
        InputError: There is no such voice, or the new name is taken or none that a folder can have.
        DiskError: The disk refuses, or a program has a file of the voice open.
        ProjectBusy: Another VOX-1 is changing the library.
    """
    name = kept_name(new)
    check_name(name)
    with changing(folders):
        voice = find_voice(folders, old)
        if any(
            path != voice.folder and plain_name(path.name) == plain_name(name) for path in entries(folders)
        ):
            raise InputError(
                f"There is something called “{name}” in {folders.master_voices} already",
                "Choose another name, or rename or remove that first.",
                "name-taken",
            )
        place = voice.folder.with_name(name)
        if place.name != voice.folder.name:
            files.replace(voice.folder, place)
        _note_name(place)
        return voice_in(place)


def remove_voice(folders: Folders, name: str) -> KeptVoice:
    """Delete a voice, whole or not, and return what it was.

    Raises:
        InputError: There is no such voice, or several.
        DiskError: The disk refuses, or a program has a file of the voice open.
        ProjectBusy: Another VOX-1 is changing the library.
    """
    with changing(folders):
        voice = find_voice(folders, name)
        if voice.folder.is_symlink():
            _unlink(voice.folder)
            return voice
        doomed = _free_place(folders, _GOING)
        files.replace(voice.folder, doomed)
        shutil.rmtree(doomed, ignore_errors=True)  # what is left of it, the next change deletes
        return voice


@contextmanager
def changing(folders: Folders) -> Iterator[None]:
    """Hold the library for a change, and delete what a killed one has left.

    Raises:
        ProjectBusy: Another VOX-1 has held it for too long.
        DiskError: Its folder cannot be made.
    """
    with one_at_a_time(folders.master_voices / ".lock", "Another VOX-1 is changing the master voices"):
        for beginning in (_COMING, _GOING):
            for left in folders.master_voices.glob(f"{beginning}-*"):
                shutil.rmtree(left, ignore_errors=True)
        yield


def put(folders: Folders, contents: Contents, audition: bytes = b"") -> KeptVoice:
    """Write a voice beside the library and rename it into its place, while the library is held.

    Args:
        folders: Of this run.
        contents: What it consists of; it gets a number where another voice has its name.
        audition: What it sounds like, as a FLAC file; empty for nothing.

    Raises:
        DiskError: The disk refuses; nothing is added.
    """
    name = _free_name(contents.voice.name, (path.name for path in entries(folders)))
    written = replace(contents, voice=replace(contents.voice, name=name)).to_files()
    coming = _free_place(folders, _COMING)
    try:
        for file_name, content in {**written, **({AUDITION_NAME: audition} if audition else {})}.items():
            files.write_bytes(coming / file_name, content)
        files.replace(coming, folders.master_voices / name)
    except DiskError:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    return voice_in(folders.master_voices / name)


def _free_name(name: str, taken: Iterable[str]) -> str:
    """A name that nothing in the library has: with a number, if need be."""
    known = {plain_name(other) for other in taken}
    candidate, number = name, 1
    while plain_name(candidate) in known:
        number += 1
        candidate = numbered_name(name, f" ({number})")
    return candidate


def _free_place(folders: Folders, beginning: str) -> Path:
    """A hidden folder that is not there; one that could not be deleted keeps its number."""
    taken = {path.name for path in entries(folders)}
    number = next(n for n in range(1, len(taken) + 2) if f"{beginning}-{n}" not in taken)
    return folders.master_voices / f"{beginning}-{number}"


def _note_name(folder: Path) -> None:
    """Write a voice's name into its facts for people who read them; the folder's name is what counts."""
    with suppress(InputError, DiskError):
        content = read_file(folder, FACTS_NAME)
        written = parsed(content or b"")
        if isinstance(written, dict):
            files.write_json(folder / FACTS_NAME, {**written, "name": folder.name})


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except OSError as err:
        raise disk_error(err, path) from err
