"""An edition: one book in one voice with one set of settings, and what makes two of them the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass

from booksmith_module.book import Book
from vox1.audio.pauses import pause_ms
from vox1.outputs.tags import Tags
from vox1.paths import Folders
from vox1.projects.project import Project
from vox1.render.assembly import ChapterAudio, Segment
from vox1.render.keys import VoiceChoice, canonical_json
from vox1.render.plan import Plan, PlannedChapter, PlannedChunk
from vox1.render.takes import StoredTake
from vox1.settings import Settings

_ASSEMBLY_REVISION = 1
"""Raised when our code changes how takes become the audiobook."""

Takes = Callable[[PlannedChunk], "StoredTake | None"]
"""The take of a chunk; None for one that could not be spoken."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The audiobook to be made.

    Attributes:
        book: As read.
        plan: Its chapters and chunks.
        voice: Who speaks.
        settings: In force.
        project: The book's project.
        folders: Of this run.
    """

    book: Book
    plan: Plan
    voice: VoiceChoice
    settings: Settings
    project: Project
    folders: Folders

    def chapter_audio(self, chapter: PlannedChapter, take_of: Takes) -> ChapterAudio:
        """Return a chapter's takes and pauses."""
        segments = tuple(
            Segment(take_of(chunk), pause_ms(chunk.chunk.ending, self.settings)) for chunk in chapter.chunks
        )
        return ChapterAudio(chapter.number, chapter.chapter.title, segments)

    def tags(self) -> Tags:
        """Return what the audiobook says of itself."""
        book = self.book
        return Tags(
            title=book.title,
            author=", ".join(book.authors),
            narrator=f"{self.voice.engine.title}, {self.voice.voice}",
            genre="Audiobook",
            year=book.year,
            description=book.description,
            language=self.plan.language,
            publisher=book.publisher,
            cover_jpeg=book.cover.jpeg if book.cover else b"",
        )

    def fingerprint(self, take_of: Takes) -> str:
        """Return a hash of all that shapes the audiobook: two with the same need not both be made."""
        tags = asdict(self.tags())
        tags["cover_jpeg"] = hashlib.sha256(tags["cover_jpeg"]).hexdigest()
        chapters = []
        for planned in self.plan.chapters:
            audio = self.chapter_audio(planned, take_of)
            prints = [[s.take.sha256 if s.take else "", s.pause_ms] for s in audio.segments]
            chapters.append([audio.number, audio.title, prints])
        levels = [self.settings.loudness_lufs, self.settings.bitrate_kbps]
        shaping = [_ASSEMBLY_REVISION, levels, tags, chapters]
        return hashlib.sha256(canonical_json(shaping)).hexdigest()
