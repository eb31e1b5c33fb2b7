"""``takes edit``: have another text read instead of a chunk's."""

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
        "edit",
        _edit,
        "correct the text of a chunk",
        " The book file stays as it is; the correction is kept with the book, and `takes edits` shows it."
        " Only the chunks that it changes are spoken anew. For how a word is said everywhere, use"
        " `lexicon add`.",
    )
    add_book(parser)
    parser.add_argument("place", metavar="12.34", help=PLACE_HELP)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--text",
        metavar="TEXT",
        help="all of its new text, a line for each paragraph; empty leaves it out",
    )
    what.add_argument("--undo", action="store_true", help="read what the book has there")
    add_render(parser)


def _edit(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    place, text = arguments.place, arguments.text
    if text is None:
        done = f"What the book has at {place} is read again."
    else:
        done = f"{place} is corrected." if text.strip() else f"What {place} says is left out."
    return change(
        arguments,
        backend,
        console,
        lambda options: backend.edit_text(options, place, text),
        done,
    )
