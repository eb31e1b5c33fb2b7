"""Releases: where they are published, what is in one, and unpacking it with nothing outside its folder."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vox1_setup import download
from vox1_setup.errors import SetupError

HOME = ""
"""Where releases are published, ending with a slash; empty until the project has a home."""
_HOME_VARIABLE = "VOX1_RELEASES"
LATEST = "latest.json"
LISTING = "release.json"
"""In a release: its version, and the SHA-256 of each of its files by name."""
SCHEMA = 1
_LONGEST_NOTICE_BYTES = 2**16
_LARGEST_ARCHIVE_BYTES = 300 * 2**20
_LARGEST_UNPACKED_BYTES = 2**30
_MOST_FILES = 20_000
_PART_BYTES = 2**20
_NEEDED = ("run.py", "app.py", "requirements.txt", "vox1_setup/start.py", "vox1/version.py")
USERS_OWN = frozenset(
    (
        *("output", "vox-output", "models", "temp_work", ".venv", ".venvs", ".git"),
        *("user_settings.json", "lexicon.json", "window.json"),
    )
)
"""Names in VOX-1's folder, in small letters, that no version may bring: they are the user's, or made here."""
_UNFIT = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself (learn.microsoft.com, "Naming files, paths, and namespaces")."""
_LATER_HINT = "try again later; nothing was changed"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is published of the newest release.

    Attributes:
        version: Such as `1.2.0`.
        archive: The address of its ZIP file.
        sha256: The hash of that file.
        size_bytes: Its length.
    """

    version: str
    archive: str
    sha256: str
    size_bytes: int


def home() -> str:
    """Return where releases are published.

    Raises:
        SetupError: The project has no such place yet.
    """
    place = os.environ.get(_HOME_VARIABLE, HOME)
    if not place:
        raise SetupError(
            "VOX-1 is not published yet, so there is no place to fetch a new version from",
            "once you have a newer VOX-1, unpack it into a new folder and move Output, VOX-Output, models and"
            " temp_work there",
        )
    return place if place.endswith("/") else place + "/"


def newest() -> Notice:
    """Ask for the newest release.

    Raises:
        SetupError: There is no place to ask, it cannot be reached, or what it says makes no sense.
    """
    place = home()
    content = download.read(place + LATEST, _LONGEST_NOTICE_BYTES)
    try:
        fields = json.loads(content)
        if fields["schema"] != SCHEMA:
            raise ValueError("another schema")  # noqa: TRY301 - one sentence for all that can be wrong
        notice = Notice(
            version=str(fields["version"]),
            archive=place + str(fields["archive"]),
            sha256=str(fields["sha256"]).lower(),
            size_bytes=int(fields["size_bytes"]),
        )
        _demand_sense(notice, str(fields["archive"]))
    except (ValueError, KeyError, TypeError) as err:
        raise SetupError(f"what {place} says of the newest VOX-1 makes no sense", _LATER_HINT) from err
    return notice


def _demand_sense(notice: Notice, archive: str) -> None:
    if not re.fullmatch(r"\d+(\.\d+){1,3}", notice.version):
        raise ValueError("no version")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.zip", archive):
        raise ValueError("no name of an archive")
    if not re.fullmatch(r"[0-9a-f]{64}", notice.sha256):
        raise ValueError("no SHA-256")
    if not 0 < notice.size_bytes <= _LARGEST_ARCHIVE_BYTES:
        raise ValueError("no size")


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another; 1.10 is after 1.9."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def own_version(root: Path) -> str:
    """Return the version of the VOX-1 in a folder; empty if it does not say."""
    try:
        text = (root / "vox1" / "version.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r'^VERSION = "([^"]+)"', text, re.MULTILINE)
    return found[1] if found else ""


def fetch(notice: Notice, into: Path) -> Path:
    """Fetch a release's archive and return it, whole and verified.

    Raises:
        SetupError: It could not be fetched, or is not what was promised.
        OSError: It cannot be written.
    """
    into.mkdir(parents=True, exist_ok=True)
    archive = into / "release.zip"
    download.save(notice.archive, archive, notice.size_bytes, notice.sha256)
    return archive


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a release into a folder of its own.

    Raises:
        SetupError: It is no archive, or holds what no release of VOX-1 may hold.
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            top = _common_top([member.filename for member in members])
            _demand_harmless(members, top)
            for member in members:
                _unpack_one(opened, member, folder / member.filename[len(top) :])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as err:
        raise SetupError("the new version's archive is damaged", _LATER_HINT) from err
    demand_whole(folder)


def demand_whole(folder: Path) -> None:
    """See that a folder holds a VOX-1 that could start.

    Raises:
        SetupError: It does not.
    """
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise SetupError(f"the new version lacks {', '.join(missing)}", _LATER_HINT)


def demand_own(names: list[str]) -> None:
    """See that files of a version are VOX-1's to bring, and have names that every system takes.

    Args:
        names: Relative to VOX-1's folder, with slashes.

    Raises:
        SetupError: One of them is not.
    """
    for name in names:
        parts = PurePosixPath(name).parts
        is_fit = parts and not name.startswith("/") and ".." not in parts and name == "/".join(parts)
        if not is_fit or any(_UNFIT.search(part) or _DEVICE.fullmatch(part) for part in parts):
            raise SetupError(f"the new version has a file of an impossible name: {name!r}", _LATER_HINT)
        if parts[0].casefold() in USERS_OWN:
            raise SetupError(f"the new version would overwrite what is yours: {name!r}", _LATER_HINT)


def _common_top(names: list[str]) -> str:
    """The folder that all of an archive is in, with its slash; empty if there is none."""
    tops = {name.split("/", 1)[0] for name in names}
    top = tops.pop() + "/" if len(tops) == 1 else ""
    return top if all(name.startswith(top) for name in names) and "run.py" not in names else ""


def _demand_harmless(members: list[zipfile.ZipInfo], top: str) -> None:
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > _LARGEST_UNPACKED_BYTES:
        raise SetupError("the new version's archive is larger than it can be", _LATER_HINT)
    names = [member.filename[len(top) :] for member in members]
    demand_own(names)
    if len({name.casefold() for name in names}) < len(names):
        raise SetupError("the new version's archive has two files of one name", _LATER_HINT)
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise SetupError("the new version's archive has links in it", _LATER_HINT)


def _unpack_one(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, _PART_BYTES)
    if member.external_attr >> 16 & stat.S_IXUSR:
        target.chmod(0o755)


def read_listing(root: Path) -> dict[str, str] | None:
    """Return the files of the release in a folder with their SHA-256; None where it brought no list."""
    try:
        fields = json.loads((root / LISTING).read_text(encoding="utf-8"))
        if fields["schema"] != SCHEMA:
            return None
        return {str(name): str(digest) for name, digest in fields["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def file_hash(path: Path) -> str:
    """Return a file's SHA-256, line ends of text as they are."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_PART_BYTES):
            digest.update(part)
    return digest.hexdigest()
