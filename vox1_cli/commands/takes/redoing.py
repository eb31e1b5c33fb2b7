"""``takes redo``: have chunks spoken anew."""

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
        "redo",
        _redo,
        "speak chunks anew",
        " Each gets a new take, with another seed; the old ones are kept. The same words elsewhere in the"
        " book stay as they are.",
    )
    add_book(parser)
    parser.add_argument("places", nargs="+", metavar="12.34", help=PLACE_HELP)
    add_render(parser)


def _redo(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    return change(
        arguments,
        backend,
        console,
        lambda options: backend.redo_takes(options, arguments.places),
        f"A new take is wanted of {', '.join(arguments.places)}.",
    )
