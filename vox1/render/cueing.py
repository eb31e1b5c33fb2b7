"""Cueing: the sentences of an audiobook's chapters with their times, made of the plan and the takes anew."""

from __future__ import annotations

from vox1.outputs.cues import CuedChapter
from vox1.render.assembly import LevelledChapter
from vox1.render.edition import Edition
from vox1.render.plan import divided
from vox1.render.sections import starts
from vox1.render.sync import Narration, chapter_cues
from vox1.render.takes import TakeStore


class Cueing:
    """Tells when what is heard in an edition.

    Args:
        edition: The audiobook.
        store: Of its takes.
        sample_rate_hz: Of all takes.
    """

    def __init__(self, edition: Edition, store: TakeStore, sample_rate_hz: int) -> None:
        self._edition = edition
        self._store = store
        self._rate_hz = sample_rate_hz

    def cued(self, chapter: LevelledChapter, start_seconds: float) -> CuedChapter:
        """Return a chapter with its cues.

        Args:
            chapter: As it was assembled.
            start_seconds: Where it begins in the file that it is in.

        Raises:
            TakeDamaged: A take is not what was written.
            DiskError: The disk refuses to read one.
        """
        audio, edition = chapter.audio, self._edition
        index = [narrated.number for narrated in edition.chapters].index(audio.number)
        written = edition.book.chapters[audio.number - 1]
        takes = [take for _, take in edition.ledger.chapter(index)]
        # Before the first chunk there may be silence.
        begins = list(starts(audio.segments(), chapter.sections, self._rate_hz))[-len(takes) :]
        narration = Narration(
            chapter=written,
            language=edition.cast.language_of(written),
            chunks=divided(written, edition.cast),
            takes=takes,
            starts=[begin if take else None for begin, take in zip(begins, takes, strict=True)],
            sample_rate_hz=self._rate_hz,
        )
        seconds = chapter.samples / self._rate_hz
        cues = chapter_cues(narration, self._store)
        return CuedChapter(audio.number, audio.title, start_seconds, seconds, cues)
