"""pip: finding one that can serve an environment, and installing pinned packages with it.

The user's own pip configuration (mirrors, certificates, proxies) is left in force.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_setup.causes import explain
from vox1_setup.environment import base_python
from vox1_setup.errors import NO_PYTHON_PARTS_HINT, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vox1_setup.environment import Environment, RequirementSet
    from vox1_setup.programs import Programs

_DEBIAN_WHEELS_DIR = Path("/usr/share/python-wheels")
"""Where Debian and Ubuntu keep a pip wheel (package python3-pip-whl)."""

_OLDEST_WITH_PYTHON_OPTION = (22, 3)
"""pip's release notes, 22.3: "Add a new --python option"."""

# A source package would run a stranger's set-up code and need a compiler; each of our pins has wheels.
_COMMON_OPTIONS = ("--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--progress-bar=off")


@dataclass(frozen=True, slots=True)
class Pip:
    """A pip that works on one environment.

    Attributes:
        command: How it is started.
        programs: Runs it.
    """

    command: tuple[str | Path, ...]
    programs: Programs

    def download(self, sets: tuple[RequirementSet, ...], into: Path) -> None:
        """Fetch everything that the sets pin: the only step that needs a network, and it changes nothing.

        Raises:
            SetupError: Not everything could be fetched.
        """
        for options, group in _by_options(sets):
            self._do("download", "--dest", into, *options, *group, failure="could not fetch the packages")

    def install(self, sets: tuple[RequirementSet, ...], out_of: Path) -> None:
        """Install the sets from what was fetched.

        `--no-user` because a personal `user = true` would make pip refuse to install into an environment.

        Raises:
            SetupError: Not everything could be installed.
        """
        from_there = ("--no-user", "--no-index", "--find-links", out_of)
        for options, group in _by_options(sets):
            is_alone, is_build = "--no-deps" in options, "--extra-index-url" in options
            # pip takes another build of the same version, 2.13.0+cpu, for the one that is wanted.
            again = ("--force-reinstall",) if is_build else ()
            failure = "could not install the packages"
            if is_alone or is_build:
                self._do("install", *from_there, "--no-deps", *again, *group, failure=failure)
            if not is_alone:
                self._do("install", *from_there, *group, failure=failure)

    def _do(self, verb: str, *options: str | Path, failure: str) -> None:
        start = self.programs.log_size()
        if not self.programs.run(*self.command, verb, *_COMMON_OPTIONS, *options):
            raise explain(failure, self.programs.output_since(start), self.programs.log_file)


def find(environment: Environment, programs: Programs) -> Pip:
    """Find a pip for an environment.

    In this order: its own; the one that Python brings along (`ensurepip`, which Debian and Ubuntu put in a
    package of its own); the base Python's, if it can work on another environment; the wheel that Debian and
    Ubuntu ship.

    Raises:
        SetupError: There is none.
    """
    for kind in (_own, _brought_along, _of_base_python, _debian_wheel):
        command = kind(environment, programs)
        if command:
            return Pip(command, programs)
    raise SetupError("this Python came without pip", NO_PYTHON_PARTS_HINT)


def _own(environment: Environment, _programs: Programs) -> tuple[str | Path, ...]:
    has_pip = (environment.site_packages / "pip" / "__main__.py").exists()
    return (environment.python, "-m", "pip") if has_pip else ()


def _brought_along(environment: Environment, programs: Programs) -> tuple[str | Path, ...]:
    installed = programs.run(environment.python, "-m", "ensurepip", "--default-pip")
    return (environment.python, "-m", "pip") if installed else ()


def _of_base_python(environment: Environment, programs: Programs) -> tuple[str | Path, ...]:
    start = programs.log_size()
    if not programs.run(base_python(), "-m", "pip", "--version"):
        return ()
    found = re.search(r"^pip (\d+)\.(\d+)", programs.output_since(start), re.MULTILINE)
    if not found or (int(found[1]), int(found[2])) < _OLDEST_WITH_PYTHON_OPTION:
        return ()
    return (base_python(), "-m", "pip", "--python", environment.python)


def _debian_wheel(environment: Environment, _programs: Programs) -> tuple[str | Path, ...]:
    # A wheel with a program in it can be run where it lies (pip's documentation, "ensurepip and wheels").
    wheels = sorted(_DEBIAN_WHEELS_DIR.glob("pip-*.whl"))
    return (environment.python, wheels[-1] / "pip") if wheels else ()


def _by_options(
    sets: tuple[RequirementSet, ...],
) -> Iterator[tuple[tuple[str, ...], tuple[str | Path, ...]]]:
    """The options and the requirements files of each call of pip: sets with the same options go together."""
    for options in dict.fromkeys(wanted.options for wanted in sets):
        files = [wanted.file for wanted in sets if wanted.options == options]
        yield options, tuple(word for file in files for word in ("--requirement", file))


def clear(downloads_dir: Path) -> None:
    """Remove fetched packages, also those that a killed set-up left half-copied."""
    if downloads_dir.exists():
        shutil.rmtree(downloads_dir)
