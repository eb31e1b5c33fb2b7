"""Note blocks: which blocks of a book are its notes, by the marks that lead to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from booksmith_module.alignment import rewrite
from booksmith_module.book import Block, BlockKind, Skipped
from booksmith_module.document import Document
from booksmith_module.roles import NOTES, role_of_title

_KIND, _MARK_KIND = "note", "note mark"
_LABEL = re.compile(r"(?:[\[(]\s*(?:\d{1,4}|[*†‡§]{1,3})\s*[\])]|\d{1,4}|[*†‡§]{1,3})[.:)]?(?:\s+|$)")
_SURE_LABEL = re.compile(r"(?:[\[(]\s*(?:\d{1,4}|[*†‡§]{1,3})\s*[\])]|[*†‡§]{1,3}|\d{1,4}[.:)])\s+")
# Typed by hand, as in books that were plain text: a mark, and the note that begins with it or is named.
_TYPED_MARK = re.compile(r"(?<=[^\s\[(]) ?\[(\d{1,4}|[A-Z]|[*†‡])\]")
_TYPED_NOTE = re.compile(r"\[(\d{1,4}|[*†‡])\]\s+\S")
_NAMED_NOTE = re.compile(
    r"\[\s*(?:footnote|fußnote|fussnote|nota|note)\s*(\d{1,4}|[A-Z]|[*†‡])?\s*:", re.IGNORECASE
)
_MOST_BLOCKS = 12
"""Blocks that a note may go on for where only a heading or a closing bracket ends it."""

_MOST_BETWEEN = 6
"""Blocks from one note to the next, both counted, that can be all one note's."""

Place = tuple[int, int]
"""Number of the document, and of the block in it."""


@dataclass(slots=True)
class _Known:
    """The notes of a document.

    Attributes:
        marked_at: Where the first mark that leads to a note is, by the note's first block.
        ends: The block after the last of the element that the mark leads to, for some of them.
    """

    marked_at: dict[int, Place] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)


def know_notes(documents: Sequence[Document]) -> None:
    """Give the blocks of notes their kind, and take out the headings that stand over nothing else.

    A note comes after its mark and begins with one, or leads back to it. It goes on to its element's
    end; where plain notes stand together, to the next one; and the last in a part of the book called
    "Notes" to the next heading. Nothing else is taken for its second paragraph: it may be the text going on.
    """
    for document in documents:
        _know_typed(document)
    for number, known in enumerate(_known(documents)):
        document = documents[number]
        regions = list(_regions(document))
        labels = []
        for start, end in _extents(document, known, number, regions):
            for at in range(start, end):
                _make_note(document, at)
            if not _cut_label(document, start) and end > start + 1:
                labels.append(start)
        document.remove_each([(_MARK_KIND, labels), (_KIND, list(_headings(document, regions)))])


def _known(documents: Sequence[Document]) -> list[_Known]:
    numbers = {document.file: number for number, document in enumerate(documents)}
    back = [_leads_to(document) for document in documents]
    known = [_Known() for _ in documents]
    for number, document in enumerate(documents):
        for at, target in document.references:
            place = place_of(documents, numbers, target)
            leads_out = document.blocks[at].kind is BlockKind.NOTE and at in document.opens_with_mark
            if place is None or place <= (number, at) or leads_out:
                continue
            note_in, start = documents[place[0]], place[1]
            end = min(note_in.ends.get(target.partition("#")[2], start + 1), start + _MOST_BLOCKS)
            leads_back = any(
                place_of(documents, numbers, way) == (number, at)
                for inner in range(start, max(end, start + 1))
                for way in back[place[0]].get(inner, ())
            )
            is_mark_of_note = at in document.opens_with_mark and start in note_in.opens_with_mark
            if _is_note(note_in, start, leads_back=leads_back) and not is_mark_of_note:
                known[place[0]].marked_at.setdefault(start, (number, at))
                known[place[0]].ends[start] = max(end, known[place[0]].ends.get(start, 0))
    return known


def _leads_to(document: Document) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for at, target in document.references:
        found.setdefault(at, []).append(target)
    return found


def place_of(documents: Sequence[Document], numbers: dict[str, int], target: str) -> Place | None:
    """Return where ``file#id`` is; None where the book has no such place."""
    file, _, fragment = target.partition("#")
    number = numbers.get(file)
    at = documents[number].anchors.get(fragment) if number is not None else None
    if number is None or at is None or at >= len(documents[number].blocks):
        return None
    return number, at


def _is_note(document: Document, start: int, *, leads_back: bool) -> bool:
    block = document.blocks[start]
    if block.kind in {BlockKind.HEADING, BlockKind.SCENE_BREAK}:
        return False
    has_label = start in document.opens_with_mark or bool(_LABEL.match(block.text))
    return has_label or leads_back or block.kind is BlockKind.NOTE


def _extents(
    document: Document, known: _Known, number: int, regions: Sequence[tuple[int, int]]
) -> Iterator[Place]:
    """First block and the one after the last of each note."""
    starts = sorted(known.marked_at)
    region_starts = [start for start, _ in regions]
    for index, start in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else len(document.blocks)
        end = min(known.ends[start], following)
        if not re.search(r"[^\W\d_]{2}", document.blocks[start].text):
            end = max(end, min(start + 2, following))  # a label in a cell or term of its own
        region = bisect_right(region_starts, start) - 1
        in_region = region >= 0 and start < regions[region][1]
        is_last = index + 1 == len(starts)
        if is_last and in_region:
            end = max(end, min(regions[region][1], start + _MOST_BLOCKS))
        elif not is_last and not (number, start) <= known.marked_at[following]:
            # The next one's mark is above this one.
            end = max(end, following if _stand_together(document, start, following) else end)
        yield start, _until_break(document, start, end)


