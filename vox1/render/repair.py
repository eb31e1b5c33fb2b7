"""Repair: what an editor changes in a finished book. The next render makes it heard, and nothing else anew.

The book's project is to be locked by whoever calls these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from booksmith_module.book import is_sayable
from vox1 import files
from vox1.errors import InputError, TakeDamaged
from vox1.projects import corrections as kept
from vox1.projects.project import Choice
from vox1.render.plan import PlannedChunk, divided
from vox1.render.rehearsal import Rehearsal
from vox1.render.takes import StoredTake
from vox1.render.verdict import Standing
from vox1.script.chunking import Chunk
from vox1.script.corrections import (
    Corrections,
    Direction,
    TextCorrection,
    corrected_blocks,
    corrected_chapter,
)
from vox1.script.editing import edited_blocks


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was changed, and what the next render has to do for it.

    Attributes:
        places: Of the chunks that were changed, as they are numbered now.
        to_speak: Of those that the next render speaks.
        warnings: What the editor should know, one sentence each.
        is_renumbered: Whether chunks of the chapter have other numbers now.
    """

    places: tuple[str, ...]
    to_speak: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_renumbered: bool = False


def check_unchanged(rehearsal: Rehearsal) -> None:
    """See that the book's chunks have the numbers that they had when it was rendered.

    Raises:
        InputError: The book was typed, and has been edited since.
        DiskError: The book cannot be read, or what is kept of it.
    """
    last, book = rehearsal.project.last_render(), rehearsal.options.book
    if last and last.book_sha256 not in {"", files.sha256(book)}:
        raise InputError(
            f"{book.name} has changed since it was rendered: its chunks may have other numbers now",
            "Render it once more; then `takes list` shows the chunks as they are.",
            "book-changed",
        )


def pick(rehearsal: Rehearsal, place: str, attempt: int, *, anyway: bool) -> Repaired:
    """Have a take in the audiobook that is kept of a chunk, whatever others there are.

    Args:
        rehearsal: Of the book.
        place: Of the chunk.
        attempt: The take's number.
        anyway: Whether to take one in which words are known to be missing.

    Raises:
        InputError: There is no such chunk or take, or it is not one to be used.
        DiskError: The disk refuses.
    """
    chunk = rehearsal.chunk(place)
    take = _whole_take(rehearsal, chunk, attempt)
    if take.standing is Standing.UNJUDGED:
        raise InputError(
            f"Nobody has judged attempt {attempt} at {place} yet: the render was stopped",
            "Render the book first, which judges it.",
            "unjudged",
        )
    reasons = "; ".join(take.reasons)
    warnings = []
    if not take.is_whole:
        what = "cannot be heard" if take.standing is Standing.USELESS else "does not say all of its text"
        warnings.append(f"Attempt {attempt} at {chunk.place} {what}: {reasons}.")
        if not anyway:
            raise InputError(
                warnings[0],
                "Listen to it; with --anyway it is used, and the audiobook counts as incomplete.",
                f"{take.standing.value}-take",
            )
    elif take.standing is Standing.DOUBTFUL:
        warnings.append(f"Attempt {attempt} at {chunk.place} may not sound right: {reasons}.")
    _save_choices(rehearsal, {chunk.place: Choice(chunk.key, attempt, take.sha256)})
    return Repaired((chunk.place,), warnings=tuple(warnings))


def _whole_take(rehearsal: Rehearsal, chunk: PlannedChunk, attempt: int) -> StoredTake:
    """A take of a chunk, every byte of which is as it was written.

    Raises:
        InputError: There is none, or it is damaged.
        DiskError: It cannot be read.
    """
    store = rehearsal.store
    take = store.attempt(chunk.key, attempt)
    if take is None:
        numbers = ", ".join(str(take.attempt) for take in store.attempts(chunk.key))
        raise InputError(
            f"No take of {chunk.place} has the number {attempt}, or it is damaged",
            f"These are kept: {numbers}." if numbers else "None is kept: render the book first.",
            "no-attempt",
        )
    try:
        store.read(take)
    except TakeDamaged as err:
        raise InputError(
            f"Attempt {attempt} at {chunk.place} cannot be used: {err.message}",
            "It was put aside. Pick another, or have the chunk spoken anew with `takes redo`.",
            err.code,
        ) from err
    return take


