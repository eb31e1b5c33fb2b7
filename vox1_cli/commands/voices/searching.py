"""``voices segments``: the parts of a recording that a voice is best cloned from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend import Backend
from vox1.control import Control
from vox1.voices.segments import Candidate, Found
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA
from vox1_cli.console import Console, clock
from vox1_cli.interrupts import interrupts
from vox1_cli.searching import Searching

_NOTHING = 1
"""Exit status where nothing good was found."""
_WAVE = " ▁▂▃▄▅▆▇█"
_WAVE_CELLS = 60


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "segments",
        _segments,
        "find the segments of a recording that a voice is best cloned from",
        " Best are 8 to 15 seconds of one person who speaks clearly, without noise. The best five are shown,"
        " from all over the recording; `voices clone --segment N` takes one of them.",
    )
    parser.add_argument(
        "recording", type=Path, metavar="RECORDING", help="any audio or video file, of any length"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="write them there, to listen to before you choose"
    )


def _segments(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    control = Control()
    with interrupts(control, console, "Nothing was changed."), Searching(console) as shown:
        found = backend.find_segments(arguments.recording, control, shown.show)
    written = backend.write_segments(arguments.recording, found, arguments.output) if arguments.output else ()
    if console.as_json:
        console.result_json(_to_json(found, written))
    else:
        show(found, console)
        for path in written:
            console.result(str(path))
    return _NOTHING if found.refused else 0


def show(found: Found, console: Console) -> None:
    """Show the segments of a recording, the best first."""
    if found.damaged_after is not None:
        console.note(f"warning: the recording is damaged after {clock(found.damaged_after)}")
    if found.refused:
        console.result(f"Nothing here is good to clone from. {found.refused}")
    for number, candidate in enumerate(found.candidates, 1):
        length = candidate.end - candidate.start
        place = f"{_place(candidate.start)} to {_place(candidate.end)}, {length:.1f} s"
        console.result(f"{number}  {place}  {candidate.quality.score:.0f} of 100")
        console.result(f"   {_wave(candidate)}")
        for line in _reasons(candidate):
            console.result(f"   {line}")


def _place(seconds: float) -> str:
    """A second of a recording to a tenth: two segments may begin in the same."""
    return f"{clock(int(seconds))}.{int(seconds * 10) % 10}"


def _reasons(candidate: Candidate) -> Iterator[str]:
    quality = candidate.quality
    if quality.merits:
        yield f"good: {', '.join(quality.merits)}"
    if quality.faults:
        yield f"less good: {', '.join(quality.faults)}"


def _wave(candidate: Candidate) -> str:
    """Its loudness over time, in blocks; a space is silence."""
    points = candidate.waveform
    cells = [
        max(points[index * len(points) // _WAVE_CELLS : (index + 1) * len(points) // _WAVE_CELLS] or (0.0,))
        for index in range(_WAVE_CELLS)
    ]
    loudest = max(*cells, 1e-6)
    return "".join(_WAVE[round(cell / loudest * (len(_WAVE) - 1))] for cell in cells)


def _to_json(found: Found, written: object) -> dict[str, Any]:
    segments = [
        {
            "begin_seconds": round(candidate.start, 3),
            "end_seconds": round(candidate.end, 3),
            "score": round(candidate.quality.score, 1),
            "merits": list(candidate.quality.merits),
            "faults": list(candidate.quality.faults),
            "measurements": asdict(candidate.measurements),
            "waveform": [round(point, 3) for point in candidate.waveform],
        }
        for candidate in found.candidates
    ]
    return {
        "schema": SCHEMA,
        "seconds": round(found.seconds, 3),
        "refused": found.refused,
        "damaged_after": found.damaged_after,
        "waveform": [round(point, 3) for point in found.waveform],
        "segments": segments,
        "written": [str(path) for path in written] if isinstance(written, (list, tuple)) else [],
    }
