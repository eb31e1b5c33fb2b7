"""``voices clone``: a master voice out of a recording."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend import Backend
from vox1.control import Control
from vox1.voices.cloning import Wish
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, to_json
from vox1_cli.console import Console
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import Sentences
from vox1_cli.searching import Searching


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "clone",
        _clone,
        "make a master voice out of a recording",
        " The best segment of the recording is taken, unless another is named. Its exact words belong to it:"
        " from --text, or as they are heard, where faster-whisper is installed. A recording of up to 30"
        " seconds with its words in a text file of the same name beside it is taken whole. Only clone a"
        " voice by its owner's leave, and say so with --note.",
    )
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="any audio or video file")
    parser.add_argument("--name", default="", metavar="N", help="of the voice (the recording's)")
    parser.add_argument("--language", required=True, metavar="L", help="what is spoken, such as en or pt-BR")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--segment", type=int, metavar="N", help="as `voices segments` numbers them (the best)"
    )
    place.add_argument(
        "--stretch", type=_stretch, metavar="FROM-TO", help="seconds of the recording instead: 61.5-72"
    )
    words = parser.add_mutually_exclusive_group()
    words.add_argument("--text", default="", metavar="WORDS", help="what is said in it, word for word")
    words.add_argument(
        "--no-words",
        action="store_true",
        help="clone the timbre alone: steadier across languages, less like the speaker",
    )
    parser.add_argument("--denoise", action="store_true", help="take hiss and hum away")
    parser.add_argument("--note", default="", metavar="TEXT", help="whose voice it is, and by whose leave")


def _stretch(text: str) -> tuple[float, float]:
    """Two seconds, as argparse wants it."""
    begin, _, end = text.partition("-")
    try:
        return float(begin), float(end)
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"{text!r} is no stretch such as 61.5-72") from err


def _clone(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    wish = Wish(
        recording=arguments.recording,
        name=arguments.name,
        language=arguments.language,
        segment=arguments.segment,
        stretch=arguments.stretch,
        transcript=arguments.text,
        with_words=not arguments.no_words,
        denoise=arguments.denoise,
        note=arguments.note,
    )
    control = Control()
    with (
        interrupts(control, console, "No voice was made."),
        Searching(console) as shown,
        Sentences(console, 0) as told,
    ):
        cloned = backend.clone_voice(wish, told.show, control, shown.show)
    voice = cloned.voice
    if console.as_json:
        made = {"was_heard": cloned.was_heard, "doubts": list(cloned.doubts)}
        console.result_json({"schema": SCHEMA, "voice": to_json(voice), **made})
        return 0
    console.result(f"“{voice.name}” is now among your master voices: {voice.seconds:.1f} seconds.")
    console.result(f"It says: {voice.transcript}" if voice.transcript else "Only its timbre is cloned.")
    if cloned.was_heard:
        console.note(
            "The words were heard by a machine. If one is wrong, remove the voice and make it again with"
            " --text."
        )
    if cloned.doubts:
        console.note(f"What may be better: {', '.join(cloned.doubts)}")
    console.result(f'Hear it: voices audition "{voice.name}"')
    return 0
