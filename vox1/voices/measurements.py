"""What is measured on a piece of a recording that may become a reference clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.analysis import HOP_SECONDS as FRAME_SECONDS
from vox1.audio.analysis import Analysis, analyse
from vox1.audio.content import content, extent
from vox1.voices import background, speech
from vox1.voices.clip import SAMPLE_RATE_HZ
from vox1.voices.recording import Pcm
from vox1.voices.speakers import distance

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_FULL_SCALE = np.float32(32_768)
_IS_SPEECH, _IS_NONE = 0.5, 0.3
"""Probabilities; 0.5 is Silero's own threshold, and what is above 0.3 may be the edge of a word."""
_AROUND_SPEECH_SECONDS = 0.1
"""The detector is late by two or three of its steps."""
_LEAST_PAUSE_SECONDS = 0.25
_QUIETEST_SHARE, _LOUDEST_SHARE = 0.05, 0.97
_PEAK_SHARE = 0.88
_CLIPPING_PEAK = 0.5
_CALM_SHARE = 0.0015
"""Of samples within 1.1 dB of the peak in speech that is not clipped."""
_EDGE_SECONDS = 0.08
"""A clip that ends in this much silence does not end within a sound."""
_ABOVE_NOISE_DB = 6.0
"""What is louder than the noise by more is a sound of its own."""
_MUSIC_SHARE = 0.2
"""Of the sound of pauses in notes: room noise and breath have 0.02, music from 0.35."""
_QUIET_DB = 40.0
"""What is this far below the voice is not heard behind it, whatever it is."""
_DROPOUT_FRAME = 120
_DROPOUT_FRAMES = 30
_DROPOUT_DB, _DROPOUT_STEP_DB = 15.0, 20.0
"""In a moment this much quieter than the room, with jumps of the level at both ends, sound is missing."""
_PHRASE_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Measurements:
    """What was measured on a piece of a recording.

    Attributes:
        seconds: Its length.
        speech_share: Of its time in speech, from 0 to 1.
        level_db: Of the speech, in dBFS.
        noise_db: Of the background in pauses, in decibels below the speech.
        other_sound_db: Of the loudest sound that is no speech, in decibels below it.
        clipped_percent: Samples cut off at the peak.
        hum_hz: Of a steady tone; 0.0 for none.
        hum_db: Of that tone, in decibels below the speech.
        tonal_share: Of the sound in pauses that is notes, from 0 to 1.
        echo_seconds: For sound to fall by 60 dB; None where noise hides it.
        bandwidth_hz: Up to which the voice is heard.
        syllables_per_second: Of speech without its pauses.
        pitch_hz: Median; 0.0 without any.
        level_range_db: Between its loudest and its softest phrase.
        speaker_distance: Between the two groups of phrases that differ most; from 1.0 on, two speakers. None
            where there is too little to tell.
        longest_pause_seconds: Within it.
        dropouts: Moments where the sound is missing.
        begins_in_silence: Whether it begins between words.
        ends_in_silence: Whether it ends between words.
    """

    seconds: float
    speech_share: float
    level_db: float
    noise_db: float
    other_sound_db: float
    clipped_percent: float
    hum_hz: float
    hum_db: float
    tonal_share: float
    echo_seconds: float | None
    bandwidth_hz: float
    syllables_per_second: float
    pitch_hz: float
    level_range_db: float
    speaker_distance: float | None
    longest_pause_seconds: float
    dropouts: int
    begins_in_silence: bool
    ends_in_silence: bool

    @property
    def is_hum(self) -> bool:
        """Whether what is heard in the pauses is a steady tone more than anything else."""
        return bool(self.hum_hz) and self.hum_db < self.noise_db + _ABOVE_NOISE_DB

    @property
    def is_music(self) -> bool:
        """Whether what is heard in the pauses is notes, or voices."""
        return self.tonal_share > _MUSIC_SHARE and not self.is_hum and self.noise_db < _QUIET_DB

    @property
    def has_other_sound(self) -> bool:
        """Whether something that is no speech stands out from the noise."""
        return self.other_sound_db < self.noise_db - _ABOVE_NOISE_DB


def measure(pcm: Pcm, speech_probabilities: Floats) -> Measurements:
    """Measure a piece of a recording.

    Args:
        pcm: Some seconds at `SAMPLE_RATE_HZ`.
        speech_probabilities: Of it, by `speech.SpeechDetector`.
    """
    audio = pcm.astype(np.float32) / _FULL_SCALE
    analysis = analyse(pcm, SAMPLE_RATE_HZ)
    is_speech, is_pause = _speech_and_pauses(analysis.level_db.size, speech_probabilities)
    noise_db, other_db = _background_db(analysis, is_pause)
    tone = background.steady_tone(audio)
    stretch = extent(analysis)
    said = content(analysis)
    pitches = analysis.pitch_hz[analysis.pitch_hz > 0]
    return Measurements(
        seconds=pcm.size / SAMPLE_RATE_HZ,
        speech_share=float(np.mean(speech_probabilities > _IS_SPEECH)) if speech_probabilities.size else 0.0,
        level_db=analysis.speech_db,
        noise_db=analysis.speech_db - noise_db,
        other_sound_db=analysis.speech_db - other_db,
        clipped_percent=_clipped_percent(audio),
        hum_hz=tone.hertz if tone else 0.0,
        hum_db=analysis.speech_db - tone.level_db if tone else 120.0,
        tonal_share=background.tonal_share(audio, _of_samples(_quiet(analysis, is_pause), pcm.size)),
        echo_seconds=_echo_seconds(audio, analysis.speech_db, noise_db),
        bandwidth_hz=background.bandwidth_hz(audio, _of_samples(is_speech & analysis.active, pcm.size)),
        syllables_per_second=said.syllables / max(said.seconds, 0.1),
        pitch_hz=float(np.median(pitches)) if pitches.size else 0.0,
        level_range_db=_level_range_db(analysis, is_speech),
        speaker_distance=distance(audio, analysis, is_speech),
        longest_pause_seconds=stretch.longest_pause if stretch else 0.0,
        dropouts=_dropouts(audio, noise_db),
        begins_in_silence=_is_silent(
            analysis.level_db[: round(_EDGE_SECONDS / FRAME_SECONDS)], analysis, noise_db
        ),
        ends_in_silence=_is_silent(
            analysis.level_db[-round(_EDGE_SECONDS / FRAME_SECONDS) :], analysis, noise_db
        ),
    )


