"""The listing: every chunk of a book with its text, its place in the audiobook and the takes kept of it."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vox1.render.plan import PlannedChapter, PlannedChunk, divided
from vox1.render.rehearsal import Rehearsal, used_take
from vox1.render.sections import sections_of, segments_of, starts
from vox1.render.takes import StoredTake
from vox1.render.verdict import Standing
from vox1.script.chunking import Ending
from vox1.script.corrections import corrected_blocks


class Choosing(Enum):
    """How a chunk came to its take."""

    FIRST_GOOD = "first-good"
    REDONE = "redone"
    """The listener wanted another: it is the first good one from an attempt on."""
    PICKED = "picked"
    """The listener wanted this one, whatever it is worth."""
    LOST = "lost"
    """The take that the listener wanted is not there any more: the first good one is used."""


@dataclass(frozen=True, slots=True)
class KeptTake:
    """One take of a chunk.

    Attributes:
        attempt: Which try it was, from 1.
        seconds: Length of what is to be heard.
        standing: What it is worth.
        reasons: Why it is not good, one sentence each.
        score: Compares it with the chunk's other takes; more is better.
        heard: The words that the word check heard in it; empty where there was none.
        word_error_rate: By the word check; None where there was none.
        path: Of the FLAC file.
        is_used: Whether it is the one in the audiobook.
    """

    attempt: int
    seconds: float
    standing: Standing
    reasons: tuple[str, ...]
    score: float
    heard: str
    word_error_rate: float | None
    path: Path
    is_used: bool


@dataclass(frozen=True, slots=True)
class ListedChunk:
    """A chunk of the audiobook.

    Attributes:
        place: Its chapter's number and its own in the chapter, ``12.34``.
        chapter: Number of the chapter, from 1.
        title: Of the chapter.
        text: As written, with the corrections.
        spoken: As it is said.
        voice: Who says it, by name.
        style: How to say it, in words.
        language: It is said in.
        ending: What ends where it ends.
        start_seconds: Where it begins in the audiobook; None where something before it is not spoken yet, or
            nobody looked at all that is before it.
        seconds: Length of its take, without the pause after it; None where it has none.
        standing: Of its take; None where nothing of it can be heard.
        reasons: Why the take is not good, one sentence each.
        attempt: Of its take; None where it has none.
        choosing: How it came to its take.
        is_corrected: Whether it is of a paragraph that was corrected.
        takes: All that are kept, in order of their attempts.
    """

    place: str
    chapter: int
    title: str
    text: str
    spoken: str
    voice: str
    style: str
    language: str
    ending: Ending
    start_seconds: float | None
    seconds: float | None
    standing: Standing | None
    reasons: tuple[str, ...]
    attempt: int | None
    choosing: Choosing
    is_corrected: bool
    takes: tuple[KeptTake, ...]

    @property
    def is_flagged(self) -> bool:
        """Whether an editor should look at it: its take is not good, or there is none."""
        return self.standing is not Standing.GOOD


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which chunks are listed.

    Attributes:
        chapters: Only those of these chapters; None for all.
        only_flagged: Only those that an editor should look at.
        only_chosen: Only those for which a take was picked, or which were spoken anew.
        containing: Only those with this in their text, as written or as said, in any capitals.
    """

    chapters: frozenset[int] | None = None
    only_flagged: bool = False
    only_chosen: bool = False
    containing: str = ""

    def passes(self, chunk: ListedChunk) -> bool:
        """Whether a chunk is listed."""
        if self.only_flagged and not chunk.is_flagged:
            return False
        if self.only_chosen and chunk.choosing is Choosing.FIRST_GOOD:
            return False
        wanted = " ".join(self.containing.casefold().split())
        return any(wanted in " ".join(text.casefold().split()) for text in (chunk.text, chunk.spoken))


def list_chunks(rehearsal: Rehearsal, sieve: Sieve) -> Iterator[ListedChunk]:
    """Return the chunks of a book in reading order. One chapter is held at a time.

    Raises:
        InputError: There is no such chapter or voice, or nothing to say.
        DiskError: The store cannot be read.
    """
    last = max(sieve.chapters, default=0) if sieve.chapters is not None else None
    timeline = _Timeline()
    for chapter in rehearsal.chapters():
        if last is not None and chapter.number > last:
            return
        takes = [rehearsal.store.attempts(chunk.key) for chunk in chapter.chunks]
        begins = timeline.add(chapter, takes, rehearsal)
        if sieve.chapters is None or chapter.number in sieve.chapters:
            yield from filter(sieve.passes, _listed(chapter, takes, begins, rehearsal))


def list_chunk(rehearsal: Rehearsal, place: str) -> ListedChunk:
    """Return one chunk; nothing is looked up of those before it.

    Raises:
        InputError: There is no such chunk.
        DiskError: The store cannot be read.
    """
    chunk = rehearsal.chunk(place)
    number = int(chunk.place.partition(".")[0])
    title = rehearsal.book.chapters[number - 1].title
    alone = PlannedChapter(number, title, is_default=True, chunks=(chunk,))
    (listed,) = _listed(alone, [rehearsal.store.attempts(chunk.key)], [None], rehearsal)
    return listed