def redo(rehearsal: Rehearsal, places: Sequence[str]) -> Repaired:
    """Have chunks spoken anew: each gets the first good take from a new attempt on.

    Raises:
        InputError: There is no such chunk; none is changed then.
        DiskError: The disk refuses.
    """
    chunks = [rehearsal.chunk(place) for place in dict.fromkeys(places)]
    _save_choices(
        rehearsal,
        {c.place: Choice(c.key, rehearsal.store.last_attempt(c.key) + 1) for c in chunks},
    )
    named = tuple(chunk.place for chunk in chunks)
    engine = rehearsal.cast.narrator.engine
    same = f"{engine.title} says a text always the same way: speaking it anew will change nothing."
    return Repaired(named, named, () if engine.varies else (same,))


def undo(rehearsal: Rehearsal, place: str) -> Repaired:
    """Forget the choice made for a chunk: the first good take is used again.

    Raises:
        InputError: There is no such chunk, or no choice was made for it.
        DiskError: The disk refuses.
    """
    chunk = rehearsal.chunk(place)
    if chunk.place not in rehearsal.choices:
        raise InputError(
            f"No take was chosen for {chunk.place}",
            "`takes list --chosen` shows the chunks for which one was.",
            "no-choice",
        )
    _save_choices(rehearsal, {}, without={chunk.place})
    first = rehearsal.store.find(chunk.key)
    return Repaired((chunk.place,), () if first else (chunk.place,))


def _save_choices(rehearsal: Rehearsal, changed: Mapping[str, Choice], without: Collection[str] = ()) -> None:
    choices = {place: choice for place, choice in rehearsal.choices.items() if place not in without}
    rehearsal.project.save_choices({**choices, **changed})


def edit(rehearsal: Rehearsal, place: str, typed: str) -> Repaired:
    """Have another text read instead of a chunk's; an empty one leaves it out.

    Raises:
        InputError: There is no such chunk, the text is what it is already, or a change goes across the
            end of a paragraph.
        DiskError: The disk refuses.
    """
    number, chunk = _divided_chunk(rehearsal, place)
    blocks = rehearsal.book.chapters[number - 1].blocks
    texts = edited_blocks(blocks, chunk.pieces, typed)
    if not texts:
        raise InputError(f"{place} has this text already", "`takes list` shows it.", "no-change")
    sayable = {block: text if is_sayable(text) else "" for block, text in texts.items()}
    changed = (
        replace(written, text=sayable[block]) for block, written in _written(rehearsal, number, sayable)
    )
    return _correct(rehearsal, number, rehearsal.corrections.with_texts(changed))


def undo_edit(rehearsal: Rehearsal, place: str) -> Repaired:
    """Have the book's own text read again in all paragraphs of a chunk.

    Raises:
        InputError: There is no such chunk, or its text is the book's.
        DiskError: The disk refuses.
    """
    number, chunk = _divided_chunk(rehearsal, place)
    blocks = {piece.block for piece in chunk.pieces}
    changed = [written for _, written in _written(rehearsal, number, blocks)]
    corrections = rehearsal.corrections.with_texts(changed)
    if corrections == rehearsal.corrections:
        raise InputError(
            f"The text of {place} is the book's own",
            "`takes edits` shows what was corrected.",
            "no-correction",
        )
    return _correct(rehearsal, number, corrections)


def undo_correction(rehearsal: Rehearsal, number: int) -> Repaired:
    """Take back a correction, also one that has lapsed.

    Args:
        rehearsal: Of the book.
        number: Of the correction, from 1: first those of the text, then those of whole chapters.

    Raises:
        InputError: There is none of this number.
        DiskError: The disk refuses.
    """
    made = rehearsal.corrections
    every: tuple[TextCorrection | Direction, ...] = (*made.texts, *made.directions)
    if not 1 <= number <= len(every):
        raise InputError(
            f"There is no correction {number}: there are {len(every)}",
            "`takes edits` shows them with their numbers.",
            "no-correction",
        )
    gone = every[number - 1]
    texts = tuple(text for text in made.texts if text != gone)
    directions = tuple(direction for direction in made.directions if direction != gone)
    return _correct(rehearsal, gone.chapter, Corrections(texts, directions))


