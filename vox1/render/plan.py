"""The plan: every chunk of the chosen chapters with its take key, and what the store already holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from booksmith_module.book import Book, Chapter
from vox1.errors import InputError
from vox1.projects.project import Choice
from vox1.render.keys import VoiceChoice
from vox1.script.chunking import Chunk, chunk_chapter
from vox1.script.speech import Speech


@dataclass(frozen=True, slots=True)
class PlannedChunk:
    """A chunk and the name of its take.

    Attributes:
        place: Its chapter's number in the book and its own in the chapter, ``12.34``, both from 1.
        chunk: What is spoken.
        key: Its take key.
        attempt: The attempt the user chose; None for the first good one.
    """

    place: str
    chunk: Chunk
    key: str
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter to be narrated.

    Attributes:
        number: In the book, from 1.
        chapter: As read.
        chunks: In order.
    """

    number: int
    chapter: Chapter
    chunks: tuple[PlannedChunk, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a render has to do.

    Attributes:
        speech: How the book is said, in its resolved language.
        chapters: In order.
    """

    speech: Speech
    chapters: tuple[PlannedChapter, ...]

    @property
    def language(self) -> str:
        """The resolved language."""
        return self.speech.language

    @property
    def chunks(self) -> Iterable[PlannedChunk]:
        """All chunks in order."""
        return (chunk for chapter in self.chapters for chunk in chapter.chunks)


def plan_book(
    book: Book,
    wanted: frozenset[int] | None,
    voice: VoiceChoice,
    speech: Speech,
    choices: Mapping[str, Choice],
) -> Plan:
    """Plan the narration of a book; see `plan_chapters`."""
    return Plan(speech, tuple(plan_chapters(book, wanted, voice, speech, choices)))


def plan_chapters(
    book: Book,
    wanted: frozenset[int] | None,
    voice: VoiceChoice,
    speech: Speech,
    choices: Mapping[str, Choice],
) -> Iterator[PlannedChapter]:
    """Plan the narration of a book, a chapter at a time.

    Args:
        book: As read.
        wanted: Numbers of the chapters to narrate; None for those read by default.
        voice: Who speaks.
        speech: How the book is said.
        choices: The user's choices by place.

    Raises:
        InputError: There is no such chapter, or nothing in the chosen ones to say, or a regular expression
            of the lexicon takes too long.
    """
    missing = sorted((wanted or frozenset()) - set(range(1, len(book.chapters) + 1)))
    if missing:
        raise InputError(
            f"The book has no chapter {missing[0]}: it has {len(book.chapters)}",
            "Run `read` on the book to see its chapters and their numbers.",
            "no-chapter",
        )
    is_empty = True
    for number, chapter in enumerate(book.chapters, 1):
        if chapter.enabled if wanted is None else number in wanted:
            planned = _planned(number, chapter, voice, speech, choices)
            if planned.chunks:
                is_empty = False
                yield planned
    if is_empty:
        raise InputError(
            "There is nothing to narrate in the chosen chapters",
            "Run `read` on the book to see which chapters have text.",
            "no-text",
        )


def _planned(
    number: int, chapter: Chapter, voice: VoiceChoice, speech: Speech, choices: Mapping[str, Choice]
) -> PlannedChapter:
    chunks = []
    for index, chunk in enumerate(chunk_chapter(chapter, speech, voice.engine.size_for(speech.language)), 1):
        place, key = f"{number}.{index}", voice.key(chunk.spoken, speech.language)
        choice = choices.get(place)
        attempt = choice.attempt if choice and choice.key == key else None
        chunks.append(PlannedChunk(place, chunk, key, attempt))
    return PlannedChapter(number, chapter, tuple(chunks))
