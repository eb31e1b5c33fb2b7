"""``render BOOK``: the main job; run it again to resume."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

from backend import Backend
from vox1 import settings as user_settings
from vox1.control import Control
from vox1.errors import InputError
from vox1.events import Finished, Status
from vox1.hardware.device import DEVICES, chosen_device
from vox1.render.job import RenderOptions
from vox1.settings import LISTENING_MODEL, Settings
from vox1_cli.commands.read import Commands
from vox1_cli.console import CANCELLED, Console, clock
from vox1_cli.folders import add_folders
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import Progress
from vox1_cli.reading import add_reading, reading_options

_EXIT = {Status.COMPLETE: 0, Status.INCOMPLETE: 1, Status.FAILED: 1, Status.CANCELLED: CANCELLED}
_MOST_SLOTS = 3
_MOST_CHAPTERS = 100_000
_NAMED = ("engine", "model", "voice", "style", "speed", "rules_off", "read_along")
"""Settings that the command line may change for one render."""


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "render",
        help="make an audiobook",
        description="Make an audiobook (M4B) from a book. Stop it whenever you like, and run the same command"
        " again to go on: nothing spoken is lost.",
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="a book file, or a JSON manifest")
    parser.add_argument("--engine", metavar="E", help="the voice engine; `engines` lists them")
    parser.add_argument("--model", metavar="NAME", help="the model, or its folder; `models list` lists them")
    parser.add_argument(
        "--voice",
        metavar="V",
        help="the voice: its name (`voices list`), or what the model asks for: a recording, a description",
    )
    parser.add_argument("--style", metavar="TEXT", help="how to speak, for models that take direction")
    parser.add_argument("--speed", type=float, metavar="X", help="speaking rate, 0.5 to 2 (1)")
    parser.add_argument("--chapters", metavar="1-3,7", help="only these chapters; `read` shows their numbers")
    parser.add_argument(
        "--rules-off", metavar="R,S", help="leave these rules for speaking out; `rules` lists them"
    )
    parser.add_argument("--also", metavar="1,9", help="read these chapters too, which are not by default")
    parser.add_argument("--batch-size", type=int, choices=range(1, _MOST_SLOTS + 1), help="takes at once")
    parser.add_argument("--device", choices=DEVICES, help="what the engine runs on (DEVICE, auto)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="base seed of all takes (0)")
    parser.add_argument(
        "--redo", action="append", default=[], metavar="12.34", help="speak this chunk anew; may be repeated"
    )
    parser.add_argument(
        "--check-words",
        nargs="?",
        const="",
        metavar="MODEL",
        help="listen to every take with the recogniser in models/MODEL, and compare its words with the text"
        f" ({LISTENING_MODEL}); needs `python3 run.py setup --engine asr`. Off unless your settings name one",
    )
    parser.add_argument(
        "--no-check-words", action="store_true", help="no word check, whatever your settings say"
    )
    parser.add_argument(
        "--read-along",
        action=argparse.BooleanOptionalAction,
        help="make a read-along EPUB too, in which each sentence lights up as it is heard: of the book's own"
        " EPUB, or a new one where the book is of another kind. Off unless your settings say so",
    )
    add_reading(parser)
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Render the book, showing progress; Ctrl-C stops it so that it can be resumed."""
    settings, warnings = user_settings.load(backend.folders.settings)
    for warning in warnings:
        console.note(f"warning: {warning}")
    options = RenderOptions(
        book=arguments.book,
        settings=_settings(arguments, settings),
        chapters=_chapters(arguments.chapters),
        also=_chapters(arguments.also) or frozenset(),
        seed=arguments.seed,
        redo=tuple(arguments.redo),
        slots=arguments.batch_size,
        device=chosen_device(arguments.device),
        reading=reading_options(arguments, audit=True),
    )
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


def _settings(arguments: argparse.Namespace, settings: Settings) -> Settings:
    """The user's settings with what the command line changed.

    Raises:
        InputError: A value is out of range.
    """
    named = {name: getattr(arguments, name) for name in _NAMED}
    changes = {name: value for name, value in named.items() if value is not None}
    if arguments.check_words is not None:
        changes["check_words"] = arguments.check_words or settings.check_words or LISTENING_MODEL
    if arguments.no_check_words:
        changes["check_words"] = ""
    checked, warnings = user_settings.from_json(changes)
    if warnings:
        raise InputError(warnings[0].split(";")[0], "See `python3 run.py render --help`.", "bad-option")
    if "engine" in changes and checked.engine != settings.engine:  # what the settings name is another's
        changes = {"voice": "", "model": "", "style": "", **changes}
    return replace(settings, **changes)


def _chapters(text: str | None) -> frozenset[int] | None:
    """Chapter numbers from ``1-3,7``.

    Raises:
        InputError: It is written otherwise.
    """
    if text is None:
        return None
    numbers: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if not match or int(match[2] or match[1]) - int(match[1]) not in range(_MOST_CHAPTERS):
            raise InputError(f"Chapters {text!r} are not understood", "Write them like 1-3,7.", "bad-option")
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(numbers)


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
