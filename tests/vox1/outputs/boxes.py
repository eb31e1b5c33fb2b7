"""An MP4 reader of our own for the tests: it trusts neither ffmpeg nor mutagen."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"ilst", b"tref"}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its path of types, such as ``/moov/trak/tref/chap``, and its content."""

    path: str
    content: bytes


def boxes(path: Path) -> list[Box]:
    """Return every box of a file in order, containers before what they hold."""
    content = path.read_bytes()
    return list(_walk(content, 0, len(content), ""))


def _walk(content: bytes, place: int, end: int, parent: str) -> Iterator[Box]:
    while place + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, place)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, place + 8)
            header = 16
        path = f"{parent}/{kind.decode('latin-1')}"
        yield Box(path, content[place + header : place + size])
        if kind in _CONTAINERS:
            yield from _walk(content, place + header, place + size, path)
        elif kind == b"meta":
            yield from _walk(content, place + header + 4, place + size, path)
        place += size


def nero_chapters(found: list[Box]) -> list[tuple[float, str]]:
    """Return Nero's list as (start in seconds, title); empty where there is none."""
    lists = [box.content for box in found if box.path == "/moov/udta/chpl"]
    chapters: list[tuple[float, str]] = []
    for content in lists:
        place = 9
        for _ in range(content[8]):
            start, length = struct.unpack_from(">QB", content, place)
            title = content[place + 9 : place + 9 + length]
            chapters.append((start / 1e7, title.decode("utf-8")))
            place += 9 + length
    return chapters


def quicktime_chapters(path: Path) -> list[tuple[float, str]]:
    """Return the text track's chapters as (start in seconds, title), from its own sample tables."""
    found = boxes(path)
    tracks: list[list[Box]] = []
    for box in found:
        if box.path == "/moov/trak":
            tracks.append([])
        if tracks and box.path.startswith("/moov/trak/"):
            tracks[-1].append(box)
    text = next(track for track in tracks if _content(track, "mdia/hdlr")[8:12] == b"text")
    (timescale,) = struct.unpack_from(">I", _content(text, "mdia/mdhd"), 12)
    sizes = _sizes(_content(text, "mdia/minf/stbl/stsz"))
    places = _places(text, sizes)
    content = path.read_bytes()
    chapters, start = [], 0
    for size, place, duration in zip(sizes, places, _durations(text), strict=True):
        (length,) = struct.unpack_from(">H", content, place)
        assert length <= size
        chapters.append((start / timescale, content[place + 2 : place + 2 + length].decode("utf-8")))
        start += duration
    return chapters


def _content(track: list[Box], name: str) -> bytes:
    return next(box.content for box in track if box.path == f"/moov/trak/{name}")


def _sizes(content: bytes) -> list[int]:
    same, count = struct.unpack_from(">II", content, 4)
    return [same] * count if same else list(struct.unpack_from(f">{count}I", content, 12))


def _durations(track: list[Box]) -> list[int]:
    content = _content(track, "mdia/minf/stbl/stts")
    (entries,) = struct.unpack_from(">I", content, 4)
    pairs = [struct.unpack_from(">II", content, 8 + 8 * index) for index in range(entries)]
    return [delta for count, delta in pairs for _ in range(count)]


def _places(track: list[Box], sizes: list[int]) -> list[int]:
    """Where each sample stands in the file (stco and stsc)."""
    chunks_content = _content(track, "mdia/minf/stbl/stco")
    (count,) = struct.unpack_from(">I", chunks_content, 4)
    chunk_places = struct.unpack_from(f">{count}I", chunks_content, 8)
    runs_content = _content(track, "mdia/minf/stbl/stsc")
    (entries,) = struct.unpack_from(">I", runs_content, 4)
    runs = [struct.unpack_from(">III", runs_content, 8 + 12 * index) for index in range(entries)]
    places: list[int] = []
    for number, start in enumerate(chunk_places, 1):
        per_chunk = next(samples for first, samples, _ in reversed(runs) if number >= first)
        place = start
        for _ in range(per_chunk):
            places.append(place)
            place += sizes[len(places) - 1]
    return places
