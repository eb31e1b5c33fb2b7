"""A survey of a recording: what is kept of every moment while it passes by, however long it is.

The speech detector needs about 30 ms of a core for each second, several times as much as all the rest. So it
listens to one second of every five here, and later to all of what may be chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.control import Control
from vox1.voices.clip import SAMPLE_RATE_HZ
from vox1.voices.recording import Decoding, Pcm
from vox1.voices.speech import SpeechDetector

Floats = npt.NDArray[np.float32]

FRAME_SECONDS = 0.02
FRAME_SAMPLES = round(FRAME_SECONDS * SAMPLE_RATE_HZ)
BLOCK_SECONDS = 5.0
"""Of recording that are held at once; each is listened to for speech in its middle second."""
_PROBE_FROM, _PROBE_TO = 2 * SAMPLE_RATE_HZ, 3 * SAMPLE_RATE_HZ
_SPEECH = 0.5
_FULL_SCALE = 32_768.0


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What is known of a recording after one pass: 400 bytes for each second.

    Attributes:
        samples: Its length, at `SAMPLE_RATE_HZ`.
        is_damaged: Whether it could not be read to its end.
        level_db: Of each 20 ms, not below -120.
        peaks: Largest magnitude in each 20 ms, 1.0 being full scale.
        speech_shares: Of one second of each five, how much is speech.
    """

    samples: int
    is_damaged: bool
    level_db: Floats
    peaks: Floats
    speech_shares: Floats

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.samples / SAMPLE_RATE_HZ

    def speech_share(self, start: float, end: float) -> float:
        """Return how much is speech between two seconds, as far as was listened to."""
        first = max(0, min(int((start - 1) / BLOCK_SECONDS), self.speech_shares.size - 1))
        last = max(first, int((end - 2) / BLOCK_SECONDS))
        return float(np.mean(self.speech_shares[first : last + 1]))


def survey(path: Path, control: Control, tell_seconds: Callable[[float], None]) -> Survey:
    """Listen to a recording once.

    Args:
        path: Any file with sound that ffmpeg reads.
        control: May pause or cancel it.
        tell_seconds: Told how many seconds have passed by, again and again.

    Raises:
        InputError: It cannot be read.
        Vox1Error: The speech detector is not installed.
        Cancelled: It was given up.
    """
    detector, decoding = SpeechDetector(), Decoding(path)
    levels, peaks, shares = [], [], []
    for block in decoding.blocks(BLOCK_SECONDS):
        control.rest()
        control.check()
        level_db, peak = _frames(block)
        levels.append(level_db)
        peaks.append(peak)
        shares.append(_speech_share(detector, block))
        tell_seconds(decoding.samples / SAMPLE_RATE_HZ)
    return Survey(
        samples=decoding.samples,
        is_damaged=decoding.is_damaged,
        level_db=_joined(levels),
        peaks=_joined(peaks),
        speech_shares=np.array(shares, np.float32),
    )


def outline(peaks: Floats, points: int) -> tuple[float, ...]:
    """Return a waveform of so many points, from 0 to 1: the largest magnitude in each part.

    Args:
        peaks: Of short moments.
        points: As many as there are moments at most; else that many.
    """
    parts = np.array_split(peaks, max(1, min(points, peaks.size)))
    return tuple(round(float(part.max()), 3) for part in parts if part.size)


def _frames(block: Pcm) -> tuple[Floats, Floats]:
    """Level and peak of each frame; the last one may be short."""
    padded = np.zeros(-(-block.size // FRAME_SAMPLES) * FRAME_SAMPLES, np.float32)
    padded[: block.size] = block
    frames = padded.reshape(-1, FRAME_SAMPLES) / np.float32(_FULL_SCALE)
    squares = np.mean(np.square(frames), axis=1)
    level_db = 10 * np.log10(np.maximum(squares, np.float32(1e-12)))
    return level_db, np.max(np.abs(frames), axis=1)


def _speech_share(detector: SpeechDetector, block: Pcm) -> float:
    """How much of the block's middle is speech; of all of it where it is short."""
    probe = block[_PROBE_FROM:_PROBE_TO] if block.size >= _PROBE_TO else block
    likely = detector.probabilities(probe)
    return float(np.mean(likely > _SPEECH)) if likely.size else 0.0


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
