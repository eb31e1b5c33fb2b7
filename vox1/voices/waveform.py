"""The waveform: what a recording looks like, and every stretch of it at hand once it was heard.

In many kinds of file no place can be found to the sample without decoding all that comes before. So a
recording that somebody chooses a clip from is decoded once, into a file without a name: 48 kB for each
second, which are gone when the process is, however it ends.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from vox1 import files
from vox1.control import Control
from vox1.errors import InputError, disk_error
from vox1.voices.clip import SAMPLE_RATE_HZ, flac_of
from vox1.voices.recording import Decoding, Pcm
from vox1.voices.segments import cut_segment

COLUMNS = 2_000
"""Of a whole recording: more than a screen has pixels."""
_BLOCK_SECONDS = 5.0
_MOMENT_SAMPLES = SAMPLE_RATE_HZ // 100
_MOST_SHOWN_SECONDS = 120.0
"""Of sound that is held at once for being drawn."""
_PICTURE_SECONDS = 0.25
"""Between two pictures of a recording that is still being heard."""
_FULL_SCALE = 32_768.0


@dataclass(frozen=True, slots=True)
class Waveform:
    """What a stretch of a recording looks like, in columns of the same length.

    Attributes:
        start_seconds: Where in the recording it begins.
        end_seconds: Where it ends.
        lows: Of each column, the lowest sample, from -1 to 1.
        highs: Of each column, the highest.
    """

    start_seconds: float
    end_seconds: float
    lows: tuple[float, ...]
    highs: tuple[float, ...]


class OpenRecording:
    """A recording that was heard to its end; made by `open_recording`.

    Attributes:
        path: The recording.
        seconds: Its length.
        damaged_after: Second up to which it could be read; None where it could to its end.
        waveform: Of all of it.
    """

    def __init__(self, path: Path, sound: IO[Any], waveform: Waveform, *, is_damaged: bool) -> None:
        self.path, self.waveform = path, waveform
        self.seconds = waveform.end_seconds
        self.damaged_after = self.seconds if is_damaged else None
        self._sound, self._reading = sound, threading.Lock()

    def cut(self, start: float, end: float) -> Pcm:
        """Return the samples between two seconds, mono at 24 kHz: those that `cut_segment` returns.

        Raises:
            InputError: There are none.
            DiskError: What was heard cannot be read any more.
        """
        first, last = (round(max(0.0, second) * SAMPLE_RATE_HZ) for second in (start, end))
        try:
            with self._reading:
                self._sound.seek(2 * first)
                heard = self._sound.read(2 * max(0, last - first))
        except (OSError, ValueError) as err:  # ValueError: it was closed for another recording
            problem = err if isinstance(err, OSError) else OSError(str(err))
            raise disk_error(problem, self.path) from err
        if not heard:
            raise InputError(
                f"There is nothing from {start:.1f} to {end:.1f} seconds in {self.path.name}",
                "Choose two places within the recording, the first one first.",
                "bad-voice",
            )
        return np.frombuffer(heard, "<i2").astype(np.int16, copy=False)

    def draw(self, start: float, end: float, columns: int) -> Waveform:
        """Return what a stretch looks like; one that is too long to be looked at closely ends early.

        Raises:
            InputError: There is nothing of the recording in it.
            DiskError: What was heard cannot be read any more.
        """
        pcm = self.cut(start, min(end, start + _MOST_SHOWN_SECONDS))
        start = max(0.0, start)
        lows, highs = _columns(pcm, pcm, columns)
        return Waveform(start, start + pcm.size / SAMPLE_RATE_HZ, lows, highs)

    def write(self, start: float, end: float, place: Path, *, denoise: bool = False) -> None:
        """Write a stretch as a FLAC file, as it would be cloned.

        Args:
            start: Second where it begins.
            end: Second where it ends.
            place: The file.
            denoise: Whether steady noise is taken away; the recording is then decoded once more.

        Raises:
            InputError: There is nothing in it, or the recording cannot be read any more.
            DiskError: The disk refuses.
        """
        pcm = cut_segment(self.path, start, end, denoise=True) if denoise else self.cut(start, end)
        files.write_bytes(place, flac_of(pcm))

    def close(self) -> None:
        """Forget what was heard."""
        with self._reading:
            self._sound.close()


def open_recording(
    path: Path, folder: Path, control: Control, tell_waveform: Callable[[Waveform], None]
) -> OpenRecording:
    """Hear a recording once, from its start to its end.

    Args:
        path: Any file with sound that ffmpeg reads, of any length.
        folder: On the disk that what is heard goes to; it is made.
        control: May pause or cancel it.
        tell_waveform: Given what it looks like so far, some times a second.

    Raises:
        InputError: It is no recording, or has no sound.
        DiskError: There is no room for it.
        Cancelled: It was given up.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sound: IO[Any] = tempfile.TemporaryFile(prefix="vox1-", dir=folder)  # noqa: SIM115  # stays open
    except OSError as err:
        raise disk_error(err, folder) from err
    decoding, outline = Decoding(path), _Outline()
    try:
        _hear(decoding, sound, outline, control, tell_waveform)
    except OSError as err:
        sound.close()
        raise disk_error(err, folder) from err
    except BaseException:
        sound.close()
        raise
    return OpenRecording(path, sound, outline.waveform(), is_damaged=decoding.is_damaged)


def _hear(
    decoding: Decoding,
    sound: IO[Any],
    outline: _Outline,
    control: Control,
    tell_waveform: Callable[[Waveform], None],
) -> None:
    """Write a recording down, and have its picture grow.

    Raises:
        InputError: It cannot be read.
        OSError: The disk refuses.
        Cancelled: It was given up.
    """
    told = time.monotonic()
    for block in decoding.blocks(_BLOCK_SECONDS):
        control.rest()
        control.check()
        sound.write(block.astype("<i2").tobytes())
        outline.add(block)
        if time.monotonic() - told >= _PICTURE_SECONDS:
            tell_waveform(outline.waveform())
            told = time.monotonic()
    sound.flush()


class _Outline:
    """The lowest and the highest sample of every 10 ms: 400 bytes for each second."""

    def __init__(self) -> None:
        self._lows: list[Pcm] = []
        self._highs: list[Pcm] = []
        self._samples = 0

    def add(self, block: Pcm) -> None:
        """Add what follows; only the last block may be no whole number of moments."""
        starts = np.arange(0, block.size, _MOMENT_SAMPLES)
        self._lows.append(np.minimum.reduceat(block, starts))
        self._highs.append(np.maximum.reduceat(block, starts))
        self._samples += block.size

    def waveform(self) -> Waveform:
        """Return what all of it looks like so far."""
        lows, highs = (
            np.concatenate(parts) if parts else np.zeros(0, np.int16) for parts in (self._lows, self._highs)
        )
        return Waveform(0.0, self._samples / SAMPLE_RATE_HZ, *_columns(lows, highs, COLUMNS))


def _columns(lows: Pcm, highs: Pcm, columns: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The extremes in each of so many parts; fewer where there is less than one value for each."""
    parts = max(1, min(columns, lows.size))
    if not lows.size:
        return (), ()
    starts = np.arange(parts) * lows.size // parts
    low, high = np.minimum.reduceat(lows, starts), np.maximum.reduceat(highs, starts)
    return _shares(low), _shares(high)


def _shares(values: Pcm) -> tuple[float, ...]:
    """Samples as parts of full scale, as exact as a screen can show."""
    return tuple(round(float(value) / _FULL_SCALE, 3) for value in values)
