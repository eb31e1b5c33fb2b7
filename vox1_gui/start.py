"""The start of the window: what `app.py` does with its arguments."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vox1 import logbook
from vox1.paths import ROOT, Folders
from vox1.settings import chosen_folders
from vox1_gui import fonts

if TYPE_CHECKING:
    from vox1_gui.pages.page import Page
    from vox1_gui.window import Window

_BAD_START = 2
_FAILED = 1
_ON_TOP_MS = 200
_END_IT = "Wait a minute, or end it with the task manager, and start it again."

log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Open the window, and return when it is closed: 0, or 2 where there can be none."""
    options = _parser().parse_args(arguments)
    folders = chosen_folders(options.user_dir, options.output_dir, options.work_dir)
    try:
        import tkinter as tk  # noqa: PLC0415  # some Pythons come without
    except ImportError:
        return _refuse("This Python has no tkinter, which draws the window", _tkinter_hint())
    fonts.bring_in()
    from vox1_gui.sole import SoleWindow  # noqa: PLC0415  # --help needs no window
    from vox1_gui.updates import Updates, command  # noqa: PLC0415
    from vox1_gui.window import LOG_NAME, Window  # noqa: PLC0415

    sole = SoleWindow(folders.work)
    if not sole.claim():
        return (
            0 if sole.call(options.book) else _refuse("VOX-1 is open already, and does not answer", _END_IT)
        )
    logbook.open_log(folders, LOG_NAME)
    try:
        window = Window(folders, pages(), options.book, options.heartbeat)
    except tk.TclError as err:
        hint = "On a computer without a screen use the command line: `python3 run.py --help`."
        return _refuse(f"The window cannot be opened: {err}", hint)
    except Exception as err:
        log.exception("The window could not be made")
        _show_error(f"{type(err).__name__}: {err}", folders)
        return _FAILED
    if options.user_dir is None:  # who names folders starts VOX-1 from a script
        services = window.services
        Updates(window.after, services.state, services.update, command(ROOT)).look_later()
    sole.listen(window.after, lambda book: _come_forward(window, book))
    window.mainloop()
    return 0


def pages() -> tuple[type[Page], ...]:
    """Return all pages, in the order of the sidebar."""
    from vox1_gui.pages.advanced.page import AdvancedPage  # noqa: PLC0415
    from vox1_gui.pages.book import BookPage  # noqa: PLC0415
    from vox1_gui.pages.lab import LabPage  # noqa: PLC0415
    from vox1_gui.pages.log import LogPage  # noqa: PLC0415
    from vox1_gui.pages.start import StartPage  # noqa: PLC0415
    from vox1_gui.pages.studio.page import StudioPage  # noqa: PLC0415

    return BookPage, LabPage, StudioPage, AdvancedPage, LogPage, StartPage


def _come_forward(window: Window, book: str) -> None:
    """Show the window above all others, once, and open a book in it."""
    window.deiconify()
    window.lift()
    window.attributes("-topmost", 1)
    window.after(_ON_TOP_MS, lambda: window.attributes("-topmost", 0))
    window.focus_force()
    if book:
        window.open_file(Path(book))


def _show_error(message: str, folders: Folders) -> None:
    """Say why there is no window, where there may be no terminal either."""
    from tkinter import messagebox  # noqa: PLC0415

    _refuse(message, f"The details are in {folders.logs}: please report them.")
    messagebox.showerror("VOX-1", f"{message}\n\n{folders.logs}")


def _refuse(message: str, hint: str) -> int:
    if sys.stderr is not None:  # as it is without a console on Windows
        sys.stderr.write(f"error: {message}\nhint: {hint}\n")
    return _BAD_START


def _tkinter_hint() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    how = {
        "linux": "Type `sudo apt install python3-tk` (on other systems the package is python3-tkinter or tk)",
        "darwin": f"Type `brew install python-tk@{version}`, or use Python from python.org",
    }.get(sys.platform, "Install Python again, with its part tcl/tk ticked")
    return f"{how}. The command line works without: `python3 run.py --help`."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Open VOX-1's window.")
    parser.add_argument("book", nargs="?", type=Path, metavar="BOOK", help="a book to open")
    parser.add_argument("--output-dir", type=Path, metavar="D", help="where audiobooks go (Output)")
    parser.add_argument("--work-dir", type=Path, metavar="D", help="where takes are kept (temp_work)")
    parser.add_argument(
        "--user-dir",
        type=Path,
        metavar="D",
        help="where settings, voices and models are (VOX-1's own folder)",
    )
    parser.add_argument(
        "--heartbeat", type=Path, metavar="FILE", help="write how long the window was kept from its work"
    )
    return parser
