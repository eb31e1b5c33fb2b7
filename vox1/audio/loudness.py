"""Loudness: EBU R 128 integrated loudness, measured by ffmpeg's ebur128 filter."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from vox1.audio.ffmpeg import Pipe
from vox1.errors import EncoderFailed

_GATE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770: what is quieter has no loudness."""
_MOST_GAIN_DB = 30.0
"""More would turn noise into the chapter's sound."""
_INTEGRATED = re.compile(r"Integrated loudness:\s+I:\s+(-?[\d.]+|-?inf|nan) LUFS")


def measure(blocks: Iterable[npt.NDArray[np.int16]], sample_rate_hz: int) -> float | None:
    """Return the integrated loudness of mono audio in LUFS; None where it is too quiet to have one.

    Args:
        blocks: The audio in pieces of any length.
        sample_rate_hz: Its rate.

    Raises:
        EncoderFailed: ffmpeg failed.
    """
    source = ("-f", "s16le", "-ar", str(sample_rate_hz), "-ac", "1", "-i", "pipe:0")
    with Pipe((*source, "-af", "ebur128=framelog=quiet", "-f", "null", "-")) as pipe:
        for block in blocks:
            pipe.write(block)
        said = pipe.finish()
    match = _INTEGRATED.search(said)
    if not match:
        raise EncoderFailed(
            "ffmpeg's loudness meter gave no result", "Run `python3 run.py setup`, then try again."
        )
    lufs = float(match.group(1))
    return lufs if lufs > _GATE_LUFS else None


def gain_db(lufs: float | None, target_lufs: float) -> float:
    """Return the linear gain that brings audio to a loudness; none for audio without one."""
    return 0.0 if lufs is None else min(target_lufs - lufs, _MOST_GAIN_DB)
