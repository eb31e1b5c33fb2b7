"""A queued book: one that is to be rendered, with all that is chosen for it and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from vox1 import settings as user_settings
from vox1.settings import Settings


class QueueState(Enum):
    """How a book in the queue stands."""

    WAITING = "waiting"
    RENDERING = "rendering"
    PAUSED = "paused"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_under_way(self) -> bool:
        """Whether it is being rendered, at work or at rest."""
        return self in {QueueState.RENDERING, QueueState.PAUSED}

    @property
    def is_made(self) -> bool:
        """Whether there is an audiobook of it."""
        return self in {QueueState.COMPLETE, QueueState.INCOMPLETE}


@dataclass(frozen=True, slots=True)
class QueuedBook:
    """A book that is to be rendered.

    Attributes:
        id: What the queue calls it; never given twice.
        path: The file that the listener opened.
        render_path: What is rendered: the same, or the manifest that holds what was edited.
        title: Its title.
        chapters: Numbers of the chapters to narrate; None for those read by default.
        settings: What it is rendered with: its own voice and formats.
        state: How it stands.
        outputs: What was made of it.
        receipt: Its receipt; None before there is one.
        was_interrupted: Whether VOX-1 was closed, or ended, while it was being rendered.
        flagged: How many of its chunks are missing or may not sound right.
        audio_seconds: Length of the audiobook; 0 before it is made.
        wall_seconds: How long its last render took.
        problem: Why it failed, in one sentence.
        hint: The next thing to do about that.
    """

    id: int
    path: Path
    render_path: Path
    title: str
    chapters: frozenset[int] | None
    settings: Settings
    state: QueueState = QueueState.WAITING
    outputs: tuple[Path, ...] = ()
    receipt: Path | None = None
    was_interrupted: bool = False
    flagged: int = 0
    audio_seconds: float = 0.0
    wall_seconds: float = 0.0
    problem: str = ""
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`; its number is the queue's."""
        return {
            "path": str(self.path),
            "render_path": str(self.render_path),
            "title": self.title,
            "chapters": None if self.chapters is None else sorted(self.chapters),
            "settings": self.settings.to_json(),
            "state": self.state.value,
            "outputs": [str(path) for path in self.outputs],
            "receipt": str(self.receipt) if self.receipt else None,
            "was_interrupted": self.was_interrupted,
            "flagged": self.flagged,
            "audio_seconds": self.audio_seconds,
            "wall_seconds": self.wall_seconds,
            "problem": self.problem,
            "hint": self.hint,
        }

    @classmethod
    def from_json(cls, number: int, written: Mapping[str, Any]) -> QueuedBook:
        """Return what `to_json` wrote. One that was being rendered waits, to go on where it stopped.

        Args:
            number: What the queue calls it from now on.
            written: The object.

        Raises:
            KeyError: Something is not there.
            TypeError: Something is of another kind.
            ValueError: Something has no such value.
        """
        state = QueueState(written["state"])
        chapters, receipt = written["chapters"], written["receipt"]
        return cls(
            id=number,
            path=Path(written["path"]),
            render_path=Path(written["render_path"]),
            title=str(written["title"]),
            chapters=None if chapters is None else frozenset(int(one) for one in chapters),
            settings=user_settings.from_json(dict(written["settings"]))[0],
            state=QueueState.WAITING if state.is_under_way else state,
            outputs=tuple(Path(path) for path in written["outputs"]),
            receipt=Path(receipt) if receipt else None,
            was_interrupted=state.is_under_way or written.get("was_interrupted") is True,
            flagged=int(written.get("flagged", 0)),
            audio_seconds=float(written.get("audio_seconds", 0.0)),
            wall_seconds=float(written.get("wall_seconds", 0.0)),
            problem=str(written.get("problem", "")),
            hint=str(written.get("hint", "")),
        )
