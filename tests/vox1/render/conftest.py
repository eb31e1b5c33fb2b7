"""What the render tests share: books typed into manifests, and renders run in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from backend import Backend
from vox1.control import Control
from vox1.engines.host import Patience
from vox1.engines.registry import engine_row
from vox1.events import ChunkSpoken, Error, Event, Finished
from vox1.paths import Folders
from vox1.projects.project import project_for
from vox1.render.cast import Cast
from vox1.render.job import RenderOptions
from vox1.render.keys import VoiceChoice
from vox1.render.plan import plan_chunks
from vox1.script.speech import Speech
from vox1.settings import Settings

PATIENCE = Patience(load_seconds=30, stall_seconds=1.5, silence_seconds=20)


@dataclass(slots=True)
class Studio:
    """Folders to render in, and the engine that makes tones.

    Attributes:
        folder: Of this test.
        events: Those of the last render.
    """

    folder: Path
    events: list[Event] = field(default_factory=list)
    control: Control = field(default_factory=Control)

    @property
    def folders(self) -> Folders:
        """Output and work below the test's folder."""
        return Folders(self.folder / "out", self.folder / "work", self.folder / "user")

    def book(self, chapters: Sequence[str], title: str = "A Book", name: str = "book.json") -> Path:
        """Write a book with these chapter texts; an empty line ends a paragraph."""
        path = self.folder / name
        listed = [{"id": str(n), "label": f"Chapter {n}", "text": text} for n, text in enumerate(chapters, 1)]
        path.write_text(json.dumps({"title": title, "author": "Ann Author", "chapters": listed}), "utf-8")
        return path

    def render(
        self, book: Path, on_event: Callable[[Event], None] = lambda _: None, **changes: Any
    ) -> Finished:
        """Render a book with tones and return the last event; all of them are in `events`."""
        self.events = []
        self.control = Control()

        def note(event: Event) -> None:
            self.events.append(event)
            on_event(event)

        options = RenderOptions(book, Settings(engine="tone"), patience=PATIENCE)
        return Backend(self.folders).render(replace(options, **changes), note, self.control)

    @property
    def spoken(self) -> list[str]:
        """Places of the chunks spoken in the last render, not reused ones."""
        return [e.place for e in self.events if isinstance(e, ChunkSpoken) and not e.reused]

    @property
    def error(self) -> Error:
        """What stopped the last render."""
        (error,) = (event for event in self.events if isinstance(event, Error))
        return error

    def forget_encoded(self, book: Path) -> None:
        """Delete what is encoded of a book, so that its takes are read again."""
        shutil.rmtree(project_for(book, "A Book", self.folders).encoded)

    def take_of(self, book: Path, place: str) -> Path:
        """Return the file of a chunk's first attempt."""
        voice = VoiceChoice(engine_row("tone"), "", "tone", {}, 0)
        speech = Speech("en", without=voice.engine.reads_itself)
        read = Backend(self.folders).read(book)
        plan = plan_chunks(read, Cast(read, Settings(), lambda *_: voice, lambda _: speech))
        (key,) = (chunk.key for chunk in plan if chunk.place == place)
        return self.folders.takes / key[:2] / key / "1.flac"

    def receipt(self, finished: Finished) -> dict[str, Any]:
        """Return the receipt of a render."""
        assert finished.receipt is not None
        written: dict[str, Any] = json.loads(finished.receipt.read_text("utf-8"))
        return written


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """Folders for one test."""
    return Studio(tmp_path)
