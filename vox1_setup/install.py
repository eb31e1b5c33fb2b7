"""The installation: brings an environment to where it is wanted, whatever state it was left in.

The order is what makes it safe to kill at any point. The stamp goes before anything is changed and comes back
last; packages are fetched before that, so that trouble with the network leaves a working environment working.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from vox1_setup import inventory, lock, pip, stamp
from vox1_setup.causes import explain
from vox1_setup.console import say
from vox1_setup.environment import PYTHON_VERSION, base_python
from vox1_setup.errors import SetupError
from vox1_setup.programs import Programs

if TYPE_CHECKING:
    from pathlib import Path

    from vox1_setup.checkout import Checkout
    from vox1_setup.environment import Environment


def install(checkout: Checkout, environment: Environment, *, thorough: bool = False) -> None:
    """Make an environment ready; one that is ready is left alone.

    Args:
        checkout: The copy of VOX-1 that it belongs to.
        environment: The environment, and what is wanted in it.
        thorough: Also look at each installed file, and make the environment again if one is damaged.

    Raises:
        SetupError: It could not be made.
        OSError: The system refused (no right to write, no space).
    """
    with lock.hold(checkout.lock_file):
        bring(checkout, environment, thorough=thorough)


def bring(checkout: Checkout, environment: Environment, *, thorough: bool = False) -> None:
    """Do what `install` does, for who holds the lock."""
    found = stamp.read(environment.folder)
    fault = environment.fault(found)
    if found and not fault and thorough:
        fault = _damage(environment, found)
    if found and not fault and environment.has_sets(found):
        return
    programs = Programs(checkout.root, checkout.log_file)
    programs.begin_log()
    if fault:
        say(f"making {_short_name(environment, checkout)} with Python {PYTHON_VERSION}: {fault}")
        found = None
        _make_empty(environment, programs)
    _fill(environment, programs, checkout.downloads_dir, found)
    say("ready")


def _damage(environment: Environment, found: stamp.Stamp) -> str:
    damaged = inventory.find_damage(environment.site_packages, found.distributions)
    return f"{damaged.relative_to(environment.site_packages)} in it is damaged" if damaged else ""


def _short_name(environment: Environment, checkout: Checkout) -> str:
    return environment.folder.relative_to(checkout.root).as_posix()


def _make_empty(environment: Environment, programs: Programs) -> None:
    """Make the environment from scratch, with no packages and no pip in it.

    Raises:
        SetupError: This Python cannot make one, or not in this place.
    """
    if os.pathsep in str(environment.folder):
        raise SetupError(
            f"Python cannot work in a folder with {os.pathsep!r} in its name: {environment.folder.parent}",
            "rename that folder, or move VOX-1 to another one",
        )
    _remove(environment.folder)
    start = programs.log_size()
    if not programs.run(base_python(), "-m", "venv", "--without-pip", environment.folder):
        output = programs.output_since(start)
        raise explain(f"could not make {environment.folder}", output, programs.log_file)


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        stamp.remove(folder)
        shutil.rmtree(folder)


def _fill(
    environment: Environment, programs: Programs, downloads_dir: Path, found: stamp.Stamp | None
) -> None:
    """Install what is wanted and put the stamp on it.

    Args:
        environment: An environment without faults; its packages may be missing or old.
        programs: Runs pip.
        downloads_dir: A folder for this only.
        found: The stamp that it has.
    """
    chosen_pip = pip.find(environment, programs)
    pip.clear(downloads_dir)
    downloads_dir.mkdir(parents=True)
    try:
        say("fetching packages (this needs the internet and can take some minutes)")
        chosen_pip.download(environment.sets, downloads_dir)
        say("installing packages")
        stamp.remove(environment.folder)
        chosen_pip.install(environment.sets, downloads_dir)
    finally:
        pip.clear(downloads_dir)
    stamp.write(environment.folder, _new_stamp(environment, found))


def _new_stamp(environment: Environment, found: stamp.Stamp | None) -> stamp.Stamp:
    kept = found.sets if found else {}
    return stamp.Stamp(
        revision=stamp.REVISION,
        python=PYTHON_VERSION,
        base_python=str(base_python()),
        sets={**kept, **{wanted.name: wanted.digest() for wanted in environment.sets}},
        distributions=inventory.list_distributions(environment.site_packages),
    )
