"""The folder VOX-1 lives in, and where the set-up's things are in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vox1_setup import lock
from vox1_setup.environment import Environment, RequirementSet
from vox1_setup.errors import SetupError

if TYPE_CHECKING:
    from pathlib import Path

_DEVELOPMENT = "dev"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of VOX-1.

    Attributes:
        root: Its folder, absolute.
    """

    root: Path

    @property
    def log_file(self) -> Path:
        """What the last set-up did, with everything pip said."""
        return self.root / "temp_work" / "logs" / "setup.log"

    @property
    def lock_file(self) -> Path:
        """Held while environments are changed; outside them, so that it outlives their removal."""
        return self.root / "temp_work" / "setup.lock"

    @property
    def window_lock_file(self) -> Path:
        """Held by the window for as long as it is open (`vox1_gui.sole`)."""
        return self.root / "temp_work" / "window.lock"

    def refuse_open_window(self) -> None:
        """See that the window is closed: a program whose files are exchanged ends in confusion.

        Raises:
            SetupError: It is open.
        """
        if lock.is_held(self.window_lock_file):
            raise SetupError("VOX-1 is open", "close its window, and run the same command again")

    @property
    def downloads_dir(self) -> Path:
        """Packages on their way in; on the same disk as the environments."""
        return self.root / "temp_work" / "downloads"

    def environment(self, *, with_dev: bool = False) -> Environment:
        """Describe `.venv`, in which everything but an engine with its own packages runs."""
        sets = [RequirementSet("base", self.root / "requirements.txt")]
        if with_dev:
            sets.append(RequirementSet(_DEVELOPMENT, self._requirements_file(_DEVELOPMENT)))
        return Environment(self.root / ".venv", tuple(sets))

    def engine_environment(self, name: str, *, with_dev: bool = False) -> Environment:
        """Describe `.venvs/NAME`, an engine's own environment.

        It may have three files: what it needs, what is to be installed without what that asks for, and torch,
        whose build depends on the machine.

        Raises:
            SetupError: No engine of this name has packages of its own.
        """
        known = self.engine_names()
        if name not in known:
            hint = (
                f"one of: {', '.join(known)}"
                if known
                else "no engine needs packages of its own: leave --engine out"
            )
            raise SetupError(f"no engine is called {name!r}", hint)
        options = {name: (), f"{name}-no-deps": ("--no-deps",), f"{name}-torch": ()}
        if self._requirements_file(f"{name}-torch").exists():
            options[f"{name}-torch"] = _torch_options()
        sets = [
            RequirementSet(each, self._requirements_file(each), tuple(how))
            for each, how in options.items()
            if self._requirements_file(each).exists()
        ]
        if with_dev:
            sets.append(RequirementSet(_DEVELOPMENT, self._requirements_file(_DEVELOPMENT)))
        return Environment(self.root / ".venvs" / name, tuple(sets))

    def engine_names(self) -> tuple[str, ...]:
        """List the engines that have packages of their own; the names of their files begin with theirs."""
        stems = {file.stem for file in (self.root / "requirements").glob("*.txt")}
        return tuple(sorted(stem for stem in stems - {_DEVELOPMENT} if "-" not in stem))

    def _requirements_file(self, name: str) -> Path:
        return self.root / "requirements" / f"{name}.txt"


def _torch_options() -> tuple[str, ...]:
    """Have pip take the build of torch that fits this machine, from PyTorch's own index.

    The build for processors asks for nothing but what is pinned; one for cards brings the CUDA libraries.

    Raises:
        SetupError: The driver does not answer, so that nobody knows which it is; with DEVICE=cpu nobody asks.
    """
    from vox1_setup import machine  # noqa: PLC0415 - an ordinary start does not need it
    from vox1_setup.console import say  # noqa: PLC0415

    found = machine.look()
    if found.fault and os.environ.get("DEVICE") != "cpu":
        raise SetupError(
            f"the driver of the graphics card does not answer: {found.fault}",
            "restart the computer, or install the driver anew; to do without the card, set DEVICE=cpu",
        )
    build = machine.torch_build(found)
    say(f"torch in its {build.tag} build: {build.reason}")
    index = ("--extra-index-url", build.index)
    return ("--no-deps", *index) if build.tag == "cpu" else index
