"""``takes list``: every chunk of a book with its time, its verdict and its takes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from backend import Backend
from vox1.render.listing import Choosing, KeptTake, ListedChunk, Sieve
from vox1_cli.actions import add_action
from vox1_cli.choosing import chapter_numbers
from vox1_cli.commands.read import Commands
from vox1_cli.commands.takes.actions import SCHEMA, add_book, options_of
from vox1_cli.console import Console, clock

_MISSING = "missing"
_SECONDS_DIGITS = 3


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "list",
        _list,
        "show the chunks of a book and their takes",
        " Each chunk has a name of its chapter and its number in it, such as 12.34, by which the other"
        " actions know it. Where there is more to know of its takes than that the first is good, they follow"
        " with the places of their files, so that you can listen to them. With --json there is one object for"
        " each chunk, one on a line.",
    )
    add_book(parser)
    parser.add_argument("--chapter", metavar="1-3,7", help="only these chapters")
    parser.add_argument(
        "--flagged", action="store_true", help="only chunks whose take is doubtful, partial or missing"
    )
    parser.add_argument(
        "--chosen", action="store_true", help="only chunks for which a take was picked or spoken anew"
    )
    parser.add_argument(
        "--containing", default="", metavar="TEXT", help="only chunks with these words, as written or as said"
    )
    parser.add_argument("--all-takes", action="store_true", help="show the takes of every chunk")


def _list(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    sieve = Sieve(
        chapter_numbers(arguments.chapter), arguments.flagged, arguments.chosen, arguments.containing
    )
    listed = flagged = title = 0
    for chunk in backend.takes(options_of(arguments, backend, console), sieve):
        listed, flagged = listed + 1, flagged + chunk.is_flagged
        if console.as_json:
            console.result_json({"event": "chunk", **_to_json(chunk)})
            continue
        if chunk.chapter != title:
            console.result(f"\nChapter {chunk.chapter}: {chunk.title}")
            title = chunk.chapter
        for line in _lines(chunk, with_takes=arguments.all_takes):
            console.result(line)
    if console.as_json:
        console.result_json({"schema": SCHEMA, "event": "listed", "chunks": listed, "flagged": flagged})
    elif not listed:
        console.result("No chunk of the audiobook is so.")
    else:
        console.note(f"{listed:,} chunk{'s' * (listed != 1)}, of which {flagged:,} should be looked at")
    return 0


def _to_json(chunk: ListedChunk) -> dict[str, Any]:
    return {
        **asdict(chunk),
        "ending": chunk.ending.value,
        "start_seconds": _rounded(chunk.start_seconds),
        "seconds": _rounded(chunk.seconds),
        "standing": chunk.standing.value if chunk.standing else _MISSING,
        "choosing": chunk.choosing.value,
        "takes": [
            {
                **asdict(take),
                "seconds": _rounded(take.seconds),
                "standing": take.standing.value,
                "path": str(take.path),
            }
            for take in chunk.takes
        ],
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, _SECONDS_DIGITS)


def _lines(chunk: ListedChunk, *, with_takes: bool) -> Iterator[str]:
    """A chunk in words: a line of facts, its text, and its takes where they are of interest."""
    begins = "" if chunk.start_seconds is None else clock(chunk.start_seconds)
    seconds = "" if chunk.seconds is None else f"{chunk.seconds:.1f} s"
    standing = chunk.standing.value if chunk.standing else "not spoken"
    marks = [standing, *([f"take {chunk.attempt}"] if chunk.attempt else []), *_marks(chunk)]
    yield f"{chunk.place:>8}  {begins:>8}  {seconds:>7}  {', '.join(marks)}"
    for line in chunk.text.split("\n"):
        yield f"{'':8}  {line}"
    spoken = " ".join(chunk.spoken.split())
    if spoken != " ".join(chunk.text.split()):
        yield f"{'':8}  said: {spoken}"
    if with_takes or chunk.is_flagged or len(chunk.takes) > 1:
        for take in chunk.takes:
            yield from _take_lines(take)


def _marks(chunk: ListedChunk) -> Iterator[str]:
    if chunk.choosing is not Choosing.FIRST_GOOD:
        yield chunk.choosing.value
    if chunk.is_corrected:
        yield "corrected"


def _take_lines(take: KeptTake) -> Iterator[str]:
    facts = [take.standing.value, f"{take.seconds:.1f} s", f"score {take.score:.2f}"]
    if take.word_error_rate is not None:
        facts.append(f"{take.word_error_rate:.0%} of the words heard otherwise")
    yield f"{'':8}  {'*' if take.is_used else ' '} take {take.attempt}: {', '.join((*facts, *take.reasons))}"
    if take.heard:
        yield f"{'':12}heard: {take.heard}"
    yield f"{'':12}{take.path}"
