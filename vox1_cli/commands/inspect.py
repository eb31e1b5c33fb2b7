"""``inspect FILE``: a technical report on an audio file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console, clock, size

if TYPE_CHECKING:
    from vox1.audio.acx import AcxReport
    from vox1.audio.inspection import Inspection


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "inspect",
        help="measure an audio file",
        description="Report on an audio file: length, format, loudness, peaks, noise floor and digital"
        " silence of the whole and of every chapter, tags and cover. All is measured on the decoded file.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="any audio file")
    parser.add_argument(
        "--acx",
        action="store_true",
        help="also judge the file and each chapter by the numbers that ACX checks. They are a technical"
        " preset, never a promise of acceptance: ACX wants an MP3 for each chapter, and authorised narrators",
    )
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Measure the file and show the report."""
    inspection = backend.inspect(arguments.file)
    if console.as_json:
        console.result_json(inspection.to_json())
        return 0
    _show(inspection, console)
    if arguments.acx:
        _show_acx(inspection.acx, console)
    return 0


def _show(inspection: Inspection, console: Console) -> None:
    console.result(
        f"{inspection.path.name}: {clock(inspection.seconds)}, {size(inspection.size_bytes)},"
        f" {inspection.codec} {inspection.sample_rate_hz} Hz {inspection.channels},"
        f" {inspection.bitrate_kbps} kb/s\n"
        f"loudness {_lufs(inspection.lufs)} LUFS (range {inspection.loudness_range_lu:.1f} LU),"
        f" true peak {inspection.true_peak_db:.1f} dBTP, RMS {inspection.rms_db:.1f} dB,"
        f" noise floor {inspection.noise_floor_db:.1f} dB,"
        f" digital silence {inspection.dropouts or 'none'}\n"
        f"cover {size(inspection.cover_bytes) if inspection.cover_bytes else 'none'}"
    )
    for name, value in inspection.tags.items():
        console.result(f"  {name:32} {' '.join(value.split())[:80]}")
    if inspection.chapters:
        console.result("  no     begins   LUFS  true peak    RMS  floor  silences  title")
    for number, chapter in enumerate(inspection.chapters, 1):
        levels = chapter.levels
        console.result(
            f"{number:4}  {clock(chapter.start_seconds):>9}  {_lufs(levels.lufs):>5}"
            f"  {levels.true_peak_db:9.1f}  {levels.rms_db:5.1f}  {levels.noise_floor_db:5.0f}"
            f"  {levels.dropouts:8}  {chapter.title}"
        )


def _lufs(lufs: float | None) -> str:
    return "-" if lufs is None else f"{lufs:.1f}"


def _show_acx(report: AcxReport, console: Console) -> None:
    """Every number that is wrong, and what passes in a word."""
    console.result(f"ACX: {'pass' if report.passes else 'fail'} (numbers only, no promise of acceptance)")
    for line in report.file:
        console.result(f"  {_verdict(is_right=line.passes)}  {line.what:15} {line.measured} ({line.wanted})")
    for number, chapter in enumerate(report.chapters, 1):
        console.result(f"  {_verdict(is_right=chapter.passes)}  {number}. {chapter.title}")
        for line in chapter.lines:
            if not line.passes:
                console.result(f"        {line.what:15} {line.measured} ({line.wanted})")


def _verdict(*, is_right: bool) -> str:
    return "pass" if is_right else "FAIL"
