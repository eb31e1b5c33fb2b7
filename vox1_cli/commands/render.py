"""``render BOOK``: the main job; run it again to resume."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend import Backend
from vox1.control import Control
from vox1.events import Finished, Status
from vox1.render.job import RenderOptions
from vox1_cli.choosing import add_checking, add_outputs, add_voice, chapter_numbers, chosen_options
from vox1_cli.commands.read import Commands
from vox1_cli.console import CANCELLED, Console, clock
from vox1_cli.folders import add_folders
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import Progress
from vox1_cli.reading import add_reading

_ENDS: dict[str, Callable[[Backend], None]] = {
    "sleep": lambda backend: backend.sleep(),
    "shutdown": lambda backend: backend.shut_down(),
}
_EXIT = {Status.COMPLETE: 0, Status.INCOMPLETE: 1, Status.FAILED: 1, Status.CANCELLED: CANCELLED}


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "render",
        help="make an audiobook",
        description="Make an audiobook (M4B) from a book. Stop it whenever you like, and run the same command"
        " again to go on: nothing spoken is lost.",
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="a book file, or a JSON manifest")
    add_voice(parser)
    parser.add_argument("--chapters", metavar="1-3,7", help="only these chapters; `read` shows their numbers")
    parser.add_argument("--also", metavar="1,9", help="read these chapters too, which are not by default")
    parser.add_argument(
        "--redo", action="append", default=[], metavar="12.34", help="speak this chunk anew; may be repeated"
    )
    add_checking(parser)
    parser.add_argument(
        "--telemetry",
        type=Path,
        metavar="DIR",
        help="write what the render takes as CSV files into this folder: machine.csv, chunks.csv (a row for"
        " each take) and seconds.csv (a row for each second); files of an earlier render stay",
    )
    parser.add_argument(
        "--then",
        choices=sorted(_ENDS),
        help="what the computer does when the render has ended, unless you stopped it",
    )
    add_outputs(parser)
    add_reading(parser)
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Render the book, showing progress; Ctrl-C stops it so that it can be resumed."""
    options = replace(
        chosen_options(arguments, backend.folders.settings, console),
        also=chapter_numbers(arguments.also) or frozenset(),
        redo=tuple(arguments.redo),
        telemetry=arguments.telemetry and arguments.telemetry.absolute(),
    )
    status = carry_out(options, backend, console)
    if arguments.then and status != CANCELLED:
        _ENDS[arguments.then](backend)
    return status


def carry_out(options: RenderOptions, backend: Backend, console: Console) -> int:
    """Make an audiobook, show the progress and what was made, and return the exit status."""
    control = Control()
    kept = "Nothing spoken is lost either way."
    with interrupts(control, console, kept), Progress(console) as progress:
        finished = backend.render(options, progress.show, control)
    if finished.outputs and not console.as_json:
        _conclude(finished, console)
    if finished.status is Status.INCOMPLETE:
        console.words_of_error(
            "Parts of the book are missing from the audiobook",
            "The receipt names them. Run the same command again to try them once more.",
        )
    return _EXIT[finished.status]


def _conclude(finished: Finished, console: Console) -> None:
    """Say what was made."""
    speed = finished.audio_seconds / max(finished.wall_seconds, 0.001)
    console.result(
        f"{clock(finished.audio_seconds)} of audio in {clock(finished.wall_seconds)}"
        f" ({speed:.0f} times real time): {finished.rendered:,} chunks spoken,"
        f" {finished.reused:,} reused, {finished.retried:,} takes retried"
    )
    if finished.doubtful:
        console.result(
            f"doubtful   {finished.doubtful:,} chunks may not sound right; the receipt names them, and"
            " --redo speaks one anew"
        )
    for output in finished.outputs:
        console.result(f"audiobook  {output}")
    console.result(f"receipt    {finished.receipt}")
