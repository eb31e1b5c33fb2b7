"""``takes hear``: a chapter as far as it is spoken, as a file to listen to."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import SCHEMA, add_book, options_of
from vox1_cli.console import Console, clock


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "hear",
        _hear,
        "write a chapter, as far as it is spoken, to listen to it",
        " The book may still be being rendered. VOX-1 deletes the file by itself some day: copy it to keep"
        " it.",
    )
    add_book(parser)
    parser.add_argument("number", type=int, metavar="N", help="of the chapter, as `read` shows it")


def _hear(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    heard = backend.hear_chapter(options_of(arguments, backend, console), arguments.number)
    if console.as_json:
        told = {"path": str(heard.path), "seconds": heard.seconds, "is_whole": heard.is_whole}
        console.result_json({"schema": SCHEMA, "event": "heard", **told})
        return 0
    console.result(f"{heard.path}  {clock(heard.seconds)}")
    if not heard.is_whole:
        console.note("Not all of the chapter is in it: some of its chunks have no take yet.")
    return 0