def _listed(
    chapter: PlannedChapter,
    takes: Sequence[list[StoredTake]],
    begins: Sequence[float | None],
    rehearsal: Rehearsal,
) -> Iterator[ListedChunk]:
    corrected = _corrected_places(chapter, rehearsal)
    for chunk, kept, begin in zip(chapter.chunks, takes, begins, strict=True):
        voice, used = rehearsal.cast.voices[chunk.voice], used_take(chunk, kept)
        yield ListedChunk(
            place=chunk.place,
            chapter=chapter.number,
            title=chapter.title,
            text=chunk.text,
            spoken=chunk.spoken,
            voice=voice.title,
            style=voice.style,
            language=chunk.language,
            ending=chunk.ending,
            start_seconds=begin,
            seconds=used.seconds if used else None,
            standing=used.standing if used else _standing_of_unused(kept),
            reasons=used.reasons if used else (),
            attempt=used.attempt if used else None,
            choosing=_choosing(chunk, rehearsal),
            is_corrected=chunk.place in corrected,
            takes=tuple(_kept(take, used) for take in kept),
        )


def _standing_of_unused(takes: Collection[StoredTake]) -> Standing | None:
    """Unjudged, where a render that was stopped left a take; None where there is nothing to hear."""
    return Standing.UNJUDGED if any(take.standing is Standing.UNJUDGED for take in takes) else None


def _choosing(chunk: PlannedChunk, rehearsal: Rehearsal) -> Choosing:
    if chunk.is_picked:
        return Choosing.PICKED
    choice = rehearsal.choices.get(chunk.place)
    if choice and choice.key == chunk.key and choice.is_picked:
        return Choosing.LOST
    return Choosing.REDONE if chunk.attempt else Choosing.FIRST_GOOD


def _kept(take: StoredTake, used: StoredTake | None) -> KeptTake:
    return KeptTake(
        attempt=take.attempt,
        seconds=take.seconds,
        standing=take.standing,
        reasons=take.reasons,
        score=take.score,
        heard=take.heard,
        word_error_rate=take.word_error_rate,
        path=take.path,
        is_used=take == used,
    )


def _corrected_places(chapter: PlannedChapter, rehearsal: Rehearsal) -> frozenset[str]:
    """Places of the chunks whose text is not the book's."""
    number, texts = chapter.number, rehearsal.corrections.texts
    if not chapter.chunks or not any(correction.chapter == number for correction in texts):
        return frozenset()
    written = rehearsal.read.chapters[number - 1].blocks
    pairs = corrected_blocks(number, written, texts)
    changed = {index for index, (old, block) in enumerate(pairs) if block is not written[old]}
    chunks = enumerate(divided(rehearsal.book.chapters[number - 1], rehearsal.cast), 1)
    return frozenset(
        f"{number}.{index}" for index, chunk in chunks if any(p.block in changed for p in chunk.pieces)
    )


class _Timeline:
    """Where chapters begin in the audiobook, as long as everything before them was spoken."""

    def __init__(self) -> None:
        self._end: int | None = 0
        self._rate_hz: int | None = None

    def add(
        self, chapter: PlannedChapter, takes: Sequence[list[StoredTake]], rehearsal: Rehearsal
    ) -> list[float | None]:
        """Return where each chunk of the next chapter begins, in seconds; None where nobody knows."""
        count = len(chapter.chunks)
        self._rate_hz = next((take.sample_rate_hz for kept in takes for take in kept), self._rate_hz)
        if not count or self._end is None or self._rate_hz is None:
            self._end = None if count else self._end
            return [None] * count
        pairs = zip(chapter.chunks, takes, strict=True)
        known = list(itertools.takewhile(bool, (_heard(*pair, rehearsal) for pair in pairs)))
        segments = segments_of(filter(None, known), rehearsal.cast.settings)
        sections = sections_of(segments, self._rate_hz)
        # Before the first chunk there may be silence; the first that is not known begins where these end.
        begins = [*starts(segments, sections, self._rate_hz)][len(segments) - len(known) :]
        seconds = [(self._end + begin) / self._rate_hz for begin in begins]
        is_whole = len(known) == count
        if not is_whole:
            last = segments[-1].samples(self._rate_hz) if segments else 0
            seconds.append((seconds[-1] if seconds else self._end / self._rate_hz) + last / self._rate_hz)
        self._end = self._end + sum(section.samples for section in sections) if is_whole else None
        return [*seconds, *[None] * (count - len(seconds))]


def _heard(
    chunk: PlannedChunk, takes: list[StoredTake], rehearsal: Rehearsal
) -> tuple[Ending, StoredTake | None] | None:
    """What of a chunk is in the audiobook; None for one that is still to be spoken.

    One that was tried without success has no more than its pause there.
    """
    used = used_take(chunk, takes)
    if used is None and not _is_given_up(chunk, takes, rehearsal):
        return None
    return chunk.ending, used


def _is_given_up(chunk: PlannedChunk, takes: Collection[StoredTake], rehearsal: Rehearsal) -> bool:
    """Whether a chunk without a take was tried, so that the audiobook goes on without it."""
    is_waiting = any(take.standing is Standing.UNJUDGED for take in takes)
    return not is_waiting and rehearsal.store.last_attempt(chunk.key) >= (chunk.attempt or 1)
