"""Picks: the takes that the listener picked, as long as they are what they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vox1.projects.project import Choice
from vox1.render.plan import PlannedChapter
from vox1.render.takes import TakeStore


def without_lost_picks(
    chapter: PlannedChapter, choices: Mapping[str, Choice], store: TakeStore
) -> tuple[PlannedChapter, list[str]]:
    """Go back to the first good take where the one that was picked is not there any more.

    Args:
        chapter: As planned with the choices.
        choices: The user's, by place.
        store: Of the takes.

    Returns:
        The chapter, and the places of the picks that are lost.

    Raises:
        DiskError: The store cannot be read.
    """
    kept, lost = list(chapter.chunks), []
    for index, chunk in enumerate(kept):
        if chunk.is_picked:
            take = store.get(chunk.wanted)
            if take is None or take.sha256 != choices[chunk.place].sha256:
                kept[index] = replace(chunk, attempt=None, is_picked=False)
                lost.append(chunk.place)
    return replace(chapter, chunks=tuple(kept)), lost
