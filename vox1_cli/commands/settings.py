"""``settings ACTION``: what you have chosen once for all books."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields
from typing import Any

from backend import Backend
from vox1 import settings as user_settings
from vox1.errors import InputError
from vox1.settings import Settings
from vox1_cli.actions import add_action, run_action
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console

_SCHEMA = 1
_USUAL = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}

run = run_action


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "settings",
        help="show and change what holds for all books",
        description="Show and change what holds for all books; the options of `render` change it for one.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_action(actions, "list", _list, "show every setting; * marks those that you have changed")
    change = add_action(actions, "set", _set, "change settings", " All of them, or none where one is bad.")
    change.add_argument("changes", nargs="+", metavar="NAME=VALUE", help="such as paragraph_pause_ms=700")
    reset = add_action(actions, "reset", _reset, "have settings as VOX-1 comes with them")
    reset.add_argument("names", nargs="*", metavar="NAME", help="else all")
    return parser


def _list(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    del arguments
    _show(_loaded(backend, console), backend, console)
    return 0


def _set(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    changes = dict(_change(written) for written in arguments.changes)
    return _keep(changes, backend, console)


def _reset(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    names = [_known(name) for name in arguments.names] or list(_USUAL)
    return _keep({name: _USUAL[name] for name in names}, backend, console)


def _keep(changes: dict[str, Any], backend: Backend, console: Console) -> int:
    """Change settings and keep them.

    Raises:
        InputError: A value cannot be used.
        DiskError: The disk refuses.
    """
    _, faults = user_settings.from_json(changes)
    if faults:
        raise InputError(faults[0].split("; using")[0], "`settings list` shows every setting.", "bad-option")
    checked, _ = user_settings.from_json(changes)
    changes = {name: getattr(checked, name) for name in changes}
    changed, _ = user_settings.with_changes(_loaded(backend, console), changes)
    user_settings.save(changed, backend.folders.settings)
    _show(changed, backend, console)
    return 0


def _loaded(backend: Backend, console: Console) -> Settings:
    settings, warnings = user_settings.load(backend.folders.settings)
    for warning in warnings:
        console.note(f"warning: {warning}")
    return settings


def _show(settings: Settings, backend: Backend, console: Console) -> None:
    chosen = {name: getattr(settings, name) for name in _USUAL}
    if console.as_json:
        told = {"schema": _SCHEMA, "path": str(backend.folders.settings), "settings": chosen}
        console.result_json({**told, "usual": _USUAL})
        return
    for name, value in chosen.items():
        console.result(f"{'*' if value != _USUAL[name] else ' '} {name:24} {json.dumps(value)}")


def _change(written: str) -> tuple[str, Any]:
    """A setting and its value, as ``NAME=VALUE`` says.

    Raises:
        InputError: It is written otherwise, or is no value of that setting's kind.
    """
    name, sign, text = written.partition("=")
    if not sign:
        raise InputError(f"{written} is not understood", "Write it like speed=1.25.", "bad-option")
    usual = _USUAL[_known(name)]
    if isinstance(usual, str):
        return name, text
    try:
        return name, json.loads(text.lower())
    except ValueError:
        return name, text  # said to be of another kind


def _known(name: str) -> str:
    """A setting's name.

    Raises:
        InputError: There is no such setting.
    """
    if name not in _USUAL:
        raise InputError(
            f"There is no setting {name}", "`settings list` shows every setting.", "unknown-setting"
        )
    return name
