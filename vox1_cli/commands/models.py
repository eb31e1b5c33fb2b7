"""``models ACTION``: the models on this computer, and those that can be fetched."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from backend import Backend
from vox1.control import Control
from vox1.errors import InputError, ModelDamaged
from vox1.events import ModelReady
from vox1.models.catalogue import KnownModel
from vox1.models.store import InstalledModel
from vox1.models.verify import Verified
from vox1_cli.actions import add_action, run_action
from vox1_cli.commands.read import Commands
from vox1_cli.console import Console, size
from vox1_cli.fetching import Fetching
from vox1_cli.interrupts import interrupts

_SCHEMA = 1
_KEPT = "What was fetched is kept either way."
_HASH_DIGITS = 16


run = run_action


def add_to(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Say what the command takes."""
    parser = commands.add_parser(
        "models",
        help="fetch, check and delete models",
        description="Fetch, check and delete the models that engines work with, in the folder `models`.",
        epilog="Without a network: docs/models.md tells how to bring a model here by hand.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_action(actions, "list", _list, "show which models there are, and which are here")
    get = add_action(
        actions,
        "get",
        _get,
        "fetch a model",
        " Stop it whenever you like, and run the same command again to go on. A model that is here whole is"
        " left alone; what is missing or damaged is fetched again.",
    )
    get.add_argument("name", metavar="NAME", help="as `models list` shows it")
    get.add_argument(
        "--mirror", default="", metavar="URL", help="fetch it from here, not from the Hugging Face Hub"
    )
    check = add_action(
        actions,
        "verify",
        _verify,
        "read every byte of a model, and compare it with what the hub says",
    )
    check.add_argument("name", nargs="?", metavar="NAME-or-DIR", help="a model's name or folder; else all")
    remove = add_action(actions, "remove", _remove, "delete a model, or what has come of one")
    remove.add_argument("name", metavar="NAME", help="of its folder in `models`")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    return parser


def _list(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    del arguments
    here = {model.name: model for model in backend.models()}
    known = {row.name: row for row in backend.known_models()}
    begun = backend.begun_models()
    names = [*known, *(name for name in here if name not in known)]
    if console.as_json:
        models = [
            {**_to_json(name, known.get(name), here.get(name)), "begun_bytes": begun.get(name, 0)}
            for name in names
        ]
        console.result_json({"schema": _SCHEMA, "folder": str(backend.folders.models), "models": models})
        return 0
    for name in names:
        row, model = known.get(name), here.get(name)
        console.result(f"{name:32} {_standing(row, model, begun.get(name, 0))}")
        if row:
            console.result(f"  {row.description}")
    return 0


def _standing(row: KnownModel | None, model: InstalledModel | None, begun_bytes: int) -> str:
    """How it stands with a model."""
    if model is None and row and begun_bytes:
        return f"begun, {size(begun_bytes)} of {size(row.fetch_bytes)} are here"
    if model is None:
        return f"to be fetched, {size(row.fetch_bytes)}" if row else ""
    if model.fault:
        return f"not whole: {model.fault}"
    checked = f"verified, hash {model.weights_hash[:_HASH_DIGITS]}" if model.weights_hash else "not verified"
    return f"here, {size(model.size_bytes)}, {checked}"


def _to_json(name: str, row: KnownModel | None, model: InstalledModel | None) -> dict[str, Any]:
    """A row of the list."""
    told = model or row
    return {
        "name": name,
        "repo": row.repo if row else None,
        "kind": told.kind.value if told else None,
        "size": told.size if told else None,
        "engine": told.engine if told else None,
        "fetch_bytes": row.fetch_bytes if row else None,
        "description": row.description if row else None,
        "installed": _model_to_json(model) if model else None,
    }


def _model_to_json(model: InstalledModel) -> dict[str, Any]:
    return {
        "folder": str(model.folder),
        "whole": model.is_whole,
        "fault": model.fault,
        "size_bytes": model.size_bytes,
        "weights_hash": model.weights_hash,
    }


def _get(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    control = Control()
    with interrupts(control, console, _KEPT), Fetching(console, "fetching") as fetching:
        model = backend.get_model(arguments.name, arguments.mirror, fetching.show, control)
    if console.as_json:
        ready = ModelReady(model.name, model.folder, model.size_bytes, model.weights_hash)
        console.result_json(ready.to_json())
        return 0
    console.result(f"{model.name} is in {model.folder}, {size(model.size_bytes)}, whole.")
    return 0


def _verify(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    names = [arguments.name] if arguments.name else [model.name for model in backend.models()]
    if not names:
        console.note("There are no models here yet: `python3 run.py models list` shows which can be fetched.")
    statuses = [_verify_one(name, backend, console) for name in names]
    return max(statuses, default=0)


def _verify_one(name: str, backend: Backend, console: Console) -> int:
    control = Control()
    with interrupts(control, console, ""), Fetching(console, "verifying") as fetching:
        found = backend.verify_model(name, fetching.show, control)
    model = found.model
    if console.as_json:
        console.result_json(
            {
                "event": "model_verified",
                "name": model.name,
                **_model_to_json(model),
                "files": found.files,
                "damaged": list(found.damaged),
                "unpromised": list(found.unpromised),
            }
        )
    if model.fault:
        console.words_of_error(f"{model.name} is not whole: {_faults(found)}", found.remedy)
        return ModelDamaged.exit_status
    if not console.as_json:
        console.result(f"{model.name}: {_praise(found)} Its hash is {model.weights_hash}.")
    return 0


def _faults(found: Verified) -> str:
    return f"{', '.join(found.damaged)} damaged" if found.damaged else found.model.fault


def _praise(found: Verified) -> str:
    """What was compared with what."""
    if not found.unpromised:
        return f"all {found.files} files are as the hub says."
    if len(found.unpromised) == found.files:
        return (
            "no hashes are known for this folder, so only sizes and headers could be checked; they are right."
        )
    return f"as the hub says, but for {', '.join(found.unpromised)}, whose hashes nobody told."


def _remove(arguments: argparse.Namespace, backend: Backend, console: Console) -> int:
    if not arguments.yes and not _agrees(arguments.name, console):
        console.note("Nothing was deleted.")
        return 0
    freed_bytes = backend.remove_model(arguments.name)
    if console.as_json:
        console.result_json({"schema": _SCHEMA, "name": arguments.name, "freed_bytes": freed_bytes})
        return 0
    console.result(f"{arguments.name} is deleted, {size(freed_bytes)} freed.")
    return 0


def _agrees(name: str, console: Console) -> bool:
    """Ask whether to delete a model.

    Raises:
        InputError: There is nobody to ask.
    """
    if console.as_json or not sys.stdin.isatty():
        raise InputError(f"{name} is deleted only when that is confirmed", "Add --yes.", "not-confirmed")
    print(f"Delete the model {name}? It would have to be fetched again. [y/N] ", end="", file=sys.stderr)  # noqa: T201  # a question
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
