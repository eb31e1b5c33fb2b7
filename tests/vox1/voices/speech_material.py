"""Speech of the draft voice for tests of Smart Audio Import, and recordings of it as files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from tests.vox1.render.booth import SENTENCES, Booth

RATE_HZ = 24_000
Audio = npt.NDArray[np.float32]


def resampled(audio: Audio, rate_hz: int) -> Audio:
    """At the rate of the engines that clone."""
    count = audio.size * RATE_HZ // rate_hz
    spectrum = np.fft.rfft(audio)
    padded = np.zeros(count // 2 + 1, np.complex128)
    kept = min(padded.size, spectrum.size)
    padded[:kept] = spectrum[:kept]
    return (np.fft.irfft(padded, count) * count / audio.size).astype(np.float32)


def reading(sentences: int, voices: tuple[str, ...] = ("gmw/en",)) -> Audio:
    """Return sentences with half a second between them, the voices in turn, in a quiet room."""
    booth = Booth()
    try:
        parts = [booth.room(0.5)]
        for number in range(sentences):
            said = booth.say(SENTENCES[number % len(SENTENCES)], voice=voices[number % len(voices)])
            parts += [said, booth.room(0.25)]
        return resampled(np.concatenate(parts), booth.rate_hz)
    finally:
        booth.close()


def pcm16(audio: Audio) -> npt.NDArray[np.int16]:
    """As 16-bit samples."""
    return (np.clip(audio, -1, 1) * 32_767).astype(np.int16)


def noise(length: int, level_db: float, seed: int = 1) -> Audio:
    """Return white noise of a level in dBFS."""
    made = np.random.default_rng(seed).standard_normal(length) * 10 ** (level_db / 20)
    return made.astype(np.float32)


def saved(path: Path, audio: Audio, rate_hz: int = RATE_HZ) -> Path:
    """Write audio to a file of the kind that its name says."""
    soundfile.write(path, np.clip(audio, -1, 1), rate_hz)
    return path
