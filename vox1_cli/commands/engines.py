"""``engines``: which voice engines there are."""

from __future__ import annotations

import argparse
from typing import Any

from backend import Backend
from vox1.engines.registry import EngineRow
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    return commands.add_parser(
        "engines", help="list the voice engines", description="List the voice engines that VOX-1 can use."
    )


def run(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    """List the engines."""
    del arguments
    rows = backend.engines()
    if console.as_json:
        listed = [_to_json(row) for row in rows]
        console.result_json({"schema": 1, "engines": listed})
        return 0
    for row in rows:
        console.result(f"{row.id:10} {row.title}\n{'':10} {row.description}")
        if not row.is_set_up:
            console.result(f"{'':10} It is not set up: `python3 run.py setup --engine {row.environment}`.")
    return 0


def _to_json(row: EngineRow) -> dict[str, Any]:
    about = {"id": row.id, "title": row.title, "description": row.description}
    return {**about, "set_up": row.is_set_up, "environment": row.environment or None}
