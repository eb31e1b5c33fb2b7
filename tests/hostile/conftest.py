"""What the tests of hostile words share: one studio, in which what was spoken once is used again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from vox1.control import Control
from vox1.events import Error, Event, Finished
from vox1.paths import Folders
from vox1.render.job import RenderOptions
from vox1.settings import Settings

RAIN = "It rained all day."


@dataclass(frozen=True, slots=True)
class Studio:
    """Renders books of one sentence to a chapter by the engine that makes tones.

    Attributes:
        folder: Holds all that is made.
    """

    folder: Path

    def render(self, titles: Sequence[str], **said: Any) -> Path:
        """Return the audiobook of a book whose chapters have these titles; ``said`` is the manifest's."""
        book = self.folder / "book.json"
        chapters = [{"label": title, "text": RAIN} for title in titles]
        book.write_text(json.dumps({"title": "A Book", **said, "chapters": chapters}), encoding="utf-8")
        events: list[Event] = []
        folders = Folders(self.folder / "out", self.folder / "work", self.folder / "user")
        finished = Backend(folders).render(
            RenderOptions(book, Settings(engine="tone")), events.append, Control()
        )
        assert [event for event in events if isinstance(event, Error)] == []
        assert isinstance(finished, Finished)
        (output,) = finished.outputs
        return output


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """Folders for one module's books."""
    return Studio(tmp_path_factory.mktemp("studio"))
