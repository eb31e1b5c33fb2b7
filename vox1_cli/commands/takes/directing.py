"""``takes chapter``: have a chapter read in another voice or style."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1.errors import InputError
from vox1.render.job import RenderOptions
from vox1.render.repair import Repaired
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import add_book, add_render, change
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "chapter",
        _chapter,
        "have a chapter read in another voice or style",
        " It is kept with the book, and `takes edits` shows it. The old takes are kept too.",
    )
    add_book(parser, is_directed=True)
    parser.add_argument("number", type=int, metavar="N", help="of the chapter, as `read` shows it")
    parser.add_argument("--voice", metavar="V", help="who reads it; empty for the narrator")
    parser.add_argument(
        "--style",
        metavar="TEXT",
        help="how to read it, for models that take direction; empty for the narrator's",
    )
    parser.add_argument("--undo", action="store_true", help="read it as the book has it")
    add_render(parser)


def _chapter(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    style, voice = arguments.style, arguments.voice
    if arguments.undo == (style is not None or voice is not None):
        raise InputError(
            "Give a chapter's new voice or style, or --undo",
            'For example: takes chapter book.epub 3 --voice "Aunt Mary"',
            "usage",
        )

    def make(options: RenderOptions) -> Repaired:
        return backend.direct_chapter(options, arguments.number, style, voice)

    done = (
        f"Chapter {arguments.number} is read {'as the book has it' if arguments.undo else 'so'} from now on."
    )
    return change(arguments, backend, console, make, done)
