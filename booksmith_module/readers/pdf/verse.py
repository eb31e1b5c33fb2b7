"""Verse: lines that end where the author ended them, in stanzas on a page of prose or of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.flow import Column, Flow
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.words import BULLET, CAPTION, ENUMERATED

STANZA_GAP = 1.37
"""In leadings: more space above a line than this begins a stanza."""
_INSET = 0.6
"""In ems: what begins further in than this is set in from the column's edge."""
_SAME_SIZE = 0.09
_SPACE = 0.45
"""In ems: about as much as a space and what a line may be squeezed."""
_CAPITALS = 0.75
"""Verse begins so many of its lines with a capital; prose does so by chance, German prose a third of them."""
_BY_WILL = 0.6
"""So many lines of verse end with room for the next word."""
_SURE_CAPITALS = 0.9
_SURE_BY_WILL = 0.3
"""So many do where verse hardly fits the measure, and so many lines begin with capitals."""
_SURE_LINES = 4
_SMALL_BY_WILL = 0.8
"""So many do in verse that does not begin its lines with capitals."""
_RAGGED = 0.4
"""So many lines are shorter than the longest by a word: those of a narrow quotation are not."""
_OPEN = 0.3
"""So many lines of verse end without the end of a sentence: speeches of one line each do not."""
_OPEN_AT_INDENT = 0.5
_PAGE_OF_VERSE = 8
_WIDEST = 0.8
"""The share of the measure that the lines of verse without capitals keep within."""
_QUOTES = "“”\"'‘’«»„‹›([—–-… "
_END = re.compile(r"[.!?…”\"»][’')\]]*$")
_HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(frozen=True, slots=True)
class _Stanza:
    """Lines that follow each other without a gap.

    Attributes:
        lines: In order, at least two.
        column: The column they stand in.
        body: The measures of the running text.
    """

    lines: Sequence[Line]
    column: Column
    body: Body

    @property
    def right(self) -> float:
        """Where full lines of running text would end."""
        return max(self.column.right, self.column.left + self.body.width)

    @property
    def own(self) -> list[Line]:
        """Its lines without those that may be the rest of a longer one: set in, with a small letter."""
        outermost = min(line.x0 for line in self.lines)
        return [
            line
            for line in self.lines
            if line.x0 - outermost <= _INSET * line.size or not line.text[:1].islower()
        ]

    @property
    def open_ends(self) -> float:
        """The share of its lines, but for the last, that end no sentence and no speech."""
        return _share(not _is_closed(line) for line in self.lines[:-1])

    @property
    def is_at_usual_indent(self) -> bool:
        """Whether all of its lines begin where the first lines of paragraphs do."""
        usual = self.column.left + self.body.indent
        return self.body.indent > 0 and all(abs(line.x0 - usual) < 2 for line in self.lines)

    def by_will(self, right: float) -> float:
        """The share of its lines after which the next one's first word would have had room."""
        own = {id(line) for line in self.own}
        return _share(
            has_room(above, below, right) for above, below in pairwise(self.lines) if id(below) in own
        )


def mark_verse(flow: Flow) -> None:
    """Mark the lines of verse, and those that only hold the rest of one that was too long."""
    for column in flow.columns:
        text = [line for line in column.lines if line.part is Part.TEXT]
        is_of_verse = (
            len(text) >= _PAGE_OF_VERSE
            and _share(_begins_capital(line) for line in text) >= _CAPITALS
            and _share(_is_closed(line) for line in text) < 1 - _OPEN_AT_INDENT
        )
        for lines in _stretches(column):
            for stanza in _stanzas(_Stanza(lines, column, flow.body), is_of_verse=is_of_verse):
                _mark(stanza)


def has_room(above: Line, below: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted at the end of the one above it."""
    first = len(below.text.split(" ", 1)[0]) / max(len(below.text), 1) * below.width
    return right - above.x1 >= first + _SPACE * below.size


def _share(claims: Iterator[bool]) -> float:
    listed = list(claims)
    return sum(listed) / len(listed) if listed else 0.0


def _begins_capital(line: Line) -> bool:
    return line.text.lstrip(_QUOTES)[:1].isupper()


def _is_closed(line: Line) -> bool:
    return _END.search(line.text) is not None


def _stretches(column: Column) -> Iterator[list[Line]]:
    """Lines of one size that follow each other without a gap, two or more."""
    found: list[Line] = []
    for line in column.lines:
        if found and not _follows(found[-1], line, column.leading):
            if len(found) > 1:
                yield found
            found = []
        if line.part is Part.TEXT:
            found.append(line)
    if len(found) > 1:
        yield found


def _follows(above: Line, line: Line, leading: float) -> bool:
    step = line.baseline - above.baseline
    is_alike = abs(line.size - above.size) <= _SAME_SIZE * max(line.size, above.size)
    return line.part is Part.TEXT and is_alike and 0 < step <= STANZA_GAP * leading


def _stanzas(stretch: _Stanza, *, is_of_verse: bool) -> Iterator[_Stanza]:
    """The stanzas in a stretch: all of it, or what is set in from the prose above and below it."""
    if _is_verse(stretch, is_of_verse=is_of_verse):
        yield stretch
        return
    inset: list[Line] = []
    for line in [*stretch.lines, None]:
        if line is not None and line.x0 - stretch.column.left > _INSET * line.size:
            inset.append(line)
            continue
        part = _Stanza(inset, stretch.column, stretch.body)
        if 1 < len(inset) < len(stretch.lines) and _is_verse(part, is_of_verse=False):
            yield part
        inset = []


def _is_verse(stanza: _Stanza, *, is_of_verse: bool) -> bool:
    lines = stanza.lines
    if any(_is_item(line) for line in lines) or any(_is_broken_word(*pair) for pair in pairwise(lines)):
        return False
    if stanza.open_ends < (_OPEN_AT_INDENT if stanza.is_at_usual_indent else _OPEN):
        return False
    by_will = stanza.by_will(stanza.right)
    capitals = _share(_begins_capital(line) for line in stanza.own)
    if capitals >= _SURE_CAPITALS and len(stanza.own) >= _SURE_LINES and by_will >= _SURE_BY_WILL:
        return True
    if capitals >= _CAPITALS:
        return is_of_verse or by_will >= _BY_WILL
    longest = max(line.x1 for line in lines)
    is_narrow = longest - stanza.column.left <= _WIDEST * (stanza.right - stanza.column.left)
    is_ragged = stanza.by_will(longest) >= _RAGGED
    return len(lines) > 2 and by_will >= _SMALL_BY_WILL and is_narrow and is_ragged


def _is_item(line: Line) -> bool:
    return line.pieces > 2 or any(kind.match(line.text) for kind in (BULLET, ENUMERATED, CAPTION))


def _is_broken_word(above: Line, below: Line) -> bool:
    return above.text.endswith(_HYPHENS) and below.text[:1].islower()


def _mark(stanza: _Stanza) -> None:
    longest = max(line.x1 for line in stanza.lines)
    own = stanza.own
    identities = {id(line) for line in own}
    begins_capital = _share(_begins_capital(line) for line in own) >= _CAPITALS
    innermost = max(line.x0 for line in own) if own and begins_capital else float("inf")
    before: Line | None = None
    for line in stanza.lines:
        may_be_rest = before is not None and id(line) not in identities and line.x0 > before.x0
        is_rest = may_be_rest and (line.x0 > innermost or not has_room(before or line, line, longest))
        line.part = Part.TURNED_OVER if is_rest else Part.VERSE
        before = before if is_rest else line
