"""The library: the master voices on the disk, a folder below ``VOX-Output/`` for each.

The name of a folder is the name of its voice: who renames one by hand has renamed the voice. Folders whose
names begin with a full stop are those of `changes`, voices on their way in or out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from vox1.errors import DiskError, InputError
from vox1.paths import Folders
from vox1.voices.clip import ReferenceClip, keep_prepared
from vox1.voices.contents import (
    AUDITION_NAME,
    MOST_BYTES,
    PREPARED_NAME,
    Contents,
    read_audition,
    read_contents,
)
from vox1.voices.master import MasterVoice, fitting_name, is_name, kept_name, plain_name

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptVoice:
    """A voice in the library, whole or not.

    Attributes:
        name: Of its folder.
        folder: Where it is.
        fault: Why it cannot be used, in one sentence; empty if it is whole.
        facts: What is known of it; None if it is not whole.
        voice_hash: Its identity, see `Clip.voice_hash`; empty if it is not whole.
        seconds: Length of its reference clip.
        transcript: What is said in that; empty where only the timbre is cloned.
    """

    name: str
    folder: Path
    fault: str = ""
    facts: MasterVoice | None = None
    voice_hash: str = ""
    seconds: float = 0.0
    transcript: str = ""

    @property
    def audition(self) -> Path | None:
        """What it sounds like; None where it has not been spoken yet."""
        path = self.folder / AUDITION_NAME
        return path if path.is_file() else None


def kept_voices(folders: Folders) -> list[KeptVoice]:
    """Return every voice in the library, whole or not, by name.

    Raises:
        DiskError: The library cannot be read.
    """
    return [voice_in(folder) for folder in _folders_of_voices(folders)]


def names_of(folders: Folders) -> list[str]:
    """Return the names of the voices in the library, in order.

    Raises:
        DiskError: The library cannot be read.
    """
    return [_name_of(folder) for folder in _folders_of_voices(folders)]


def named(folders: Folders, name: str) -> KeptVoice | None:
    """Return the voice of a name, whole or not, whatever its capitals; None where there is none.

    Raises:
        InputError: There are several.
        DiskError: The library cannot be read.
    """
    found = [
        folder for folder in _folders_of_voices(folders) if plain_name(_name_of(folder)) == plain_name(name)
    ]
    for same in (kept_name, str):  # twins can be told apart by what was typed exactly
        if len(found) > 1:
            found = [folder for folder in found if same(folder.name) == same(name)] or found
    if len(found) > 1:
        raise InputError(
            f"There are {len(found)} voices called “{kept_name(name)}” in {folders.master_voices}",
            "Give one of their folders another name.",
            "voice-twins",
        )
    return voice_in(found[0]) if found else None


def find_voice(folders: Folders, name: str) -> KeptVoice:
    """Return the voice of a name, whole or not.

    Raises:
        InputError: There is none, or several.
        DiskError: The library cannot be read.
    """
    voice = named(folders, name)
    if voice is None:
        raise InputError(
            f"There is no master voice called “{kept_name(name)}”",
            near_names(folders, name) or "`voices list` shows those there are.",
            "no-voice",
        )
    return voice


def check_whole(voice: KeptVoice) -> None:
    """See that a voice can be used.

    Raises:
        InputError: It is damaged.
    """
    if voice.fault:
        raise InputError(
            f"The master voice “{voice.name}” cannot be used: {voice.fault}",
            f"Bring {voice.folder} back from a backup, or remove the voice and import or make it again.",
            "voice-damaged",
        )


def near_names(folders: Folders, name: str) -> str:
    """Return a question that names the voices a mistyped name may mean; empty where it is like none.

    Raises:
        DiskError: The library cannot be read.
    """
    known = {plain_name(kept): kept for kept in names_of(folders)}
    near = get_close_matches(plain_name(name), known, n=3)
    return f"Did you mean {' or '.join(f'“{known[match]}”' for match in near)}?" if near else ""


def contents_of(voice: KeptVoice) -> Contents:
    """Return what a voice consists of, under the name that it has now.

    Raises:
        InputError: It is damaged.
        DiskError: It cannot be read.
    """
    contents = read_contents(partial(read_file, voice.folder))
    return replace(contents, voice=replace(contents.voice, name=voice.name))


def audition_of(voice: KeptVoice) -> bytes:
    """Return a voice's audition as a FLAC file; empty where it has none that can be heard."""
    try:
        return read_audition(partial(read_file, voice.folder))
    except (InputError, DiskError) as err:
        log.warning("The audition of %s is left out: %s", voice.folder, err.message)
        return b""


def prepare_voice(voice: KeptVoice) -> ReferenceClip:
    """Return a voice as an engine wants it, kept in the voice's own folder.

    Raises:
        InputError: It is damaged.
        DiskError: It cannot be read, or the disk refuses.
    """
    check_whole(voice)
    return keep_prepared(contents_of(voice).clip, voice.folder / PREPARED_NAME)


def entries(folders: Folders) -> list[Path]:
    """Return all that is in the folder of the library, voice or not, by name.

    Raises:
        DiskError: It cannot be read.
    """
    try:
        return sorted(folders.master_voices.iterdir()) if folders.master_voices.is_dir() else []
    except OSError as err:
        raise DiskError(
            f"{folders.master_voices} cannot be read: {err.strerror or err}", "Check that you may read it."
        ) from err


def _folders_of_voices(folders: Folders) -> list[Path]:
    shown = (path for path in entries(folders) if not path.name.startswith("."))
    return [path for path in shown if path.is_dir() or path.is_symlink()]  # a link's drive may be unplugged


def voice_in(folder: Path) -> KeptVoice:
    """Return the voice in a folder; whatever is wrong with it is its fault and nobody else's."""
    voice = KeptVoice(_name_of(folder), folder)
    if not is_name(kept_name(folder.name)):
        return replace(voice, fault=f"no voice can have the name of its folder, {folder.name!a}")
    try:
        contents = contents_of(voice)
    except (InputError, DiskError) as err:
        return replace(voice, fault=err.message)
    return KeptVoice(
        name=voice.name,
        folder=folder,
        facts=contents.voice,
        voice_hash=contents.clip.voice_hash,
        seconds=contents.clip.seconds,
        transcript=contents.clip.transcript,
    )


def read_file(folder: Path, name: str) -> bytes | None:
    """Return a file of a voice, see `contents.Read`.

    Raises:
        DiskError: It cannot be read.
    """
    path = folder / name
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES[name] + 1)
    except OSError as err:
        raise DiskError(
            f"{path} cannot be read: {err.strerror or err}", "Check that you may read it."
        ) from err


def _name_of(folder: Path) -> str:
    """What the voice in a folder is called, fit to be shown."""
    name = kept_name(folder.name)
    return name if is_name(name) else fitting_name(name)
