"""The renewal of environments: a copy of each that the new version wants otherwise, made ready beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vox1_setup import files, install
from vox1_setup import stamp as stamps
from vox1_setup.checkout import Checkout
from vox1_setup.environment import Environment
from vox1_setup.switch import Bench, Exchange

_DEVELOPMENT = "dev"


def renew(live: Checkout, new: Checkout, bench: Bench) -> tuple[Exchange, ...]:
    """Make environments for a new version, where those in use do not fit it; nothing in use changes.

    Args:
        live: The version in use.
        new: The new version, complete, in a folder of its own.
        bench: Where new environments are put.

    Raises:
        SetupError: One cannot be made: no connection, no room.
        OSError: The system refuses.
    """
    exchanges: list[Exchange] = []
    for environment in _wanted(live, new):
        found = stamps.read(environment.folder)
        if found is None or environment.fault(found) or environment.has_sets(found):
            continue
        exchange = _exchange(live.root, environment.folder, bench, len(exchanges))
        staged = replace(environment, folder=live.root / exchange.staged)
        files.link_tree(environment.folder, staged.folder)
        install.bring(live, staged)
        exchanges.append(exchange)
    return tuple(exchanges)


def _wanted(live: Checkout, new: Checkout) -> Iterator[Environment]:
    """The environments in use, with what the new version wants in them."""
    base = live.environment().folder
    yield replace(new.environment(with_dev=_is_developers(base)), folder=base)
    known = new.engine_names()
    for folder in sorted((live.root / ".venvs").glob("*")):
        if folder.name in known:
            wanted = new.engine_environment(folder.name, with_dev=_is_developers(folder))
            yield replace(wanted, folder=folder)


def _is_developers(folder: Path) -> bool:
    found = stamps.read(folder)
    return found is not None and _DEVELOPMENT in found.sets


def _exchange(root: Path, folder: Path, bench: Bench, number: int) -> Exchange:
    return Exchange(
        live=folder.relative_to(root).as_posix(),
        staged=(bench.environments / f"~new{number}").relative_to(root).as_posix(),
        aside=(bench.environments / f"~old{number}").relative_to(root).as_posix(),
    )


def base_of(live: Checkout, exchanges: tuple[Exchange, ...]) -> Environment:
    """Return the environment that the new version will run in, where it is now."""
    environment = live.environment()
    for exchange in exchanges:
        if live.root / exchange.live == environment.folder:
            return replace(environment, folder=live.root / exchange.staged)
    return environment
