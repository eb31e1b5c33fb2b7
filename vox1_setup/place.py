"""The place: whether VOX-1's folder is one that it can live in, judged before anything is fetched."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PureWindowsPath

from vox1_setup.errors import SetupError

LONGEST_INSIDE = 205
"""Characters of the longest path below VOX-1's folder, its own slash included: licences inside torch, in
`.venvs/qwen3/Lib/site-packages`; measured with torch 2.13."""
LONGEST_WITHOUT_NARRATOR = 140
"""The same of the base install; measured."""
_WINDOWS_LIMIT = 259
"""MAX_PATH without its closing NUL (learn.microsoft.com, "Maximum path length limitation")."""
_CLOUDS = re.compile(
    r"(onedrive|dropbox|google drive|googledrive|icloud ?drive|nextcloud|box sync)\b", re.IGNORECASE
)
_CLOUD_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
BASE_BYTES = 1_500_000_000
"""The base install: 0.6 GB when finished, and as much again for packages on their way in; rounded up."""
CARD_BYTES = 12_000_000_000
"""The narrator with CUDA: some 6 GB when finished, packages on their way in, and a model of 2 to 4 GB."""
PROCESSOR_BYTES = 4_500_000_000
"""The narrator without CUDA: 1.9 GB when finished, as much on its way in; rounded up."""


def demand_room(folder: Path, needed_bytes: int) -> None:
    """See that the disk has room.

    Raises:
        SetupError: It has not.
    """
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise SetupError(
            f"the disk of {folder} has {free / 1e9:.1f} GB free; this takes {needed_bytes / 1e9:.1f} GB",
            "free some space on this disk, or move the VOX-1 folder to another one",
        )


def demand_writable(folder: Path) -> None:
    """See that files can be written there.

    Raises:
        SetupError: They cannot.
    """
    probe = folder / "temp_work" / "writable"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as err:
        raise SetupError(
            f"VOX-1 may not write in its own folder: {folder} ({err.strerror or err})",
            "move the VOX-1 folder to a place of your own, such as your home folder, and start it there",
        ) from err


def demand_short(folder: PurePath, longest_inside: int, *, takes_long_paths: bool) -> None:
    """See that no file in it gets a path that is too long for Windows.

    Args:
        folder: VOX-1's folder.
        longest_inside: Characters of the longest path below it.
        takes_long_paths: Whether this Windows was told to take longer ones.

    Raises:
        SetupError: One would.
    """
    if not isinstance(folder, PureWindowsPath) or takes_long_paths:
        return
    room = _WINDOWS_LIMIT - longest_inside
    length = len(str(folder).encode("utf-16-le")) // 2
    if length > room:
        raise SetupError(
            f"the path of VOX-1's folder has {length} characters, and Windows leaves room for {room}",
            f"move the folder to a shorter path, such as {folder.anchor}VOX-1",
        )


if sys.platform == "win32":
    import winreg

    def takes_long_paths() -> bool:
        """Whether this system takes paths of more than 259 characters."""
        key = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                return bool(winreg.QueryValueEx(opened, "LongPathsEnabled")[0])
        except OSError:
            return False

else:

    def takes_long_paths() -> bool:
        """Whether this system takes paths of more than 259 characters."""
        return True


def warnings(folder: PurePath, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is unwise about a folder, a sentence each.

    Args:
        folder: VOX-1's folder.
        environment: Windows names the user's OneDrive in it.
    """
    found = []
    if _is_in_cloud(folder, environment):
        found.append(
            "this folder is copied to the internet by a cloud drive, which would copy gigabytes and may hold"
            " files that VOX-1 needs; better move it elsewhere"
        )
    if isinstance(folder, PureWindowsPath) and folder.drive.startswith("\\\\"):
        found.append("this folder is on another computer; VOX-1 is slow there, and Windows may not start it")
    return tuple(found)


def _is_in_cloud(folder: PurePath, environment: Mapping[str, str]) -> bool:
    clouds = [type(folder)(environment[name]) for name in _CLOUD_VARIABLES if environment.get(name)]
    return any(folder.is_relative_to(cloud) for cloud in clouds) or any(
        _CLOUDS.match(part) for part in folder.parts
    )
