"""Mastering: loudness presets, each with the levels and the room tone that a kind of destination asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum


class Scale(Enum):
    """How a preset measures loudness."""

    LUFS = "LUFS"
    """Integrated loudness of EBU R 128; a mono file is measured as one channel."""
    RMS = "dB RMS"
    """Mean level of the whole file, pauses included, as ACX's checkers measure it."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Levels for one kind of destination.

    Attributes:
        name: As the setting and the command line have it.
        about: What it is for, in a few words.
        scale: How loudness is measured.
        target: What each chapter is brought to; None leaves it as it was spoken.
        lowest: On the scale, the least that the destination takes; None where it does not say.
        true_peak_db: The highest true peak in the finished file; None where peaks are left alone.
        head_seconds: Of room tone before the first word of a chapter.
        tail_seconds: Of room tone after its last, the chapter's own pause counted in.
        room_tone_db: RMS of the room tone under everything; None for none.
        sample_rate_hz: What the destination asks for; None where the voice's own will do.
        least_bitrate_kbps: The same; None where it does not say.
        is_judged: Whether finished files are measured and judged by ACX's numbers.
    """

    name: str
    about: str
    scale: Scale = Scale.LUFS
    target: float | None = None
    lowest: float | None = None
    true_peak_db: float | None = None
    head_seconds: float = 0.0
    tail_seconds: float = 0.0
    room_tone_db: float | None = None
    sample_rate_hz: int | None = None
    least_bitrate_kbps: int | None = None
    is_judged: bool = False


_TRUE_PEAK_DB = -1.0
"""EBU R 128."""
_ROOM_TONE_DB = -70.0
"""Ten decibels under the floor that ACX allows, and far enough above digital silence to stay there when
encoded: docs/outputs/loudness.md."""
_LOUDEST_LUFS, _QUIETEST_LUFS = -9.0, -31.0

PERSONAL = Preset(
    "personal",
    "for your own player: -18 LUFS",
    target=-18.0,
    true_peak_db=_TRUE_PEAK_DB,
    room_tone_db=_ROOM_TONE_DB,
)
PRESETS = {
    preset.name: preset
    for preset in (
        PERSONAL,
        Preset(
            "acx",
            "the numbers that ACX and Audible check: -20.5 dB RMS, peaks under -3 dB, room tone at both ends",
            scale=Scale.RMS,
            target=-20.5,
            lowest=-23.0,
            true_peak_db=-3.0,
            head_seconds=0.75,
            tail_seconds=3.0,
            room_tone_db=_ROOM_TONE_DB,
            sample_rate_hz=44_100,
            least_bitrate_kbps=192,
            is_judged=True,
        ),
        replace(PERSONAL, name="podcast", about="as podcasts are: -16 LUFS", target=-16.0),
        replace(PERSONAL, name="broadcast", about="as EBU R 128 asks of radio: -23 LUFS", target=-23.0),
        Preset("off", "as it was spoken: no gain, no limiter, no room tone"),
    )
}
"""By their names. The numbers and where they are from: docs/outputs/loudness.md."""


def preset_named(name: str) -> Preset:
    """Return a preset by its name, or for a loudness in LUFS such as ``-20`` the personal one with it.

    Raises:
        ValueError: There is no such preset, or the loudness is out of range.
    """
    preset = PRESETS.get(name.strip().lower())
    if preset:
        return preset
    try:
        lufs = float(name)
    except ValueError:
        lufs = math.nan
    if not _QUIETEST_LUFS <= lufs <= _LOUDEST_LUFS:
        raise ValueError(
            f"it should be {', '.join(PRESETS)}, or a loudness from {_QUIETEST_LUFS:g} to {_LOUDEST_LUFS:g}"
        )
    return replace(PERSONAL, name=f"{lufs:g}", about=f"{lufs:g} LUFS", target=lufs)
