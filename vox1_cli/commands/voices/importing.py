"""``voices import``: a master voice from a file that was exported."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend import Backend
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, to_json
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "import",
        _import,
        "take in a master voice that was exported",
        " One that is here already is left as it is; where another voice has its name, it gets a number.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="as `voices export` writes it")
    parser.add_argument("--name", default="", metavar="N", help="what to call the voice here")


def _import(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    imported = backend.import_voice(arguments.file, arguments.name)
    voice = imported.voice
    if console.as_json:
        left_out = list(imported.left_out)
        told = {"new": imported.is_new, "voice": to_json(voice), "left_out": left_out}
        console.result_json({"schema": SCHEMA, **told})
        return 0
    if imported.is_new:
        console.result(f"“{voice.name}” is now among your master voices.")
    else:
        console.result(f"This voice is here already, as “{voice.name}”: nothing has changed.")
    if imported.left_out and imported.is_new:
        console.note(f"Left in the archive, not needed: {', '.join(imported.left_out)}")
    return 0
