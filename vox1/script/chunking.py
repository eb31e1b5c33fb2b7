"""Chunks: what the voice is given at once, whole sentences of about one breath of reading.

Packing starts anew at every paragraph long enough to stand alone, so that editing one sentence changes
the chunk that holds it and leaves the others, with their stored takes, as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from booksmith_module.alignment import Alignment
from booksmith_module.book import Block, BlockKind, Chapter, is_sayable
from vox1.script.sentences import sentence_spans
from vox1.script.speech import Speech


class Ending(Enum):
    """What ends where a chunk ends; the pause after it follows from this."""

    CLAUSE = "clause"
    """A sentence too long for one chunk goes on."""
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SCENE = "scene"
    CHAPTER = "chapter"


@dataclass(frozen=True, slots=True)
class Size:
    """How long chunks should be, in characters as written.

    Attributes:
        least: Shorter paragraphs are joined with the next.
        most: No chunk is longer.
        standalone: What is shorter than this is joined even to a paragraph long enough by itself.
    """

    least: int = 200
    most: int = 350
    standalone: int = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a block that a chunk holds.

    Attributes:
        block: Number of the block in its chapter, from 0.
        start: First character in the block's text.
        end: The character after the last.
    """

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the voice is given at once.

    Attributes:
        text: As written; pieces of different blocks are joined by a newline.
        spoken: As it is said.
        alignment: From ``text`` to ``spoken``.
        pieces: Where ``text`` stands in the chapter's blocks.
        ending: What ends where it ends.
    """

    text: str
    spoken: str
    alignment: Alignment
    pieces: tuple[Piece, ...]
    ending: Ending

    def source_of(self, start: int, end: int, blocks: Sequence[Block]) -> list[tuple[Block, int, int]]:
        """Return what ``spoken[start:end]`` came from.

        Args:
            start: First character of the spoken text.
            end: The character after the last.
            blocks: The chapter's blocks.

        Returns:
            For each block touched: the block, and the first and after-last character of its text.
        """
        low, high = self.alignment.source_span(start, end)
        found, begin = [], 0
        for piece in self.pieces:
            length = piece.end - piece.start
            first, last = max(low - begin, 0), min(high - begin, length)
            if first < last:
                found.append((blocks[piece.block], piece.start + first, piece.start + last))
            begin += length + 1
        return found


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A block's sentences, none longer than a chunk."""

    block: int
    spans: list[tuple[int, int]]

    @property
    def length(self) -> int:
        return self.spans[-1][1] - self.spans[0][0]


def chunk_chapter(chapter: Chapter, speech: Speech, size: Size) -> list[Chunk]:
    """Return the chunks of a chapter in order.

    Every word of the chapter is in exactly one chunk; no chunk crosses a heading or a scene break.
    Where chunks end follows from the text as written alone: a word of the lexicon changes what is
    spoken in the chunks that hold it, and no other.

    Args:
        chapter: What to read.
        speech: How it is said.
        size: The engine's range.

    Raises:
        InputError: A regular expression of the lexicon takes too long.
    """
    chunks: list[Chunk] = []
    sections = list(_sections(chapter.blocks))
    for section in sections:
        ending = Ending.HEADING if section[0][1].kind is BlockKind.HEADING else Ending.SCENE
        paragraphs = [_paragraph(number, block, speech.language, size) for number, block in section]
        packed = list(_pack(paragraphs, size))
        chunks += [
            _chunk(pieces, chapter.blocks, speech, ending if last else None)
            for pieces, last in zip(packed, [False] * (len(packed) - 1) + [True], strict=True)
        ]
        if ending is Ending.SCENE and not _before_break(section[-1][0], chapter.blocks):
            chunks[-1] = _ended(chunks[-1], Ending.PARAGRAPH)
    if chunks:
        chunks[-1] = _ended(chunks[-1], Ending.CHAPTER)
    return chunks


def _ended(chunk: Chunk, ending: Ending) -> Chunk:
    return Chunk(chunk.text, chunk.spoken, chunk.alignment, chunk.pieces, ending)


