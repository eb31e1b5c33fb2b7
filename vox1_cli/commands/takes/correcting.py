"""``takes edits``: the corrections made in a book."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from backend import Backend
from vox1.script.corrections import Direction, TextCorrection
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import SCHEMA, add_book, add_render, change, options_of
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "edits",
        _edits,
        "show what was corrected in a book, or take it back",
        " First the texts, then the voices and styles of chapters. One that fits nothing in the book any more"
        " has lapsed: the book is read as it is there.",
    )
    add_book(parser)
    parser.add_argument("--undo", type=int, metavar="NUMBER", help="take this correction back")
    add_render(parser)


def _edits(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    if arguments.undo is not None:
        return change(
            arguments,
            backend,
            console,
            lambda options: backend.undo_correction(options, arguments.undo),
            f"Correction {arguments.undo} is taken back.",
        )
    made, lapsed = backend.corrections(options_of(arguments, backend, console))
    gone = {*lapsed.texts, *lapsed.directions}
    if console.as_json:
        texts = [{**asdict(text), "has_lapsed": text in gone} for text in made.texts]
        directions = [{**asdict(each), "has_lapsed": each in gone} for each in made.directions]
        console.result_json({"schema": SCHEMA, "texts": texts, "directions": directions})
        return 0
    every: tuple[TextCorrection | Direction, ...] = (*made.texts, *made.directions)
    for number, correction in enumerate(every, 1):
        mark = " (lapsed: it is not in the book any more)" if correction in gone else ""
        console.result(f"{number:4}  chapter {correction.chapter}{mark}")
        for line in _lines(correction):
            console.result(f"{'':6}{line}")
    if not made:
        console.result("Nothing was corrected in this book.")
    return 0


def _lines(correction: TextCorrection | Direction) -> list[str]:
    """What a correction does, in words."""
    if isinstance(correction, TextCorrection):
        text = " ".join(correction.text.split())
        return [f"- {' '.join(correction.written.split())}", f"+ {text}" if text else "left out"]
    told = {"voice": correction.voice, "style": correction.style}
    return [f"{name}: {value or 'as the narrator'}" for name, value in told.items() if value is not None]
