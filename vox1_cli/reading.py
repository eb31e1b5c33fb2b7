"""Options of what is read: the same for ``read`` and ``render``."""

from __future__ import annotations

import argparse

from booksmith_module.options import Notes, ReadingOptions

_SWITCHES = ("tables", "code", "captions", "image-descriptions")


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
        choices=_SWITCHES,
        default=[],
        help="read these too; image descriptions are left out otherwise",
    )
    parser.add_argument(
        "--without",
        dest="switched_off",
        action="append",
        choices=_SWITCHES,
        default=[],
        help="leave these out; tables, code and captions are read otherwise",
    )
    parser.add_argument("--ocr", action="store_true", help="recognise the text of scanned PDF pages")
    parser.add_argument("--password", default="", metavar="P", help="opens a protected PDF")


def reading_options(arguments: argparse.Namespace, *, audit: bool) -> ReadingOptions:
    """Return what was chosen."""
    switches = {name.replace("-", "_"): True for name in arguments.switched_on}
    switches |= {name.replace("-", "_"): False for name in arguments.switched_off}
    return ReadingOptions(
        notes=Notes(arguments.notes),
        ocr=arguments.ocr,
        password=arguments.password,
        audit=audit,
        **switches,
    )
