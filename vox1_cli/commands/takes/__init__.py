"""``takes ACTION``: the chunks of a finished book, their takes, and what an editor changes in them.

One module for each action: ``add_to`` says what it takes and names the function that does it.
"""

from __future__ import annotations

import argparse

from vox1_cli.actions import run_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes import (
    correcting,
    directing,
    editing,
    hearing,
    listing,
    picking,
    redoing,
    undoing,
)

_ACTIONS = (listing, hearing, picking, redoing, undoing, editing, directing, correcting)
"""In the order of `--help`."""


run = run_action


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "takes",
        help="look over a finished book, and repair it",
        description="Look over the chunks of a finished book: their text, their times, what the checks say,"
        " and every take that is kept. Pick another take, have a chunk spoken anew, correct its text, or give"
        " a chapter another voice. What you change is kept with the book, whose file stays as it is;"
        " --render makes the audiobook again at once, and speaks only what changed.",
        epilog="Example: takes list book.epub --flagged, then: takes redo book.epub 12.34 --render",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action in _ACTIONS:
        action.add_to(actions)
    return parser
