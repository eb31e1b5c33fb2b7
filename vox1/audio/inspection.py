"""Inspection: a technical report on an audio file, measured on what a listener would hear."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mutagen import File, MutagenError
from mutagen.mp3 import BitrateMode

from vox1.audio import ffmpeg
from vox1.audio.acx import AcxReport, acx_chapter, acx_file
from vox1.audio.measured import Levels, MeasuredFile, measure_chapters
from vox1.errors import EncoderFailed, InputError

_STREAM = re.compile(
    r"Stream #\S+ Audio: (?P<codec>[^,]+), (?P<rate>\d+) Hz, (?P<layout>[^,\n]+)(?:.*? (?P<kbps>\d+) kb/s)?"
)
_SECTION = re.compile(r"(?<!\\)\n\[CHAPTER\]\n")  # on a line of its own, not inside a title
_CHAPTER = re.compile(r"START=(\d+)\nEND=(\d+)(?:\ntitle=((?:[^\n\\]|\\.)*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListedChapter:
    """A chapter as the file lists it.

    Attributes:
        title: Its title.
        start_seconds: Where it begins.
        end_seconds: Where it ends.
    """

    title: str
    start_seconds: float
    end_seconds: float

    @property
    def start_ms(self) -> int:
        """Where it begins."""
        return round(self.start_seconds * 1000)

    @property
    def end_ms(self) -> int:
        """Where it ends."""
        return round(self.end_seconds * 1000)


@dataclass(frozen=True, slots=True)
class InspectedChapter:
    """A chapter with its levels.

    Attributes:
        title: Its title.
        start_seconds: Where it begins.
        end_seconds: Where it ends.
        levels: What was measured on it.
    """

    title: str
    start_seconds: float
    end_seconds: float
    levels: Levels


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
        lufs: Integrated loudness (EBU R 128); None where too quiet to have one.
        loudness_range_lu: Loudness range (EBU Tech 3342).
        true_peak_db: In dBTP.
        peak_db: Sample peak.
        rms_db: Over everything.
        noise_floor_db: RMS of the quietest half second.
        dropouts: Stretches of digital silence, 50 ms or longer.
        chapters: In order.
        acx: Judged by the numbers that ACX checks.
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
    lufs: float | None
    loudness_range_lu: float
    true_peak_db: float
    peak_db: float
    rms_db: float
    noise_floor_db: float
    dropouts: int
    chapters: tuple[InspectedChapter, ...]
    acx: AcxReport
    tags: dict[str, str]
    cover_bytes: int

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {"schema": 1, **asdict(self), "path": str(self.path), "acx": self.acx.to_json()}


def inspect(path: Path) -> Inspection:
    """Measure an audio file, in one decoding pass and constant memory.

    Raises:
        InputError: It is missing or no audio file.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}", "Check the name and the folder.", "not-found")
    stream, listed = _listed(path)
    sample_rate_hz, layout = int(stream["rate"]), stream["layout"].strip()
    measured = _measured(path, listed, sample_rate_hz, 1 if layout == "mono" else 2)
    whole = measured.whole
    size_bytes = path.stat().st_size
    bitrate_kbps = round(size_bytes * 8 / 1000 / whole.seconds) if whole.seconds else 0
    codec = stream["codec"].split("(")[0].strip().removesuffix("float")
    tags, cover_bytes, is_constant = _tags(path)
    parts = [(chapter.title, levels) for chapter, levels in zip(listed, measured.chapters, strict=True)]
    return Inspection(
        path=path,
        size_bytes=size_bytes,
        seconds=whole.seconds,
        codec=codec,
        sample_rate_hz=sample_rate_hz,
        channels=layout,
        bitrate_kbps=bitrate_kbps,
        lufs=whole.lufs,
        loudness_range_lu=whole.range_lu,
        true_peak_db=whole.true_peak_db,
        peak_db=whole.peak_db,
        rms_db=whole.rms_db,
        noise_floor_db=whole.noise_floor_db,
        dropouts=whole.dropouts,
        chapters=tuple(
            InspectedChapter(chapter.title, chapter.start_seconds, chapter.end_seconds, levels)
            for chapter, levels in zip(listed, measured.chapters, strict=True)
        ),
        acx=AcxReport(
            acx_file(
                codec,
                sample_rate_hz,
                int(stream["kbps"] or bitrate_kbps),
                layout,
                is_constant=is_constant,
            ),
            tuple(acx_chapter(title, levels) for title, levels in parts or [(path.stem, whole)]),
        ),
        tags=tags,
        cover_bytes=cover_bytes,
    )


def _listed(path: Path) -> tuple[re.Match[str], tuple[ListedChapter, ...]]:
    """What ffmpeg says of the audio, and the chapters that the file lists.

    Raises:
        InputError: It is no audio file.
    """
    source = ("-protocol_whitelist", "file,pipe", "-i", str(path.absolute()), "-f", "ffmetadata", "-")
    try:
        said = ffmpeg.run(source)
        listed = ffmpeg.output_of(source).decode("utf-8", "replace")
    except EncoderFailed as err:
        raise _not_audio(path) from err
    stream = _STREAM.search(said)
    if not stream:
        raise InputError(f"{path.name} has no sound in it", "Choose an audio file.", "not-audio")
    return stream, _chapters(listed)


def _measured(
    path: Path, listed: tuple[ListedChapter, ...], sample_rate_hz: int, channels: int
) -> MeasuredFile:
    try:
        return measure_chapters(path, listed, sample_rate_hz, channels)
    except EncoderFailed as err:
        raise _not_audio(path) from err


def _not_audio(path: Path) -> InputError:
    return InputError(
        f"{path.name} is not an audio file that can be read",
        "Choose an audio file, such as an M4B that VOX-1 made.",
        "not-audio",
    )


def _chapters(listed: str) -> tuple[ListedChapter, ...]:
    """Chapters from ffmpeg's FFMETADATA; its timebase is the container's."""
    found = []
    for part in _SECTION.split(listed)[1:]:
        base = re.search(r"TIMEBASE=(\d+)/(\d+)", part)
        match = _CHAPTER.search(part)
        if base and match:
            unit = int(base[1]) / int(base[2])
            title = re.sub(r"\\(.)", r"\1", match[3] or "", flags=re.DOTALL)
            found.append(ListedChapter(title, int(match[1]) * unit, int(match[2]) * unit))
    return tuple(found)


def _tags(path: Path) -> tuple[dict[str, str], int, bool]:
    """Text tags, the size of the cover, and whether the bitrate is not known to vary."""
    try:
        media = File(path)
    except MutagenError:
        return {}, 0, True
    tags: dict[str, str] = {}
    cover_bytes = 0
    for name, value in (media.tags or {}).items() if media else ():
        first = value[0] if isinstance(value, list) and value else value
        if name == "covr" or str(name).startswith("APIC"):
            cover_bytes = len(bytes(getattr(first, "data", None) or first))
        elif str(name).lower() != "metadata_block_picture":
            text = bytes(first).decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
            tags[str(name)] = text
    pictures = getattr(media, "pictures", None)
    mode = getattr(media.info if media else None, "bitrate_mode", BitrateMode.UNKNOWN)
    is_constant = mode in {BitrateMode.CBR, BitrateMode.UNKNOWN}
    return tags, cover_bytes or (len(pictures[0].data) if pictures else 0), is_constant
