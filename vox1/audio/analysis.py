"""The analysis of a take: what is measured on its samples, once, for every check to read.

Frames are 40 ms long and 12.5 ms apart. They are taken at about 11 kHz: what tells speech from what is not
speech lies below 5 kHz, and checking must cost next to nothing beside speaking.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Pcm = npt.NDArray[np.int16] | npt.NDArray[np.float32]

HOP_SECONDS = 0.0125
SILENT_DB = -120.0
"""The level of digital silence; no level is below."""
SPEECH_RANGE_DB = 26.0
"""What is this far below the vowels of a take is a pause in it, or the noise of its room."""
_LEAST_RANGE_DB = 20.0
_ABOVE_ROOM_DB = 8.0
"""Sound is also this much louder than the quietest moments, where that leaves 20 dB for speech."""
_QUIETEST_SHARE = 0.05
_FRAME_SECONDS = 0.04
_BLOCK_FRAMES = 128
"""Frames whose spectra are held at once: they are a hundred times as large as what is kept of them."""
_EDGE_SECONDS = 0.02
_INNER_RATE_HZ = 11_025
_LOUDEST_FRAMES = 8
"""A level that is reached for 100 ms is no click."""
_LOUD_RANGE_DB = 20.0
"""Frames within this of the loudest are vowels; their median is the level of the speech."""
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 5000.0
_BANDS, CEPSTRA = 22, 12
_BAND_FLOOR = 1e-4
"""Band power below the take's mean by this factor (40 dB) is noise, not timbre."""
_LOWEST_PITCH_HZ, _HIGHEST_PITCH_HZ = 60.0, 500.0
_VOICED = 0.45
"""Normalised autocorrelation from which a frame has a pitch; 0.45 is Praat's voicing threshold."""
_OCTAVE_COST = 0.05
"""Taken from a candidate for each octave of its lag, so that the shortest period wins (as in Praat)."""
_AT_PEAK = 0.9995
_FULL_SCALE = 32768.0


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What was measured on a take. Frame arrays are all of one length.

    Attributes:
        sample_rate_hz: Its rate.
        samples: Its length.
        nonfinite: Samples that are not numbers; they were measured as silence.
        peak: Largest magnitude, 1.0 being full scale.
        rms: Root mean square of all samples.
        dc: Mean of all samples.
        flat_topped: Samples within three or more in a row at the peak.
        head_db: Level of the first 20 ms.
        tail_db: Level of the last 20 ms.
        step_db: Level of the sharpest bend between two samples: a click, or the hardest consonant.
        speech_db: Level of its vowels; does not depend on how much of the take is pause.
        sounds_from_db: Level from which a frame is speech and not a pause.
        level_db: Of each frame, not below -120.
        flatness: Of each frame's spectrum: 1.0 for white noise, near 0 for a tone.
        crossings: Share of samples of each frame where the sign changes.
        pitch_hz: Of each frame; 0.0 where there is none, NaN where it was not looked for.
        cepstra: Mel cepstra 1 to 12 of each frame, shape (frames, 12).
    """

    sample_rate_hz: int
    samples: int
    nonfinite: int
    peak: float
    rms: float
    dc: float
    flat_topped: int
    head_db: float
    tail_db: float
    step_db: float
    speech_db: float
    sounds_from_db: float
    level_db: Floats
    flatness: Floats
    crossings: Floats
    pitch_hz: Floats
    cepstra: Floats

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.samples / self.sample_rate_hz

    @property
    def active(self) -> npt.NDArray[np.bool_]:
        """Which frames are as loud as speech."""
        is_active: npt.NDArray[np.bool_] = self.level_db > self.sounds_from_db
        return is_active


def analyse(samples: Pcm, sample_rate_hz: int, nonfinite: int = 0) -> Analysis:
    """Measure a take.

    Args:
        samples: Mono, 16-bit or floats with full scale at 1.0; any length, NaN allowed.
        sample_rate_hz: Their rate.
        nonfinite: How many were not numbers before they became 16-bit samples.
    """
    audio, found_nonfinite = _floats(samples)
    peak = max(float(audio.max()), -float(audio.min())) if audio.size else 0.0
    dc = float(np.mean(audio)) if audio.size else 0.0
    rms = float(np.sqrt(np.mean(np.square(audio)))) if audio.size else 0.0
    edge = max(1, round(_EDGE_SECONDS * sample_rate_hz))
    head_db, tail_db = _edge_db(audio[:edge]), _edge_db(audio[-edge:])
    flat_topped, step_db = _flat_topped(audio, peak), _step_db(audio)
    audio -= np.float32(dc)
    factor = max(1, round(sample_rate_hz / _INNER_RATE_HZ))
    frames = _framed(_decimated(audio, factor), sample_rate_hz / factor)
    level_db = _level_db(np.concatenate([np.mean(np.square(few), axis=1) for few in _blocks(frames)]))
    speech_db = _speech_db(level_db)
    sounds_from_db = _sounds_from_db(level_db, speech_db)
    is_active = level_db > sounds_from_db
    spectra = _spectra(frames, is_active, sample_rate_hz / factor)
    return Analysis(
        sample_rate_hz=sample_rate_hz,
        samples=audio.size,
        nonfinite=nonfinite + found_nonfinite,
        peak=peak,
        rms=rms,
        dc=dc,
        flat_topped=flat_topped,
        head_db=head_db,
        tail_db=tail_db,
        step_db=step_db,
        speech_db=speech_db,
        sounds_from_db=sounds_from_db,
        level_db=level_db,
        flatness=spectra.flatness,
        crossings=spectra.crossings,
        pitch_hz=spectra.pitch_hz,
        cepstra=_cepstra(spectra.bands, is_active),
    )


def _floats(samples: Pcm) -> tuple[Floats, int]:
    """A copy of the samples as floats, those that are not numbers as silence, and how many were not."""
    if samples.dtype == np.int16:
        audio = samples.astype(np.float32)
        audio /= np.float32(_FULL_SCALE)
        return audio, 0
    audio = samples.astype(np.float32)
    is_finite = np.isfinite(audio)
    nonfinite = int(audio.size - np.count_nonzero(is_finite))
    if nonfinite:
        audio = np.where(is_finite, audio, np.float32(0))
    return np.clip(audio, -_FULL_SCALE, _FULL_SCALE), nonfinite


def _decimated(audio: Floats, factor: int) -> Floats:
    """Means of neighbours: no sharp filter, but one that costs nothing."""
    whole = audio.size // factor * factor
    if factor == 1:
        return audio
    means: Floats = audio[:whole:factor].copy()
    for offset in range(1, factor):
        means += audio[offset:whole:factor]
    means /= np.float32(factor)
    return means


def _framed(audio: Floats, rate_hz: float) -> Floats:
    """Frames of the audio, at least one; the end that fills no whole frame is padded with silence."""
    length, hop = round(_FRAME_SECONDS * rate_hz), round(HOP_SECONDS * rate_hz)
    count = max(1, -(-(audio.size - length) // hop) + 1)
    padded = np.zeros((count - 1) * hop + length, np.float32)
    padded[: audio.size] = audio
    windows: Floats = np.lib.stride_tricks.sliding_window_view(padded, length)[::hop]
    return windows


def _blocks(frames: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    return (frames[start : start + _BLOCK_FRAMES] for start in range(0, len(frames), _BLOCK_FRAMES))


class _Spectra(NamedTuple):
    """What is kept of the spectra of frames; see `Analysis`.

    Attributes:
        flatness: Of each.
        crossings: Of each.
        pitch_hz: Of each.
        bands: Power of each in bands of equal width on the mel scale.
    """

    flatness: Floats
    crossings: Floats
    pitch_hz: Floats
    bands: Floats


def _spectra(frames: Floats, is_active: npt.NDArray[np.bool_], rate_hz: float) -> _Spectra:
    """Look at all frames, a block at a time."""
    looks = [
        _look(few, are_active, rate_hz)
        for few, are_active in zip(_blocks(frames), _blocks(is_active), strict=True)
    ]
    return _Spectra(*(np.concatenate(parts) for parts in zip(*looks, strict=True)))


def _look(frames: Floats, is_active: npt.NDArray[np.bool_], rate_hz: float) -> _Spectra:
    windowed: Floats = frames * _window(frames.shape[1])
    power = _power(windowed)
    return _Spectra(
        flatness=_flatness(power),
        crossings=np.mean(np.signbit(frames[:, 1:]) != np.signbit(frames[:, :-1]), axis=1, dtype=np.float32),
        pitch_hz=_pitch_hz(windowed, is_active, rate_hz),
        bands=np.add.reduceat(power, _band_starts(power.shape[1], rate_hz), axis=1)[:, :-1],
    )


def _level_db(mean_squares: Floats) -> Floats:
    levels: Floats = 10 * np.log10(np.maximum(mean_squares, np.float32(1e-12)))
    return np.where(mean_squares > 1e-12, levels, np.float32(SILENT_DB))


def _speech_db(level_db: Floats) -> float:
    rank = min(_LOUDEST_FRAMES, level_db.size)
    loudest = np.partition(level_db, -rank)[-rank]
    return float(np.median(level_db[level_db >= loudest - _LOUD_RANGE_DB]))


def _sounds_from_db(level_db: Floats, speech_db: float) -> float:
    room_db = float(np.quantile(level_db, _QUIETEST_SHARE))
    above_room_db = min(room_db + _ABOVE_ROOM_DB, speech_db - _LEAST_RANGE_DB)
    return max(speech_db - SPEECH_RANGE_DB, above_room_db, SILENT_DB + 1)


def _step_db(audio: Floats) -> float:
    """How far a sample lies off the line between its neighbours, at most."""
    if audio.size < 3:
        return SILENT_DB
    bends = audio[2:] + audio[:-2]
    bends *= np.float32(0.5)
    bends -= audio[1:-1]
    sharpest = max(float(bends.max()), -float(bends.min()))
    return float(_level_db(np.array([sharpest**2], np.float32))[0])


def _edge_db(audio: Floats) -> float:
    return float(_level_db(np.mean(np.square(audio), keepdims=True))[0]) if audio.size else SILENT_DB


def _flat_topped(audio: Floats, peak: float) -> int:
    if not peak:
        return 0
    is_at_peak = np.abs(audio) >= peak * _AT_PEAK
    return int(np.count_nonzero(is_at_peak[2:] & is_at_peak[1:-1] & is_at_peak[:-2]))


def _power(windowed: Floats, room: int = 1) -> Floats:
    """Power spectrum of frames, padded to a power of two that holds them ``room`` times."""
    length = 2 ** int(np.ceil(np.log2(room * windowed.shape[1])))
    spectrum = np.fft.rfft(windowed, length)
    power: Floats = np.square(spectrum.real) + np.square(spectrum.imag)
    return power


def _flatness(power: Floats) -> Floats:
    """Geometric over arithmetic mean of the power spectrum, every second bin of it."""
    bins = power[:, 2::2] + np.float32(1e-12)
    flatness: Floats = np.exp(np.mean(np.log(bins), axis=1)) / np.mean(bins, axis=1)
    return flatness


def _pitch_hz(windowed: Floats, is_active: npt.NDArray[np.bool_], rate_hz: float) -> Floats:
    """Pitch of every second frame that is loud enough, by autocorrelation (Boersma 1993)."""
    pitch_hz = np.full(len(windowed), np.nan, np.float32)
    looked_at = np.flatnonzero(is_active)
    looked_at = looked_at[looked_at % 2 == 0]
    if not looked_at.size:
        return pitch_hz
    least, most = int(rate_hz / _HIGHEST_PITCH_HZ), int(rate_hz / _LOWEST_PITCH_HZ)
    lags = np.arange(least, most)
    correlation = np.fft.irfft(_power(windowed[looked_at], room=2))[:, : most + 1]
    correlation = correlation / (correlation[:, :1] + np.float32(1e-12))
    strength = correlation[:, least:most] / _window_correlation(windowed.shape[1])[least:most]
    best = np.argmax(strength - _OCTAVE_COST * np.log2(lags / least), axis=1)
    is_voiced = strength[np.arange(best.size), best] >= _VOICED
    pitch_hz[looked_at] = np.where(is_voiced, rate_hz / lags[best], 0.0)
    return pitch_hz


def _cepstra(bands: Floats, is_active: npt.NDArray[np.bool_]) -> Floats:
    mean = bands[is_active].mean() if is_active.any() else np.float32(0)
    logs = np.log(bands + np.float32(_BAND_FLOOR) * mean + np.float32(1e-10))
    # Not `@`: for frames as few as these, BLAS wakes every core and spends more than it saves.
    cepstra: Floats = np.einsum("fb,bc->fc", logs, _cosines())
    return cepstra


@lru_cache(maxsize=8)
def _window(length: int) -> Floats:
    return np.hanning(length).astype(np.float32)


@lru_cache(maxsize=8)
def _window_correlation(length: int) -> Floats:
    """The window's own autocorrelation, by which that of a frame is divided."""
    correlation = np.fft.irfft(_power(_window(length)[None], room=2))[0]
    normalised: Floats = np.maximum(correlation / correlation[0], np.float32(0.05))
    return normalised


@lru_cache(maxsize=8)
def _band_starts(bins: int, rate_hz: float) -> npt.NDArray[np.intp]:
    """First bin of each band, equally wide on the mel scale, and the bin after the last."""
    ends_hz = np.array([_LOWEST_HZ, min(_HIGHEST_HZ, 0.49 * rate_hz)])
    low_mel, high_mel = 2595 * np.log10(1 + ends_hz / 700)
    edges_hz = 700 * (10 ** (np.linspace(low_mel, high_mel, _BANDS + 1) / 2595) - 1)
    return np.round(edges_hz / (rate_hz / 2) * (bins - 1)).astype(np.intp)


@lru_cache(maxsize=1)
def _cosines() -> Floats:
    """The cosine transform from bands to cepstra 1 to 12, shape (bands, 12); cepstrum 0 is the level."""
    band, order = np.arange(_BANDS) + 0.5, np.arange(1, CEPSTRA + 1)
    cosines: Floats = (np.cos(np.pi * np.outer(band, order) / _BANDS) / _BANDS).astype(np.float32)
    return cosines
