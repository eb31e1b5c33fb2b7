"""``voices ACTION``: the voices of an engine, and the master voices that the listener keeps.

One module for each action: ``add_to`` says what it takes and names the function that does it.
"""

from __future__ import annotations

import argparse

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices import exporting, importing, listing, removing, renaming, showing
from vox1_cli.commands.voices.actions import Action
from vox1_cli.console import Console

_ACTIONS = (listing, showing, renaming, exporting, importing, removing)
"""In the order of `--help`."""


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "voices",
        help="list the voices, and keep those that you have made",
        description="List the voices, and keep those that you have made: the master voices, in the folder"
        " VOX-Output. `render --voice NAME` reads a book in one of them, with a model that clones.",
        epilog='Example: voices export "Aunt Mary", and on another computer: voices import "Aunt'
        ' Mary.vox1voice.zip"',
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in _ACTIONS:
        action.add_to(actions)
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Do the action."""
    act: Action = arguments.act
    return act(arguments, backend, console)
