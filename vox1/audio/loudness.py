"""Loudness: EBU R 128 integrated loudness, measured by ffmpeg's ebur128 filter."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.ffmpeg import Pipe

_GATE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770: what is quieter has no loudness."""
_MOMENT = re.compile(r"\bM:\s*(-?\d+\.\d)")
_GATE_LU = -10.0
"""Under the mean of what is above the absolute gate: what is quieter still is a pause (BS.1770-4)."""


def measure(blocks: Iterable[npt.NDArray[np.int16]], sample_rate_hz: int) -> float | None:
    """Return the integrated loudness of mono audio in LUFS; None where it is too quiet to have one.

    Args:
        blocks: The audio in pieces of any length.
        sample_rate_hz: Its rate.

    Raises:
        EncoderFailed: ffmpeg failed.
    """
    return integrated(moments(blocks, sample_rate_hz))


def moments(blocks: Iterable[npt.NDArray[np.int16]], sample_rate_hz: int) -> Counter[int]:
    """Return how often each loudness was met, in tenths of LUFS: of 400 ms, every 100 ms.

    Those of several stretches of audio, added up, give the loudness of all of them together.

    Args:
        blocks: The audio in pieces of any length.
        sample_rate_hz: Its rate.

    Raises:
        EncoderFailed: ffmpeg failed.
    """
    source = ("-f", "s16le", "-ar", str(sample_rate_hz), "-ac", "1", "-i", "pipe:0")
    with Pipe((*source, "-af", "ebur128=framelog=info", "-f", "null", "-")) as pipe:
        for block in blocks:
            pipe.write(block)
        said = pipe.finish()
    met = Counter(round(float(moment) * 10) for moment in _MOMENT.findall(said))
    return Counter({tenths: count for tenths, count in met.items() if tenths > _GATE_LUFS * 10})


def integrated(moments: Mapping[int, int]) -> float | None:
    """Return the integrated loudness in LUFS, to a tenth (ITU-R BS.1770-4, with both of its gates).

    Args:
        moments: How often each loudness was met, in tenths of LUFS; none below the absolute gate.
    """
    if not moments:
        return None
    gate = _mean(moments) + _GATE_LU * 10
    return round(_mean({tenths: count for tenths, count in moments.items() if tenths > gate}) / 10, 1)


def _mean(moments: Mapping[int, int]) -> float:
    """The loudness in tenths that has the mean power."""
    power = sum(count * 10 ** (tenths / 100) for tenths, count in moments.items()) / sum(moments.values())
    return 100 * math.log10(power)


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
