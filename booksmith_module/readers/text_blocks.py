"""Blocks of a plain text: its stretches told apart as headings, paragraphs, verse, notes and the like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from booksmith_module.book import Block, BlockKind, Skipped, Source, is_sayable
from booksmith_module.clean import clean
from booksmith_module.document import Document
from booksmith_module.readers import text_marks
from booksmith_module.readers.text_headings import Headings, cut_at_headings
from booksmith_module.readers.text_lines import Layout, Line, Stretch, is_verse, paragraphs, share, stretches
from booksmith_module.readers.text_marks import Hyphens, LeftOut, NoteOpener

_PLACE = "text"
_KEEP_LINES = frozenset((BlockKind.HEADING, BlockKind.VERSE, BlockKind.TABLE, BlockKind.CODE))
_ILLUSTRATION = re.compile(
    r"\[\s*(?:illustration|image|picture|abbildung|illustrazione|ilustración|ilustração)\b[:.]?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[*•·+-]\s+(?=\S)")
_COLUMNS = re.compile(r"\S(?:\t|\s{3,})\S")
_LEADER = re.compile(r"(?:[.\s·…]{2,}|\t)\W*[\divxlc]{1,6}$")
_MOST_NOTE_STRETCHES = 30


@dataclass(slots=True)
class _Passage:
    """Lines that make one block."""

    kind: BlockKind
    lines: list[Line]
    level: int = 0
    note: NoteOpener | None = None


def text_document(text: str, file: str, start: int = 0, end: int | None = None) -> Document:
    """Return the blocks of a part of a plain text.

    Args:
        text: The whole file.
        file: Its name.
        start: Where the part begins.
        end: Where it ends; the end of the text where this is None.
    """
    text = text.replace("\u2028", "\n")  # elsewhere it is the end of a line that is kept
    found = stretches(text, start, len(text) if end is None else end)
    document = Document(file)
    _Builder(text, document, found).build()
    return document


class _Builder:
    """One plain text on its way from stretches to blocks."""

    def __init__(self, text: str, document: Document, found: Sequence[Stretch]) -> None:
        self._text = text
        self._document = document
        pages = text_marks.page_lines(found)
        without_pages = _without(found, {page.start for page in pages})
        self._layout = Layout.of(without_pages)
        self._stretches = cut_at_headings(without_pages, self._layout)
        self._hyphens = Hyphens(self._stretches)
        self._notes = text_marks.note_openers(text, self._stretches)
        self._headings = Headings(self._stretches, self._layout, self._notes.keys())
        self._left_out = [*pages, *text_marks.emphasis(text), *text_marks.pages_in_text(text)]
        self._marks = text_marks.note_marks(text, self._notes.values())
        self._left_out += [mark for _, mark in self._marks]

    def build(self) -> None:
        """Add all blocks, what is skipped and where notes lead to the document."""
        passages = _joined_over_pages(list(self._passages()))
        self._left_out = _apart([*self._left_out, *self._labels(passages), *self._broken_words(passages)])
        for passage in passages:
            self._add(passage)
        self._add_references(passages)
        self._add_skipped()

    def _passages(self) -> Iterator[_Passage]:
        number = 0
        while number < len(self._stretches):
            taken, made = self._next(number)
            yield from made
            number += taken

    def _next(self, number: int) -> tuple[int, Iterable[_Passage]]:
        """The passages that begin at a stretch, and how many stretches they take."""
        stretch = self._stretches[number]
        if opener := self._notes.get(stretch.key):
            return self._note(number, opener)
        if _ILLUSTRATION.match(stretch.lines[0].text):
            taken = self._bracketed(number)
            return taken, [_Passage(BlockKind.CAPTION, self._lines(number, taken))]
        if heading := self._headings.at(number):
            lines = self._lines(number, heading.stretches)
            made = [_Passage(BlockKind.HEADING, lines[: heading.lines], heading.level)]
            rest = lines[heading.lines :]
            return heading.stretches, [*made, *(self._running_text(rest) if rest else ())]
        if self._headings.is_contents(number):
            return 1, [_Passage(BlockKind.LIST_ITEM, [line]) for line in stretch.lines]
        return 1, self._running_text(stretch.lines)

    def _lines(self, number: int, count: int) -> list[Line]:
        return [line for stretch in self._stretches[number : number + count] for line in stretch.lines]

    def _bracketed(self, number: int) -> int:
        """How many stretches a bracket takes that opens with one; one where it never closes."""
        depth = 0
        for count, stretch in enumerate(self._stretches[number : number + _MOST_NOTE_STRETCHES], 1):
            depth += stretch.text.count("[") - stretch.text.count("]")
            if depth <= 0:
                return count
        return 1

    def _note(self, number: int, opener: NoteOpener) -> tuple[int, Iterable[_Passage]]:
        taken = self._bracketed(number) if opener.is_bracketed else 1
        made: list[_Passage] = []
        for line in self._lines(number, taken):
            if line.start in self._notes or not made:
                made.append(_Passage(BlockKind.NOTE, [line], note=self._notes.get(line.start)))
            else:
                made[-1].lines.append(line)
        return taken, made

    def _running_text(self, lines: Sequence[Line]) -> Iterator[_Passage]:
        """Passages of lines that are no heading: scene breaks, verse, tables, lists, paragraphs."""
        part: list[Line] = []
        for line in lines:
            if is_sayable(line.text):
                part.append(line)
                continue
            if part:
                yield from self._plain(part)
                part = []
            yield _Passage(BlockKind.SCENE_BREAK, [line])
        if part:
            yield from self._plain(part)

    def _plain(self, lines: Sequence[Line]) -> Iterator[_Passage]:
        notes = [number for number, line in enumerate(lines) if line.start in self._notes]
        if notes and notes[0] > 0:  # notes at the foot of a paragraph
            yield from self._plain(lines[: notes[0]])
            for start, end in pairwise([*notes, len(lines)]):
                opener = self._notes[lines[start].start]
                yield _Passage(BlockKind.NOTE, list(lines[start:end]), note=opener)
        elif len(lines) > 1 and share(bool(_COLUMNS.search(line.text)) for line in lines) >= 0.6:
            yield _Passage(BlockKind.TABLE, list(lines))
        elif sum(_BULLET.match(line.text) is not None for line in lines) >= 2 and _BULLET.match(
            lines[0].text
        ):
            yield from self._items(lines)
        elif is_verse(lines, self._layout):
            yield _Passage(BlockKind.VERSE, list(lines))
        else:
            for paragraph in paragraphs(lines, self._layout):
                yield _Passage(BlockKind.PARAGRAPH, paragraph)

    def _items(self, lines: Sequence[Line]) -> Iterator[_Passage]:
        starts = [number for number, line in enumerate(lines) if _BULLET.match(line.text)]
        for start, end in pairwise([*starts, len(lines)]):
            yield _Passage(BlockKind.LIST_ITEM, list(lines[start:end]))

    def _labels(self, passages: Iterable[_Passage]) -> Iterator[LeftOut]:
        """What stands around the words of notes, captions and list items, and is not read with them."""
        for passage in passages:
            first, last = passage.lines[0], passage.lines[-1]
            if passage.note:
                yield LeftOut(first.start, passage.note.end, "note mark")
            elif passage.kind is BlockKind.CAPTION:
                match = _ILLUSTRATION.match(self._text, first.start, last.end)
                yield LeftOut(first.start, match.end() if match else first.start, "picture")
            elif passage.kind is BlockKind.LIST_ITEM and (match := _BULLET.match(first.text)):
                yield LeftOut(first.start, first.start + match.end(), "")
            elif passage.kind is BlockKind.LIST_ITEM and (match := _LEADER.search(first.text)):
                yield LeftOut(first.start + match.start(), first.end, "page number")
            if passage.kind is BlockKind.CAPTION or (passage.note and passage.note.is_bracketed):
                yield from [LeftOut(last.end - 1, last.end, "")] if last.text[-1] == "]" else []

    def _broken_words(self, passages: Iterable[_Passage]) -> Iterator[LeftOut]:
        for passage in passages:
            if passage.kind not in _KEEP_LINES:
                joints = (self._hyphens.between(*pair) for pair in pairwise(passage.lines))
                yield from (joint for joint in joints if joint)

    def _add(self, passage: _Passage) -> None:
        start, end = passage.lines[0].start, passage.lines[-1].end
        spans = self._spans(start, end)
        raw = self._text[start:end]
        ends = [line.start - start for line in passage.lines[1:]] if passage.kind in _KEEP_LINES else []
        text, alignment = clean(raw, [(span.start - start, span.end - start) for span in spans], ends)
        if passage.note:
            self._document.anchors[_anchor(passage.note)] = len(self._document.blocks)
        if passage.kind is BlockKind.SCENE_BREAK or not is_sayable(text):
            is_break = passage.kind in {BlockKind.SCENE_BREAK, BlockKind.PARAGRAPH}
            source = Source(self._document.file, _PLACE, start, end)
            if is_break:
                self._document.blocks.append(Block(BlockKind.SCENE_BREAK, "", source))
            return
        source = Source(self._document.file, _PLACE, start, end, alignment)
        self._document.blocks.append(Block(passage.kind, text, source, passage.level))

    def _spans(self, start: int, end: int) -> list[LeftOut]:
        first = bisect_left(self._left_out, (start,))
        last = bisect_left(self._left_out, (end,))
        return self._left_out[first:last]

    def _add_references(self, passages: Iterable[_Passage]) -> None:
        """Note marks lead to the next note of their label, or else to the last one before them."""
        openers: dict[str, list[NoteOpener]] = {}
        for passage in passages:
            if passage.note:
                openers.setdefault(passage.note.label, []).append(passage.note)
        starts = [block.source.start if block.source else 0 for block in self._document.blocks]
        for label, mark in self._marks:
            candidates = openers.get(label, [])
            after = [opener for opener in candidates if opener.line.start > mark.start]
            if candidates and starts:
                opener = after[0] if after else candidates[-1]
                block = max(0, bisect_left(starts, mark.start + 1) - 1)
                self._document.references.append((block, f"{self._document.file}#{_anchor(opener)}"))

    def _add_skipped(self) -> None:
        kinds: dict[str, list[str]] = {}
        for span in self._left_out:
            if span.kind:
                kinds.setdefault(span.kind, []).append(" ".join(self._text[span.start : span.end].split()))
        self._document.skipped = [
            Skipped(kind, len(texts), self._document.file, "\n".join(texts)) for kind, texts in kinds.items()
        ]


def _anchor(note: NoteOpener) -> str:
    return f"note-{note.line.start}"


def _without(found: Iterable[Stretch], starts: Collection[int]) -> list[Stretch]:
    """Take lines out of the stretches; what follows them is then the beginning of a page."""
    if not starts:
        return list(found)
    kept: list[Stretch] = []
    gap, begins_page = 0, False
    for stretch in found:
        lines: list[Line] = []
        for line in stretch.lines:
            if line.start in starts:
                begins_page = True
                continue
            lines.append(replace(line, begins_page=line.begins_page or begins_page))
            begins_page = False
        if lines:
            kept.append(Stretch(tuple(lines), max(gap, stretch.gap)))
            gap = 0
        else:
            gap = max(gap, stretch.gap)
    return kept


def _joined_over_pages(passages: Sequence[_Passage]) -> list[_Passage]:
    """Join paragraphs that a page's end cuts in the middle of a sentence."""
    joined: list[_Passage] = []
    for passage in passages:
        before = joined[-1] if joined else passage
        if (
            joined
            and {before.kind, passage.kind} == {BlockKind.PARAGRAPH}
            and passage.lines[0].begins_page
            and not before.lines[-1].ends_sentence
            and passage.lines[0].begins_small
        ):
            before.lines += passage.lines
        else:
            joined.append(passage)
    return joined


def _apart(spans: Iterable[LeftOut]) -> list[LeftOut]:
    """Spans in order that do not overlap; what has a kind keeps all of its characters."""
    named: list[LeftOut] = []
    nameless: list[LeftOut] = []
    for span in sorted(spans):
        kept = named if span.kind else nameless
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(span._replace(start=start))
    return sorted([*named, *(piece for span in nameless for piece in _minus(span, named))])


def _minus(span: LeftOut, others: Sequence[LeftOut]) -> Iterator[LeftOut]:
    """What of a span is in none of some others, which are in order."""
    start = span.start
    first = max(0, bisect_left(others, (span.start,)) - 1)
    for number in range(first, len(others)):
        other = others[number]
        if other.start >= span.end:
            break
        if start < other.start:
            yield LeftOut(start, other.start, "")
        start = max(start, other.end)
    if start < span.end:
        yield LeftOut(start, span.end, "")
