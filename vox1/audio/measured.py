"""Measured levels: what a listener would hear of each chapter of an audio file, in one decoding pass."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vox1.audio import ffmpeg
from vox1.audio.levels import decibels
from vox1.audio.loudness import k_weighting
from vox1.audio.loudness_meter import STEP_SECONDS, LoudnessMeter
from vox1.audio.true_peak import TruePeakMeter

Floats = npt.NDArray[np.float32]

_SLICE_SECONDS = 0.01
_FLOOR_SLICES = 50
"""Half a second, the window in which ACX's checkers look for the noise floor."""
_STEP_SLICES = round(STEP_SECONDS / _SLICE_SECONDS)
_DROPOUT_SLICES = 5
"""Digital silence of 50 ms is what checkers call a dropout."""
_ZERO = 0.5 / 32768
"""What is below this is zero to a player of 16 bits."""
_SOUND_DB = -55.0
"""A slice louder than this is no room tone, whose floor is at -60 dB."""
_CHANNELS = 2
_PLACES = 2


class Marked(Protocol):
    """A chapter's place in a file, as `vox1.outputs.m4b.Mark` has it."""

    @property
    def start_ms(self) -> int:
        """Where it begins."""

    @property
    def end_ms(self) -> int:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What was measured on a file or a chapter of it, decoded.

    Attributes:
        seconds: Its length.
        lufs: Integrated loudness (EBU R 128); None where too quiet to have one.
        range_lu: Loudness range (EBU Tech 3342).
        rms_db: Over everything, pauses included.
        peak_db: Sample peak.
        true_peak_db: In dBTP.
        noise_floor_db: RMS of the quietest half second; that of everything where it is shorter.
        head_seconds: Before the first sound louder than room tone.
        tail_seconds: After the last.
        dropouts: Stretches of digital silence, 50 ms or longer.
        longest_dropout_seconds: The longest of them, to 10 ms; 0 for none.
    """

    seconds: float
    lufs: float | None
    range_lu: float
    rms_db: float
    peak_db: float
    true_peak_db: float
    noise_floor_db: float
    head_seconds: float
    tail_seconds: float
    dropouts: int
    longest_dropout_seconds: float


@dataclass(frozen=True, slots=True)
class MeasuredFile:
    """The levels of a file.

    Attributes:
        whole: Of everything in it.
        chapters: Of each chapter asked for, in order.
    """

    whole: Levels
    chapters: tuple[Levels, ...]


def measure_chapters(
    path: Path,
    marks: Sequence[Marked],
    sample_rate_hz: int,
    channels: int,
    watch: Callable[[], None] = lambda: None,
) -> MeasuredFile:
    """Decode a file once and measure it and its chapters.

    Args:
        path: Any audio file.
        marks: Its chapters in order, none overlapping; what lies between them counts for the whole only.
        sample_rate_hz: The file's.
        channels: The file's; of more than two, a stereo mix is measured.
        watch: Called again and again meanwhile; may raise to give up.

    Raises:
        EncoderFailed: ffmpeg cannot decode it.
    """
    channels = min(channels, _CHANNELS)
    whole, chapters = _Meter(sample_rate_hz, channels), _Chapters(marks, sample_rate_hz, channels)
    with closing(_decoded(path, sample_rate_hz, channels)) as blocks:  # which ends ffmpeg, if watch raises
        for block in blocks:
            watch()
            whole.add(block)
            chapters.add(block)
    return MeasuredFile(whole.levels(), chapters.levels())


class _Chapters:
    """The chapters of a file that passes by, one meter at a time."""

    def __init__(self, marks: Sequence[Marked], sample_rate_hz: int, channels: int) -> None:
        self._edges = [
            (mark.start_ms * sample_rate_hz // 1000, mark.end_ms * sample_rate_hz // 1000) for mark in marks
        ]
        self._new_meter = partial(_Meter, sample_rate_hz, channels)
        self._meter = self._new_meter()
        self._done: list[Levels] = []
        self._place = 0

    def add(self, block: Floats) -> None:
        """Measure what of a block is in chapters."""
        end = self._place + len(block)
        for start, stop in self._edges[len(self._done) :]:
            if start >= end:
                break
            self._meter.add(block[max(start - self._place, 0) : max(stop - self._place, 0)])
            if stop > end:
                break
            self._finish_chapter()
        self._place = end

    def levels(self) -> tuple[Levels, ...]:
        """Of every chapter; the file may have ended before the last of them did."""
        while len(self._done) < len(self._edges):
            self._finish_chapter()
        return tuple(self._done)

    def _finish_chapter(self) -> None:
        self._done.append(self._meter.levels())
        self._meter = self._new_meter()


def _decoded(path: Path, sample_rate_hz: int, channels: int) -> Generator[Floats, None, None]:
    """Blocks of samples, shape (samples, 2 * channels): each channel, then each K-weighted."""
    layout = "mono" if channels == 1 else "stereo"
    graph = (
        f"[0:a:0]aresample={sample_rate_hz},aformat=channel_layouts={layout}:sample_fmts=fltp,asplit[a][b];"
        f"[b]{k_weighting(sample_rate_hz)}[k];[a][k]amerge=inputs=2"
    )
    source = ("-protocol_whitelist", "file,pipe", "-v", "error", "-i", str(path.absolute()))
    rest = b""
    width = 4 * 2 * channels
    for piece in ffmpeg.stream_of((*source, "-filter_complex", graph, "-f", "f32le", "-")):
        ready = rest + piece
        whole = len(ready) // width * width
        rest = ready[whole:]
        yield np.frombuffer(ready[:whole], "<f4").reshape(-1, 2 * channels)


class _Meter:
    """All levels of a chapter that passes by in blocks, taken in slices of 10 ms, in constant memory."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._rate = sample_rate_hz
        self._slice = round(_SLICE_SECONDS * sample_rate_hz)
        self._channels = channels
        self._rest: Floats = np.zeros((0, 2 * channels), np.float32)
        self._samples = 0
        self._squares = 0.0
        self._peak = 0.0
        self._true_peaks = [TruePeakMeter() for _ in range(channels)]
        self._loudness = LoudnessMeter()
        self._steps: npt.NDArray[np.float64] = np.zeros(0)
        self._floors: npt.NDArray[np.float64] = np.zeros(0)
        self._quietest = float("inf")
        self._slices = 0
        self._first_sound: int | None = None
        self._last_sound = -1
        self._dropouts = _Dropouts()

    def add(self, block: Floats) -> None:
        """Measure another block, shape (samples, 2 * channels)."""
        if not len(block):
            return
        heard = block[:, : self._channels]
        self._samples += len(block)
        self._squares += float(np.einsum("ij,ij->", heard, heard, dtype=np.float64)) / self._channels
        self._peak = max(self._peak, float(heard.max()), -float(heard.min()))
        for channel, meter in enumerate(self._true_peaks):
            meter.add(heard[:, channel])
        waiting = np.concatenate((self._rest, block)) if len(self._rest) else block
        whole = len(waiting) // self._slice * self._slice
        self._rest = waiting[whole:].copy()
        if whole:
            self._add_slices(waiting[:whole].reshape(-1, self._slice, 2 * self._channels))

    def _add_slices(self, slices: Floats) -> None:
        powers = np.einsum("ijk,ijk->ik", slices, slices, dtype=np.float64) / self._slice
        heard = powers[:, : self._channels].mean(axis=1)
        self._add_loudness(powers[:, self._channels :].sum(axis=1))
        self._add_floor(heard)
        sounds = np.flatnonzero(heard > 10 ** (_SOUND_DB / 10))
        if len(sounds):
            self._first_sound = (
                self._slices + int(sounds[0]) if self._first_sound is None else self._first_sound
            )
            self._last_sound = self._slices + int(sounds[-1])
        # Only a slice with next to no power needs to be looked at sample by sample.
        is_silent = heard < _ZERO**2
        for index in np.flatnonzero(is_silent):
            is_silent[index] = float(np.abs(slices[index, :, : self._channels]).max()) < _ZERO
        self._dropouts.add(is_silent)
        self._slices += len(slices)

    def _add_loudness(self, powers: npt.NDArray[np.float64]) -> None:
        steps, self._steps = _grouped(self._steps, powers, _STEP_SLICES)
        self._loudness.add(steps)

    def _add_floor(self, powers: npt.NDArray[np.float64]) -> None:
        floors, self._floors = _grouped(self._floors, powers, _FLOOR_SLICES)
        self._quietest = min(self._quietest, *floors, float("inf"))

    def levels(self) -> Levels:
        """What was measured; call it once, at the end."""
        rms = (self._squares / self._samples) ** 0.5 if self._samples else 0.0
        sounds_from = self._slices if self._first_sound is None else self._first_sound
        return Levels(
            seconds=round(self._samples / self._rate, 3),
            lufs=self._loudness.lufs,
            range_lu=self._loudness.range_lu,
            rms_db=round(decibels(rms), _PLACES),
            peak_db=round(decibels(self._peak), _PLACES),
            true_peak_db=round(max(meter.peak_db for meter in self._true_peaks), _PLACES),
            noise_floor_db=round(decibels(min(self._quietest, rms**2) ** 0.5), _PLACES),
            head_seconds=round(sounds_from * self._slice / self._rate, _PLACES),
            tail_seconds=round((self._slices - 1 - self._last_sound) * self._slice / self._rate, _PLACES),
            dropouts=self._dropouts.count,
            longest_dropout_seconds=round(self._dropouts.longest * self._slice / self._rate, _PLACES),
        )


class _Dropouts:
    """Runs of silent slices."""

    def __init__(self) -> None:
        self.count = 0
        self.longest = 0
        self._running = 0

    def add(self, is_silent: npt.NDArray[np.bool_]) -> None:
        """Count the runs in more slices; the last may go on in the next ones."""
        if not is_silent.any():
            self._running = 0
            return
        edges = np.flatnonzero(np.diff(np.concatenate(([False], is_silent, [False])).astype(np.int8)))
        for start, end in edges.reshape(-1, 2):
            before = self._running if start == 0 else 0
            length = before + int(end - start)
            self.count += before < _DROPOUT_SLICES <= length
            self.longest = max(self.longest, length if length >= _DROPOUT_SLICES else 0)
            self._running = length
        if not is_silent[-1]:
            self._running = 0


def _grouped(
    before: npt.NDArray[np.float64], powers: npt.NDArray[np.float64], size: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Means over groups of so many slices, and the slices of the group that is not full yet."""
    waiting = np.concatenate((before, powers))
    whole = len(waiting) // size * size
    return waiting[:whole].reshape(-1, size).mean(axis=1), waiting[whole:]