def _sections(blocks: Sequence[Block]) -> Iterator[list[tuple[int, Block]]]:
    """Blocks that may share chunks: each heading alone, and what stands between headings and breaks."""
    section: list[tuple[int, Block]] = []
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or not is_sayable(block.text):
            if section:
                yield section
            section = []
            if is_sayable(block.text):
                yield [(number, block)]
        else:
            section.append((number, block))
    if section:
        yield section


def _before_break(number: int, blocks: Sequence[Block]) -> bool:
    """Whether the next block is a scene break, drawn as a rule or as a row of marks."""
    return number + 1 < len(blocks) and not is_sayable(blocks[number + 1].text)


def _paragraph(number: int, block: Block, language: str, size: Size) -> _Paragraph:
    """A block's spans to be packed; what cannot be said (a ruled line) goes with its neighbour."""
    spans: list[tuple[int, int]] = []
    for sentence in sentence_spans(block.text, language):
        for start, end in clauses(block.text, *sentence, size.most):
            is_alone = not spans or is_sayable(block.text[slice(*spans[-1])])
            if is_alone and (is_sayable(block.text[start:end]) or not spans):
                spans.append((start, end))
            else:
                spans[-1] = (spans[-1][0], end)
    return _Paragraph(number, spans)


# Where a sentence too long for one chunk is best cut, best first.
_CUTS = (re.compile(r"[;:—–…][\"'”’)]*\s+"), re.compile(r",[\"'”’)]*\s+"), re.compile(r"\s+"))


def clauses(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence near its middle until no part is longer than ``most``; return where the parts stand."""
    if end - start <= most:
        yield start, end
        return
    middle = (start + end) / 2
    for pattern in _CUTS:
        cuts = [match for match in pattern.finditer(text, start, end) if match.end() < end]
        near = [cut for cut in cuts if abs(cut.end() - middle) < (end - start) / 4]
        if near:
            best = min(near, key=lambda cut: abs(cut.end() - middle))
            head, tail = best.start() + len(best.group().rstrip()), best.end()
            break
    else:  # no space in the middle half: a script without spaces, or one endless word
        head = tail = round(middle)
    yield from clauses(text, start, head, most)
    yield from clauses(text, tail, end, most)


def _pack(paragraphs: Iterable[_Paragraph], size: Size) -> Iterator[list[Piece]]:
    """Join short paragraphs and divide long ones."""
    gathered: list[_Paragraph] = []
    length = 0
    for paragraph in paragraphs:
        joined = length + 1 + paragraph.length
        stands_alone = length >= size.standalone and paragraph.length >= size.least
        if gathered and (joined > size.most or length >= size.least or stands_alone):
            yield _whole(gathered)
            gathered, length = [], 0
        if paragraph.length > size.most:
            yield from _divided(paragraph, size)
        else:
            length += bool(gathered) + paragraph.length
            gathered.append(paragraph)
    if gathered:
        yield _whole(gathered)


def _whole(paragraphs: Iterable[_Paragraph]) -> list[Piece]:
    return [Piece(p.block, p.spans[0][0], p.spans[-1][1]) for p in paragraphs]


def _divided(paragraph: _Paragraph, size: Size) -> Iterator[list[Piece]]:
    """A long paragraph in parts of about equal length, ending where sentences do."""
    share = paragraph.length / -(-paragraph.length // size.most)
    start, last = paragraph.spans[0]
    for begin, end in paragraph.spans[1:]:
        if end - start > size.most or last - start >= share:
            yield [Piece(paragraph.block, start, last)]
            start = begin
        last = end
    yield [Piece(paragraph.block, start, last)]


_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")


def _chunk(pieces: list[Piece], blocks: Sequence[Block], speech: Speech, ending: Ending | None) -> Chunk:
    text = "\n".join(blocks[piece.block].text[piece.start : piece.end] for piece in pieces)
    spoken, alignment = speech.spoken(text)
    if ending is None:
        ends_block = pieces[-1].end == len(blocks[pieces[-1].block].text)
        within = Ending.SENTENCE if _SENTENCE_END.search(text) else Ending.CLAUSE
        ending = Ending.PARAGRAPH if ends_block else within
    return Chunk(text, spoken, alignment, tuple(pieces), ending)
