"""Paragraphs: lines put together into blocks, across columns and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from booksmith_module.book import BlockKind, is_sayable
from booksmith_module.readers.pdf.body import ENDS_SENTENCE, Body
from booksmith_module.readers.pdf.flow import Column, Flow, Note
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.verse import STANZA_GAP, has_room
from booksmith_module.readers.pdf.words import BULLET, CAPTION, ENUMERATED

_GAP = 1.32
"""In leadings: more space above a line than this parts it from the line before."""
_SCENE_GAP = 2.1
_INDENT = 0.6
"""In ems: less is no indent."""
_LEAST_CELLS = 3
_ALIGNED_POINTS = 3.0
_SAME_SIZE = 0.09
"""Lines whose sizes differ by a larger share are not of one paragraph."""
_WIDE_LINE = 1.9
"""In leadings: as much as a formula in a line may push it down."""
_HYPHEN = "-\u2010\u00ad"


@dataclass(slots=True)
class Draft:
    """A block being put together.

    Attributes:
        kind: What it is.
        lines: Its lines; none in a scene break.
        page: Where it begins.
        gap: The space above it in leadings; 0 at the top of a page.
        level: Of a heading.
        note: The note that it is the text of.
        is_contents: Whether it is an entry of a contents list.
    """

    kind: BlockKind
    lines: list[Line]
    page: int
    gap: float = 0
    level: int = 0
    note: Note | None = None
    is_contents: bool = False


@dataclass(slots=True)
class _Builder:
    """Drafts in order, the last of which may still grow.

    Attributes:
        flow: What they are made of.
        pictured_gaps: See `make_drafts`.
        drafts: Those that are begun.
        waiting: Notes of pages that are done, which stand after the paragraph that is open.
        before: The line read last, and its column.
        aside: A caption in the middle of a paragraph, which may still grow.
    """

    flow: Flow
    pictured_gaps: frozenset[tuple[int, int]]
    drafts: list[Draft] = field(default_factory=list)
    waiting: list[Note] = field(default_factory=list)
    before: tuple[Column, Line] | None = None
    aside: Draft | None = None

    def place(self, column: Column, number: int) -> None:
        """Put a line where it belongs: into the block that is open or a new one."""
        line = column.lines[number]
        if line.part is Part.FORMULA:
            return
        gap = _gap_above(column, number)
        if line.part is Part.HEADING:
            self._place_heading(line, gap)
        elif line.part is Part.CONTENTS:
            self.start(BlockKind.LIST_ITEM, line, gap).is_contents = True
        elif line.part in {Part.VERSE, Part.TURNED_OVER}:
            self._place_verse(line, gap)
        elif not is_sayable(line.text):
            if _is_ornament(line.text):
                self.break_scene(line)
        elif not self._continues(column, number):
            if self._has_scene_gap(column, number):
                self.break_scene(line)
            self._begin(_kind(column, number, gap), line, gap)
        self.before = (column, line)

    def _begin(self, kind: BlockKind, line: Line, gap: float) -> None:
        """Begin a block; a caption in the middle of a paragraph waits for its end."""
        last = self._open_draft()
        if kind is BlockKind.CAPTION and last is not None and _is_unfinished(last):
            self.aside = Draft(kind, [line], line.page, gap)
        else:
            self.start(kind, line, gap)

    def start(self, kind: BlockKind, line: Line, gap: float) -> Draft:
        """Begin a block."""
        self.settle()
        draft = Draft(kind, [line], line.page, gap, line.level)
        self.drafts.append(draft)
        return draft

    def break_scene(self, line: Line) -> None:
        """Put a scene break before a line, unless there is one or nothing came before it."""
        self.settle()
        if self.drafts and self.drafts[-1].kind is not BlockKind.SCENE_BREAK:
            self.drafts.append(Draft(BlockKind.SCENE_BREAK, [], line.page))

    def settle(self) -> None:
        """Put the caption and the notes that wait after what is there."""
        if self.aside is not None:
            self.drafts.append(self.aside)
            self.aside = None
        for note in self.waiting:
            if note.lines:
                self.drafts.append(Draft(BlockKind.NOTE, note.lines, note.page, note=note))
        self.waiting.clear()

    def _open_draft(self) -> Draft | None:
        """The last block that is no note, if it has lines."""
        last = next((draft for draft in reversed(self.drafts) if draft.kind is not BlockKind.NOTE), None)
        return last if last is not None and last.lines else None

    def _place_heading(self, line: Line, gap: float) -> None:
        last = self._open_draft()
        if last is not None and last.kind is BlockKind.HEADING and last.lines[-1].group == line.group:
            last.lines.append(line)
        else:
            self.start(BlockKind.HEADING, line, gap)

    def _place_verse(self, line: Line, gap: float) -> None:
        last = self._open_draft()
        if (
            last is not None
            and last.kind is BlockKind.VERSE
            and self.before is not None
            and last.lines[-1] is self.before[1]
            and (gap <= STANZA_GAP if gap else not ENDS_SENTENCE.search(last.lines[-1].text))
        ):
            last.lines.append(line)
        else:
            self.start(BlockKind.VERSE, line, gap)

    def _continues(self, column: Column, number: int) -> bool:
        """Add a line to the open block if it goes on with it."""
        last = self._open_draft()
        if last is None or self.before is None:
            return False
        if self.aside is not None and self.aside.lines[-1] is self.before[1]:
            if _goes_on(_Joint(self.aside, *self.before, column, number, self.flow.body)):
                self.aside.lines.append(column.lines[number])
                return True
            if _resumes(last, column.lines[number]):
                last.lines.append(column.lines[number])
                return True
            return False
        if not _goes_on(_Joint(last, *self.before, column, number, self.flow.body)):
            return False
        last.lines.append(column.lines[number])
        return True

    def _has_scene_gap(self, column: Column, number: int) -> bool:
        """Whether an empty space above a line, between two paragraphs, parts two scenes."""
        last, line = self._open_draft(), column.lines[number]
        return (
            last is not None
            and last.kind is BlockKind.PARAGRAPH
            and _gap_above(column, number) >= _SCENE_GAP
            and column.lines[number - 1].part is Part.TEXT
            and _is_scene_gap(column, number, self.flow.body)
            and (line.page, round(line.baseline)) not in self.pictured_gaps
        )


def make_drafts(flow: Flow, pictured_gaps: frozenset[tuple[int, int]] = frozenset()) -> list[Draft]:
    """Return the blocks of a book.

    Args:
        flow: Its lines, with headings, formulas and contents lists marked.
        pictured_gaps: Places where a gap between lines has a picture in it: the page, and the
            rounded baseline of the line below.
    """
    builder = _Builder(flow, pictured_gaps)
    noted = sorted(flow.notes)
    for column in flow.columns:
        while noted and noted[0] < column.page:
            builder.waiting += flow.notes[noted.pop(0)]
        for number in range(len(column.lines)):
            builder.place(column, number)
    for page in noted:
        builder.waiting += flow.notes[page]
    builder.settle()
    return builder.drafts


def _gap_above(column: Column, number: int) -> float:
    """The distance from the line above in leadings; 0 for the first line of a column."""
    if not number:
        return 0
    return (column.lines[number].baseline - column.lines[number - 1].baseline) / column.leading


def _is_unfinished(draft: Draft) -> bool:
    """Whether a paragraph breaks off in the middle of a sentence."""
    return draft.kind is BlockKind.PARAGRAPH and ENDS_SENTENCE.search(draft.lines[-1].text) is None


def _resumes(draft: Draft, line: Line) -> bool:
    """Whether a line below a caption goes on with the sentence above it."""
    is_alike = abs(line.size - draft.lines[-1].size) <= _SAME_SIZE * line.size
    return is_alike and _is_unfinished(draft) and line.text[:1].islower()


def _is_ornament(text: str) -> bool:
    """Whether a line without words is a break between scenes rather than a stray sign."""
    signs = "".join(text.split())
    return bool(re.search(r"[*#~•·⁂❦❧✻✽❖◆◊♦∗†=_—–-]", signs)) and len(signs) <= 60


def _kind(column: Column, number: int, gap: float) -> BlockKind:
    line = column.lines[number]
    if CAPTION.match(line.text) and (gap == 0 or gap > 1.1) and len(line.text) > 4:
        return BlockKind.CAPTION
    if _is_row(column, number):
        return BlockKind.TABLE
    if BULLET.match(line.text) or (ENUMERATED.match(line.text) and line.x0 > column.left - 1):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _is_row(column: Column, number: int) -> bool:
    """Whether a line is a row of a table: cells under or over those of the line next to it."""
    cells = _cells(column.lines[number])
    if len(cells) < _LEAST_CELLS:
        return False
    near = [
        _cells(column.lines[other]) for other in (number - 1, number + 1) if 0 <= other < len(column.lines)
    ]
    return any(sum(min(abs(x - y) for y in row) < _ALIGNED_POINTS for x in cells) > 1 for row in near if row)


def _cells(line: Line) -> list[float]:
    """Where the pieces of a line begin that are parted by more than any space; none where it has one."""
    if line.pieces < _LEAST_CELLS:
        return []
    starts = [b.x0 for a, b in pairwise(line.runs) if b.x0 - a.x1 > 1.5 * line.size]
    return [line.x0, *starts] if len(starts) >= _LEAST_CELLS - 1 else []


@dataclass(frozen=True, slots=True)
class _Joint:
    """Two lines that follow one another, of which it is asked whether they are one paragraph.

    Attributes:
        draft: The block that the upper one is the last line of.
        above_column: The column of the upper one.
        above: The upper one.
        column: The column of the lower one.
        number: The number of the lower one in its column.
        body: The measures of the running text.
    """

    draft: Draft
    above_column: Column
    above: Line
    column: Column
    number: int
    body: Body

    @property
    def line(self) -> Line:
        """The lower one."""
        return self.column.lines[self.number]

    @property
    def ends(self) -> bool:
        """Whether the upper one ends as a paragraph may."""
        return ENDS_SENTENCE.search(self.above.text) is not None

    @property
    def starts_small(self) -> bool:
        """Whether the lower one begins with a small letter."""
        return self.line.text[:1].islower()

    @property
    def is_hyphenated(self) -> bool:
        """Whether a word may be broken between the two."""
        return self.above.text.endswith(tuple(_HYPHEN)) and self.line.text[:1].isalpha()

    @property
    def is_full(self) -> bool:
        """Whether the first word of the lower line would not have fitted at the end of the upper one."""
        return not has_room(self.above, self.line, self.above_column.right)

    @property
    def indent(self) -> float:
        """How far in from the column's edge the lower line begins, in ems."""
        return (self.line.x0 - self.column.left) / self.line.size

    @property
    def is_indented_as_usual(self) -> bool:
        """Whether the lower line begins where the first lines of this book's paragraphs do."""
        usual = self.body.indent
        return usual > 0 and abs(self.line.x0 - self.column.left - usual) < 2


