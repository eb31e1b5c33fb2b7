"""What is heard behind a voice: a hum, music, an echoing room, and what a narrow line leaves away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.voices.clip import SAMPLE_RATE_HZ

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_LONG, _LONG_HOP = 8192, 2048
"""Samples of a frame that tells tones 3 Hz apart; speech never holds one so long that it fills them all."""
_STEADY_SHARE = 0.15
"""A tone is steady if even the weakest frames hold it; the weakest 15 % are pauses of any speech."""
_LINE_DB = 24.0
"""A steady tone stands out this much from its neighbours: hum 20 dB below speech does by 40, music by
up to 21, what a monotonous voice leaves by less than 15 (measured on `tuning.json`)."""
_LOWEST_TONE_HZ, _HIGHEST_TONE_HZ = 40.0, 4_000.0
_NEIGHBOURS = 31
_LINE_BINS = 5
"""Over which the window spreads a tone."""
_SHORT, _SHORT_HOP = 2048, 512
"""Samples of a frame as long as a note."""
_PEAK_RATIO = 10.0
"""A bin this many times the median of its neighbours is a note: in noise one of a thousand is."""
_LOWEST_NOTE_HZ, _HIGHEST_NOTE_HZ = 150.0, 4_000.0
_LEAST_FRAMES = 4
_EDGE_RANGE_DB = 50.0
"""The voice ends where its spectrum is this far below its loudest part: a telephone cuts off more at once."""
_EDGE_SMOOTHING = 17
_FALL_HOP = 120
_FALL_HOPS = 10
_FALL_SECONDS = _FALL_HOP * _FALL_HOPS / SAMPLE_RATE_HZ
_FALL_FROM_DB, _FALL_TO_DB = 15.0, 6.0
"""A fall begins at the level of speech or up to 15 dB below, and ends 6 dB above the noise at least."""
_FASTEST_SHARE = 0.95
"""A room slows all falls alike, a voice only some: the fastest 5 % are the room's."""
_LEAST_FALLS = 10
_LEAST_RANGE_DB = 20.0
"""Between speech and noise: with less, falls end in the noise before they tell anything."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A tone that never stops.

    Attributes:
        hertz: Its frequency, or that of its strongest overtone.
        level_db: Of it with its overtones, in dBFS.
    """

    hertz: float
    level_db: float


def steady_tone(audio: Floats) -> Tone | None:
    """Return the hum or whistle beneath a piece of sound, if there is one.

    Args:
        audio: Some seconds at `SAMPLE_RATE_HZ`, full scale being 1.0.
    """
    weakest = np.quantile(_power(audio, _LONG, _LONG_HOP), _STEADY_SHARE, axis=0)
    hertz = np.arange(weakest.size) * SAMPLE_RATE_HZ / _LONG
    stands_out_db = decibels(weakest) - decibels(_neighbourhood(weakest[None], _NEIGHBOURS)[0])
    is_line = (stands_out_db > _LINE_DB) & (hertz > _LOWEST_TONE_HZ) & (hertz < _HIGHEST_TONE_HZ)
    if not is_line.any():
        return None
    lines = np.where(np.convolve(is_line, np.ones(_LINE_BINS), "same") > 0, weakest, 0)
    strongest = int(np.argmax(lines))
    near = slice(max(0, strongest - 1), strongest + 2)
    centre = float(np.sum(hertz[near] * weakest[near]) / np.sum(weakest[near]))
    return Tone(centre, float(decibels(np.sum(lines))))


def tonal_share(audio: Floats, is_pause: Flags) -> float:
    """Return how much of the sound in the pauses is notes, from 0 to 1.

    Args:
        audio: As for `steady_tone`.
        is_pause: Of each sample.
    """
    power = _power(audio, _SHORT, _SHORT_HOP)
    centres = np.arange(len(power)) * _SHORT_HOP + _SHORT // 2
    bins = slice(_bin(_LOWEST_NOTE_HZ), _bin(_HIGHEST_NOTE_HZ))
    quiet = power[is_pause[np.minimum(centres, is_pause.size - 1)]][:, bins]
    if len(quiet) < _LEAST_FRAMES:
        return 0.0
    notes = np.where(quiet > _PEAK_RATIO * _neighbourhood(quiet, 21), quiet, 0)
    return float(np.median(np.sum(notes, axis=1) / (np.sum(quiet, axis=1) + 1e-20)))


def bandwidth_hz(audio: Floats, is_speech: Flags) -> float:
    """Return up to which frequency the voice is heard; 0.0 without any.

    Args:
        audio: As for `steady_tone`.
        is_speech: Of each sample.
    """
    power = _power(audio, _SHORT, _SHORT_HOP)
    centres = np.arange(len(power)) * _SHORT_HOP + _SHORT // 2
    loud = power[is_speech[np.minimum(centres, is_speech.size - 1)]]
    if not len(loud):
        return 0.0
    kernel = np.ones(_EDGE_SMOOTHING) / _EDGE_SMOOTHING
    levels_db = decibels(np.convolve(np.mean(loud, axis=0), kernel, "same"))
    highest = np.flatnonzero(levels_db > levels_db.max() - _EDGE_RANGE_DB)[-1]
    return float(highest * SAMPLE_RATE_HZ / _SHORT)


def echo_seconds(audio: Floats, speech_db: float, noise_db: float) -> float | None:
    """Return how long the room takes to let sound fall by 60 dB, as far as speech tells.

    The voice itself needs about 0.2 s, and short rooms are not told from it. None where noise hides it.

    Args:
        audio: As for `steady_tone`.
        speech_db: Level of the speech.
        noise_db: Level of the noise.
    """
    whole = audio.size // _FALL_HOP * _FALL_HOP
    if whole <= _FALL_HOPS * _FALL_HOP:
        return None
    squares = np.mean(np.square(audio[:whole].reshape(-1, _FALL_HOP)), axis=1)
    levels_db = decibels(np.convolve(squares, np.ones(4) / 4, "same"))
    before_db, after_db = levels_db[:-_FALL_HOPS], levels_db[_FALL_HOPS:]
    is_fall = (before_db > speech_db - _FALL_FROM_DB) & (after_db > noise_db + _FALL_TO_DB)
    if speech_db - noise_db < _LEAST_RANGE_DB or np.count_nonzero(is_fall) < _LEAST_FALLS:
        return None
    fall_db = float(np.quantile((before_db - after_db)[is_fall], _FASTEST_SHARE))
    return 60 * _FALL_SECONDS / max(fall_db, 1.0)


def decibels(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return power as decibels, not below -120."""
    levels: npt.NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1e-12))
    return levels


def _power(audio: Floats, length: int, hop: int) -> npt.NDArray[np.float64]:
    """Power of each bin of each frame, whose sum is the mean square of the sound; at least one frame."""
    padded = np.pad(audio, (0, max(0, length - audio.size)))
    window = np.hanning(length).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, length)[::hop] * window
    spectra = np.fft.rfft(frames, axis=1)
    # Twice, for the negative frequencies.
    power = 2 * (np.square(spectra.real) + np.square(spectra.imag))
    level: npt.NDArray[np.float64] = power / (np.sum(np.square(window)) * length)
    return level


def _neighbourhood(power: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """The median of each bin and its neighbours."""
    half = width // 2
    padded = np.pad(power, ((0, 0), (half, half)), mode="edge")
    median: npt.NDArray[np.float64] = np.median(
        np.lib.stride_tricks.sliding_window_view(padded, width, axis=1), axis=2
    )
    return median + 1e-14


def _bin(hertz: float) -> int:
    return round(hertz * _SHORT / SAMPLE_RATE_HZ)
