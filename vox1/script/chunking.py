"""Chunks: what the voice is given at once, whole sentences of about one breath of reading.

Packing starts anew at every paragraph long enough to stand alone, so that editing one sentence changes
the chunk that holds it and leaves the others, with their stored takes, as they were.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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

    def with_most(self, most: int) -> Size:
        """Return it with another longest chunk, and the least in proportion; 0 leaves it as it is."""
        return Size(round(self.least * most / self.most), most, self.standalone) if most else self


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
        speaker: Who says it; empty for the narrator.
    """

    text: str
    spoken: str
    alignment: Alignment
    pieces: tuple[Piece, ...]
    ending: Ending
    speaker: str = ""

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
class _Turn:
    """A block, or the part of one that somebody says.

    Attributes:
        number: The block's in its chapter, from 0.
        block: All of it.
        start: First character of the part.
        end: The character after the last.
        speaker: Empty for the narrator.
    """

    number: int
    block: Block
    start: int
    end: int
    speaker: str


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

    Every word of the chapter is in exactly one chunk; no chunk crosses a heading or a scene break, or has
    two speakers.
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
    for section in _sections(chapter.blocks):
        paragraphs = [_paragraph(turn, speech.language, size) for turn in section]
        packed = list(_pack(paragraphs, size))
        ending, speaker = _ending(section[-1], chapter.blocks), section[0].speaker
        chunks += [
            _chunk(pieces, chapter.blocks, speech, speaker, ending if last else None)
            for pieces, last in zip(packed, [False] * (len(packed) - 1) + [True], strict=True)
        ]
    if chunks:
        chunks[-1] = replace(chunks[-1], ending=Ending.CHAPTER)
    return chunks


def _ending(turn: _Turn, blocks: Sequence[Block]) -> Ending | None:
    """What ends where a section ends; None for no more than what its text says."""
    if turn.end < len(turn.block.text):
        return None
    if turn.block.kind is BlockKind.HEADING:
        return Ending.HEADING
    return Ending.SCENE if _before_break(turn.number, blocks) else Ending.PARAGRAPH


def _sections(blocks: Sequence[Block]) -> Iterator[list[_Turn]]:
    """What may share chunks: each heading alone, and what one speaker says between headings and breaks."""
    section: list[_Turn] = []
    for number, block in enumerate(blocks):
        is_apart = block.kind is BlockKind.HEADING or not is_sayable(block.text)
        for turn in _turns(number, block):
            if section and (is_apart or turn.speaker != section[-1].speaker):
                yield section
                section = []
            if is_sayable(block.text):
                section.append(turn)
        if is_apart and section:
            yield section
            section = []
    if section:
        yield section


def _turns(number: int, block: Block) -> Iterator[_Turn]:
    """A block as its speakers take turns; what cannot be said (a quotation mark) goes with what was said."""
    ends = sorted({0, len(block.text), *(edge for span in block.spans for edge in (span.start, span.end))})
    speakers = {span.start: span.speaker for span in block.spans}
    turn: _Turn | None = None
    for start, end in itertools.pairwise(ends):
        speaker = speakers.get(start, "")
        if turn and (speaker == turn.speaker or not is_sayable(block.text[start:end])):
            turn = replace(turn, end=end)
        elif turn and not is_sayable(block.text[turn.start : turn.end]):
            turn = _Turn(number, block, turn.start, end, speaker)
        else:
            if turn:
                yield turn
            turn = _Turn(number, block, start, end, speaker)
    yield turn or _Turn(number, block, 0, 0, "")


def _before_break(number: int, blocks: Sequence[Block]) -> bool:
    """Whether the next block is a scene break, drawn as a rule or as a row of marks."""
    return number + 1 < len(blocks) and not is_sayable(blocks[number + 1].text)


def _paragraph(turn: _Turn, language: str, size: Size) -> _Paragraph:
    """A turn's spans to be packed; what cannot be said (a ruled line) goes with its neighbour."""
    text = turn.block.text
    spans: list[tuple[int, int]] = []
    for first, last in sentence_spans(text, language):
        sentence = _within(text, max(first, turn.start), min(last, turn.end))
        for start, end in clauses(text, *sentence, size.most) if sentence else ():
            is_alone = not spans or is_sayable(text[slice(*spans[-1])])
            if is_alone and (is_sayable(text[start:end]) or not spans):
                spans.append((start, end))
            else:
                spans[-1] = (spans[-1][0], end)
    return _Paragraph(turn.number, spans)


def _within(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch of a text without the spaces at its ends; None where nothing is left of it."""
    stretch = text[start:end] if start < end else ""
    if not stretch.strip():
        return None
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


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


def _chunk(
    pieces: list[Piece], blocks: Sequence[Block], speech: Speech, speaker: str, ending: Ending | None
) -> Chunk:
    text = "\n".join(blocks[piece.block].text[piece.start : piece.end] for piece in pieces)
    spoken, alignment = speech.spoken(text)
    if ending is None:
        ends_block = pieces[-1].end == len(blocks[pieces[-1].block].text)
        within = Ending.SENTENCE if _SENTENCE_END.search(text) else Ending.CLAUSE
        ending = Ending.PARAGRAPH if ends_block else within
    return Chunk(text, spoken, alignment, tuple(pieces), ending, speaker)
