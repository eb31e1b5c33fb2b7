"""The stamp: a small file that says an environment is finished, and for what.

It is written last and taken away before anything is changed, so an environment that was left half-made has
none.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
REVISION = 1
"""Raise it when what the set-up does changes, so that environments made the old way are made again."""

_NAME = "vox1-stamp.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a finished environment was made for.

    Attributes:
        revision: `REVISION` of the set-up that made it.
        python: Major and minor version of its Python, such as `3.11`.
        base_python: The Python it was made from, as a path; without it, it cannot start.
        sets: SHA-256 of the requirements file of each set that is installed, by the set's name.
        distributions: The installed packages, as the names of their `.dist-info` folders.
    """

    revision: int
    python: str
    base_python: str
    sets: dict[str, str]
    distributions: tuple[str, ...]

    def to_json(self) -> str:
        """Give the stamp file's text."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Stamp:
        """Read a stamp file's text.

        Raises:
            ValueError: It is no stamp, or one of another schema.
        """
        fields = json.loads(text)
        if not isinstance(fields, dict) or fields.pop("schema", None) != SCHEMA:
            raise ValueError("not a stamp of this schema")
        try:
            return cls(
                revision=int(fields["revision"]),
                python=str(fields["python"]),
                base_python=str(fields["base_python"]),
                sets={str(name): str(digest) for name, digest in fields["sets"].items()},
                distributions=tuple(str(name) for name in fields["distributions"]),
            )
        except (KeyError, TypeError, AttributeError) as err:
            raise ValueError("a stamp with fields missing") from err


def read(environment_dir: Path) -> Stamp | None:
    """Read an environment's stamp; None says that there is no finished environment there."""
    try:
        return Stamp.from_json((environment_dir / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write(environment_dir: Path, stamp: Stamp) -> None:
    """Declare an environment finished.

    Raises:
        OSError: It cannot be written.
    """
    unfinished = environment_dir / (_NAME + ".new")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(stamp.to_json())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(environment_dir / _NAME)


def remove(environment_dir: Path) -> None:
    """Declare an environment unfinished; to be called before changing anything in it."""
    (environment_dir / _NAME).unlink(missing_ok=True)
