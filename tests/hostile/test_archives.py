"""Bad archives of voices: each is refused as a whole, or what is bad in it stays in it."""

from __future__ import annotations

import io
import json
import pickle
import random
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.vox1.voices.made import WORDS, facts, speech
from vox1.engines.registry import engine_row
from vox1.errors import InputError
from vox1.models.catalogue import Kind
from vox1.models.store import InstalledModel
from vox1.paths import Folders
from vox1.render.voice import choose_voice
from vox1.settings import Settings
from vox1.voices import archive as archives
from vox1.voices.archive import import_voice
from vox1.voices.clip import checked_clip
from vox1.voices.contents import Contents
from vox1.voices.library import kept_voices

GOOD: Mapping[str, bytes] = Contents(facts(), checked_clip(speech(), WORDS, "")).to_files()


@dataclass(frozen=True, slots=True)
class Bad:
    """An archive that must be refused.

    Attributes:
        says: Words of the error.
        files: Entries instead of or besides those of a good voice; None leaves one out.
        content: The whole file, where it is no ordinary zip.
    """

    says: str
    files: Mapping[str, bytes | None] | None = None
    content: Callable[[], bytes] | None = None


def zipped(entries: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, held in entries:
            archive.writestr(name, held)
    return content.getvalue()


def good_with(*more: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a good voice's archive with more in it."""
    return zipped([*GOOD.items(), *more])


def good_but(name: str, content: bytes) -> bytes:
    """Return a good voice's archive with other content in a file."""
    return zipped([*(item for item in GOOD.items() if item[0] != name), (name, content)])


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    """Return an entry of a kind."""
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = mode << 16
    return made


def named(name: str) -> Callable[[], bytes]:
    """Return what makes an archive with an entry of just this name, which zipfile would clean."""

    def make() -> bytes:
        stand_in = "N" * len(name.encode())
        return good_with((stand_in, b"swordfish")).replace(stand_in.encode(), name.encode())

    return make


def encrypted() -> bytes:
    """Return an archive that says its entries are encrypted."""
    content = bytearray(zipped(list(GOOD.items())))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def lying_sizes() -> bytes:
    """Return an archive whose clip is ten megabytes, and says that it is a hundred bytes."""
    content = zipped([("clip.flac", b"\0" * 10_000_000), *list(GOOD.items())[1:]])
    return content.replace(struct.pack("<L", 10_000_000), struct.pack("<L", 100))


def damaged() -> bytes:
    """Return an archive with a bit changed inside its clip."""
    content = bytearray(zipped(list(GOOD.items()), zipfile.ZIP_STORED))
    content[len(content) // 2] ^= 4
    return bytes(content)


def flac(samples: Any, rate_hz: int = 24_000, subtype: str = "PCM_16", kind: str = "FLAC") -> bytes:
    """Return samples as a file."""
    content = io.BytesIO()
    soundfile.write(content, samples, rate_hz, subtype=subtype, format=kind)
    return content.getvalue()


def told(**changed: Any) -> bytes:
    """Return what is known of a voice, with values changed."""
    return json.dumps({**json.loads(GOOD["voice.json"]), **changed}).encode()


BAD: dict[str, Bad] = {
    "a climbing name": Bad("no name of a file", {"../../evil.txt": b"x"}),
    "a climbing name inside": Bad("no name of a file", {"a/../../evil.txt": b"x"}),
    "a whole path": Bad("no name of a file", {"/etc/evil.txt": b"x"}),
    "a drive": Bad("no name of a file", {"C:evil.txt": b"x"}),
    "backslashes": Bad("no name of a file", content=named("..\\..\\evil.txt")),
    "a share": Bad("no name of a file", content=named("\\\\host\\share\\evil.txt")),
    "a zero in a name": Bad("no name of a file", content=named("clip.txt\0.exe")),
    "a control character in a name": Bad("no name of a file", {"a\x1b[2Jb": b"x"}),
    "a device": Bad("no name of a file", {"CON": b"x"}),
    "a device with an ending": Bad("no name of a file", {"prepared/aux.flac": b"x"}),
    "a full stop at the end": Bad("no name of a file", {"clip.flac.": b"x"}),
    "another stream of a file": Bad("no name of a file", {"clip.flac:hidden": b"x"}),
    "no name": Bad("no name of a file", content=lambda: good_with((zipfile.ZipInfo("/"), b""))),
    "a name of 300 characters": Bad("no name of a file", {"x" * 300: b"x"}),
    "a link": Bad("link", content=lambda: good_with((entry("prepared", stat.S_IFLNK | 0o777), b"/etc"))),
    "a linked clip": Bad(
        "link", content=lambda: zipped([(entry("clip.flac", stat.S_IFLNK | 0o777), b"/etc/passwd")])
    ),
    "a pipe": Bad("link or a device", content=lambda: good_with((entry("pipe", stat.S_IFIFO | 0o644), b""))),
    "a name twice": Bad("twice", content=lambda: zipped([*GOOD.items(), ("clip.flac", b"x")])),
    "a name in other capitals": Bad("twice", {"CLIP.FLAC": b"x"}),
    "a name decomposed": Bad("twice", {"\u00e9.txt": b"x", "e\u0301.txt": b"y"}),
    "a file that is a folder": Bad("twice", {"clip.flac/x": b"x"}),
    "encrypted": Bad("encrypted", content=encrypted),
    "packed with bzip2": Bad("unusual way", content=lambda: zipped(list(GOOD.items()), zipfile.ZIP_BZIP2)),
    "packed with lzma": Bad("unusual way", content=lambda: zipped(list(GOOD.items()), zipfile.ZIP_LZMA)),
    "a bomb": Bad("unpacks to", content=lambda: good_but("clip.flac", bytes(50_000_000))),
    "a bomb that nobody would open": Bad(
        "unpacks to", content=lambda: good_with(("prepared/prompt", bytes(50_000_000)))
    ),
    "many small bombs": Bad(
        "unpacks to more", content=lambda: good_with(*((str(n), bytes(2**20 - 1)) for n in range(65)))
    ),
    "many files": Bad("files", {f"{n}": b"" for n in range(101)}),
    "sizes that lie": Bad("damaged", content=lying_sizes),
    "a bit changed": Bad("damaged", content=damaged),
    "cut short": Bad("no zip file", content=lambda: zipped(list(GOOD.items()))[:-30]),
    "empty": Bad("no zip file", content=bytes),
    "an empty zip": Bad("voice.json is missing", content=lambda: zipped([])),
    "of 21 megabytes": Bad("more than 20 MB", content=lambda: bytes(21 * 2**20)),
    "no facts": Bad("voice.json is missing", {"voice.json": None}),
    "no clip": Bad("clip.flac is missing", {"clip.flac": None}),
    "a folder for a clip": Bad("clip.flac is missing", {"clip.flac": None, "clip.flac/": b""}),
    "facts that are no JSON": Bad("not JSON", {"voice.json": b"{"}),
    "facts that are deeply nested": Bad("not JSON", {"voice.json": b'{"a":' * 10_000}),
    "a list nested deeply": Bad("not JSON", {"voice.json": b"[" * 60_000 + b"]" * 5_000}),
    "facts of a megabyte": Bad("too large", {"voice.json": told(note="x" * 2**16)}),
    "facts that are a list": Bad("something else", {"voice.json": b"[]"}),
    "facts of wrong types": Bad("wrong kind", {"voice.json": told(name=["Mary"])}),
    "facts that are endless": Bad("begins nowhere", {"voice.json": told(begins_seconds=float("inf"))}),
    "a seed of 5,000 digits": Bad(
        "not JSON", {"voice.json": told().replace(b'"seed": 0', b'"seed": ' + b"9" * 5_000)}
    ),
    "facts of a newer VOX-1": Bad("newer VOX-1", {"voice.json": told(schema=2)}),
    "a name that climbs": Bad("cannot be called", {"voice.json": told(name="../../evil")}),
    "a name that is a device": Bad("cannot be called", {"voice.json": told(name="NUL")}),
    "a name that is hidden": Bad("cannot be called", {"voice.json": told(name=".new-1")}),
    "a name with control characters": Bad("cannot be called", {"voice.json": told(name="a\x1b[2Jb")}),
    "a name with half a character": Bad("cannot be called", {"voice.json": told(name="\ud800")}),
    "a name of 10,000 characters": Bad("cannot be called", {"voice.json": told(name="x" * 10_000)}),
    "a note with control characters": Bad("control characters", {"voice.json": told(note="\x1b]0;x\x07")}),
    "a clip that is text": Bad("no FLAC file", {"clip.flac": b"These are the words."}),
    "a clip that is empty": Bad("no FLAC file", {"clip.flac": b""}),
    "a clip that is only a header": Bad("clip.flac", {"clip.flac": GOOD["clip.flac"][:42]}),
    "a clip cut short": Bad("clip.flac", {"clip.flac": GOOD["clip.flac"][:2_000]}),
    "a clip of another kind": Bad("no FLAC file", {"clip.flac": flac(speech(), kind="WAV")}),
    "a clip of floats": Bad(
        "no FLAC file", {"clip.flac": flac(np.full(96_000, np.nan), 24_000, "FLOAT", "WAV")}
    ),
    "a clip of 24 bits": Bad("16 bits", {"clip.flac": flac(speech(), subtype="PCM_24")}),
    "a clip in stereo": Bad("not mono", {"clip.flac": flac(np.stack([speech()] * 2, axis=1))}),
    "a clip at another rate": Bad("48,000", {"clip.flac": flac(speech(), 48_000)}),
    "a clip of hours": Bad(
        "longer than 30 seconds",
        content=lambda: good_but("clip.flac", flac(np.zeros(2 * 3_600 * 24_000, np.int16))),
    ),
    "a clip of an instant": Bad("0.1 seconds", {"clip.flac": flac(speech(0.1))}),
    "a clip of silence": Bad("hardly anything", {"clip.flac": flac(np.zeros(96_000, np.int16))}),
    "a clip of five megabytes": Bad(
        "too large",
        content=lambda: good_but("clip.flac", GOOD["clip.flac"] + random.Random(1).randbytes(5_000_000)),
    ),
    "another voice's clip": Bad("not what was kept", {"clip.flac": flac(speech(half_period=9))}),
    "another voice's words": Bad("not what was kept", {"clip.txt": b"Other words."}),
    "words with control characters": Bad("control characters", {"clip.txt": b"a\x1b[2Jb"}),
    "words that are no text": Bad("not UTF-8", {"clip.txt": b"\xff\xfe\x00"}),
    "words of a book": Bad("characters", {"clip.txt": b"word " * 1_000}),
    "words of a whole book": Bad("too large", {"clip.txt": b"word " * 100_000}),
}


def made(bad: Bad, folder: Path) -> Path:
    """Write the archive."""
    path = folder / "voice.zip"
    held = {**GOOD, **(bad.files or {})}
    entries: list[tuple[str | zipfile.ZipInfo, bytes]] = [
        (name, content) for name, content in held.items() if content is not None
    ]
    path.write_bytes(bad.content() if bad.content else zipped(entries))
    return path


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders below one that holds nothing else."""
    home = tmp_path / "deep" / "down" / "home"
    return Folders(home / "out", home / "work", home / "user")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_archive_is_refused(name: str, tmp_path: Path, folders: Folders) -> None:
    """As a whole, with the reason and what to do; not one file is written anywhere."""
    path = made(BAD[name], tmp_path)

    with pytest.raises(InputError) as caught:
        import_voice(path, folders)

    assert caught.value.code == "bad-archive"
    assert caught.value.hint
    assert BAD[name].says in caught.value.message
    assert len(caught.value.message) < 300
    assert not any(character in caught.value.message for character in "\x00\x1b\x07\n")
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]


def a_pickle() -> bytes:
    """Return a pickle that would open a file of its own, as torch.load of old would let it."""
    return pickle.dumps(_Opens())


class _Opens:
    def __reduce__(self) -> tuple[Any, tuple[str, str]]:
        return open, ("swordfish", "w")


def an_array_of_objects() -> bytes:
    """Return an array that is a pickle inside."""
    content = io.BytesIO()
    np.save(content, np.array([_Opens()], dtype=object), allow_pickle=True)
    return content.getvalue()


def a_header_that_lies() -> bytes:
    """Return tensors by whose header they are larger than any memory."""
    header = json.dumps({"x": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}).encode()
    return struct.pack("<Q", 2**63 - 1) + header


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a pickle called .pt": ("prompt.pt", a_pickle),
    "an .npy of objects": ("prompt.npy", an_array_of_objects),
    "a .safetensors whose header lies": ("prompt.safetensors", a_header_that_lies),
}
"""The 3 bad voice files."""


@pytest.mark.parametrize("name", CASES)
def test_a_prompt_in_an_archive_stays_in_it(
    name: str, tmp_path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be made again: the voice is imported without it, and it is said."""
    monkeypatch.chdir(tmp_path)
    file_name, make = CASES[name]
    path = tmp_path / "voice.zip"
    path.write_bytes(good_with((f"prepared/{file_name}", make()), (file_name, make())))

    imported = import_voice(path, folders)

    assert imported.left_out == (f"prepared/{file_name}", file_name)
    assert {found.name for found in imported.voice.folder.rglob("*")} == {
        "clip.flac",
        "clip.txt",
        "voice.json",
    }
    assert not (tmp_path / "swordfish").exists()


@pytest.mark.parametrize("name", CASES)
def test_a_bad_voice_file_is_no_voice(
    name: str, tmp_path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as an archive, nor as the clip in one, nor as a recording to be cloned."""
    monkeypatch.chdir(tmp_path)
    file_name, make = CASES[name]
    (tmp_path / file_name).write_bytes(make())
    (tmp_path / "voice.zip").write_bytes(good_but("clip.flac", make()))
    base = InstalledModel("A model", tmp_path, "qwen3", Kind.BASE, "1.7B", 1, None, "")

    errors = []
    for archive in (file_name, "voice.zip"):
        with pytest.raises(InputError) as caught:
            import_voice(tmp_path / archive, folders)
        errors.append(caught.value.code)
    with pytest.raises(InputError) as caught:
        choose_voice(engine_row("qwen3"), Settings(voice=file_name), "en", base, folders)

    assert [*errors, caught.value.code] == ["bad-archive", "bad-archive", "bad-voice"]
    assert not (tmp_path / "swordfish").exists()
    assert kept_voices(folders) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"fLaC" + bytes(100), flac(np.zeros(70 * 24_000, np.int16)), flac(speech(), 96_000)],
)
def test_a_bad_audition_stays_in_its_archive(content: bytes, tmp_path: Path, folders: Folders) -> None:
    """It can be spoken again."""
    path = tmp_path / "voice.zip"
    path.write_bytes(good_with(("audition.flac", content)))

    imported = import_voice(path, folders)

    assert imported.left_out == ("audition.flac",)
    assert imported.voice.audition is None


def test_what_hides_in_a_sound_is_not_imported(tmp_path: Path, folders: Folders) -> None:
    """Sounds are written anew: tags, pictures and what follows the last frame stay behind."""
    path = tmp_path / "voice.zip"
    clip = GOOD["clip.flac"]
    hidden = b"\x02" + (9).to_bytes(3, "big") + b"swordfish"  # a block for an application, before the others
    with_hidden = clip[:42] + hidden + clip[42:]
    assert clip[4] == 0
    path.write_bytes(good_but("clip.flac", with_hidden))

    voice = import_voice(path, folders).voice

    assert (voice.folder / "clip.flac").read_bytes() == clip


def test_what_is_not_a_file_is_no_archive(tmp_path: Path, folders: Folders) -> None:
    """A folder, nothing, and a name that no file can have."""
    for path in (tmp_path, tmp_path / "nothing.zip"):
        with pytest.raises(InputError, match="no file"):
            import_voice(path, folders)
    with pytest.raises(InputError):
        import_voice(Path("a\0b"), folders)


@pytest.mark.parametrize("limit", ["MAX_ENTRIES", "MAX_INFLATED_BYTES", "MAX_ARCHIVE_BYTES"])
def test_limits_hold_at_the_limit_and_above_it(
    limit: str, tmp_path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of archives."""
    path = tmp_path / "voice.zip"
    path.write_bytes(zipped(list(GOOD.items())))
    exactly = {
        "MAX_ENTRIES": len(GOOD),
        "MAX_INFLATED_BYTES": sum(map(len, GOOD.values())),
        "MAX_ARCHIVE_BYTES": path.stat().st_size,
    }
    monkeypatch.setattr(archives, limit, exactly[limit] - 1)
    with pytest.raises(InputError):
        import_voice(path, folders)
    monkeypatch.setattr(archives, limit, exactly[limit])

    assert import_voice(path, folders).is_new
