"""Cues: which sentence is heard when; captions and read-along books are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vox1.script.chunking import Piece


@dataclass(frozen=True, slots=True)
class Moment:
    """When a word inside of a sentence begins.

    Attributes:
        character: Its first in the cue's text.
        seconds: Counted as the cue's.
    """

    character: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence as it is heard.

    Attributes:
        text: As written, on one line.
        pieces: Where it stands in the chapter's blocks, in order.
        start_seconds: When its first word begins, counted from the beginning of its chapter's audio.
        end_seconds: When its last word has ended.
        moments: Words after its first of which it is known when they begin, in order: all of them where the
            engine tells, else those after a pause.
        chunk: Number in its chapter of the chunk that its first word is in, from 1; 0 where nobody asked.
    """

    text: str
    pieces: tuple[Piece, ...]
    start_seconds: float
    end_seconds: float
    moments: tuple[Moment, ...] = ()
    chunk: int = 0


@dataclass(frozen=True, slots=True)
class CuedChapter:
    """A chapter of the audiobook with its cues.

    Attributes:
        number: In the book, from 1.
        title: As the player shows it.
        start_seconds: Where its audio begins in the file that it is in.
        seconds: Length of its audio, with the silence at its end.
        cues: In order, never overlapping.
    """

    number: int
    title: str
    start_seconds: float
    seconds: float
    cues: Sequence[Cue]
