"""Length: about how long a chapter will be, before anything of it was spoken. A sample measures it."""

from __future__ import annotations

from booksmith_module.book import BlockKind, Chapter
from vox1.script.weights import running_weights
from vox1.settings import Settings

_LETTERS_PER_SECOND = 15.0
"""Of an alphabet, as a narrator says them (see `weights`)."""


def usual_seconds(chapter: Chapter, settings: Settings) -> float:
    """Return about how long a chapter will be, with its pauses.

    Args:
        chapter: To be read.
        settings: With the pauses, and how fast the voice speaks.
    """
    pauses_ms = {BlockKind.SCENE_BREAK: settings.scene_pause_ms, BlockKind.HEADING: settings.heading_pause_ms}
    pause_ms = settings.chapter_pause_ms
    weight = 0.0
    for block in chapter.blocks:
        pause_ms += pauses_ms.get(block.kind, settings.paragraph_pause_ms)
        weight += running_weights(block.text)[-1]
    return weight / _LETTERS_PER_SECOND / settings.speed + pause_ms / 1000
