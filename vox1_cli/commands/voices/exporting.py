"""``voices export``: a master voice as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend import Backend
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, add_name
from vox1_cli.console import Console, size


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "export",
        _export,
        "write a master voice as one file",
        " To keep it safe, or to take it to another computer: there, `voices import` takes it in.",
    )
    add_name(parser)
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the file, or its folder (NAME.vox1voice.zip, here)"
    )


def _export(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    path = backend.export_voice(arguments.name, arguments.output)
    size_bytes = path.stat().st_size
    if console.as_json:
        console.result_json({"schema": SCHEMA, "file": str(path), "size_bytes": size_bytes})
    else:
        console.result(f"The voice is in {path}, {size(size_bytes)}.")
    return 0
