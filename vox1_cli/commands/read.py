"""``read BOOK``: what BookSmith sees."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend import Backend
from vox1_cli.console import Console

if TYPE_CHECKING:
    from booksmith_module.book import Book

_SCHEMA = 1
Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse names no public type for it


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "read",
        help="show a book's chapters and what will not be read",
        description="Show what VOX-1 sees in a book: its chapters, what will not be read, and warnings.",
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="an EPUB file, or a JSON manifest")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="write the book as an editable manifest"
    )
    return parser


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """Read the book and show it."""
    book = backend.read(arguments.book)
    if arguments.manifest:
        backend.write_manifest(book, arguments.manifest)
        console.note(f"The manifest is in {arguments.manifest}")
    if console.as_json:
        console.result_json(_to_json(book))
    else:
        _show(book, console)
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
                "words": chapter.words,
                "text": chapter.text,
            }
            for number, chapter in enumerate(book.chapters, 1)
        ],
        "skipped": [
            {"kind": s.kind, "count": s.count, "where": s.where, "sample": s.sample, "text": s.text}
            for s in book.skipped
        ],
        "warnings": list(book.warnings),
    }


def _show(book: Book, console: Console) -> None:
    words = sum(chapter.words for chapter in book.chapters if chapter.enabled)
    console.result(f"{book.title}, by {', '.join(book.authors) or 'an unknown author'}")
    console.result(
        f"{book.language or 'language not stated'}; {words:,} words to read;"
        f" {'with' if book.cover else 'no'} cover\n"
    )
    for number, chapter in enumerate(book.chapters, 1):
        state = "" if chapter.enabled else f"   not read ({chapter.role.value} matter)"
        console.result(f"{number:4}  {chapter.words:7,} words  {chapter.title}{state}")
    if book.skipped:
        console.result("\nNot read:")
    for item in book.skipped:
        sample = f": {item.sample}" if item.sample else ""
        console.result(f"      {item.count} x {item.kind} in {item.where}{sample}")
    for warning in book.warnings:
        console.note(f"warning: {warning}")
