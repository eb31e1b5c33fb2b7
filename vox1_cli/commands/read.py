"""``read BOOK``: what BookSmith sees."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend import Backend
from booksmith_module.book import Book, Skipped
from vox1_cli.console import Console
from vox1_cli.reading import add_reading, reading_options

_SCHEMA = 1
Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse names no public type for it


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "read",
        help="show a book's chapters and what will not be read",
        description="Show what VOX-1 sees in a book: its chapters, what will not be read, and warnings.",
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="a book file, or a JSON manifest")
    add_reading(parser)
    parser.add_argument(
        "--audit",
        action="store_true",
        help="count the words of the file a second way, and say which are neither read nor listed",
    )
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="write the book as an editable manifest"
    )
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Read the book and show it."""
    book = backend.read(arguments.book, reading_options(arguments, audit=arguments.audit))
    if arguments.manifest:
        backend.write_manifest(book, arguments.manifest)
        console.note(f"The manifest is in {arguments.manifest}")
    if console.as_json:
        console.result_json(_to_json(book))
    else:
        _show(book, console)
        if arguments.audit and arguments.book.suffix.lower() == ".json":
            console.note("A manifest is all the text there is: there is no second way to count its words.")
    return 0


def _to_json(book: Book) -> dict[str, Any]:
    return {
        "schema": _SCHEMA,
        "title": book.title,
        "authors": list(book.authors),
        "language": book.language,
        "cover": book.cover is not None,
        "chapters": [
            {
                "number": number,
                "title": chapter.title,
                "role": chapter.role.value,
                "enabled": chapter.enabled,
                "reason": chapter.reason,
                "words": chapter.words,
                "text": chapter.text if chapter.enabled else "",
            }
            for number, chapter in enumerate(book.chapters, 1)
        ],
        "skipped": [
            {"kind": s.kind, "count": s.count, "where": s.where, "sample": s.sample, "text": s.text}
            for s in _not_read(book)
        ],
        "audited_words": book.audited_words,
        "warnings": list(book.warnings),
    }


def _not_read(book: Book) -> list[Skipped]:
    """What is skipped, and the chapters that are not read by default."""
    chapters = [Skipped(c.reason, 1, c.title, c.text) for c in book.chapters if not c.enabled]
    return [*chapters, *book.skipped]


def _by_kind(skipped: Iterable[Skipped]) -> dict[str, list[Skipped]]:
    kinds: dict[str, list[Skipped]] = {}
    for item in skipped:
        kinds.setdefault(item.kind, []).append(item)
    return kinds


def _show(book: Book, console: Console) -> None:
    words = [chapter.words for chapter in book.chapters]
    narrated = sum(count for count, chapter in zip(words, book.chapters, strict=True) if chapter.enabled)
    console.result(f"{book.title}, by {', '.join(book.authors) or 'an unknown author'}")
    console.result(
        f"{book.language or 'language not stated'}; {narrated:,} words to read;"
        f" {'with' if book.cover else 'no'} cover\n"
    )
    for number, chapter in enumerate(book.chapters, 1):
        state = "" if chapter.enabled else f"   not read: {chapter.reason or 'switched off'}"
        console.result(f"{number:4}  {words[number - 1]:7,} words  {chapter.title}{state}")
    if book.skipped:
        console.result("\nNot read:")
    for kind, items in _by_kind(book.skipped).items():
        count, first = sum(item.count for item in items), next((i for i in items if i.sample), items[0])
        places = f"in {first.where}" if len(items) == 1 else f"in {len(items)} places, first in {first.where}"
        console.result(f"  {count:6,} x {kind} {places}{f': {first.sample}' if first.sample else ''}")
    if book.audited_words:
        console.result(f"\n{book.audited_words:,} words of the file were counted a second way.")
    for warning in book.warnings:
        console.note(f"warning: {warning}")