def direct(rehearsal: Rehearsal, number: int, style: str | None, voice: str | None) -> Repaired:
    """Have a chapter read in another voice or style.

    Args:
        rehearsal: Of the book.
        number: Of the chapter.
        style: How to read it; None leaves it as it is.
        voice: Who reads it; None leaves it as it is.

    Raises:
        InputError: There is no such chapter or voice.
        DiskError: The disk refuses.
    """
    rehearsal.chapter(number)
    title = rehearsal.read.chapters[number - 1].title
    before = {each.chapter: each for each in rehearsal.corrections.directions if each.title == title}
    direction = before.get(number, Direction(number, title))
    if style is not None:
        direction = replace(direction, style=style)
    if voice is not None:
        direction = replace(direction, voice=voice)
    return _correct(rehearsal, number, rehearsal.corrections.with_direction(direction))


def undo_direction(rehearsal: Rehearsal, number: int) -> Repaired:
    """Have a chapter read in the voice and style that it has in the book.

    Raises:
        InputError: There is no such chapter, or it is read so.
        DiskError: The disk refuses.
    """
    title = rehearsal.chapter(number).title
    corrections = rehearsal.corrections.with_direction(Direction(number, title))
    if corrections == rehearsal.corrections:
        raise InputError(
            f"Chapter {number} has no voice or style of yours",
            "`takes edits` shows what has.",
            "no-correction",
        )
    return _correct(rehearsal, number, corrections)


def _divided_chunk(rehearsal: Rehearsal, place: str) -> tuple[int, Chunk]:
    """A chunk with its pieces, and the number of its chapter."""
    chunk = rehearsal.chunk(place)
    number, index = map(int, chunk.place.split("."))
    return number, divided(rehearsal.chapter(number), rehearsal.cast)[index - 1]


def _written(
    rehearsal: Rehearsal, number: int, blocks: Collection[int]
) -> Iterator[tuple[int, TextCorrection]]:
    """What the book has in some blocks of a chapter as it is read now, as corrections that change nothing."""
    written = rehearsal.read.chapters[number - 1].blocks
    pairs = list(corrected_blocks(number, written, rehearsal.corrections.texts))
    for block in sorted(blocks):
        old = pairs[block][0]
        text = written[old].text
        nth = sum(other.text == text for other in written[: old + 1])
        yield block, TextCorrection(number, text, text, nth)


def _correct(rehearsal: Rehearsal, number: int, corrections: Corrections) -> Repaired:
    """Save corrections that differ in one chapter, and say what that changes.

    The choices made in the chapter move along with their chunks.

    Raises:
        InputError: There is no such voice, or nothing would be left to say.
        DiskError: The disk refuses.
    """
    if number > len(rehearsal.read.chapters):  # what has lapsed with its chapter changes nothing
        kept.save(rehearsal.project, corrections)
        return Repaired(())
    before = rehearsal.chunks(number, rehearsal.book.chapters[number - 1])
    chapter = corrected_chapter(number, rehearsal.read.chapters[number - 1], corrections)
    cast = rehearsal.cast.anew()
    after = rehearsal.chunks(number, chapter, cast)
    moved = _moved([chunk.text for chunk in before], [chunk.text for chunk in after])
    kept.save(rehearsal.project, corrections)
    _move_choices(rehearsal, number, moved)
    keys = Counter(chunk.key for chunk in before)
    places = tuple(chunk.place for chunk in after if chunk.key not in keys)
    to_speak = tuple(
        chunk.place for chunk in after if chunk.key not in keys and not rehearsal.store.get(chunk.wanted)
    )
    warnings = list(cast.warnings)
    is_renumbered = len(after) != len(before)
    if is_renumbered:
        warnings.append(f"The chunks of chapter {number} have other numbers now: `takes list` shows them.")
    return Repaired(places, to_speak, tuple(warnings), is_renumbered)


def _moved(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Where each of a chapter's chunks is after an edit, by its number before; not those that are gone."""
    moved: dict[int, int] = {}
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal" or last - first == end - start:
            moved.update(zip(range(first + 1, last + 1), range(start + 1, end + 1), strict=True))
    return moved


def _move_choices(rehearsal: Rehearsal, number: int, moved: Mapping[int, int]) -> None:
    """Keep the choices of a chapter with their chunks."""
    choices: dict[str, Choice] = {}
    for place, choice in rehearsal.choices.items():
        chapter, _, index = place.partition(".")
        if chapter != str(number):
            choices[place] = choice
        elif int(index) in moved:
            choices[f"{number}.{moved[int(index)]}"] = choice
    if choices != rehearsal.choices:
        rehearsal.project.save_choices(choices)
