"""``doctor``: what is right and wrong with this machine, and the fix."""

from __future__ import annotations

import argparse
from collections import Counter

from backend import Backend
from vox1.doctor.finding import Finding, Level
from vox1.hardware.device import DEVICES
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console
from vox1_cli.folders import add_folders


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "doctor",
        help="look for what is wrong with this machine, and say the fix",
        description="Look at this machine: system, disks, ffmpeg, graphics card, voices and their speed. Each"
        " finding is good, a warning or a problem, with what to do about it. Ends with status 1 where there"
        " is a problem.",
    )
    parser.add_argument("--engine", metavar="E", help="the voice engine to be used; `engines` lists them")
    parser.add_argument(
        "--model",
        default="",
        metavar="NAME",
        help="the model to speak with, or its folder; where there are several",
    )
    parser.add_argument(
        "--voice",
        default="",
        metavar="V",
        help="the voice to speak in, as `render` takes it; a recording for a clone",
    )
    parser.add_argument("--device", choices=DEVICES, help="what the engine runs on (DEVICE, auto)")
    parser.add_argument(
        "--speed",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="have the engine speak for up to 20 seconds to measure its speed (on)",
    )
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Show each finding as it is made."""
    findings = []
    device = backend.device(arguments.device)
    asked = {"model": arguments.model, "voice": arguments.voice, "with_speed": arguments.speed}
    for finding in backend.doctor(arguments.engine, device, **asked):
        findings.append(finding)
        if not console.as_json:
            console.result(_shown(finding))
    counts = Counter(finding.level for finding in findings)
    if console.as_json:
        listed = [finding.to_json() for finding in findings]
        problems, warnings = counts[Level.PROBLEM], counts[Level.WARNING]
        console.result_json({"schema": 1, "problems": problems, "warnings": warnings, "findings": listed})
    else:
        console.result(_summary(counts))
    return 1 if counts[Level.PROBLEM] else 0


def _shown(finding: Finding) -> str:
    lead = f"{finding.level.value:9}{finding.topic:13} "
    label = "more" if finding.level is Level.GOOD else "fix"
    return f"{lead}{finding.message}" + (f"\n{'':23}{label}: {finding.fix}" if finding.fix else "")


def _summary(counts: Counter[Level]) -> str:
    problems, warnings = counts[Level.PROBLEM], counts[Level.WARNING]
    if not problems and not warnings:
        return "All is well."
    named = [(problems, "problem", "problems"), (warnings, "warning", "warnings")]
    return ", ".join(f"{count} {one if count == 1 else more}" for count, one, more in named if count) + "."
