"""``voices list``: the master voices, and the voices of an engine."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from backend import Backend
from vox1.settings import Settings
from vox1.voices.library import KeptVoice
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, to_json
from vox1_cli.console import Console

_ENGINE = Settings().engine


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions, "list", _list, "list the voices", " The master voices come first, then those of the engine."
    )
    parser.add_argument("--engine", default=_ENGINE, metavar="E", help=f"the voice engine ({_ENGINE})")
    parser.add_argument(
        "--model", default="", metavar="NAME", help="the model, or its folder; where there are several"
    )
    parser.add_argument("--language", default="", metavar="L", help="only voices of a language, such as en")


def _list(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    language = arguments.language
    masters = [voice for voice in backend.master_voices() if _speaks(voice, language)]
    if not console.as_json:
        for master in masters:
            console.result(_line(master))
    offered = backend.voices(arguments.engine, arguments.model)
    voices = [voice for voice in offered if voice.language.startswith(language)]
    if console.as_json:
        listed = {"master_voices": list(map(to_json, masters)), "voices": [asdict(voice) for voice in voices]}
        console.result_json({"schema": SCHEMA, "engine": arguments.engine, **listed})
        return 0
    if not offered:
        console.result(
            "This model has no voices by name: `render --voice` takes a master voice, a recording or a"
            " description."
        )
    for voice in voices:
        console.result(
            f"{voice.id:24} {voice.language:12} {': '.join(filter(None, (voice.name, voice.character)))}"
        )
    return 0


def _speaks(voice: KeptVoice, language: str) -> bool:
    """Whether a voice is of a language; one that is damaged may be of any."""
    return voice.facts is None or voice.facts.language.startswith(language)


def _line(voice: KeptVoice) -> str:
    """A master voice in the columns of the others."""
    if voice.facts is None:
        return f"{voice.name:24} {'':12} cannot be used: {voice.fault}"
    origin = voice.facts.origin.value
    return f"{voice.name:24} {voice.facts.language:12} master voice, {origin}, {voice.seconds:.1f} seconds"
