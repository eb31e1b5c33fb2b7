"""Levelling: the one gain that brings a chapter to its preset."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vox1.audio.encoding import Encoding
from vox1.audio.mastering import Preset, Scale
from vox1.audio.room_tone import room_tone

MOST_GAIN_DB = 30.0
"""More would turn noise into the chapter's sound."""
MOST_LIMITED = 0.001
"""Share of samples that the limiter may touch and not be heard."""
_SILENT_DB = -70.0
"""What is quieter has no loudness: the absolute gate of ITU-R BS.1770, here for RMS too."""
_FLOOR_DB = -60.0
"""What ACX allows. A voice with more noise in its pauses is told of."""
_NO_LOSS = Encoding()
_FULL_SCALE = 32_768


class Metered(Protocol):
    """The levels of a chapter, as `vox1.audio.measurement` and `vox1.audio.levels` have them."""

    @property
    def rms_db(self) -> float:
        """RMS in dBFS."""

    @property
    def noise_floor_db(self) -> float:
        """RMS of the quietest half second in dBFS."""

    def share_above(self, level_db: float) -> float:
        """Return the share of samples above a level."""

    def level_reached_by(self, share: float) -> float:
        """Return the lowest level that fewer than this share of the samples are above."""


@dataclass(frozen=True, slots=True)
class Levelling:
    """What is done to a chapter's samples.

    Attributes:
        gain_db: Added to all of them; in tenths, so that a small correction in the text seldom changes it.
        ceiling_db: Where the limiter then holds peaks; None for no limiter.
        limited_share: Of the samples that are above the ceiling after the gain.
        notes: What the listener should know, one sentence each.
    """

    gain_db: float
    ceiling_db: float | None
    limited_share: float
    notes: tuple[str, ...] = ()


def levelling(lufs: float | None, meter: Metered, preset: Preset, encoding: Encoding = _NO_LOSS) -> Levelling:
    """Return what brings a chapter to a preset; it follows from the chapter's own audio alone.

    Where the target would have the limiter touch a thousandth of the samples or more, the gain is lower:
    the chapter is then too quiet, and a note says by how much.

    Args:
        lufs: The chapter's integrated loudness, None where it is too quiet to have one.
        meter: Its levels, with the silence at its head and tail.
        preset: What it is brought to.
        encoding: What the encoder will do to its levels.
    """
    ceiling_db = ceiling_of(preset, encoding)
    loudness = lufs if preset.scale is Scale.LUFS else meter.rms_db
    if preset.target is None or loudness is None or loudness <= _SILENT_DB:
        return Levelling(0.0, ceiling_db, _limited_share(meter, 0.0, ceiling_db))
    wanted_db = round(min(preset.target + encoding.loss_lu - loudness, MOST_GAIN_DB), 1)
    gain_db = min(wanted_db, _highest_gain_db(meter, ceiling_db))
    return Levelling(
        gain_db,
        ceiling_db,
        _limited_share(meter, gain_db, ceiling_db),
        tuple(_notes(loudness, gain_db, wanted_db, meter, preset)),
    )


def ceiling_of(preset: Preset, encoding: Encoding) -> float | None:
    """Return where the limiter holds the peaks of every chapter, in dBFS; None for no limiter."""
    if preset.true_peak_db is None:
        return None
    return round(preset.true_peak_db - encoding.overshoot_db, 1)


def levelled(
    block: npt.NDArray[np.int16], start: int, done: Levelling, preset: Preset, sample_rate_hz: int
) -> npt.NDArray[np.float32]:
    """Return samples as they go to the limiter: with their gain, and with room tone under them.

    Args:
        block: As spoken, or the silence between.
        start: Place of the first in what is encoded together; the room tone is counted from there, so that
            a correction before it changes nothing in it.
        done: What brings the chapter to the preset.
        preset: Says whether there is room tone.
        sample_rate_hz: Of the samples.
    """
    audio: npt.NDArray[np.float32] = block * np.float32(10 ** (done.gain_db / 20) / _FULL_SCALE)
    if preset.room_tone_db is not None:
        audio += room_tone(start, len(block), preset.room_tone_db, sample_rate_hz)
    return audio


def _limited_share(meter: Metered, gain_db: float, ceiling_db: float | None) -> float:
    return 0.0 if ceiling_db is None else meter.share_above(ceiling_db - gain_db)


def _highest_gain_db(meter: Metered, ceiling_db: float | None) -> float:
    """The highest gain, in tenths, that has the limiter touch less than a thousandth of the samples."""
    if ceiling_db is None:
        return math.inf
    return math.floor((ceiling_db - meter.level_reached_by(MOST_LIMITED)) * 10) / 10


def _notes(loudness: float, gain_db: float, wanted_db: float, meter: Metered, preset: Preset) -> list[str]:
    unit, reached = preset.scale.value, loudness + gain_db
    notes = []
    if gain_db < wanted_db:
        notes.append(
            f"It is {wanted_db - gain_db:.1f} dB quieter than the {preset.target:g} {unit} of"
            f" '{preset.name}': louder, its peaks would be cut too often."
        )
    elif wanted_db == MOST_GAIN_DB:
        notes.append(
            f"It is so quiet that {MOST_GAIN_DB:g} dB of gain bring it to {reached:.1f} {unit} only."
        )
    if preset.lowest is not None and reached < preset.lowest:
        notes.append(
            f"'{preset.name}' asks for {preset.lowest:g} {unit} at least, and it has {reached:.1f}:"
            " choose a voice that is less lively in its peaks."
        )
    floor_db = meter.noise_floor_db + gain_db
    if preset.lowest is not None and floor_db > _FLOOR_DB:
        notes.append(
            f"The voice's own noise is at {floor_db:.1f} dB; '{preset.name}' allows {_FLOOR_DB:g} dB."
        )
    return notes
