"""Sync: which sentence of a chapter is heard when."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from booksmith_module.book import Block, Chapter, is_sayable
from vox1.outputs.cues import Cue, Moment
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.timing import Timing, time_sentences
from vox1.script.chunking import Chunk, Piece
from vox1.script.utterances import Utterance, utterances


@dataclass(frozen=True, slots=True)
class Narration:
    """A chapter and its audio.

    Attributes:
        chapter: What is read.
        language: Its own, resolved (`Cast.language_of`).
        chunks: All of its chunks in order, as they were spoken.
        takes: Of each chunk; None where it has none.
        starts: Sample of the chapter's audio at which each take begins; None where there is none.
        sample_rate_hz: Of the audio.
    """

    chapter: Chapter
    language: str
    chunks: Sequence[Chunk]
    takes: Sequence[StoredTake | None]
    starts: Sequence[int | None]
    sample_rate_hz: int


@dataclass(frozen=True, slots=True)
class _Heard:
    """An utterance as it is heard.

    Attributes:
        utterance: What is said.
        text: As written, on one line.
        start: First sample, in the chapter's audio.
        end: The sample after the last.
        words: Character of the text and sample of words after the first.
        chunk: Number of the chunk that it is in, from 1.
    """

    utterance: Utterance
    text: str
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    chunk: int


def chapter_cues(narration: Narration, store: TakeStore) -> list[Cue]:
    """Return the sentences of a chapter as they are heard, in order.

    A sentence in several chunks, because it is too long for one or because somebody else says a part of it,
    is one cue. What has no take is not heard: a sentence of which a part is missing has the rest of its text
    only, and one that is missing has no cue.

    Args:
        narration: The chapter and its audio.
        store: Of its takes.

    Raises:
        TakeDamaged: One of them is not what was written.
        DiskError: The disk refuses to read it.
    """
    heard = _heard(narration, store)
    whole = itertools.groupby(heard, key=lambda part: part.utterance.sentence)
    return [_cue(list(parts), narration) for _, parts in whole]


def _heard(narration: Narration, store: TakeStore) -> Iterator[_Heard]:
    said = utterances(narration.chapter, narration.chunks, narration.language)
    rows = zip(narration.chunks, said, narration.takes, narration.starts, strict=True)
    for number, (chunk, parts, take, start) in enumerate(rows, 1):
        if take and start is not None and parts:
            yield from _placed(number, chunk, parts, _timing(chunk, parts, take, store), start)


def _timing(chunk: Chunk, parts: Sequence[Utterance], take: StoredTake, store: TakeStore) -> Timing:
    marks = [(character, sample - take.trim[0]) for character, sample in store.marks(take)]
    sentences = [part.spoken_start for part in parts]
    return time_sentences(chunk.spoken, sentences, store.read(take), take.sample_rate_hz, marks)


def _placed(
    number: int, chunk: Chunk, parts: Sequence[Utterance], timing: Timing, start: int
) -> Iterator[_Heard]:
    """A chunk's utterances in the chapter's audio, in which its take begins at a sample."""
    words = [(chunk.alignment.source_span(at, at + 1)[0], start + sample) for at, sample in timing.words]
    for part, begin, end in zip(parts, timing.starts, timing.ends, strict=True):
        inside = [
            (_on_one_line(chunk.text, part.start, character), sample)
            for character, sample in words
            if part.start < character < part.end and start + begin < sample < start + end
        ]
        # Of a number, which is written as one word and said as several, it is the first.
        firsts = tuple(next(said) for _, said in itertools.groupby(inside, key=itemgetter(0)))
        text = " ".join(chunk.text[part.start : part.end].split())
        yield _Heard(part, text, start + begin, start + end, firsts, number)


def _on_one_line(text: str, start: int, character: int) -> int:
    """Where a character is when what begins at ``start`` is written on one line."""
    before = text[start:character]
    return len(" ".join(before.split())) + before[-1:].isspace()


def _cue(parts: Sequence[_Heard], narration: Narration) -> Cue:
    """The cue of a sentence in one chunk or several."""
    rate_hz = narration.sample_rate_hz
    text = ""
    moments: list[Moment] = []
    pieces: list[Piece] = []
    for part in parts:
        first = part.utterance.pieces[0]
        if pieces:
            text += "" if (pieces[-1].block, pieces[-1].end) == (first.block, first.start) else " "
            moments.append(Moment(len(text), part.start / rate_hz))
        moments += (Moment(len(text) + character, sample / rate_hz) for character, sample in part.words)
        text += part.text
        pieces += part.utterance.pieces
    joined = tuple(_joined(pieces, narration.chapter.blocks))
    begins, ends = parts[0].start / rate_hz, parts[-1].end / rate_hz
    return Cue(text, joined, begins, ends, tuple(moments), parts[0].chunk)


def _joined(pieces: Sequence[Piece], blocks: Sequence[Block]) -> Iterator[Piece]:
    """The same pieces, as one where nothing that can be said stands between them."""
    last = pieces[0]
    for piece in pieces[1:]:
        if piece.block == last.block and not is_sayable(blocks[piece.block].text[last.end : piece.start]):
            last = replace(last, end=piece.end)
        else:
            yield last
            last = piece
    yield last
