"""The folder VOX-1 lives in, and where the set-up's things are in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    def downloads_dir(self) -> Path:
        """Packages on their way in; on the same disk as the environments."""
        return self.root / "temp_work" / "downloads"

    def environment(self, *, with_dev: bool = False) -> Environment:
        """Describe `.venv`, in which everything but an engine with its own packages runs."""
        sets = [RequirementSet("base", self.root / "requirements.txt")]
        if with_dev:
            sets.append(RequirementSet(_DEVELOPMENT, self._requirements_file(_DEVELOPMENT)))
        return Environment(self.root / ".venv", tuple(sets))

    def engine_environment(self, name: str) -> Environment:
        """Describe `.venvs/NAME`, an engine's own environment.

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
        return Environment(
            self.root / ".venvs" / name, (RequirementSet(name, self._requirements_file(name)),)
        )

    def engine_names(self) -> tuple[str, ...]:
        """List the engines that have packages of their own, one file each in `requirements/`."""
        stems = {file.stem for file in (self.root / "requirements").glob("*.txt")}
        return tuple(sorted(stems - {_DEVELOPMENT}))

    def _requirements_file(self, name: str) -> Path:
        return self.root / "requirements" / f"{name}.txt"
