"""Hearing: a chapter is made ready to be listened to, with the times of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_gui.errands.desk import Desk
from vox1_gui.errands.receipts import read_receipts
from vox1_gui.errands.renders import options_of
from vox1_gui.queued import QueuedBook

if TYPE_CHECKING:
    from vox1.outputs.cues import Cue


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is heard.

    Attributes:
        start_seconds: When its first word begins, from the beginning of its chapter.
        end_seconds: When its last word has ended.
        text: As written.
        ends_paragraph: Whether the next one begins another paragraph.
        place: Of the chunk that its first word is in, ``12.34``; empty where nobody asked.
    """

    start_seconds: float
    end_seconds: float
    text: str
    ends_paragraph: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """A chapter that can be listened to.

    Attributes:
        number: In the book.
        title: Its title.
        path: The file.
        start_seconds: Where in the file it begins.
        seconds: Its length.
        is_whole: Whether all of it can be heard.
        sentences: In order.
    """

    number: int
    title: str
    path: Path
    start_seconds: float
    seconds: float
    is_whole: bool
    sentences: tuple[Sentence, ...]


def make_ready(desk: Desk, book: QueuedBook, number: int) -> Listening:
    """Return a chapter as it can be heard: in the audiobook, or of its takes while there is none.

    Raises:
        Vox1Error: See `Backend.hear_chapter`.
    """
    options = options_of(book)
    cued = desk.backend.chapter_cues(options, number)
    sentences = tuple(_sentences(number, cued.cues))
    placed = _in_audiobook(desk, book, number, cued.seconds)
    if placed:
        path, start_seconds = placed
        return Listening(number, cued.title, path, start_seconds, cued.seconds, True, sentences)  # noqa: FBT003  # it is
    heard = desk.backend.hear_chapter(options, number)
    return Listening(number, cued.title, heard.path, 0.0, heard.seconds, heard.is_whole, sentences)


def _sentences(number: int, cues: Sequence[Cue]) -> Iterator[Sentence]:
    for cue, after in zip_longest(cues, cues[1:]):
        ends = after is not None and after.pieces[0].block != cue.pieces[-1].block
        yield Sentence(cue.start_seconds, cue.end_seconds, cue.text, ends, f"{number}.{cue.chunk}")


_SAME_SECONDS = 0.05


def _in_audiobook(desk: Desk, book: QueuedBook, number: int, seconds: float) -> tuple[Path, float] | None:
    """The file that a chapter is in, and where; None where it is in none, or was repaired since."""
    if not book.state.is_made:
        return None
    for output in book.outputs:
        page = read_receipts(desk, [output]) if output.is_file() else None
        chapter = page and next((one for one in page.chapters if one.number == number), None)
        if chapter and abs(chapter.seconds - seconds) < _SAME_SECONDS:
            return output, chapter.start_seconds
    return None