def _goes_on(joint: _Joint) -> bool:
    """Whether a line is part of the same paragraph as the line read before it."""
    draft, above, line = joint.draft, joint.above, joint.line
    if (
        draft.lines[-1] is not above
        or draft.kind in {BlockKind.HEADING, BlockKind.TABLE, BlockKind.VERSE}
        or draft.is_contents
    ):
        return False
    if abs(line.size - above.size) > _SAME_SIZE * max(line.size, above.size):
        return False
    if _is_row(joint.column, joint.number):
        return False
    if BULLET.match(line.text) and not joint.is_hyphenated:
        return False
    return _goes_on_below(joint) if joint.above_column is joint.column else _goes_on_over(joint)


def _goes_on_over(joint: _Joint) -> bool:  # rules in order, the first that fits decides
    """Whether the first line of a column goes on with the last paragraph of the one before."""
    if joint.number or joint.draft.kind is BlockKind.CAPTION:
        return False
    if joint.is_hyphenated or (joint.starts_small and not joint.ends):
        return True
    if ENUMERATED.match(joint.line.text) or not joint.is_full:
        return False
    above_indent = joint.above.x0 - joint.above_column.left
    if joint.indent > _INDENT and above_indent <= _INDENT * joint.line.size:
        return joint.starts_small
    if joint.ends and joint.is_indented_as_usual:
        return False
    return not joint.ends or joint.body.indent > 0


