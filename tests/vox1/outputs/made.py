"""Audiobooks made for tests, without a render."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.audio.aac import FRAME_SAMPLES, StretchEncoder
from vox1.outputs import m4b
from vox1.outputs.m4b import Mark, Sound

RATE_HZ = 24_000


def encoded(folder: Path, audio: npt.NDArray[np.float32], sample_rate_hz: int = RATE_HZ) -> bytes:
    """Return the AAC frames of audio, with silence up to a whole frame."""
    audio = np.concatenate((audio, np.zeros(-len(audio) % FRAME_SAMPLES, np.float32)))
    with closing(StretchEncoder(folder / "scratch", sample_rate_hz, 64)) as encoder:
        for start in range(0, len(audio), 10_000):
            encoder.write(audio[start : start + 10_000])
        return encoder.finish()


def audiobook(
    folder: Path,
    audio: npt.NDArray[np.float32],
    marks: Sequence[Mark] | None = None,
    name: str = "finished.m4b",
) -> Path:
    """Return an M4B of one chapter, or of those that are given."""
    path = folder / name
    placed = marks or [Mark("One", 0, len(audio) * 1000 // RATE_HZ)]
    m4b.join(Sound([encoded(folder, audio)], RATE_HZ), placed, path)
    return path
