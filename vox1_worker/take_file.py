"""Take files: speech measured on its floats, then written as FLAC so that it is whole or absent."""

from __future__ import annotations

import hashlib
import io
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from vox1_worker.engine import Samples

_FULL_SCALE = 32768.0
# As in vox1/files.py, which this environment may lack: what holds a new file for a moment on Windows.
_PASSING_WINDOWS_ERRORS = frozenset((5, 32, 33))
_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


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
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _replace(partial, path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
    return hashlib.sha256(content).hexdigest(), len(content)


def _replace(source: Path, target: Path) -> None:
    """Rename a file over another, waiting out an antivirus or indexer that holds it."""
    for pause in _RETRY_SECONDS:
        try:
            source.replace(target)
        except OSError as err:
            if getattr(err, "winerror", None) not in _PASSING_WINDOWS_ERRORS:
                raise
            time.sleep(pause)  # there is no event to wait for: another program holds the file
        else:
            return
    source.replace(target)