def _stand_together(document: Document, start: int, following: int) -> bool:
    """Whether the few blocks between two notes go on with the first, which has no element of its own.

    Where a note is an element, that is all of it; text may go on between such notes.
    """
    blocks = document.blocks[start : following + 1]
    container = _container(blocks[0])
    is_plain = blocks[0].kind is not BlockKind.NOTE
    is_inside = all(_container(block).startswith(container) for block in blocks)
    return is_plain and is_inside and len(blocks) <= _MOST_BETWEEN


def _container(block: Block) -> str:
    """The element that a block's element is in; empty where the book does not say."""
    return block.source.place.rpartition("/")[0] if block.source else ""


def _until_break(document: Document, start: int, end: int) -> int:
    breaks = {BlockKind.HEADING, BlockKind.SCENE_BREAK}
    return next((at for at in range(start + 1, end) if document.blocks[at].kind in breaks), end)


def _regions(document: Document) -> Iterator[tuple[int, int]]:
    """The parts of a document under a heading such as "Notes": first block, and the one after the last."""
    end = 0
    for number, block in enumerate(document.blocks):
        if number < end or block.kind is not BlockKind.HEADING:
            continue
        role = role_of_title(block.text)
        if role and role[1] == NOTES:
            end = number + 1
            while end < len(document.blocks) and not _is_heading_above(document.blocks[end], block.level):
                end += 1
            yield number, end


def _is_heading_above(block: Block, level: int) -> bool:
    return block.kind is BlockKind.HEADING and block.level <= level


def _make_note(document: Document, at: int) -> None:
    block = document.blocks[at]
    if block.kind is not BlockKind.NOTE:
        document.blocks[at] = replace(block, kind=BlockKind.NOTE)


def _cut_label(document: Document, start: int) -> bool:
    """Take the mark that a note begins with out of its text; False where there is no other text."""
    pattern = _SURE_LABEL if start in document.opens_with_mark else _LABEL
    match = pattern.match(document.blocks[start].text)
    if match and match.end() == len(document.blocks[start].text):
        return False
    if match:
        _cut(document, start, [match.span()])
    return True


def _cut(document: Document, at: int, spans: Sequence[tuple[int, int]]) -> None:
    """Take note marks out of a block's text."""
    block = document.blocks[at]
    text, change = rewrite(block.text, [(start, end, "") for start, end in spans])
    source = block.source
    if source is not None:
        source = replace(source, alignment=source.alignment.then(change))
    document.blocks[at] = replace(block, text=text, source=source)
    marks = [block.text[start:end].strip() for start, end in spans]
    document.skipped.append(Skipped(_MARK_KIND, len(marks), document.file, "\n".join(marks)))


def _headings(document: Document, regions: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Numbers of the headings of notes, and of each chapter's notes among them."""
    for start, end in regions:
        only_notes = False  # whether there is nothing but notes from here to the next heading that stays
        for number in range(end - 1, start - 1, -1):
            kind = document.blocks[number].kind
            if kind is BlockKind.HEADING and only_notes:
                yield number
            elif kind is not BlockKind.SCENE_BREAK:
                only_notes = kind is BlockKind.NOTE and (only_notes or _ends_group(document, number, end))
    for number, block in enumerate(document.blocks):
        following = document.blocks[number + 1 : number + 2]
        is_over_notes = block.kind is BlockKind.PARAGRAPH and bool(following)
        is_over_notes = is_over_notes and following[0].kind is BlockKind.NOTE
        if (block.kind is BlockKind.NOTE or is_over_notes) and _is_title(block):
            yield number


def _ends_group(document: Document, number: int, end: int) -> bool:
    return number + 1 == end or document.blocks[number + 1].kind in {BlockKind.HEADING, BlockKind.SCENE_BREAK}


def _is_title(block: Block) -> bool:
    role = role_of_title(block.text) if len(block.text) < 40 else None
    return bool(role and role[1] == NOTES)


def _know_typed(document: Document) -> None:
    """Know notes and marks that are only typed: ``[1]`` after a word, and a paragraph that begins with it."""
    notes: dict[str, list[int]] = {}
    marks: list[tuple[int, re.Match[str]]] = []
    for number, block in enumerate(document.blocks):
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.LIST_ITEM, BlockKind.NOTE}:
            continue
        if match := _NAMED_NOTE.match(block.text):
            _make_notes_to_bracket(document, number)
            notes.setdefault(match.group(1) or "", []).append(number)
        elif match := _TYPED_NOTE.match(block.text):
            notes.setdefault(match.group(1), []).append(number)
        elif "[" in block.text:
            marks += [(number, found) for found in _TYPED_MARK.finditer(block.text)]
    spans: dict[int, list[tuple[int, int]]] = {}
    for number, mark in marks:
        places = notes.get(mark.group(1), [])
        index = bisect_right(places, number)
        if index < len(places):
            name = f"{mark.group(1)} {places[index]}"  # no id has a space in it
            document.anchors[name] = places[index]
            document.references.append((number, f"{document.file}#{name}"))
            spans.setdefault(number, []).append(mark.span())
    for number, found in spans.items():
        _cut(document, number, found)
    document.references.sort(key=lambda reference: reference[0])


def _make_notes_to_bracket(document: Document, start: int) -> None:
    """Make a note of what stands from one square bracket to the one that closes it."""
    depth = 0
    for number in range(start, min(start + _MOST_BLOCKS, len(document.blocks))):
        text = document.blocks[number].text
        depth += text.count("[") - text.count("]")
        if depth <= 0:
            for at in range(start, number + 1):
                _make_note(document, at)
            return
    _make_note(document, start)
