"""The one door: whatever the window or the command line does, it does through `Backend`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from booksmith_module.book import Book
from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from booksmith_module.manifest import to_json
from booksmith_module.options import DEFAULTS, ReadingOptions
from vox1 import files
from vox1.audio.inspection import Inspection, inspect
from vox1.engines.host import EngineHost
from vox1.engines.registry import ENGINES, EngineRow, engine_row
from vox1.errors import InputError
from vox1.events import Event, Finished
from vox1.paths import Folders
from vox1.projects.cleaning import Cleaned, clean
from vox1.render.job import RenderJob, RenderOptions
from vox1_worker.protocol import Load


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine offers.

    Attributes:
        id: What `render` is given.
        name: For people.
        language: A BCP 47 tag or the engine's own.
    """

    id: str
    name: str
    language: str


class Backend:
    """VOX-1 without a face.

    Args:
        folders: Where books and takes are.
    """

    def __init__(self, folders: Folders | None = None) -> None:
        self.folders = folders or Folders()

    def read(self, path: Path, options: ReadingOptions = DEFAULTS) -> Book:
        """Return what BookSmith sees in a book file or manifest.

        Args:
            path: The file.
            options: What of it is read.

        Raises:
            InputError: It cannot be read.
        """
        try:
            return read_book(path, options)
        except BookError as err:
            raise InputError(err.message, err.hint, err.code) from err

    def write_manifest(self, book: Book, path: Path) -> None:
        """Write a book as a manifest, to be edited and rendered.

        Raises:
            DiskError: The disk refuses.
        """
        files.write_json(path.absolute(), to_json(book))

    def render(
        self, options: RenderOptions, emit: Callable[[Event], None], cancelled: threading.Event
    ) -> Finished:
        """Make an audiobook, telling what happens as it happens; returns after the last event.

        Args:
            options: What and how.
            emit: Called from several threads, one at a time.
            cancelled: Set it to stop; everything spoken stays.

        Raises:
            InputError: What was asked for cannot be done.
            ProjectBusy: Another VOX-1 is working on the book.
            DiskError: The project's folder cannot be used.
        """
        one_at_a_time = threading.Lock()

        def emit_in_turn(event: Event) -> None:
            with one_at_a_time:
                emit(event)

        job = RenderJob(options, self.folders, emit_in_turn, cancelled)
        finished = job.run(self.read(options.book, options.reading))
        emit_in_turn(finished)
        return finished

    def engines(self) -> Sequence[EngineRow]:
        """Return the voice engines offered to listeners."""
        return [row for row in ENGINES.values() if not row.for_tests]

    def voices(self, engine: str) -> Sequence[Voice]:
        """Return the voices of an engine, by loading it.

        Raises:
            InputError: There is no such engine.
            EngineFailed: It cannot be loaded.
        """
        row = engine_row(engine)
        load = Load(model="", device="auto", slots=1)
        host = EngineHost(row.id, load, self.folders.logs / f"{row.id}.log", lambda _: None)
        try:
            return [Voice(*voice) for voice in host.loaded().voices]
        finally:
            host.kill()

    def inspect(self, path: Path) -> Inspection:
        """Return a technical report on an audio file.

        Raises:
            InputError: It is not one.
        """
        return inspect(path)

    def clean(self, *, everything: bool) -> Cleaned:
        """Delete takes that no book uses any more, or all of them.

        Raises:
            ProjectBusy: A book is being rendered.
            DiskError: The disk refuses.
        """
        return clean(self.folders, everything=everything)
