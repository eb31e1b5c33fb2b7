"""Take files: speech measured on its floats, then written as FLAC so that it is whole or absent."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from vox1_worker import files
from vox1_worker.engine import Samples

_FULL_SCALE = 32768.0


@dataclass(frozen=True)
class Measured:
    """What is known of a take before it is rounded to 16 bits.

    Attributes:
        peak: Largest finite magnitude, 1.0 being full scale.
        rms: Root mean square of the finite samples.
        nonfinite: How many samples were NaN or infinite.
    """

    peak: float
    rms: float
    nonfinite: int


def measure(audio: Samples) -> Measured:
    """Measure speech as the engine made it."""
    finite = audio[np.isfinite(audio)]
    if not finite.size:
        return Measured(0.0, 0.0, int(audio.size))
    rms = float(np.sqrt(np.mean(np.square(finite, dtype=np.float64))))
    return Measured(float(np.max(np.abs(finite))), rms, int(audio.size - finite.size))


def to_pcm16(audio: Samples) -> npt.NDArray[np.int16]:
    """Round to 16 bits; overshoot is held at full scale and non-finite samples become silence.

    soundfile would raise on NaN and leave a broken file, and scales by 32,767, not 32,768.
    """
    scaled = np.rint(np.nan_to_num(audio, nan=0.0, posinf=0.0, neginf=0.0) * _FULL_SCALE)
    pcm: npt.NDArray[np.int16] = np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
    return pcm


def write(path: Path, audio: Samples, sample_rate_hz: int) -> tuple[str, int]:
    """Write a take beside its place, flush it to the disk, and rename it into place.

    Returns:
        The SHA-256 of the file and its size in bytes.

    Raises:
        OSError: The disk refused; a file that was there before is untouched.
    """
    encoded = io.BytesIO()
    soundfile.write(encoded, to_pcm16(audio), sample_rate_hz, format="FLAC", subtype="PCM_16")
    content = encoded.getvalue()
    files.write_bytes(path, content)
    return hashlib.sha256(content).hexdigest(), len(content)