def noise_level_db(pcm: Pcm) -> float:
    """Return the level of the steady noise of a piece, in dBFS: that of its quietest twentieth."""
    return float(np.quantile(analyse(pcm, SAMPLE_RATE_HZ).level_db, _QUIETEST_SHARE))


def _speech_and_pauses(frames: int, probabilities: Floats) -> tuple[Flags, Flags]:
    """Which frames of an analysis are speech, and which are surely none."""
    if not probabilities.size:
        return np.zeros(frames, np.bool_), np.ones(frames, np.bool_)
    steps = (np.arange(frames) * FRAME_SECONDS + FRAME_SECONDS) / speech.HOP_SECONDS
    likely = probabilities[np.minimum(steps.astype(np.intp), probabilities.size - 1)]
    around = round(_AROUND_SPEECH_SECONDS / FRAME_SECONDS)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(likely, around, mode="edge"), 2 * around + 1)
    return likely > _IS_SPEECH, np.max(near, axis=1) < _IS_NONE


def _background_db(analysis: Analysis, is_pause: Flags) -> tuple[float, float]:
    """Level of the noise, and of the loudest other sound."""
    levels_db = analysis.level_db
    quietest_db = float(np.quantile(levels_db, _QUIETEST_SHARE))
    pauses_db = levels_db[is_pause]
    if pauses_db.size < _LEAST_PAUSE_SECONDS / FRAME_SECONDS:
        return quietest_db, quietest_db
    return max(quietest_db, float(np.median(pauses_db))), float(np.quantile(pauses_db, _LOUDEST_SHARE))


def _quiet(analysis: Analysis, is_pause: Flags) -> Flags:
    """The pauses; without them, the quietest frames."""
    if np.count_nonzero(is_pause) >= _LEAST_PAUSE_SECONDS / FRAME_SECONDS:
        return is_pause
    return analysis.level_db <= np.quantile(analysis.level_db, _QUIETEST_SHARE)


def _of_samples(frames: Flags, samples: int) -> Flags:
    """Flags of frames as flags of samples."""
    hop = round(FRAME_SECONDS * SAMPLE_RATE_HZ)
    spread = np.repeat(frames, hop)[:samples]
    return np.pad(spread, (0, samples - spread.size), mode="edge")


def _echo_seconds(audio: Floats, speech_db: float, noise_db: float) -> float | None:
    """Of the half that echoes more: a piece may begin in one room and end in another."""
    halves = (background.echo_seconds(half, speech_db, noise_db) for half in np.array_split(audio, 2))
    return max((seconds for seconds in halves if seconds is not None), default=None)


def _clipped_percent(audio: Floats) -> float:
    """Samples near the peak, beyond those that any speech has there; rates and codecs round the flat tops."""
    magnitudes = np.abs(audio)
    peak = float(magnitudes.max()) if audio.size else 0.0
    if peak < _CLIPPING_PEAK:
        return 0.0
    share = float(np.mean(magnitudes >= _PEAK_SHARE * peak))
    return 100 * max(0.0, share - _CALM_SHARE)


def _level_range_db(analysis: Analysis, is_speech: Flags) -> float:
    """Between the loudest and the softest phrase, by the medians of what is as loud as speech."""
    sounding = analysis.level_db[analysis.active & is_speech]
    size = round(_PHRASE_SECONDS / FRAME_SECONDS)
    if sounding.size < 2 * size:
        return 0.0
    phrases = sounding[: sounding.size // size * size].reshape(-1, size)
    medians = np.median(phrases, axis=1)
    return float(medians.max() - medians.min())


def _dropouts(audio: Floats, noise_db: float) -> int:
    """Moments of 15 to 150 ms that are quieter than the room ever is, within sound."""
    whole = audio.size // _DROPOUT_FRAME * _DROPOUT_FRAME
    levels_db = background.decibels(np.mean(np.square(audio[:whole].reshape(-1, _DROPOUT_FRAME)), axis=1))
    is_missing = levels_db < noise_db - _DROPOUT_DB
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_missing, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    # Two frames away from each edge: the frame at it may be half missing.
    before_db = levels_db[np.maximum(starts - 2, 0)] - levels_db[starts]
    after_db = levels_db[np.minimum(ends + 1, levels_db.size - 1)] - levels_db[ends - 1]
    is_sudden = np.minimum(before_db, after_db) > _DROPOUT_STEP_DB
    lengths = ends - starts
    return int(np.count_nonzero(is_sudden & (lengths >= 3) & (lengths <= _DROPOUT_FRAMES)))


def _is_silent(levels_db: Floats, analysis: Analysis, noise_db: float) -> bool:
    return bool(np.all(levels_db <= max(analysis.sounds_from_db, noise_db + _ABOVE_NOISE_DB)))
