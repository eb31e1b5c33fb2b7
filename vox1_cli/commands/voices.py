"""``voices list``: the voices of an engine."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console
from vox1_cli.folders import add_folders


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "voices", help="list the voices", description="List the voices that an engine offers."
    )
    parser.add_argument("action", choices=["list"], help="what to do")
    parser.add_argument("--engine", default="espeak", metavar="E", help="the voice engine (espeak)")
    parser.add_argument(
        "--model", default="", metavar="NAME", help="the model, or its folder; where there are several"
    )
    parser.add_argument("--language", default="", metavar="L", help="only voices of a language, such as en")
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """List the voices."""
    offered = backend.voices(arguments.engine, arguments.model)
    voices = [voice for voice in offered if voice.language.startswith(arguments.language)]
    if console.as_json:
        listed = [asdict(voice) for voice in voices]
        console.result_json({"schema": 1, "engine": arguments.engine, "voices": listed})
        return 0
    if not offered:
        console.result(
            "This model has no voices by name: `render --voice` takes a recording or a description."
        )
    for voice in voices:
        console.result(f"{voice.id:24} {voice.language:12} {voice.name}")
    return 0
