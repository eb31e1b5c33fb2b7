"""A rehearsal: a render that is planned and looked up, and not spoken. No engine is started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from booksmith_module.book import Book, Chapter
from vox1.control import Control
from vox1.engines.registry import engine_row
from vox1.errors import InputError
from vox1.hardware.advice import advise
from vox1.paths import Folders
from vox1.projects import corrections
from vox1.projects.project import project_for
from vox1.render.cast import Cast
from vox1.render.casting import Casting
from vox1.render.job import RenderOptions
from vox1.render.picks import without_lost_picks
from vox1.render.plan import PlannedChapter, PlannedChunk, chapter_chunks, plan_chapters
from vox1.render.takes import StoredTake, TakeStore, best_take
from vox1.render.voice import choose_model
from vox1.script.corrections import corrected


class Rehearsal:
    """A book as it would be rendered.

    Args:
        options: What and how.
        read: The book as its file has it.
        folders: Of this run.

    Attributes:
        corrections: Of the book, those that have lapsed too.
        book: As it is to be read, with the corrections.
        cast: Who reads what.
        choices: The user's, by place.
        store: Of the takes.

    Raises:
        InputError: There is no such engine, model or voice, or the book file cannot be read.
        DiskError: What is kept of the book cannot be read.
    """

    def __init__(self, options: RenderOptions, read: Book, folders: Folders) -> None:
        self.options = options
        self.read = read
        self.project = project_for(options.book, read.title, folders)
        self.corrections = corrections.load(self.project)
        self.book = corrected(read, self.corrections)
        self.choices = self.project.choices()
        self.store = TakeStore(folders.takes)
        row = engine_row(options.settings.engine)
        model = choose_model(row, options.settings, folders)
        if model:
            row = replace(row, size=advise(model.size, options.device, options.slots).size)
        casting = Casting(options.settings, options.seed, row, model, folders, lambda _: None, Control())
        self.cast = casting.cast(self.book, self.project)

    def chapters(self) -> Iterator[PlannedChapter]:
        """Return the chapters as they would be narrated, one at a time; the others come without chunks.

        Raises:
            InputError: There is no such chapter or voice, or nothing to say.
            DiskError: The store cannot be read.
        """
        wanted = self.options.wanted(self.book)
        for chapter in plan_chapters(self.book, wanted, self.cast, self.choices):
            yield without_lost_picks(chapter, self.choices, self.store)[0]

    def chapter(self, number: int) -> Chapter:
        """Return a chapter that is narrated.

        Raises:
            InputError: There is none of this number, or it is not narrated.
        """
        wanted = self.options.wanted(self.book)
        if not 1 <= number <= len(self.book.chapters):
            raise InputError(
                f"The book has no chapter {number}: it has {len(self.book.chapters)}",
                "`takes list` shows the chapters and chunks of the audiobook.",
                "no-chapter",
            )
        chapter = self.book.chapters[number - 1]
        if not (chapter.enabled if wanted is None else number in wanted):
            raise InputError(
                f"Chapter {number} is not in the audiobook",
                "Render the book with --also, or with --chapters, to have it read.",
                "no-chapter",
            )
        return chapter

    def chunks(self, number: int, chapter: Chapter, cast: Cast | None = None) -> list[PlannedChunk]:
        """Return the chunks of one chapter.

        Args:
            number: Of the chapter.
            chapter: As it is to be read.
            cast: Who reads it; None for those who read the book.
        """
        chunks = chapter_chunks(number, chapter, cast or self.cast.anew(), self.choices)
        planned = PlannedChapter(number, "", is_default=True, chunks=tuple(chunks))
        return list(without_lost_picks(planned, self.choices, self.store)[0].chunks)

    def chunk(self, place: str) -> PlannedChunk:
        """Return one chunk.

        Raises:
            InputError: There is none.
        """
        number, _, index = place.partition(".")
        if number.isdecimal() and index.isdecimal() and 1 <= int(number) <= len(self.book.chapters):
            chunks = self.chunks(int(number), self.chapter(int(number)))
            if 1 <= int(index) <= len(chunks):
                return chunks[int(index) - 1]
        raise InputError(
            f"There is no chunk {place} in the audiobook",
            "A chunk is named by its chapter and its number in it, such as 12.34; `takes list` shows them.",
            "no-chunk",
        )


def used_take(chunk: PlannedChunk, takes: list[StoredTake]) -> StoredTake | None:
    """Return the take that a chunk has in the audiobook; None where it has none yet.

    Args:
        chunk: As planned.
        takes: Of its key, in order of their attempts.
    """
    if chunk.is_picked:
        return next((take for take in takes if take.attempt == chunk.attempt), None)
    later = [take for take in takes if take.attempt >= (chunk.attempt or 1)]
    return next((take for take in later if take.is_settled), None) or best_take(later)
