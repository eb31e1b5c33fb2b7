"""Inspection: a technical report on an audio file, measured on what a listener would hear."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from mutagen import File, MutagenError

from vox1.audio import ffmpeg
from vox1.audio.levels import LevelMeter
from vox1.errors import EncoderFailed, InputError

_STREAM = re.compile(r"Stream #\S+ Audio: (?P<codec>[^,]+), (?P<rate>\d+) Hz, (?P<layout>[^,]+)")
_SECTION = re.compile(r"(?<!\\)\n\[CHAPTER\]\n")  # on a line of its own, not inside a title
_CHAPTER = re.compile(r"START=(\d+)\nEND=(\d+)(?:\ntitle=((?:[^\n\\]|\\.)*))?", re.DOTALL)
_SUMMARY = re.compile(r"I:\s+(\S+) LUFS.*?LRA:\s+(\S+) LU.*?Peak:\s+(\S+) dBFS", re.DOTALL)
_METER_RATE_HZ = 48_000


@dataclass(frozen=True, slots=True)
class InspectedChapter:
    """A chapter as the file lists it.

    Attributes:
        title: Its title.
        start_seconds: Where it begins.
        end_seconds: Where it ends.
    """

    title: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is in an audio file.

    Attributes:
        path: The file.
        size_bytes: Its size.
        seconds: Its length.
        codec: As ffmpeg names it.
        sample_rate_hz: Its rate.
        channels: As ffmpeg names the layout.
        bitrate_kbps: Mean over the file.
        lufs: Integrated loudness (EBU R 128).
        loudness_range_lu: Loudness range (EBU Tech 3342).
        true_peak_db: In dBTP.
        rms_db: Over everything.
        noise_floor_db: RMS of the quietest half second.
        chapters: In order.
        tags: Text tags by the container's own names.
        cover_bytes: Size of the cover, 0 for none.
    """

    path: Path
    size_bytes: int
    seconds: float
    codec: str
    sample_rate_hz: int
    channels: str
    bitrate_kbps: int
    lufs: float
    loudness_range_lu: float
    true_peak_db: float
    rms_db: float
    noise_floor_db: float
    chapters: tuple[InspectedChapter, ...]
    tags: dict[str, str]
    cover_bytes: int

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {"schema": 1, **asdict(self), "path": str(self.path)}


def inspect(path: Path) -> Inspection:
    """Measure an audio file.

    Raises:
        InputError: It is missing or no audio file.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}", "Check the name and the folder.", "not-found")
    source = ("-protocol_whitelist", "file,pipe", "-i", str(path.absolute()))
    try:
        said = ffmpeg.run(
            (*source, "-map", "0:a:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
        )
        listed = ffmpeg.output_of((*source, "-f", "ffmetadata", "-")).decode("utf-8", "replace")
    except EncoderFailed as err:
        raise InputError(
            f"{path.name} is not an audio file that can be read",
            "Choose an audio file, such as an M4B that VOX-1 made.",
            "not-audio",
        ) from err
    stream, summary = _STREAM.search(said), _SUMMARY.search(said[said.rfind("Summary:") :])
    if not stream or not summary:
        raise InputError(f"{path.name} has no sound in it", "Choose an audio file.", "not-audio")
    meter = _metered(path)
    seconds = meter.samples / _METER_RATE_HZ
    size_bytes = path.stat().st_size
    tags, cover_bytes = _tags(path)
    return Inspection(
        path=path,
        size_bytes=size_bytes,
        seconds=round(seconds, 3),
        codec=stream["codec"].split("(")[0].strip(),
        sample_rate_hz=int(stream["rate"]),
        channels=stream["layout"].strip(),
        bitrate_kbps=round(size_bytes * 8 / 1000 / seconds) if seconds else 0,
        lufs=float(summary[1]),
        loudness_range_lu=float(summary[2]),
        true_peak_db=float(summary[3]),
        rms_db=round(meter.rms_db, 2),
        noise_floor_db=round(meter.noise_floor_db, 2),
        chapters=_chapters(listed),
        tags=tags,
        cover_bytes=cover_bytes,
    )


def _metered(path: Path) -> LevelMeter:
    """Levels of the decoded file, mixed to mono."""
    meter = LevelMeter(_METER_RATE_HZ)
    decoded = ("-i", str(path.absolute()), "-map", "0:a:0", "-ac", "1", "-ar", str(_METER_RATE_HZ))
    for block in ffmpeg.stream_of((*decoded, "-f", "f32le", "-")):
        meter.add(np.frombuffer(block, "<f4"))
    return meter


def _chapters(listed: str) -> tuple[InspectedChapter, ...]:
    """Chapters from ffmpeg's FFMETADATA; its timebase is the container's."""
    found = []
    for part in _SECTION.split(listed)[1:]:
        base = re.search(r"TIMEBASE=(\d+)/(\d+)", part)
        match = _CHAPTER.search(part)
        if base and match:
            unit = int(base[1]) / int(base[2])
            title = re.sub(r"\\(.)", r"\1", match[3] or "", flags=re.DOTALL)
            found.append(InspectedChapter(title, int(match[1]) * unit, int(match[2]) * unit))
    return tuple(found)


def _tags(path: Path) -> tuple[dict[str, str], int]:
    """Text tags and the size of the cover."""
    try:
        media = File(path)
    except MutagenError:
        return {}, 0
    tags: dict[str, str] = {}
    cover_bytes = 0
    for name, value in (media.tags or {}).items() if media else ():
        first = value[0] if isinstance(value, list) and value else value
        if name == "covr" or str(name).startswith("APIC"):
            cover_bytes = len(bytes(getattr(first, "data", None) or first))
        else:
            text = bytes(first).decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
            tags[str(name)] = text
    return tags, cover_bytes
