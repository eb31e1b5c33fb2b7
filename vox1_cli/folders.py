"""The options that name folders, the same for every command that has them."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox1.paths import Folders


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add ``--output-dir``, ``--work-dir`` and ``--user-dir``."""
    known = Folders()
    parser.add_argument(
        "--output-dir", type=Path, default=known.output, metavar="D", help="for finished books (Output)"
    )
    parser.add_argument(
        "--work-dir", type=Path, default=known.work, metavar="D", help="for takes and state (temp_work)"
    )
    parser.add_argument(
        "--user-dir",
        type=Path,
        default=known.user,
        metavar="D",
        help="for your settings, the lexicon of all books, the models and the master voices (where VOX-1 is)",
    )
    parser.set_defaults(folders=_folders)


def _folders(arguments: argparse.Namespace) -> Folders:
    return Folders(
        arguments.output_dir.absolute(), arguments.work_dir.absolute(), arguments.user_dir.absolute()
    )
