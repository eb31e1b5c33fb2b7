"""Options of what is read: the same for ``read`` and ``render``."""

from __future__ import annotations

import argparse

from booksmith_module.options import Notes, ReadingOptions

_SWITCHES = {
    "tables": "table",
    "code": "program listing",
    "captions": "caption",
    "image-descriptions": "image description",
    "notes": "note",
}
"""What the listener may call some kinds that `Skipped` names otherwise."""
_READERS = ("tables", "code", "captions", "image-descriptions")
"""Switches that the readers heed as well: where chapters begin may follow from them."""


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Say what may be chosen."""
    parser.add_argument(
        "--notes",
        choices=[notes.value for notes in Notes],
        default=Notes.SKIP.value,
        help="footnotes and endnotes: left out (the default), read at the end of the chapter, or after the"
        " paragraph with their mark",
    )
    parser.add_argument(
        "--with",
        dest="switched_on",
        action="append",
        metavar="KIND",
        default=[],
        help="read these too: tables, code, captions, image-descriptions, notes, or any kind that `read`"
        " lists as not read between the paragraphs; image descriptions and notes are left out otherwise",
    )
    parser.add_argument(
        "--without",
        dest="switched_off",
        action="append",
        metavar="KIND",
        default=[],
        help="leave these out; tables, code and captions are read otherwise",
    )
    parser.add_argument("--ocr", action="store_true", help="recognise the text of scanned PDF pages")
    parser.add_argument("--password", default="", metavar="P", help="opens a protected PDF")


def reading_options(arguments: argparse.Namespace, *, audit: bool) -> ReadingOptions:
    """Return what was chosen."""
    on, off = arguments.switched_on, arguments.switched_off
    switches = {name.replace("-", "_"): True for name in on if name in _READERS}
    switches |= {name.replace("-", "_"): False for name in off if name in _READERS}
    off_kinds = tuple(_SWITCHES.get(name, name) for name in off)
    return ReadingOptions(
        notes=Notes(arguments.notes),
        ocr=arguments.ocr,
        password=arguments.password,
        audit=audit,
        switched_on=tuple(kind for name in on if (kind := _SWITCHES.get(name, name)) not in off_kinds),
        switched_off=off_kinds,
        **switches,
    )
