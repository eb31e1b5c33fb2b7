"""``inspect FILE``: a technical report on an audio file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console, clock, size

if TYPE_CHECKING:
    from vox1.audio.inspection import Inspection


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "inspect",
        help="measure an audio file",
        description="Report on an audio file: length, format, loudness, peak, chapters, tags and cover.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="any audio file")
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Measure the file and show the report."""
    inspection = backend.inspect(arguments.file)
    if console.as_json:
        console.result_json(inspection.to_json())
    else:
        _show(inspection, console)
    return 0


def _show(inspection: Inspection, console: Console) -> None:
    console.result(
        f"{inspection.path.name}: {clock(inspection.seconds)}, {size(inspection.size_bytes)},"
        f" {inspection.codec} {inspection.sample_rate_hz} Hz {inspection.channels},"
        f" {inspection.bitrate_kbps} kb/s\n"
        f"loudness {inspection.lufs:.1f} LUFS (range {inspection.loudness_range_lu:.1f} LU),"
        f" true peak {inspection.true_peak_db:.1f} dBTP, RMS {inspection.rms_db:.1f} dB,"
        f" noise floor {inspection.noise_floor_db:.1f} dB\n"
        f"cover {size(inspection.cover_bytes) if inspection.cover_bytes else 'none'}"
    )
    for name, value in inspection.tags.items():
        console.result(f"  {name:32} {' '.join(value.split())[:80]}")
    for number, chapter in enumerate(inspection.chapters, 1):
        console.result(f"{number:4}  {clock(chapter.start_seconds):>9}  {chapter.title}")
