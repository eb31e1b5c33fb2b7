"""``voices ACTION``: the voices of an engine, and the master voices that the listener keeps.

One module for each action: ``add_to`` says what it takes and names the function that does it.
"""

from __future__ import annotations

import argparse

from vox1.models.catalogue import NARRATOR
from vox1_cli.actions import run_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices import (
    auditioning,
    cloning,
    designing,
    exporting,
    importing,
    listing,
    removing,
    renaming,
    searching,
    showing,
)

_ACTIONS = (
    *(listing, showing, auditioning),
    *(searching, cloning, designing),
    *(renaming, exporting, importing, removing),
)
"""In the order of `--help`."""


run = run_action


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "voices",
        help="list, hear, make and keep voices",
        description="List and hear voices, make your own from a recording or a description, and keep them:"
        " the master voices, in the folder VOX-Output. `render --voice NAME` reads a book in one of them,"
        " with a model that clones.",
        epilog='Example: voices clone interview.mp3 --name "Aunt Mary" --language en, then: render book.epub'
        f' --engine {NARRATOR} --voice "Aunt Mary"',
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in _ACTIONS:
        action.add_to(actions)
    return parser
