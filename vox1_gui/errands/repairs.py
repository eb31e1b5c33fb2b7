"""Repairs: single sentences of a book are heard, spoken anew, accepted or corrected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vox1_gui.errands.desk import Desk
from vox1_gui.errands.renders import options_of
from vox1_gui.queued import QueuedBook

if TYPE_CHECKING:
    from vox1.render.repair import Repaired


@dataclass(frozen=True, slots=True)
class TakeRow:
    """A take of a chunk.

    Attributes:
        attempt: Which try it was, from 1.
        seconds: Its length.
        standing: What it is worth: ``good``, ``doubtful``, ``partial``, ``useless`` or ``unjudged``.
        path: Of the sound file.
        is_used: Whether it is the one in the audiobook.
    """

    attempt: int
    seconds: float
    standing: str
    path: Path
    is_used: bool


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """A chunk of a book, and what is kept of it.

    Attributes:
        place: Its chapter's number and its own in the chapter, ``12.34``.
        text: As the next render reads it, a line for each paragraph.
        language: It is said in, a BCP 47 tag.
        takes: In order of their attempts.
    """

    place: str
    text: str
    language: str
    takes: tuple[TakeRow, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a repair.

    Attributes:
        to_speak: How many chunks the next render has to speak for it.
        warnings: What the listener should know, one sentence each.
        is_renumbered: Whether chunks of the chapter have other numbers now.
    """

    to_speak: int
    warnings: tuple[str, ...]
    is_renumbered: bool


def passage_at(desk: Desk, book: QueuedBook, place: str) -> KeptPassage:
    """Return a chunk, and what is kept of it; a render may be going on.

    Raises:
        Vox1Error: See `Backend.chunk_at`.
    """
    chunk = desk.backend.chunk_at(options_of(book), place)
    takes = (
        TakeRow(one.attempt, one.seconds, one.standing.value, one.path, one.is_used) for one in chunk.takes
    )
    return KeptPassage(place, chunk.text, chunk.language, tuple(takes))


def speak_anew(desk: Desk, book: QueuedBook, place: str) -> Changed:
    """Have a chunk spoken anew by the next render.

    Raises:
        Vox1Error: See `Backend.redo_takes`.
    """
    return _changed(desk.backend.redo_takes(options_of(book), [place]))


def use_take(desk: Desk, book: QueuedBook, place: str, attempt: int) -> Changed:
    """Have a take in the audiobook, whatever it is worth: the listener has heard it.

    Raises:
        Vox1Error: See `Backend.pick_take`.
    """
    return _changed(desk.backend.pick_take(options_of(book), place, attempt, anyway=True))


def correct_text(desk: Desk, book: QueuedBook, place: str, text: str) -> Changed:
    """Have another text read instead of a chunk's.

    Raises:
        Vox1Error: See `Backend.edit_text`.
    """
    return _changed(desk.backend.edit_text(options_of(book), place, text))


def _changed(repaired: Repaired) -> Changed:
    return Changed(len(repaired.to_speak), repaired.warnings, repaired.is_renumbered)
