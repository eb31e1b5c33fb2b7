"""Utterances: the sentences of a chapter, where they stand in its blocks and in what is spoken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import itemgetter

from booksmith_module.book import Chapter, is_sayable
from vox1.script.chunking import Chunk, Piece
from vox1.script.sentences import sentence_spans

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence, or as much of it as one chunk holds.

    Attributes:
        sentence: Block of the sentence and its first character there: the same for all of its parts.
        pieces: Where it stands in the chapter's blocks.
        start: Its first character in the chunk's text.
        end: The character after its last.
        spoken_start: Its first character in what is spoken.
        spoken_end: The character after its last.
    """

    sentence: tuple[int, int]
    pieces: tuple[Piece, ...]
    start: int
    end: int
    spoken_start: int
    spoken_end: int


def utterances(chapter: Chapter, chunks: Iterable[Chunk], language: str) -> list[list[Utterance]]:
    """Return what each chunk says, sentence by sentence.

    Sentences are those of the blocks, as for chunking: a chunk of one speaker, or of a part of a sentence
    too long, would else be taken for a sentence of its own. What cannot be said (a row of asterisks, a
    note's mark) goes with the sentence before it.

    Args:
        chapter: What is read.
        chunks: All of its chunks, or some.
        language: Of the chapter, resolved.
    """
    sentences = [sentence_spans(block.text, language) for block in chapter.blocks]
    return [_said_only(list(_parts(chunk, sentences)), chunk.spoken) for chunk in chunks]


def _parts(chunk: Chunk, sentences: Sequence[Sequence[Span]]) -> Iterator[Utterance]:
    to_spoken = chunk.alignment.inverse()
    begin = 0
    for piece in chunk.pieces:
        for sentence, start, end in _within(sentences[piece.block], piece):
            written = begin + start - piece.start, begin + end - piece.start
            said = to_spoken.source_span(*written)
            yield Utterance((piece.block, sentence), (Piece(piece.block, start, end),), *written, *said)
        begin += piece.end - piece.start + len("\n")


def _within(sentences: Sequence[Span], piece: Piece) -> Iterator[tuple[int, int, int]]:
    """The sentences that a piece holds parts of: where each begins, and where its part begins and ends."""
    first = bisect_right(sentences, piece.start, key=itemgetter(1))
    touched = takewhile(lambda span: span[0] < piece.end, sentences[first:])
    return ((start, max(start, piece.start), min(end, piece.end)) for start, end in touched)


def _said_only(parts: Sequence[Utterance], spoken: str) -> list[Utterance]:
    """The parts in which something is said, each with what cannot be said beside it."""
    kept: list[Utterance] = []
    for part in parts:
        if kept and not (_is_said(kept[-1], spoken) and _is_said(part, spoken)):
            kept[-1] = _together(kept[-1], part, spoken)
        else:
            kept.append(part)
    return kept


def _together(part: Utterance, after: Utterance, spoken: str) -> Utterance:
    return replace(
        part,
        sentence=(part if _is_said(part, spoken) else after).sentence,
        pieces=part.pieces + after.pieces,
        end=after.end,
        spoken_end=max(part.spoken_end, after.spoken_end),
    )


def _is_said(part: Utterance, spoken: str) -> bool:
    return is_sayable(spoken[part.spoken_start : part.spoken_end])
