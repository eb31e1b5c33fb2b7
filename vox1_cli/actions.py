"""Actions: what comes after a command of several, such as ``models list``."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from backend import Backend
from vox1.control import Cancelled
from vox1_cli.commands.read import Commands
from vox1_cli.console import CANCELLED, Console
from vox1_cli.folders import add_folders

Action = Callable[[argparse.Namespace, Backend, Console], int]
"""Does what was asked for and returns the exit status."""


def add_action(
    actions: Commands[argparse.ArgumentParser], name: str, act: Action, summary: str, more: str = ""
) -> argparse.ArgumentParser:
    """Add an action with the options that all of them have.

    Args:
        actions: Of the command.
        name: As it is typed.
        act: Does it.
        summary: What it does, without a capital and a full stop.
        more: Sentences that follow in its own help, after a space.
    """
    parser = actions.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.{more}")
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON instead of text"
    )
    add_folders(parser)
    parser.set_defaults(act=act)
    return parser


def run_action(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Do the action that was asked for; it may be cancelled."""
    act: Action = arguments.act
    try:
        return act(arguments, backend, console)
    except Cancelled:
        console.error("cancelled", "Cancelled", "Run the same command again to go on.")
        return CANCELLED
