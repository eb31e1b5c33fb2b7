"""What Smart Audio Import chooses, against what a person would choose, and what it costs.

Usage: .venv/bin/python benchmarks/smart_import.py  (about five minutes)

Makes the recordings of `benchmarks/smart_import_recordings/measured.json`, has segments found in each, and
prints the table for docs/voices.md. A first choice agrees if all of it, but for half a second, is in what a
person would choose, or if nothing is offered where a person would take nothing. A candidate is a hit if more
than half a second of it is in what nobody would choose, while there is something to choose.

With ``--tune`` it does so for `tuning.json`, which the thresholds were chosen on. With ``--hours 2`` it also
measures a recording of that length and one a tenth as long: processor time and memory. With ``--denoise`` it
also measures what denoising does.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.recordings import (  # noqa: E402  # the line above
    EFFECTS,
    Audio,
    Recording,
    Span,
    Studio,
    overlap,
    recordings,
)
from vox1.control import Control  # noqa: E402
from vox1.errors import InputError  # noqa: E402
from vox1.voices.recording import Pcm  # noqa: E402
from vox1.voices.segments import Candidate, Found, Progress, cut_segment, find_segments  # noqa: E402

_TOLERANCE_SECONDS = 0.5
_NOISES = (
    ("", 0.0),
    ("white noise", 25.0),
    ("white noise", 12.0),
    ("hiss", 16.0),
    ("pink noise", 20.0),
    ("street", 14.0),
)
"""What denoising is tried on, in decibels below the speech."""


@dataclass(frozen=True, slots=True)
class Row:
    """What came out for a recording.

    Attributes:
        recording: Which.
        found: What was found; None where it was refused with an error.
        says: The best choice with its score and faults, or why there is none.
        agrees: Whether a person would agree.
        hits: Candidates in what nobody would choose.
    """

    recording: Recording
    found: Found | None
    says: str
    agrees: bool
    hits: int


def compare(recording: Recording, path: Path) -> Row:
    """Find segments in a recording and compare them with a person's choice."""
    try:
        found = find_segments(path, Control(), lambda _: None)
    except InputError as err:
        return Row(recording, None, err.message, not recording.choose, 0)
    hits = sum(overlap(_span(one), recording.never) > _TOLERANCE_SECONDS for one in found.candidates)
    if not found.candidates:
        return Row(recording, found, found.refused, not recording.choose, 0)
    first = found.candidates[0]
    span = _span(first)
    agrees = span[1] - span[0] - overlap(span, recording.choose) <= _TOLERANCE_SECONDS
    return Row(recording, found, _says(first), agrees, hits if recording.choose else 0)


def _span(candidate: Candidate) -> Span:
    return candidate.start, candidate.end


def _says(candidate: Candidate) -> str:
    said = f"{candidate.start:.1f} to {candidate.end:.1f} s, {candidate.quality.score:.0f}"
    return ": ".join((said, ", ".join(candidate.quality.faults))) if candidate.quality.faults else said


def _print(rows: Sequence[Row]) -> None:
    print("| recording | a person would choose | best choice, score | offered | agrees | never |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        choose = ", ".join(f"{start:g} to {end:g} s" for start, end in row.recording.choose) or "nothing"
        offered = len(row.found.candidates) if row.found else 0
        print(
            f"| {row.recording.name} | {choose} | {row.says} | {offered} |"
            f" {'yes' if row.agrees else '**no**'} | {row.hits or ''} |"
        )
    agreed, hits = sum(row.agrees for row in rows), sum(row.hits for row in rows)
    offered = sum(len(row.found.candidates) for row in rows if row.found)
    print(
        f"\nfirst choice agrees: {agreed} of {len(rows)} = {100 * agreed / len(rows):.0f} %;"
        f" candidates that nobody would choose: {hits} of {offered}"
    )


def measure_length(studio: Studio, hours: float, folder: Path) -> None:
    """Print speed and memory for a long recording, and for one a tenth as long."""
    minute = studio.samples(recordings("tuning")[0])
    minute = np.resize(minute, 60 * studio.rate_hz)
    for share in (0.1, 1.0):
        path = folder / "long.flac"
        with soundfile.SoundFile(path, "w", studio.rate_hz, 1) as file:
            for _ in range(round(60 * hours * share)):
                file.write(minute)
        began, wall = _processor_seconds(), time.monotonic()
        found = find_segments(path, Control(), _nothing)
        spent, wall = _processor_seconds() - began, time.monotonic() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{found.seconds / 3600:.2f} h: {spent:.0f} s of processor time, ffmpeg's too ="
            f" {found.seconds / spent:.0f} times real time; {wall:.0f} s wall; peak memory {peak:.0f} MB"
        )


def measure_denoising(studio: Studio, folder: Path) -> None:
    """Print what denoising does to clean speech and to speech with noise."""
    clean = studio.samples(Recording("denoising", "flac", ({"seconds": 13, "voice": "woman"},), (), ()))
    reference = _cut(clean, studio.rate_hz, folder, denoise=False)
    frames = _frames(reference)
    levels_db = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1)
    is_speech, is_pause = levels_db > levels_db.max() - 25, levels_db < levels_db.max() - 40
    print("| noise | speech to distortion: before | after | level of pauses: before | after |")
    print("|---|---|---|---|---|")
    for name, below_db in _NOISES:
        noisy = EFFECTS[name](clean, below_db, studio.rate_hz, np.random.default_rng(1)) if name else clean
        cells = []
        for denoise in (False, True):
            heard = _frames(_cut(noisy, studio.rate_hz, folder, denoise=denoise))
            wrong = np.sum(np.square(heard[is_speech] - frames[is_speech]))
            ratio_db = 10 * np.log10(np.sum(np.square(frames[is_speech])) / max(wrong, 1e-9))
            pauses_db = 10 * np.log10(np.mean(np.square(heard[is_pause])) / 32_768**2)
            cells.append((f"{ratio_db:.1f} dB" if ratio_db < 100 else "", f"{pauses_db:.1f} dB"))
        (before, pauses_before), (after, pauses_after) = cells
        said = f"{name}, {below_db:g} dB" if name else "none"
        print(f"| {said} | {before} | {after} | {pauses_before} | {pauses_after} |")


def _cut(audio: Audio, rate_hz: int, folder: Path, *, denoise: bool) -> Pcm:
    path = folder / "noisy.wav"
    soundfile.write(path, audio, rate_hz)
    return cut_segment(path, 2, 12, denoise=denoise)


def _frames(pcm: Pcm) -> npt.NDArray[np.float64]:
    """Frames of 20 ms."""
    return pcm[: pcm.size // 480 * 480].astype(np.float64).reshape(-1, 480)


def _nothing(_: Progress) -> None:
    pass


def _processor_seconds() -> float:
    """Of this process and of the ffmpegs that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Compare all recordings and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tune", action="store_true", help="the recordings thresholds were chosen on")
    parser.add_argument("--only", default="", help="recordings whose names hold this")
    parser.add_argument("--denoise", action="store_true", help="also measure denoising")
    parser.add_argument("--hours", type=float, default=0.0, help="also measure a recording so long")
    options = parser.parse_args()
    studio = Studio()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.hours:
            measure_length(studio, options.hours, folder)
        if options.denoise:
            measure_denoising(studio, folder)
        chosen = recordings("tuning" if options.tune else "measured")
        rows = [compare(one, studio.make(one, folder)) for one in chosen if options.only in one.name]
    _print(rows)


if __name__ == "__main__":
    main()
