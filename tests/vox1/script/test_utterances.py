"""Tests of utterances: every sentence of a chapter, in the chunks that say it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from booksmith_module.book import Block, BlockKind, Chapter, Span, is_sayable
from tests.vox1.script.test_chunking import CHAPTERS
from vox1.script.chunking import Piece, Size, chunk_chapter
from vox1.script.speech import Speech
from vox1.script.utterances import Utterance, utterances

PROPERTY = settings(max_examples=75, deadline=None, derandomize=True)


def spoken(chapter: Chapter, size: Size = Size(), language: str = "en") -> list[list[str]]:  # noqa: B008
    """Return what is spoken of each sentence in each chunk."""
    chunks = chunk_chapter(chapter, Speech(language), size)
    said = utterances(chapter, chunks, language)
    return [
        [chunk.spoken[part.spoken_start : part.spoken_end] for part in parts]
        for chunk, parts in zip(chunks, said, strict=True)
    ]


def paragraphs(*texts: str) -> Chapter:
    """Return a chapter of paragraphs."""
    return Chapter("One", tuple(Block(BlockKind.PARAGRAPH, text) for text in texts))


@given(chapter=CHAPTERS)
@PROPERTY
def test_every_chunk_is_all_utterances(chapter: Chapter) -> None:
    """They are in order, each says something, and together they have all of the chunk that can be said."""
    chunks = chunk_chapter(chapter, Speech("en"), Size())
    for chunk, parts in zip(chunks, utterances(chapter, chunks, "en"), strict=True):
        assert parts
        assert all(is_sayable(chunk.spoken[part.spoken_start : part.spoken_end]) for part in parts)
        for one, after in pairwise(parts):
            assert one.end <= after.start
            assert one.spoken_start < after.spoken_start
        edges = [0, *(edge for part in parts for edge in (part.start, part.end)), len(chunk.text)]
        gaps = [chunk.text[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True)]
        assert not any(map(is_sayable, gaps))


@given(chapter=CHAPTERS)
@PROPERTY
def test_utterances_stand_where_they_say(chapter: Chapter) -> None:
    """The blocks have the same text at their places as the chunk."""
    chunks = chunk_chapter(chapter, Speech("en"), Size())
    for chunk, parts in zip(chunks, utterances(chapter, chunks, "en"), strict=True):
        for part in parts:
            text = "\n".join(chapter.blocks[p.block].text[p.start : p.end] for p in part.pieces)
            assert text.split() == chunk.text[part.start : part.end].split()


def test_sentences_are_found_in_what_is_spoken() -> None:
    """Behind all that was spelled out before them."""
    chapter = paragraphs("Dr. Hale came at 6:45 p.m. with 12 men. “Stop!” he said. Why?")

    assert spoken(chapter) == [
        ["Doctor Hale came at six forty-five PM with twelve men.", "“Stop!” he said.", "Why?"]
    ]


def test_what_cannot_be_said_goes_with_what_can() -> None:
    """An ornament is no sentence, at whichever end it stands."""
    chapter = paragraphs("It ended there. * * *", "* * * Then it began.")
    chunks = chunk_chapter(chapter, Speech("en"), Size())

    [parts] = utterances(chapter, chunks, "en")

    assert [part.pieces for part in parts] == [(Piece(0, 0, 21),), (Piece(1, 0, 20),)]


def test_a_sentence_in_several_chunks_keeps_its_name() -> None:
    """Whether it is too long for one, or somebody else says a part of it."""
    long = "He walked on and on, " * 10 + "and then he stopped."
    chunks = chunk_chapter(paragraphs(f"So. {long}"), Speech("en"), Size(20, 60, 5))
    said = [part for parts in utterances(paragraphs(f"So. {long}"), chunks, "en") for part in parts]
    assert len(said) > 4
    assert {part.sentence for part in said} == {(0, 0), (0, 4)}

    text = "“Come here,” said Tom, and sat. Nobody came."
    speech = Chapter("One", (Block(BlockKind.PARAGRAPH, text, spans=(Span(0, 12, "Tom"),)),))
    chunks = chunk_chapter(speech, Speech("en"), Size())
    assert [sentences(parts) for parts in utterances(speech, chunks, "en")] == [[(0, 0)], [(0, 0), (0, 32)]]


def sentences(parts: list[Utterance]) -> list[tuple[int, int]]:
    """Return which sentences are said."""
    return [part.sentence for part in parts]


def test_lines_of_verse_are_sentences() -> None:
    """A reader of captions sees them as lines, and so they are heard."""
    verse = Chapter("One", (Block(BlockKind.VERSE, "The sun went down\nand nobody saw"),))

    assert spoken(verse) == [["The sun went down", "and nobody saw"]]