def _goes_on_below(joint: _Joint) -> bool:  # noqa: PLR0911  # rules in order, the first that fits decides
    """Whether a line goes on with the one above it in its column."""
    line, above, column = joint.line, joint.above, joint.column
    if column.lines[joint.number - 1].part is Part.FORMULA:
        return not joint.ends or joint.starts_small
    gap = (line.baseline - above.baseline) / column.leading
    if gap <= 0:
        return False
    if gap > _GAP * max(line.size / joint.body.size, 1) + 0.05:
        is_broken = (joint.starts_small or joint.is_hyphenated) and not joint.ends
        return is_broken and gap < _WIDE_LINE and joint.is_full
    if joint.is_hyphenated and joint.starts_small:
        return True
    step = (line.x0 - above.x0) / line.size
    if step > _INDENT:
        return _goes_on_indented(joint)
    if ENUMERATED.match(line.text) and joint.draft.kind is BlockKind.LIST_ITEM and step > -_INDENT:
        return False
    if step < -_INDENT:
        return joint.is_full or (joint.starts_small and not joint.ends)
    if not joint.is_full:
        return joint.starts_small and not joint.ends and not _is_verse_like(above, column)
    if joint.indent > _INDENT and joint.is_indented_as_usual and joint.ends:
        return _is_set_in(joint.draft, column)
    return True


