"""What the actions of ``takes`` share: which audiobook is meant, and what becomes of a change."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend import Backend
from vox1 import settings as user_settings
from vox1.errors import InputError
from vox1.hardware.device import DEVICES, chosen_device
from vox1.render.job import RenderOptions
from vox1.render.repair import Repaired
from vox1_cli.commands.render import carry_out
from vox1_cli.console import Console

SCHEMA = 1
PLACE_HELP = "the chunk, by its chapter and its number in it, as `takes list` shows it"
_NAMED = ("engine", "model", "voice", "style", "speed", "rules_off")
"""Settings that say which audiobook is meant."""

Change = Callable[[RenderOptions], Repaired]


def add_book(parser: argparse.ArgumentParser, *, is_directed: bool = False) -> None:
    """Add the book, and what says which of its audiobooks is meant.

    Args:
        parser: Of the action.
        is_directed: Whether voice and style are not those of the audiobook, but what is to be changed.
    """
    parser.add_argument("book", type=Path, metavar="BOOK", help="the book file, or the manifest")
    which = parser.add_argument_group(
        "which audiobook", "The one that was rendered last, unless these name another; as in `render`."
    )
    which.add_argument("--engine", metavar="E", help="the voice engine")
    which.add_argument("--model", metavar="NAME", help="the model, or its folder")
    if not is_directed:
        which.add_argument("--voice", metavar="V", help="the narrator")
        which.add_argument("--style", metavar="TEXT", help="how the narrator speaks")
    which.add_argument("--speed", type=float, metavar="X", help="speaking rate, 0.5 to 2")
    which.add_argument("--rules-off", metavar="R,S", help="rules for speaking out that are left")
    which.add_argument("--seed", type=int, metavar="N", help="base seed of all takes")
    which.add_argument("--password", default="", metavar="P", help="opens a protected PDF")
    parser.set_defaults(is_directed=is_directed)


def add_render(parser: argparse.ArgumentParser) -> None:
    """Add what makes the audiobook again."""
    parser.add_argument("--render", action="store_true", help="make the audiobook again at once")
    parser.add_argument("--device", choices=DEVICES, help="what the engine runs on (as last time)")


def options_of(arguments: argparse.Namespace, backend: Backend, console: Console) -> RenderOptions:
    """Return the options of the audiobook that is meant.

    Raises:
        InputError: The book was never rendered, or a value is out of range.
    """
    last = backend.last_render(arguments.book)
    for warning in last.warnings:
        console.note(f"warning: {warning}")
    options = RenderOptions.again(arguments.book, last)
    names = _NAMED if not arguments.is_directed else tuple(set(_NAMED) - {"voice", "style"})
    changes = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    settings, warnings = user_settings.with_changes(options.settings, changes)
    if warnings:
        raise InputError(warnings[0].split(";")[0], "See `python3 run.py render --help`.", "bad-option")
    named = chosen_device(getattr(arguments, "device", None))
    return replace(
        options,
        settings=settings,
        seed=options.seed if arguments.seed is None else arguments.seed,
        device=options.device if named == DEVICES[0] else named,
        reading=replace(options.reading, password=arguments.password),
    )


def change(arguments: argparse.Namespace, backend: Backend, console: Console, make: Change, done: str) -> int:
    """Change something, say what came of it, and make the audiobook again if that was asked for.

    Args:
        arguments: Of the action.
        backend: Does it.
        console: Told of it.
        make: Makes the change in the audiobook that is meant.
        done: What was done then, as a sentence.
    """
    options = options_of(arguments, backend, console)
    repaired = make(options)
    for warning in repaired.warnings:
        console.note(f"warning: {warning}")
    if console.as_json:
        told = {"places": repaired.places, "to_speak": repaired.to_speak, "warnings": repaired.warnings}
        console.result_json({"schema": SCHEMA, "event": "changed", **told})
    else:
        console.result(done)
        console.result(_work(repaired))
    if arguments.render:
        return carry_out(options, backend, console)
    if not console.as_json:
        console.note("`render` with the same options, or --render here, makes the audiobook again.")
    return 0


def _work(repaired: Repaired) -> str:
    """What the next render has to speak for it."""
    if not repaired.to_speak:
        return "Nothing has to be spoken for it."
    return f"The next render speaks {_listed(repaired.to_speak)}."


_MOST_LISTED = 8


def _listed(places: tuple[str, ...]) -> str:
    """Chunks as people say them, the first few where there are many."""
    shown = ", ".join(places[:_MOST_LISTED])
    more = f" and {len(places) - _MOST_LISTED:,} more" if len(places) > _MOST_LISTED else ""
    return f"chunk{'s' * (len(places) > 1)} {shown}{more}"
