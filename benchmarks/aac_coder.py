"""AAC coders compared on speech: processor time, size, and how near the decoded audio is.

Usage: .venv/bin/python benchmarks/aac_coder.py TAKES_FOLDER

TAKES_FOLDER is the store of any render, such as temp_work/takes. Prints the table of
docs/decisions/004-aac-coder.md. These are signal measures: nobody has listened for this table.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import psutil
import soundfile

_MINUTES = 20.0
_FRAME_SECONDS = 0.02
_QUIET = 1e-3
"""Frames below -60 dB are left out: their ratio says nothing about speech."""


def speech(folder: Path) -> tuple[npt.NDArray[np.float32], int]:
    """Return some minutes of stored takes end to end, and their rate."""
    parts, length, rate = [], 0, 0
    for path in sorted(folder.rglob("*.flac")):
        samples, rate = soundfile.read(path, dtype="float32")
        parts.append(samples)
        length += len(samples)
        if length > _MINUTES * 60 * rate:
            break
    return np.concatenate(parts), rate


def encode(audio: npt.NDArray[np.float32], rate: int, coder: str, kbps: int, path: Path) -> float:
    """Encode and return the processor seconds it took."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-y",
        "-f",
        "f32le",
        "-ar",
        str(rate),
        "-ac",
        "1",
    ]
    command += [
        "-i",
        "pipe:0",
        "-c:a",
        "aac",
        "-aac_coder",
        coder,
        "-b:a",
        f"{kbps}k",
        "-f",
        "ipod",
        str(path),
    ]
    before = psutil.Process().cpu_times()
    subprocess.run(command, input=audio.tobytes(), check=True)
    after = psutil.Process().cpu_times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return float(children)


def decode(path: Path) -> npt.NDArray[np.float32]:
    """Return the decoded samples."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4")


def segmental_snr_db(audio: npt.NDArray[np.float32], decoded: npt.NDArray[np.float32], rate: int) -> float:
    """Return the mean over frames of the signal-to-noise ratio, each held between -10 and 50 dB."""
    signal, noise = _frames(audio, rate), _frames(audio - decoded[: len(audio)], rate)
    power = np.mean(signal**2, axis=1)
    heard = power > _QUIET**2
    ratio = 10 * np.log10(power[heard] / (np.mean(noise**2, axis=1)[heard] + 1e-12))
    return float(np.mean(np.clip(ratio, -10, 50)))


def spectral_distance_db(
    audio: npt.NDArray[np.float32], decoded: npt.NDArray[np.float32], rate: int
) -> float:
    """Return the mean log-spectral distance over frames, in dB: blind to phase, as ears nearly are."""
    first, second = _frames(audio, rate), _frames(decoded[: len(audio)], rate)
    heard = np.mean(first**2, axis=1) > _QUIET**2
    window = np.hanning(first.shape[1])
    levels = [20 * np.log10(np.abs(np.fft.rfft(part[heard] * window)) + 1e-4) for part in (first, second)]
    return float(np.mean(np.sqrt(np.mean((levels[0] - levels[1]) ** 2, axis=1))))


def _frames(audio: npt.NDArray[np.float32], rate: int) -> npt.NDArray[np.float32]:
    size = round(_FRAME_SECONDS * rate)
    return audio[: len(audio) // size * size].reshape(-1, size)


def main() -> None:
    """Encode with each coder and print the table."""
    audio, rate = speech(Path(sys.argv[1]))
    hours = len(audio) / rate / 3600
    print(f"{60 * hours:.1f} minutes of speech at {rate} Hz\n")
    print("| coder | asked | CPU s per hour | kb/s | segmental SNR | spectral distance |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for coder in ("twoloop", "fast"):
            for kbps in (48, 64, 96):
                path = Path(folder) / f"{coder}-{kbps}.m4a"
                seconds = encode(audio, rate, coder, kbps, path)
                decoded = decode(path)
                size_kbps = path.stat().st_size * 8 / 1000 / (hours * 3600)
                snr, distance = (
                    segmental_snr_db(audio, decoded, rate),
                    spectral_distance_db(audio, decoded, rate),
                )
                figures = f"{seconds / hours:.0f} | {size_kbps:.0f} | {snr:.1f} dB | {distance:.1f} dB"
                print(f"| {coder} | {kbps}k | {figures} |", flush=True)


if __name__ == "__main__":
    main()
