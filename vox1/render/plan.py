"""The plan: every chunk of the chosen chapters with its take key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from booksmith_module.book import Book, Chapter, is_sayable
from vox1.errors import InputError
from vox1.projects.project import Choice
from vox1.render.cast import Cast
from vox1.render.work import Wanted
from vox1.script.chunking import Chunk, Ending, chunk_chapter


@dataclass(frozen=True, slots=True)
class PlannedChunk:
    """A chunk and the name of its take.

    Attributes:
        place: Its chapter's number in the book and its own in the chapter, ``12.34``, both from 1.
        key: Its take key.
        attempt: The attempt the user chose, see `Wanted`; None for the first good one.
        text: As written.
        spoken: As it is said.
        ending: What ends where it ends.
        voice: Who says it: a number in the cast's voices.
        language: It is said in, resolved.
        is_picked: Whether it is that attempt and no other.
    """

    place: str
    key: str
    attempt: int | None
    text: str
    spoken: str
    ending: Ending
    voice: int
    language: str
    is_picked: bool = False

    @property
    def wanted(self) -> Wanted:
        """The take it is to get."""
        return Wanted(self.key, self.attempt, self.is_picked)


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter of the book, and what is to be narrated of it.

    Attributes:
        number: In the book, from 1.
        title: As the contents list names it, or its heading.
        is_default: Whether it is narrated unless other chapters are asked for.
        chunks: In order; none where it is not narrated.
    """

    number: int
    title: str
    is_default: bool
    chunks: tuple[PlannedChunk, ...]


def plan_chapters(
    book: Book, wanted: frozenset[int] | None, cast: Cast, choices: Mapping[str, Choice]
) -> Iterator[PlannedChapter]:
    """Plan the narration of a book: each of its chapters, those that are not narrated without chunks.

    Args:
        book: As read.
        wanted: Numbers of the chapters to narrate; None for those read by default.
        cast: Who reads what.
        choices: The user's choices by place.

    Raises:
        InputError: There is no such chapter or voice, or nothing in the chosen chapters to say, or a regular
            expression of the lexicon takes too long.
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
        is_wanted = chapter.enabled if wanted is None else number in wanted
        chunks = tuple(chapter_chunks(number, chapter, cast, choices)) if is_wanted else ()
        is_empty = is_empty and not chunks
        is_default = chapter.enabled and is_sayable(chapter.text)
        yield PlannedChapter(number, chapter.title, is_default, chunks)
    if is_empty:
        raise InputError(
            "There is nothing to narrate in the chosen chapters",
            "Run `read` on the book to see which chapters have text.",
            "nothing-to-read",
        )


def plan_chunks(book: Book, cast: Cast, wanted: frozenset[int] | None = None) -> Iterator[PlannedChunk]:
    """Return the chunks of a book in order, without the user's choices; see `plan_chapters`."""
    for chapter in plan_chapters(book, wanted, cast, {}):
        yield from chapter.chunks


def divided(chapter: Chapter, cast: Cast) -> list[Chunk]:
    """Return the chunks of a chapter as its readers are given them.

    Raises:
        InputError: A regular expression of the lexicon takes too long.
    """
    language = cast.language_of(chapter)
    return chunk_chapter(chapter, cast.speech(language), cast.narrator.engine.size_for(language))


def chapter_chunks(
    number: int, chapter: Chapter, cast: Cast, choices: Mapping[str, Choice]
) -> Iterator[PlannedChunk]:
    """Return the chunks of one chapter in order.

    Args:
        number: Of the chapter, from 1.
        chapter: As it is to be read.
        cast: Who reads what.
        choices: The user's choices by place.

    Raises:
        InputError: There is no such voice, or a regular expression of the lexicon takes too long.
    """
    language = cast.language_of(chapter)
    for index, chunk in enumerate(divided(chapter, cast), 1):
        voice = cast.voice_for(number, chapter, chunk.speaker)
        place, key = f"{number}.{index}", cast.voices[voice].key(chunk.spoken, language)
        choice = choices.get(place)
        choice = choice if choice and choice.key == key else None
        attempt, is_picked = (choice.attempt, choice.is_picked) if choice else (None, False)
        said = (chunk.text, chunk.spoken, chunk.ending, voice, language)
        yield PlannedChunk(place, key, attempt, *said, is_picked)
