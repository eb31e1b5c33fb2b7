"""``voices audition``: what a voice sounds like."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from backend import Backend
from vox1 import settings as user_settings
from vox1.control import Control
from vox1.hardware.device import DEVICES
from vox1.voices.audition import Wish
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA
from vox1_cli.console import Console
from vox1_cli.interrupts import interrupts
from vox1_cli.progress import Sentences


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "audition",
        _audition,
        "have a voice speak for some ten seconds",
        " A master voice's audition is kept with it; any other goes to the folder of audiobooks.",
    )
    parser.add_argument(
        "voice", metavar="VOICE", help="as `render --voice` takes it: a name, a recording or a description"
    )
    parser.add_argument("--engine", metavar="E", help="the voice engine (a master voice has its own)")
    parser.add_argument("--model", default="", metavar="NAME", help="the model, or its folder")
    parser.add_argument("--style", default="", metavar="WORDS", help="how to speak, where the model takes it")
    parser.add_argument("--language", default="", metavar="L", help="what it speaks (its own, en)")
    parser.add_argument("--text", default="", metavar="WORDS", help="what it says")
    parser.add_argument("--book", type=Path, metavar="BOOK", help="a book whose lexicon holds, too")
    parser.add_argument("--device", choices=DEVICES, help="what the engine runs on (DEVICE, auto)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where it goes, as FLAC")


def _audition(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    settings, _ = user_settings.load(backend.folders.settings)
    settings = replace(
        settings,
        engine=arguments.engine or settings.engine,
        model=arguments.model or settings.model,
        style=arguments.style,
        voice=arguments.voice,
    )
    wish = Wish(settings, arguments.language, arguments.text, arguments.output, arguments.book)
    control, device = Control(), backend.device(arguments.device)
    with interrupts(control, console, "Nothing was changed."), Sentences(console, 1) as shown:
        heard = backend.audition(wish, shown.show, control, device)
    if console.as_json:
        told = {"voice": heard.voice, "path": str(heard.path), "seconds": round(heard.seconds, 3)}
        console.result_json({"schema": SCHEMA, **told, "reasons": list(heard.reasons)})
        return 0
    console.result(f"{heard.voice}, {heard.seconds:.1f} seconds: {heard.path}")
    for reason in heard.reasons:
        console.note(f"warning: {reason}")
    return 0
