"""``voices rename``: give a master voice another name."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1.voices.master import plain_name
from vox1_cli.actions import add_action
from vox1_cli.commands.read import Commands
from vox1_cli.commands.voices.actions import SCHEMA, to_json, warn_of_settings
from vox1_cli.console import Console


def add_to(actions: Commands[argparse.ArgumentParser]) -> None:
    """Say what the action takes."""
    parser = add_action(
        actions,
        "rename",
        _rename,
        "give a master voice another name",
        " Books that were begun in it go on where they were, under the new name.",
    )
    parser.add_argument("old", metavar="OLD", help="its name now")
    parser.add_argument("new", metavar="NEW", help="its name from now on")


def _rename(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    old = backend.master_voice(arguments.old)
    new = backend.rename_voice(arguments.old, arguments.new)
    if console.as_json:
        console.result_json({"schema": SCHEMA, "renamed": old.name, "voice": to_json(new)})
    else:
        console.result(f"“{old.name}” is now called “{new.name}”.")
    if plain_name(old.name) != plain_name(new.name):
        warn_of_settings(old.name, backend, console)
    return 0
