"""An audition: what a voice sounds like, in about ten seconds."""

from __future__ import annotations

from vox1.voices.booth import Booth, Sentence, Speaker, SpokenSentence
from vox1.voices.texts import text_for


def audition(booth: Booth, speaker: Speaker, text: str = "", seed: int = 0) -> SpokenSentence:
    """Have a voice speak, as it would in a book.

    Args:
        booth: Where it is spoken.
        speaker: Of any engine.
        text: What it says; empty for the text of its language.
        seed: Another one is another take.

    Raises:
        Vox1Error: See `Booth.speak`.
    """
    (said,) = booth.speak([Sentence(text or text_for(speaker.language), seed)], speaker)
    return said
