"""The options that name folders, the same for every command that has them."""

from __future__ import annotations

import argparse
from pathlib import Path

from vox1.paths import Folders
from vox1.settings import chosen_folders


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Add ``--output-dir``, ``--work-dir`` and ``--user-dir``."""
    parser.add_argument(
        "--output-dir", type=Path, metavar="D", help="for finished books (as in your settings, or Output)"
    )
    parser.add_argument(
        "--work-dir", type=Path, metavar="D", help="for takes and state (as in your settings, or temp_work)"
    )
    parser.add_argument(
        "--user-dir",
        type=Path,
        metavar="D",
        help="for your settings, the lexicon of all books, the models and the master voices (where VOX-1 is)",
    )
    parser.set_defaults(folders=_folders)


def _folders(arguments: argparse.Namespace) -> Folders:
    return chosen_folders(arguments.user_dir, arguments.output_dir, arguments.work_dir)
