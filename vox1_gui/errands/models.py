"""The models: which there are, and fetching, verifying and removing them."""

from __future__ import annotations

from dataclasses import dataclass

from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model, here or to be fetched.

    Attributes:
        name: Of its folder.
        engine: Id of what it is for.
        kind: What it can do: ``base``, ``custom_voice``, ``voice_design`` or ``listening``.
        size: Its parameters, such as ``0.6B``; empty where it does not say.
        description: One sentence; empty for a model of the listener's own.
        fetch_bytes: About what there is to fetch; 0 for one that VOX-1 cannot fetch.
        here_bytes: What is here of it, whole or not.
        is_here: Whether its folder is.
        is_verified: Whether every byte of it was compared with what was promised.
        fault: Why it cannot be used, in a few words; empty if it is whole, or not here.
    """

    name: str
    engine: str
    kind: str
    size: str
    description: str = ""
    fetch_bytes: int = 0
    here_bytes: int = 0
    is_here: bool = False
    is_verified: bool = False
    fault: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it is here, whole."""
        return self.is_here and not self.fault


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a model that was verified.

    Attributes:
        files: How many were read.
        damaged: Those that do not hold what was promised.
        fault: Why it cannot be used; empty if it is whole.
        remedy: What to do then.
    """

    files: int
    damaged: tuple[str, ...]
    fault: str
    remedy: str


def list_models(desk: Desk) -> tuple[ModelRow, ...]:
    """Return the models that can be fetched, then the listener's own.

    Raises:
        DiskError: The folder of models cannot be read.
    """
    here = {model.name: model for model in desk.backend.models()}
    begun = desk.backend.begun_models()
    known = {row.name: row for row in desk.backend.known_models()}
    rows = []
    for name in [*known, *(name for name in here if name not in known)]:
        row, model = known.get(name), here.get(name)
        told = model or known[name]
        rows.append(
            ModelRow(
                name=name,
                engine=told.engine,
                kind=told.kind.value,
                size=told.size,
                description=row.description if row else "",
                fetch_bytes=row.fetch_bytes if row else 0,
                here_bytes=model.size_bytes if model else begun.get(name, 0),
                is_here=model is not None,
                is_verified=model is not None and model.weights_hash is not None,
                fault=model.fault if model else "",
            )
        )
    return tuple(rows)


def fetch_model(desk: Desk, name: str, mirror: str) -> None:
    """Fetch a model, telling events of the progress.

    Raises:
        Cancelled: It was ended; what has come stays.
        Vox1Error: It cannot be fetched; see `Backend.get_model`.
    """
    desk.backend.get_model(name, mirror, desk.tell, desk.control)


def verify_model(desk: Desk, name: str) -> Checked:
    """Read every byte of a model, telling events of the progress.

    Raises:
        Cancelled: It was ended.
        Vox1Error: It cannot be read; see `Backend.verify_model`.
    """
    found = desk.backend.verify_model(name, desk.tell, desk.control)
    return Checked(found.files, found.damaged, found.model.fault, found.remedy)


def remove_model(desk: Desk, name: str) -> int:
    """Delete a model, or what has come of it, and return how many bytes that frees.

    Raises:
        Vox1Error: It cannot be deleted; see `Backend.remove_model`.
    """
    return desk.backend.remove_model(name)
