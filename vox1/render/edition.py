"""An edition: one book in one voice with one set of settings, and what makes two of them the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

from booksmith_module.book import LOST_DOCUMENT, Book
from vox1.audio.pauses import pause_ms
from vox1.events import Status
from vox1.outputs.isbn import isbn_of
from vox1.outputs.tags import Tags
from vox1.paths import Folders
from vox1.projects.project import Project
from vox1.render.cast import Cast
from vox1.render.keys import VoiceChoice, canonical_json
from vox1.render.ledger import Ledger, NarratedChapter
from vox1.render.plan import plan_chunks
from vox1.render.products import Product
from vox1.render.receipt import Picked
from vox1.render.sections import ChapterAudio, Segment, segments_of
from vox1.render.takes import StoredTake
from vox1.settings import Settings

_MOST_GENRE_BYTES = 255
_ASSEMBLY_REVISION = 2
"""Raised when our code changes how takes become the audiobook."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The audiobook to be made.

    Attributes:
        book: As read.
        cast: Who reads what.
        ledger: Its chunks and their takes.
        defaults: Numbers of the chapters that are narrated unless others are asked for.
        settings: In force.
        project: The book's project.
        folders: Of this run.
    """

    book: Book
    cast: Cast
    ledger: Ledger
    defaults: tuple[int, ...]
    settings: Settings
    project: Project
    folders: Folders

    @property
    def voice(self) -> VoiceChoice:
        """The narrator."""
        return self.cast.narrator

    @property
    def chapters(self) -> Sequence[NarratedChapter]:
        """The chapters narrated, in order."""
        return self.ledger.chapters

    @property
    def name(self) -> str:
        """The book's title, with the chapters where not the whole book was asked for."""
        return f"{self.book.title} ({self.selection})" if self.selection else self.book.title

    @property
    def selection(self) -> str:
        """The chapters narrated, as ``chapters 1-3, 7``; empty where they are those read by default."""
        numbers = tuple(chapter.number for chapter in self.chapters)
        if numbers == self.defaults:
            return ""
        return f"chapter{'s' * (len(numbers) > 1)} {_ranges(numbers)}"

    @property
    def warnings(self) -> list[str]:
        """What the listener should know before the first word, one sentence each."""
        said = list(self.book.warnings)
        language, row = self.cast.language, self.voice.engine
        if not self.book.language:
            said.append("The book does not say its language; it is read as English.")
        elif not (self.settings.voice or row.voice_for(language)):
            said.append(f"{row.title} does not speak {language}; {self.voice.title} reads the book instead.")
        foreign = {voice.title: voice.mother_tongue for voice in self.cast.voices if self._is_foreign(voice)}
        said += [
            f"{title} was recorded in another language ({tongue}) and may have an accent."
            for title, tongue in foreign.items()
        ]
        return said + self._ignored() + self.cast.warnings

    def _is_foreign(self, voice: VoiceChoice) -> bool:
        """Whether a voice was cloned from a clip in another language than the book's."""
        tongue, language = voice.mother_tongue.partition("-")[0], self.cast.language.partition("-")[0]
        return bool(tongue) and tongue.lower() != language.lower()

    def _ignored(self) -> list[str]:
        """What was chosen and does not change this voice, one sentence each."""
        row, settings = self.voice.engine, self.settings
        said = []
        if settings.speed != 1 and row.shaping(settings) == row.shaping(replace(settings, speed=1.0)):
            said.append(
                f"{row.title} has one speed of its own: the speed of {settings.speed:g} is not heeded."
            )
        if settings.style and not self.voice.style:
            said.append(f"{row.title} takes no direction: the style is not heeded.")
        if settings.model and not row.needs_model:
            said.append(f"{row.title} speaks without a model: {settings.model} is not used.")
        return said

    def keys(self) -> Iterator[str]:
        """Return the takes that the whole book needs, whatever chapters were asked for this time."""
        for key, *_ in self.ledger.wants():
            yield key
        if self.selection and self.defaults:
            for chunk in plan_chunks(self.book, self.cast.anew()):
                yield chunk.key

    def status(self) -> Status:
        """Return whether anything is missing: a chunk, a part of one, or a document of the book."""
        is_lost = any(item.kind == LOST_DOCUMENT for item in self.book.unplaced)
        takes = (take for index in range(len(self.chapters)) for _, take in self.ledger.chapter(index))
        is_missing = any(take is None or not take.is_whole for take in takes)
        return Status.INCOMPLETE if is_lost or is_missing else Status.COMPLETE

    def chapter_audio(self, index: int) -> ChapterAudio:
        """Return a chapter's takes and pauses.

        Args:
            index: Its place among those narrated, from 0.
        """
        chapter = self.chapters[index]
        return ChapterAudio(chapter.number, chapter.title, partial(self._segments, index))

    def _segments(self, index: int) -> list[Segment]:
        spoken = ((chunk.ending, take) for chunk, take in self.ledger.chapter(index))
        return segments_of(spoken, self.settings)

    def picked(self, index: int) -> tuple[Picked, ...]:
        """Return the takes of a chapter that the listener picked, as the receipt names them.

        Args:
            index: Its place among those narrated, from 0.
        """
        return tuple(
            Picked(chunk.place, take.attempt, take.standing.value, take.reasons)
            for chunk, take in self.ledger.chapter(index)
            if chunk.is_picked and take
        )

    @property
    def titles(self) -> list[str]:
        """The names of all who read, the narrator first."""
        return list(dict.fromkeys(voice.title for voice in self.cast.voices))

    def tags(self) -> Tags:
        """Return what the audiobook says of itself."""
        book = self.book
        return Tags(
            title=book.title,
            author=", ".join(book.authors),
            narrator=f"{self.voice.engine.title}, {', '.join(self.titles)}",
            genre=_genres(book.subjects),
            year=book.year,
            description=book.description,
            language=self.cast.language,
            publisher=book.publisher,
            cover_jpeg=book.cover.jpeg if book.cover else b"",
            subtitle=book.subtitle,
            series=book.series,
            series_part=book.series_number,
            isbn=isbn_of(book.identifier),
        )

    def sound(self) -> str:
        """Return a hash of all that is heard, whatever it is written as."""
        heard = hashlib.sha256()
        for index in range(len(self.chapters)):
            pairs = self.ledger.chapter(index)
            prints = [
                [*((take.sha256, *take.trim) if take else ()), pause_ms(chunk.ending, self.settings)]
                for chunk, take in pairs
            ]
            heard.update(canonical_json(prints))
        return heard.hexdigest()

    def fingerprint(self, product: Product) -> str:
        """Return a hash of all that shapes a product: two with the same need not both be made.

        Chapters that have become verified by words count too, and takes that were picked: the receipt is to
        say so. The text counts where it is shown: "$5" and "five dollars" sound the same.
        """
        tags = asdict(self.tags())
        tags["cover_jpeg"] = hashlib.sha256(tags["cover_jpeg"]).hexdigest()
        form, split = product.form, product.split
        written = [form.name, product.bitrate_kbps, split.value, product.part_hours]
        written.append(product.captions)
        levels = [self.settings.loudness, *written]
        shaping = hashlib.sha256(canonical_json([_ASSEMBLY_REVISION, levels, tags]))
        for index, chapter in enumerate(self.chapters):
            audio = self.ledger.chapter(index)
            prints = [
                [
                    *((take.sha256, *take.trim) if take else ()),
                    pause_ms(chunk.ending, self.settings),
                    *(["picked"] if chunk.is_picked else []),
                    *([chunk.text] if product.shows_text else []),
                ]
                for chunk, take in audio
            ]
            verified = is_verified(take for _, take in audio)
            shaping.update(canonical_json([chapter.number, chapter.title, prints, verified]))
        return shaping.hexdigest()


def _genres(subjects: Sequence[str]) -> str:
    """As many of a book's subjects as iTunes' 255 bytes hold, with semicolons between them."""
    genres = ""
    for subject in dict.fromkeys(" ".join(subject.replace(";", ",").split()) for subject in subjects):
        longer = f"{genres}; {subject}" if genres else subject
        if subject and len(longer.encode("utf-8", "replace")) <= _MOST_GENRE_BYTES:
            genres = longer
    return genres or "Audiobook"


def is_verified(takes: Iterable[StoredTake | None]) -> bool:
    """Whether every take of a chapter was heard, and says its text."""
    return all(take is not None and take.is_verified for take in takes)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as people write them: ``1-3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
