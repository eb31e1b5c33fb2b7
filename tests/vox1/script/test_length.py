"""Tests of the length that is guessed."""

from __future__ import annotations

import pytest

from booksmith_module.book import Block, BlockKind, Chapter
from vox1.script.length import usual_seconds
from vox1.settings import Settings


def chapter(*texts: str) -> Chapter:
    """A chapter of paragraphs."""
    return Chapter("One", tuple(Block(BlockKind.PARAGRAPH, text) for text in texts))


def test_an_hour_has_about_nine_thousand_words() -> None:
    """As ACX reckons: 9,300 words of English make an hour, give or take."""
    plain = "The old man walked slowly down to the river and looked at the boats that were tied up there. "
    words = plain * 490
    assert len(words.split()) == pytest.approx(9_300, rel=0.01)
    assert usual_seconds(chapter(*([plain * 5] * 98)), Settings()) == pytest.approx(3_600, rel=0.2)


def test_text_of_syllables_is_as_long_as_it_is_said() -> None:
    """Chinese has no spaces between its words, and five syllables are a second."""
    assert usual_seconds(chapter("道" * 300), Settings()) == pytest.approx(62.5, abs=1)


def test_a_faster_voice_is_done_sooner_and_its_pauses_stay() -> None:
    """The speed is the voice's; pauses are the listener's own."""
    text = "word " * 300
    slow, fast = (usual_seconds(chapter(text), Settings(speed=speed)) for speed in (1.0, 2.0))
    pauses = (Settings().chapter_pause_ms + Settings().paragraph_pause_ms) / 1000
    assert fast - pauses == pytest.approx((slow - pauses) / 2)
