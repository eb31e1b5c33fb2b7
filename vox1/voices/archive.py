"""Archives: a master voice as one zip file, to be kept or taken to another computer.

An archive comes from anywhere. All of it is checked in memory before anything is written, nothing is unpacked
under a name that it gives, and its sounds are written anew. What can be made again, and whatever else it
holds, stays in it.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from booksmith_module.container import UNREADABLE
from vox1 import files
from vox1.errors import InputError
from vox1.models.names import first_clash, is_portable
from vox1.paths import Folders
from vox1.voices.changes import changing, put
from vox1.voices.contents import AUDITION_NAME, MOST_BYTES, Contents, read_audition, read_contents
from vox1.voices.library import KeptVoice, audition_of, check_whole, contents_of, kept_voices
from vox1.voices.master import check_name, kept_name

ENDING = ".vox1voice.zip"
MAX_ARCHIVE_BYTES = 20 * 2**20
"""The largest voice takes 7 MB."""
MAX_ENTRIES = 100
"""A voice has four files, and perhaps a prompt for each model."""
MAX_INFLATED_BYTES = 64 * 2**20
"""All entries together, by what the archive says of them; a prompt of a voice takes a few megabytes."""
MAX_SWELLING = 100
"""How many times its packed size an entry may have; sound packs three to one."""
SWELLING_FROM_BYTES = 2**20
"""What is smaller does no harm, see `booksmith_module.limits`."""
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_ENCRYPTED = 0x1 | 0x40
"""Of an entry's flags: by either of the two ways (PKWARE's APPNOTE.TXT, 4.4.4)."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same voice makes the same archive whenever it is exported."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an archive.

    Attributes:
        voice: In the library.
        is_new: Whether it was not there before, under any name; else nothing has changed.
        left_out: What of the archive is not used, by its names there.
    """

    voice: KeptVoice
    is_new: bool
    left_out: tuple[str, ...]


def export_voice(voice: KeptVoice, path: Path) -> None:
    """Write a voice as an archive.

    Args:
        voice: The voice.
        path: The file; one that is there stays as it is.

    Raises:
        InputError: The voice is damaged, or another file has the name.
        DiskError: The disk refuses.
    """
    check_whole(voice)
    content = _zipped(contents_of(voice), audition_of(voice))
    files.write_new(path.absolute(), content)


def _zipped(contents: Contents, audition: bytes) -> bytes:
    archive = io.BytesIO()
    kept = {**contents.to_files(), **({AUDITION_NAME: audition} if audition else {})}
    with zipfile.ZipFile(archive, "w") as written:
        for name, content in kept.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.create_system = 3  # as on Unix, whatever this is
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            written.writestr(entry, content)
    return archive.getvalue()


def import_voice(path: Path, folders: Folders, name: str = "") -> Imported:
    """Put the voice of an archive into the library, unless it is there.

    Args:
        path: The archive.
        folders: Of this run.
        name: What to call the voice; empty for what the archive says. It gets a number where another voice
            has the name.

    Raises:
        InputError: The file is no archive of a voice, or not to be trusted.
        DiskError: The disk refuses; nothing is imported.
        ProjectBusy: Another VOX-1 is changing the library.
    """
    if name := kept_name(name):
        check_name(name)
    with _opened(path) as archive:
        entries = _checked_entries(archive)
        read = partial(_entry, archive, entries)
        contents = read_contents(read)
        try:
            audition, unused = read_audition(read), set(entries) - set(MOST_BYTES)
        except InputError:  # it can be spoken again
            audition, unused = b"", set(entries) - set(MOST_BYTES) | {AUDITION_NAME}
    if name:
        contents = replace(contents, voice=replace(contents.voice, name=name))
    with changing(folders):
        there = [kept for kept in kept_voices(folders) if kept.voice_hash == contents.clip.voice_hash]
        voice = there[0] if there else put(folders, contents, audition)
    return Imported(voice, not there, tuple(sorted(unused)))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it is said with its name.

    Raises:
        InputError: It cannot be read, or is no archive of a voice.
    """
    try:
        _check_file(path)
        with zipfile.ZipFile(path) as archive:
            yield archive
    except InputError as err:
        if err.code == "no-file":
            raise
        hint = err.hint if err.code == "newer-voice" else _EXPORT_AGAIN
        raise _refused(path, err.message[:1].lower() + err.message[1:], hint) from err
    except PermissionError as err:
        raise _refused(path, f"it cannot be read ({err.strerror})") from err
    except UNREADABLE as err:
        raise _refused(path, "it is no zip file, or a damaged one") from err


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"There is no file {path}", "Check how its path is written.", "no-file")
    if path.stat().st_size > MAX_ARCHIVE_BYTES:
        raise _wrong(f"it has more than {MAX_ARCHIVE_BYTES >> 20} MB")


def _checked_entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The entries of an archive by their names, if all of them are what a voice's may be.

    Raises:
        InputError: One is not; the archive is then not to be trusted at all.
    """
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _wrong(f"it holds {len(entries):,} files")
    # As it is written there: zipfile makes slashes of backslashes on Windows, and cuts names short at a zero.
    names = [entry.orig_filename.removesuffix("/") for entry in entries]
    for name, entry in zip(names, entries, strict=True):
        _check_entry(name, entry)
    if clash := first_clash(names):
        raise _wrong(f"{clash!a} is in it twice")
    if sum(entry.file_size for entry in entries) > MAX_INFLATED_BYTES:
        raise _wrong(f"it unpacks to more than {MAX_INFLATED_BYTES >> 20} MB")
    return {name: entry for name, entry in zip(names, entries, strict=True) if not entry.is_dir()}


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    if not is_portable(name):
        raise _wrong(f"{name[:80]!a} is no name of a file in it")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _wrong(f"{name!a} is a link or a device")
    if entry.flag_bits & _ENCRYPTED:
        raise _wrong(f"{name!a} is encrypted")
    if entry.compress_type not in _METHODS:
        raise _wrong(f"{name!a} is packed in an unusual way")
    if entry.file_size >= SWELLING_FROM_BYTES and entry.file_size > MAX_SWELLING * entry.compress_size:
        raise _wrong(f"{name!a} unpacks to {entry.file_size:,} bytes")


def _entry(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str) -> bytes | None:
    """A file of a voice, see `contents.Read`."""
    if name not in entries:
        return None
    with archive.open(entries[name]) as stream:
        return stream.read(MOST_BYTES[name] + 1)


def _wrong(reason: str) -> InputError:
    return InputError(reason, "", "bad-voice")  # `_opened` says of which archive


_EXPORT_AGAIN = "Have the voice exported again with `voices export`."


def _refused(path: Path, reason: str, hint: str = _EXPORT_AGAIN) -> InputError:
    return InputError(f"{path.name} is not imported: {reason}", hint, "bad-archive")
