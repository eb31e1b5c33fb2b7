"""``voices remove``: delete a master voice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from backend import Backend
from vox1.errors import InputError
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, add_name, warn_of_settings
from vox1_cli.console import Console

_MOST_TITLES = 3


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "remove",
        _remove,
        "delete a master voice",
        " Finished audiobooks stay; a book that was begun in the voice cannot be continued in it. `voices"
        " export` keeps a copy.",
    )
    add_name(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _remove(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    voice = backend.master_voice(arguments.name)
    books = backend.books_in(voice)
    if not arguments.yes and not _agrees(voice.name, books, console):
        console.note("Nothing was deleted.")
        return 0
    backend.remove_voice(arguments.name)
    if console.as_json:
        console.result_json({"schema": SCHEMA, "name": voice.name, "books": list(books)})
    else:
        console.result(f"“{voice.name}” is deleted.{_used(books)}")
    warn_of_settings(voice.name, backend, console)
    return 0


def _agrees(name: str, books: Sequence[str], console: Console) -> bool:
    """Ask whether to delete a voice.

    Raises:
        InputError: There is nobody to ask.
    """
    if console.as_json or not sys.stdin.isatty():
        raise InputError(f"“{name}” is deleted only when that is confirmed", "Add --yes.", "not-confirmed")
    print(f"Delete the voice “{name}”?{_used(books)} [y/N] ", end="", file=sys.stderr)  # noqa: T201  # a question
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _used(books: Sequence[str]) -> str:
    """A sentence on the books that were read or begun in a voice; empty for none."""
    if not books:
        return ""
    named = ", ".join(f"“{title}”" for title in books[:_MOST_TITLES])
    more = f" and {len(books) - _MOST_TITLES:,} more" if len(books) > _MOST_TITLES else ""
    return f" It was the voice of {named}{more}."
