"""ACX: the numbers that ACX and Audible check, judged on what was measured in the encoded file.

A technical preset, never a promise of acceptance: ACX also listens, and takes narration by machines only
where it has authorised it. Sources: docs/outputs/loudness.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vox1.audio.measured import Levels

_LOWEST_RMS_DB, _HIGHEST_RMS_DB = -23.0, -18.0
_HIGHEST_PEAK_DB = -3.0
_HIGHEST_FLOOR_DB = -60.0
_HEAD_SECONDS = (0.5, 1.0)
_TAIL_SECONDS = (1.0, 5.0)
_MOST_MINUTES = 120
_SAMPLE_RATE_HZ = 44_100
_LEAST_KBPS = 192


@dataclass(frozen=True, slots=True)
class AcxLine:
    """One number.

    Attributes:
        what: What was measured.
        measured: What it is.
        wanted: What it should be.
        passes: Whether it is.
    """

    what: str
    measured: str
    wanted: str
    passes: bool


@dataclass(frozen=True, slots=True)
class AcxChapter:
    """A chapter, which ACX wants as a file of its own.

    Attributes:
        title: Its title.
        lines: Its numbers.
    """

    title: str
    lines: tuple[AcxLine, ...]

    @property
    def passes(self) -> bool:
        """Whether every number is right."""
        return all(line.passes for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {"passes": self.passes, **asdict(self)}


@dataclass(frozen=True, slots=True)
class AcxReport:
    """A file and its chapters.

    Attributes:
        file: What the file is.
        chapters: In order; the whole file where it has none.
    """

    file: tuple[AcxLine, ...]
    chapters: tuple[AcxChapter, ...]

    @property
    def passes(self) -> bool:
        """Whether everything is right."""
        return all(line.passes for line in self.file) and all(chapter.passes for chapter in self.chapters)

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {
            "passes": self.passes,
            "file": [asdict(line) for line in self.file],
            "chapters": [chapter.to_json() for chapter in self.chapters],
        }


def acx_chapter(title: str, levels: Levels) -> AcxChapter:
    """Judge a chapter by its levels."""
    return AcxChapter(
        title,
        (
            _between("RMS", levels.rms_db, (_LOWEST_RMS_DB, _HIGHEST_RMS_DB), "dB"),
            _at_most("peak", levels.peak_db, _HIGHEST_PEAK_DB, "dB"),
            _at_most("noise floor", levels.noise_floor_db, _HIGHEST_FLOOR_DB, "dB"),
            AcxLine(
                "digital silence",
                f"{levels.dropouts} times, up to {levels.longest_dropout_seconds:g} s"
                if levels.dropouts
                else "none",
                "none",
                levels.dropouts == 0,
            ),
            _between("head", levels.head_seconds, _HEAD_SECONDS, "s"),
            _between("tail", levels.tail_seconds, _TAIL_SECONDS, "s"),
            _at_most("length", round(levels.seconds / 60, 1), _MOST_MINUTES, "min"),
        ),
    )


def acx_file(
    codec: str, sample_rate_hz: int, bitrate_kbps: int, channels: str, *, is_constant: bool
) -> tuple[AcxLine, ...]:
    """Judge what a file is.

    Args:
        codec: As ffmpeg names it.
        sample_rate_hz: Of its audio.
        bitrate_kbps: Of its audio.
        channels: As ffmpeg names the layout.
        is_constant: Whether the bitrate is the same throughout.
    """
    rate = "constant" if is_constant else "varying"
    return (
        AcxLine("format", codec, "mp3", codec == "mp3"),
        AcxLine(
            "bitrate",
            f"{bitrate_kbps} kb/s, {rate}",
            f"{_LEAST_KBPS} kb/s or more, constant",
            bitrate_kbps >= _LEAST_KBPS and is_constant,
        ),
        AcxLine(
            "sample rate", f"{sample_rate_hz} Hz", f"{_SAMPLE_RATE_HZ} Hz", sample_rate_hz == _SAMPLE_RATE_HZ
        ),
        AcxLine("channels", channels, "mono or stereo", channels in {"mono", "stereo"}),
    )


def _between(what: str, measured: float, wanted: tuple[float, float], unit: str) -> AcxLine:
    low, high = wanted
    return AcxLine(what, f"{measured:g} {unit}", f"{low:g} to {high:g} {unit}", low <= measured <= high)


def _at_most(what: str, measured: float, most: float, unit: str) -> AcxLine:
    return AcxLine(what, f"{measured:g} {unit}", f"{most:g} {unit} at most", measured <= most)
