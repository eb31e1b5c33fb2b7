"""Room tone: the faint noise of a quiet room, laid under speech whose pauses are digital silence.

It is added to all of the audio, not put into its pauses: a noise that comes and goes is what can be
heard, and under speech 50 dB louder a constant one cannot.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

_BLOCK_SAMPLES = 2**17
"""Repeated without end: five seconds at 24 kHz, more than the longest pause of a book at rest."""
_SEED = 1926
_SOFT_FROM_HZ = 500.0
"""Above it the tone falls by 6 dB an octave: rooms hiss less than white noise does."""
_NO_RUMBLE_HZ = 60.0
"""Below it the tone falls too: rumble eats headroom and says nothing."""


def room_tone(start: int, length: int, level_db: float, sample_rate_hz: int) -> npt.NDArray[np.float32]:
    """Return a stretch of the tone: the same for the same place, whatever blocks it is asked for in.

    Args:
        start: Its first sample, counted from where the tone begins.
        length: How many samples.
        level_db: RMS in dBFS.
        sample_rate_hz: Of the audio it is added to.
    """
    places = np.arange(start, start + length)
    tone: npt.NDArray[np.float32] = np.take(_block(sample_rate_hz), places, mode="wrap")
    tone *= np.float32(10 ** (level_db / 20))
    return tone


@lru_cache(maxsize=4)
def _block(sample_rate_hz: int) -> npt.NDArray[np.float32]:
    """Shaped noise with an RMS of 1.0 whose end runs on into its beginning."""
    # The new generators of NumPy may change their numbers from version to version; this one never will.
    noise = np.random.RandomState(_SEED).standard_normal(_BLOCK_SAMPLES)
    pitch_hz = np.fft.rfftfreq(_BLOCK_SAMPLES, 1 / sample_rate_hz)
    soft = 1 / np.sqrt(1 + (pitch_hz / _SOFT_FROM_HZ) ** 2)
    no_rumble = pitch_hz**2 / (pitch_hz**2 + _NO_RUMBLE_HZ**2)
    shaped = np.fft.irfft(np.fft.rfft(noise) * soft * no_rumble, _BLOCK_SAMPLES)
    tone: npt.NDArray[np.float32] = (shaped / np.sqrt(np.mean(np.square(shaped)))).astype(np.float32)
    return tone
