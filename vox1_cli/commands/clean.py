"""``clean``: free disk space."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console, size
from vox1_cli.folders import add_folders


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "clean",
        help="delete takes that no book needs",
        description="Delete takes that no book uses any more, and the encoded audio that is kept to make"
        " audiobooks again quickly. Finished audiobooks are never touched.",
    )
    parser.add_argument(
        "--all", action="store_true", help="delete every take: books can then no longer be resumed"
    )
    add_folders(parser)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Delete and say how much."""
    cleaned = backend.clean(everything=arguments.all)
    if console.as_json:
        console.result_json({"schema": 1, **asdict(cleaned)})
    else:
        console.result(
            f"{cleaned.takes:,} takes deleted, {size(cleaned.freed_bytes)} freed;"
            f" {size(cleaned.kept_bytes)} of takes kept."
        )
    return 0
