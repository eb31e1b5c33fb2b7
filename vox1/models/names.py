"""Names: which names of files in a hub's listing may be written to this disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from vox1.paths import is_device_name

RECORD_NAME = "vox1-model.json"
"""What VOX-1 knows of a model's files, beside them."""
PART_ENDING = ".part"
"""Of a file that is still being fetched."""
_MOST_CHARACTERS = 180
"""Windows allows 260 for a whole path where long ones are not switched on."""
_MOST_PARTS = 6
_FORBIDDEN = frozenset('<>:"|?*\\')


def is_portable(path: str) -> bool:
    """Whether a relative path, with slashes, is a file's name inside its folder on every system.

    Source: learn.microsoft.com, "Naming files, paths, and namespaces".
    """
    parts = path.split("/")
    return len(path) <= _MOST_CHARACTERS and len(parts) <= _MOST_PARTS and all(map(_is_portable_part, parts))


def _is_portable_part(part: str) -> bool:
    return (
        part.strip(" .") != ""
        and part[-1] not in " ."
        and part[0] != " "
        and not _FORBIDDEN & set(part)
        and not any(unicodedata.category(character)[0] == "C" for character in part)
        and not is_device_name(part)
    )


def is_ours(path: str) -> bool:
    """Whether VOX-1 keeps something of its own under a name."""
    return path.casefold() == RECORD_NAME or path.casefold().endswith(PART_ENDING)


def first_clash(paths: Iterable[str]) -> str | None:
    """Return a path that is another one's twin, or its folder, on a system that is lax about names."""
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        name = unicodedata.normalize("NFC", path).casefold()
        parents = {name[:place] for place, character in enumerate(name) if character == "/"}
        if name in files or name in folders or parents & files:
            return path
        files.add(name)
        folders |= parents
    return None