def _goes_on_indented(joint: _Joint) -> bool:
    """Whether a line that begins further in goes on with the one above: in lists and wrapped verse."""
    if not joint.is_full:
        return False
    is_second = len(joint.draft.lines) == 1
    if joint.draft.kind is BlockKind.LIST_ITEM and is_second:
        return True
    if joint.ends and not joint.starts_small:
        return is_second and _hangs(joint) and _is_entry(joint.above)
    return is_second or not joint.ends


def _hangs(joint: _Joint) -> bool:
    """Whether the line after the lower one begins where it does, and the upper one at the edge."""
    after = joint.column.lines[joint.number + 1 : joint.number + 2]
    is_at_edge = joint.above.x0 - joint.column.left < _INDENT * joint.line.size
    return is_at_edge and any(abs(line.x0 - joint.line.x0) < 1 for line in after)


def _is_entry(line: Line) -> bool:
    return ENUMERATED.match(line.text) is not None or BULLET.match(line.text) is not None


def _is_set_in(draft: Draft, column: Column) -> bool:
    """Whether all lines of a block are indented alike, as in a quotation set in from the margin."""
    starts = [line.x0 for line in draft.lines if line.page == column.page]
    return len(starts) > 1 and max(starts) - min(starts) < 1


def _is_verse_like(above: Line, column: Column) -> bool:
    """Whether a line ends so early that it cannot be running text."""
    return column.right - above.x1 > 0.3 * (column.right - column.left)


def _is_scene_gap(column: Column, number: int, body: Body) -> bool:
    """Whether the space above a line is larger than that between most paragraphs, and between text."""
    gaps = sorted(
        (below.baseline - above.baseline) / column.leading
        for above, below in pairwise(column.lines)
        if above.part is Part.TEXT and below.part is Part.TEXT
    )
    line, above = column.lines[number], column.lines[number - 1]
    if not (body.is_body(line) and body.is_body(above)) or len(column.lines) - number < 2 or number < 2:
        return False
    gap = (line.baseline - above.baseline) / column.leading
    wide = [other for other in gaps if other > _GAP]
    return ENDS_SENTENCE.search(above.text) is not None and gap < 6 and len(wide) <= max(2, len(gaps) * 0.15)
