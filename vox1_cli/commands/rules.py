"""``rules``: how text as written is said, rule by rule."""

from __future__ import annotations

import argparse

from backend import Backend
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    return commands.add_parser(
        "rules",
        help="list the rules for speaking",
        description="List the rules by which text as written is said. `render --rules-off` leaves some out.",
    )


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """List the rules in the order in which they run."""
    del arguments
    rules = backend.rules()
    if console.as_json:
        listed = [{"name": name, "description": description} for name, description in rules.items()]
        console.result_json({"schema": 1, "rules": listed})
        return 0
    for name, description in rules.items():
        console.result(f"{name:16} {description}")
    return 0
