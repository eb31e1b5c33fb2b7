"""``takes undo``: forget what was chosen for a chunk."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import PLACE_HELP, add_book, add_render, change
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "undo",
        _undo,
        "forget the take chosen for a chunk",
        " After it was picked or spoken anew: the first good take is used again. No take is deleted.",
    )
    add_book(parser)
    parser.add_argument("place", metavar="12.34", help=PLACE_HELP)
    add_render(parser)


def _undo(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    return change(
        arguments,
        backend,
        console,
        lambda options: backend.undo_choice(options, arguments.place),
        f"The first good take is used again for {arguments.place}.",
    )
