"""A trial: every sentence of a book that a lexicon changes, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from booksmith_module.alignment import Alignment
from booksmith_module.book import Book, Chapter
from vox1.script.chunking import Chunk, Size, chunk_chapter
from vox1.script.sentences import sentence_spans
from vox1.script.speech import Speech


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as spoken.

    Attributes:
        text: What is said.
        marks: First and after-last character of each word that differs, in order.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that is spoken otherwise.

    Attributes:
        place: Of the chunk that holds it, ``12.34``.
        before: As it was spoken.
        after: As it will be.
    """

    place: str
    before: Passage
    after: Passage


@dataclass(frozen=True, slots=True)
class Trial:
    """What a lexicon changes in a book.

    Attributes:
        chunks: How many the book has.
        titles: Those of the chapters in which something changes, by number.
        changes: In reading order.
    """

    chunks: int
    titles: dict[int, str]
    changes: tuple[Change, ...]

    @property
    def chunks_changed(self) -> int:
        """How many chunks will be spoken anew."""
        return len({change.place for change in self.changes})


def try_speech(book: Book, before: Speech, after: Speech, size: Size) -> Trial:
    """Return what differs between two ways to say a book.

    Args:
        book: As read; chapters that are not read by default are left out.
        before: As it is said now.
        after: As it would be said, in the same language.
        size: The engine's range of chunks.

    Raises:
        InputError: A regular expression takes too long.
    """
    chunks, titles, changes = 0, {}, []
    for number, chapter in enumerate(book.chapters, 1):
        if not chapter.enabled:
            continue
        pairs = _pairs(chapter, before, after, size)
        chunks += len(pairs)
        for index, (old, new) in enumerate(pairs, 1):
            found = list(_changes(f"{number}.{index}", old, new, (before, after)))
            changes += found
            if found:
                titles[number] = chapter.title
    return Trial(chunks, titles, tuple(changes))


def _pairs(chapter: Chapter, before: Speech, after: Speech, size: Size) -> list[tuple[Chunk, Chunk]]:
    """A chapter's chunks both ways; where they end does not depend on the lexicon."""
    old, new = (chunk_chapter(chapter, speech, size) for speech in (before, after))
    return list(zip(old, new, strict=True))


def _changes(place: str, old: Chunk, new: Chunk, speeches: tuple[Speech, Speech]) -> Iterator[Change]:
    """The sentences of one chunk that are spoken otherwise."""
    if old.spoken == new.spoken:
        return
    before, after = speeches
    differ = set(before.replacements(old.text)) ^ set(after.replacements(new.text))
    words = sorted({(start, end) for start, end, _ in differ})
    for sentence in sentence_spans(old.text, before.language):
        inside = [(start, end) for start, end in words if start < sentence[1] and sentence[0] < end]
        change = Change(place, _passage(old, sentence, inside), _passage(new, sentence, inside))
        if change.before.text != change.after.text:
            yield change


def _passage(chunk: Chunk, sentence: tuple[int, int], words: list[tuple[int, int]]) -> Passage:
    """A sentence of the written text as spoken, the words in it marked."""
    to_spoken: Alignment = chunk.alignment.inverse()
    begin, finish = to_spoken.source_span(*sentence)
    spans = [to_spoken.source_span(*word) for word in words]
    marks = [(max(start, begin) - begin, min(end, finish) - begin) for start, end in spans]
    return Passage(chunk.spoken[begin:finish], tuple(_joined(marks)))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
