"""``takes pick``: have a certain take of a chunk in the audiobook."""

from __future__ import annotations

import argparse
from functools import partial

from backend import Backend
from vox1.render.job import RenderOptions
from vox1.render.repair import Repaired
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import PLACE_HELP, add_book, add_render, change
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "pick",
        _pick,
        "have a certain take in the audiobook",
        " It is used as it is, whatever the checks say of it, and never spoken anew; the receipt names it."
        " `takes undo` goes back to the first good take.",
    )
    add_book(parser)
    parser.add_argument("place", metavar="12.34", help=PLACE_HELP)
    parser.add_argument("attempt", type=int, metavar="TAKE", help="its number, as `takes list` shows it")
    parser.add_argument(
        "--anyway", action="store_true", help="pick it even where some or all of its words cannot be heard"
    )
    add_render(parser)


def _pick(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    def make(options: RenderOptions) -> Repaired:
        pick = partial(backend.pick_take, options, arguments.place, arguments.attempt)
        return pick(anyway=arguments.anyway)

    return change(
        arguments, backend, console, make, f"Take {arguments.attempt} is now that of {arguments.place}."
    )
