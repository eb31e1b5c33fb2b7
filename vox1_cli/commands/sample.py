"""``sample BOOK``: a minute of the real book, and a measured forecast of its render."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console as RichConsole
from rich.progress import BarColumn, TextColumn

from backend import Backend
from vox1 import events
from vox1.control import Cancelled, Control
from vox1_cli.bars import EventBars
from vox1_cli.choosing import add_outputs, add_voice, chosen_options
from vox1_cli.commands.read import Commands
from vox1_cli.console import CANCELLED, Console, clock, size
from vox1_cli.folders import add_folders
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import sentence_of
from vox1_cli.reading import add_reading

if TYPE_CHECKING:
    from vox1.render.sample import Sampled


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "sample",
        help="hear a minute of a book, and learn how long its render would take",
        description="Speak about a minute of a book in the voice and with the settings that you choose: its"
        " beginning, its middle, a dialogue and a passage near the end, as a FLAC file in the output folder."
        " Then say how long the audiobook will be, how long its render will take on this computer, and how"
        " much room it needs, reckoned from what was measured. What is spoken here is kept: `render` with"
        " the same choices need not speak it again.",
        epilog="Example: sample book.epub --voice gmw/en-US, then: render book.epub --voice gmw/en-US",
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="a book file, or a JSON manifest")
    add_voice(parser)
    parser.add_argument(
        "--chapters", metavar="1-3,7", help="as if only these chapters were rendered; `read` shows them"
    )
    add_outputs(parser)
    parser.set_defaults(check_words=None, no_check_words=True)  # what was heard belongs to the render
    add_reading(parser)
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Speak the sample and show the forecast; Ctrl-C ends it, and what was spoken stays."""
    options = chosen_options(arguments, backend.folders.settings, console)
    control = Control()
    kept = "Nothing spoken is lost either way."
    try:
        with interrupts(control, console, kept), _Progress(console) as progress:
            sampled = backend.sample(options, progress.show, control)
    except Cancelled:
        console.error("cancelled", "Cancelled", "Run the same command again to go on.")
        return CANCELLED
    if console.as_json:
        console.result_json({"event": "sampled", **sampled.to_json()})
    else:
        _conclude(sampled, console)
    return 0


class _Progress(EventBars):
    """Shows the events of a sample. As JSON there is nothing but the result, which is not this."""

    def __init__(self, console: Console, terminal: RichConsole | None = None) -> None:
        columns = (TextColumn("{task.description:<8}"), BarColumn(bar_width=28))
        super().__init__(console, *columns, terminal=terminal)
        self._speaking = self._bars.add_task("speaking", total=0)

    def show(self, event: events.Event) -> None:
        """Show one event."""
        if isinstance(event, events.Planned):
            total = self._bars.tasks[self._speaking].total or 0
            self._bars.update(self._speaking, total=total + event.chunks)
        elif isinstance(event, events.ChunkSpoken):
            self._bars.update(self._speaking, advance=1)
        elif not self._console.as_json and (sentence := sentence_of(event)):
            self._note(sentence)


def _conclude(sampled: Sampled, console: Console) -> None:
    """Say what was made, and what is to be expected."""
    expected = sampled.forecast
    console.result(
        f"sample     {sampled.path}\n"
        f"           {clock(sampled.seconds)} in the voice {sampled.voice},"
        f" chunks {', '.join(sampled.places)} of {sampled.chunks:,}"
    )
    if sampled.is_mostly_rendered:
        console.result(
            f"rendered   {sampled.stored:,} of {sampled.chunks:,} chunks are spoken already: render and"
            " disk are what is left of them"
        )
    console.result(
        f"audio      {clock(expected.audio_seconds)} in {sampled.chapters} chapter"
        f"{'s' * (sampled.chapters != 1)}\n"
        f"render     {clock(expected.render_seconds)} if this computer does nothing else,"
        f" {expected.audio_seconds / max(expected.render_seconds, 0.001):.1f} times real time; the"
        f" {'voice' if expected.is_bound_by_voice else 'encoder'} is what it waits for\n"
        f"disk       {size(expected.takes_bytes)} for takes, {size(expected.output_bytes)} for the audiobook"
        " (twice that while it is finished)\n"
        f"measured   {sampled.measured:,} chunks, {clock(sampled.measured_seconds)} of audio,"
        f" {sampled.slots} at a time"
    )
