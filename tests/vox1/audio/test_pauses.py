"""Tests of vox1.audio.pauses."""

from dataclasses import replace

from vox1.audio.pauses import pause_ms
from vox1.script.chunking import Ending
from vox1.settings import Settings


def test_a_bigger_break_is_a_longer_pause() -> None:
    """A listener hears from the silence what has ended."""
    order = [Ending.CLAUSE, Ending.SENTENCE, Ending.PARAGRAPH, Ending.HEADING, Ending.SCENE, Ending.CHAPTER]
    pauses = [pause_ms(ending, Settings()) for ending in order]
    assert pauses == sorted(set(pauses))


def test_pauses_follow_the_settings() -> None:
    """What the user sets is what is used."""
    assert pause_ms(Ending.SCENE, replace(Settings(), scene_pause_ms=123)) == 123
