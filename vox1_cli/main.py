"""The command line's outermost edge: which command, and how errors become words."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from backend import Backend
from vox1 import logbook
from vox1.errors import InputError, Vox1Error, is_out_of_memory, memory_error
from vox1.version import VERSION
from vox1_cli.console import CANCELLED, Console

log = logging.getLogger(__name__)

_COMMANDS = (
    *(
        "read",
        "render",
        "sample",
        "takes",
        "lexicon",
        "rules",
        "voices",
        "models",
        "engines",
        "settings",
        "doctor",
        "inspect",
        "clean",
    ),
)
"""In the order of `--help`; each is a module of `vox1_cli.commands`."""
_LOG_NAME = "vox1.log"
_UNEXPECTED = 1


def main(argv: Sequence[str]) -> int:
    """Run one command and return the exit status: 0 done, 1 not complete, 2 bad input, 130 cancelled."""
    arguments = _parser(argv).parse_args(argv)
    console = Console(as_json=arguments.json)
    backend = Backend(arguments.folders(arguments) if hasattr(arguments, "folders") else None)
    log_path = logbook.open_log(backend.folders, _LOG_NAME)
    try:
        status: int = arguments.run(arguments, backend, console)
    except Vox1Error as err:
        log.exception("%s failed", arguments.command)
        console.error(err.code, err.message, err.hint)
        return err.exit_status
    except KeyboardInterrupt:
        console.error("cancelled", "Cancelled", "Run the same command again to go on.")
        return CANCELLED
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNEXPECTED
    except (ImportError, SyntaxError):
        raise  # the environment has lost something: `run.py`, which made it, says what to do
    except Exception as err:  # noqa: BLE001  # the process's outermost edge
        log.error("%s failed:\n%s", arguments.command, traceback.format_exc())  # noqa: TRY400
        if is_out_of_memory(err):
            short = memory_error()
            console.error(short.code, short.message, short.hint)
            return _UNEXPECTED
        console.error(
            "unexpected",
            f"Something went wrong that VOX-1 did not expect: {type(err).__name__}: {err}",
            f"Nothing finished is lost. The details are in {log_path}: please report them.",
        )
        return _UNEXPECTED
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are like all of ours: what is wrong, and what to do."""

    def error(self, message: str) -> NoReturn:
        """End with exit status 2."""
        console = Console(as_json="--json" in sys.argv)
        # Only the outermost parser learns of what is left over, whatever command it was said to.
        command = [name for name in sys.argv[1:2] if name in _COMMANDS and " " not in self.prog]
        console.error("usage", message, f"See `python3 {' '.join([self.prog, *command])} --help`.")
        sys.exit(InputError.exit_status)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """A parser of the command that is asked for; of all of them where none is."""
    parser = _Parser(
        prog="run.py",
        description="VOX-1 turns an EPUB into an audiobook: M4B with chapters, cover and tags.",
        epilog="`python3 run.py` alone opens the window. `python3 run.py COMMAND --help` tells more about a"
        " command. `window`, `setup`, `update`, `remove` and `test` are commands of run.py itself.",
    )
    parser.add_argument("--version", action="version", version=f"VOX-1 {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in [name for name in _COMMANDS if name == next(iter(argv), "")] or _COMMANDS:
        command = importlib.import_module(f"vox1_cli.commands.{name}")
        added = command.add_to(commands)
        added.add_argument("--json", action="store_true", help="print JSON instead of text")
        added.set_defaults(run=command.run)
    return parser
