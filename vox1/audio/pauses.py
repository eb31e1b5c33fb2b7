"""Pauses: how long the silence is after a chunk, by what ends there."""

from __future__ import annotations

from vox1.script.chunking import Ending
from vox1.settings import Settings


def pause_ms(ending: Ending, settings: Settings) -> int:
    """Return the pause after a chunk in milliseconds."""
    pauses = {
        Ending.CLAUSE: 0,
        Ending.SENTENCE: settings.sentence_pause_ms,
        Ending.PARAGRAPH: settings.paragraph_pause_ms,
        Ending.HEADING: settings.heading_pause_ms,
        Ending.SCENE: settings.scene_pause_ms,
        Ending.CHAPTER: settings.chapter_pause_ms,
    }
    return pauses[ending]
