"""States: how far each chapter of the open book is rendered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vox1.errors import InputError
from vox1.settings import Settings
from vox1_gui.errands.books import book_on
from vox1_gui.errands.desk import Desk

NEW, PART, DONE, FLAGGED = "new", "part", "done", "flagged"


def chapter_states(desk: Desk, path: Path, ticked: frozenset[int], settings: Settings) -> dict[int, str]:
    """Return how far chapters are rendered, by their numbers; nothing for a book that never was.

    No engine is started.

    Args:
        desk: Of this errand.
        path: The book's file.
        ticked: Numbers of the chapters to look at.
        settings: To render with.

    Raises:
        Cancelled: It was given up.
        InputError: The book cannot be read, or there is no such voice.
        DiskError: What is kept of the book cannot be read.
    """
    from vox1.render.job import RenderOptions  # noqa: PLC0415  # the window does not load it

    render_path = book_on(desk, path).render_path
    try:
        desk.backend.last_render(render_path)
    except InputError:
        return {}
    options = replace(RenderOptions.chosen(render_path, settings), chapters=ticked)
    chunks: dict[int, list[int]] = {}
    for chunk in desk.backend.takes(options):
        desk.control.check()
        spoken, flagged, total = chunks.get(chunk.chapter, [0, 0, 0])
        is_spoken = chunk.standing is not None
        chunks[chunk.chapter] = [
            spoken + is_spoken,
            flagged + (is_spoken and chunk.is_flagged),
            total + 1,
        ]
    return {number: _state(*counts) for number, counts in chunks.items()}


def _state(spoken: int, flagged: int, total: int) -> str:
    if not spoken:
        return NEW
    if spoken < total:
        return PART
    return FLAGGED if flagged else DONE
