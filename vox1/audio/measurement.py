"""Measurements: what is known of a stretch of audio, so that those of several make that of all together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vox1.audio import loudness
from vox1.audio.levels import LevelMeter, Totals, decibels

_STEPS_PER_DB = 20
"""Magnitudes are counted in twentieths of a decibel; the gain of a chapter goes in tenths."""


@dataclass(frozen=True, slots=True)
class Measurement(Totals):
    """Loudness and levels of mono audio.

    Attributes:
        moments: How often each loudness was met; see `loudness.moments`.
        magnitudes: How many samples are that loud and no louder, by twentieths of a decibel of full scale.
        squares: Sum of all samples squared.
        samples: How many there are.
        peak: The largest magnitude.
        quietest: Mean square of the quietest half second; infinite for audio shorter than that.
    """

    moments: Mapping[int, int]
    magnitudes: Mapping[int, int]
    squares: float
    samples: int
    peak: float
    quietest: float

    @property
    def lufs(self) -> float | None:
        """Integrated loudness; None where it is too quiet to have one."""
        return loudness.integrated(self.moments)

    def share_above(self, level_db: float) -> float:
        """Return the share of samples above a level, or a little more."""
        step = math.floor(level_db * _STEPS_PER_DB + _ROUNDING)
        above = sum(count for known, count in self.magnitudes.items() if known > step)
        return above / self.samples if self.samples else 0.0

    def level_reached_by(self, share: float) -> float:
        """Return the lowest level in dBFS, in twentieths, that fewer than this share of samples are above."""
        above = 0
        for step in sorted(self.magnitudes, reverse=True):
            above += self.magnitudes[step]
            if above >= share * self.samples:
                return step / _STEPS_PER_DB
        return decibels(0.0)

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {
            "moments": {str(tenths): count for tenths, count in self.moments.items()},
            "magnitudes": {str(step): count for step, count in self.magnitudes.items()},
            "squares": self.squares,
            "samples": self.samples,
            "peak": self.peak,
            "quietest": self.quietest if math.isfinite(self.quietest) else None,
        }


_ROUNDING = 1e-6
"""Of a step: a level that was made from a step must not fall below it."""


def measured(blocks: Iterable[npt.NDArray[np.int16]], sample_rate_hz: int) -> Measurement:
    """Measure mono audio as it passes by.

    Args:
        blocks: The audio in pieces of any length.
        sample_rate_hz: Its rate.

    Raises:
        EncoderFailed: ffmpeg failed.
    """
    meter = LevelMeter(sample_rate_hz)
    return of_meter(meter, loudness.moments(_metered(blocks, meter), sample_rate_hz))


def of_meter(meter: LevelMeter, moments: Mapping[int, int]) -> Measurement:
    """Return what a meter has measured.

    Args:
        meter: Of the levels.
        moments: Of the loudness.
    """
    return Measurement(
        moments=moments,
        magnitudes=_in_decibels(meter.counts),
        squares=meter.squares,
        samples=meter.samples,
        peak=meter.peak,
        quietest=meter.quietest,
    )


def _metered(blocks: Iterable[npt.NDArray[np.int16]], meter: LevelMeter) -> Iterator[npt.NDArray[np.int16]]:
    for block in blocks:
        meter.add(block.astype(np.float32) / np.float32(32768))
        yield block


def _in_decibels(counts: npt.NDArray[np.int64]) -> dict[int, int]:
    """Counts of 16-bit magnitudes by steps of the decibel scale, none taken for less than it is."""
    magnitudes = np.flatnonzero(counts)
    magnitudes = magnitudes[magnitudes > 0]
    levels = 20 * np.log10(magnitudes / (len(counts) - 1))
    steps = np.ceil(levels * _STEPS_PER_DB - _ROUNDING).astype(np.int64)
    found: Counter[int] = Counter()
    for step, count in zip(steps.tolist(), counts[magnitudes].tolist(), strict=True):
        found[step] += count
    return dict(found)


def joined(parts: Iterable[Measurement]) -> Measurement:
    """Return the measurement of stretches of audio that follow each other."""
    moments: Counter[int] = Counter()
    magnitudes: Counter[int] = Counter()
    squares, samples, peak, quietest = 0.0, 0, 0.0, math.inf
    for part in parts:
        moments.update(part.moments)
        magnitudes.update(part.magnitudes)
        squares += part.squares
        samples += part.samples
        peak = max(peak, part.peak)
        quietest = min(quietest, part.quietest)
    return Measurement(moments, magnitudes, squares, samples, peak, quietest)


def from_json(written: Mapping[str, Any]) -> Measurement | None:
    """Return a measurement as it was written; None for what is none."""
    try:
        quietest = written["quietest"]
        return Measurement(
            moments={int(tenths): int(count) for tenths, count in written["moments"].items()},
            magnitudes={int(step): int(count) for step, count in written["magnitudes"].items()},
            squares=float(written["squares"]),
            samples=int(written["samples"]),
            peak=float(written["peak"]),
            quietest=math.inf if quietest is None else float(quietest),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
