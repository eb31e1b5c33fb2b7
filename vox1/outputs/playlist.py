"""Playlists: the files of one audiobook in order, as M3U8 that every player reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vox1 import files


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an audiobook.

    Attributes:
        name: Of the file, in the playlist's folder.
        title: As the player shows it.
        seconds: Its length.
    """

    name: str
    title: str
    seconds: float


def write_playlist(path: Path, title: str, entries: Iterable[Entry]) -> None:
    """Write an extended M3U in UTF-8 (RFC 8216, section 4, has the same lines).

    Raises:
        DiskError: The disk refuses.
    """
    files.write_bytes(path, "\n".join(_lines(title, entries)).encode("utf-8") + b"\n")


def _lines(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield "#EXTM3U"
    yield f"#PLAYLIST:{_one_line(title)}"
    for entry in entries:
        yield f"#EXTINF:{round(entry.seconds)},{_one_line(entry.title)}"
        yield entry.name


def _one_line(text: str) -> str:
    return " ".join(text.split())
