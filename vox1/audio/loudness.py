"""Loudness: EBU R 128 integrated loudness, measured by ffmpeg's ebur128 filter."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Biquad:
    """A second-order filter, by its coefficients with a0 = 1."""

    b: tuple[float, float, float]
    a: tuple[float, float]

    @property
    def filter(self) -> str:
        """It as ffmpeg has it."""
        b0, b1, b2 = self.b
        a1, a2 = self.a
        return f"biquad=b0={b0:.17g}:b1={b1:.17g}:b2={b2:.17g}:a0=1:a1={a1:.17g}:a2={a2:.17g}:precision=f64"


def k_weighting(sample_rate_hz: int) -> str:
    """Return the filter of ITU-R BS.1770-4 by which levels become loudness, as ffmpeg's filters.

    The standard gives coefficients for 48 kHz. These follow from the analogue filters behind them, whose
    frequencies and qualities are those that libebur128 works with.
    """
    tangent = math.tan(math.pi * 1681.974450955533 / sample_rate_hz)
    quality, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    scale = 1 + tangent / quality + tangent**2
    shelf = _Biquad(
        (
            (high + band * tangent / quality + tangent**2) / scale,
            2 * (tangent**2 - high) / scale,
            (high - band * tangent / quality + tangent**2) / scale,
        ),
        (2 * (tangent**2 - 1) / scale, (1 - tangent / quality + tangent**2) / scale),
    )
    tangent = math.tan(math.pi * 38.13547087602444 / sample_rate_hz)
    quality = 0.5003270373238773
    scale = 1 + tangent / quality + tangent**2
    high_pass = _Biquad(
        (1.0, -2.0, 1.0),
        (2 * (tangent**2 - 1) / scale, (1 - tangent / quality + tangent**2) / scale),
    )
    return f"{shelf.filter},{high_pass.filter}"
