"""Lines of a plain text, the stretches between its empty lines, and how wide its lines were made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"([^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*)(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
# What is no letter and no space but may stand before or after the words of a line.
_INVISIBLE = "\ufeff\u200b\0"
_SENTENCE_END = re.compile(r"[.!?…:。！？]['\"”’»«)\]_*=]*$")
_LONGEST_WIDTH = 120
"""Columns; a text with longer lines was not broken to fit a screen or a page."""
_USUAL_WIDTH = 72
_NARROW = _USUAL_WIDTH * 0.8
"""Columns that verse keeps within, and prose hardly ever."""
_NO_PROSE = 40
"""Columns that prose is not broken to fit, but in narrow columns, which need hyphens."""
_FEWEST_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line with something on it.

    Attributes:
        start: Its first character in the text, after the white space before it.
        end: The character after its last one that is no white space.
        text: What is between.
        indent: Columns before it; a tab goes to the next multiple of eight.
        begins_page: A form feed stands before it.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    begins_page: bool = False

    @property
    def width(self) -> int:
        """Columns to its end."""
        return self.indent + len(self.text)

    @property
    def first_word(self) -> str:
        """What stands before its first white space."""
        return self.text.split(None, 1)[0]

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return _SENTENCE_END.search(self.text[-12:]) is not None

    @property
    def begins_capital(self) -> bool:
        """Whether its first letter is a capital."""
        return next((c.isupper() for c in self.text if c.isalpha()), False)

    @property
    def begins_small(self) -> bool:
        """Whether it goes on with a sentence: its first character is a small letter."""
        return self.text[0].islower()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines with no empty line between them.

    Attributes:
        lines: At least one.
        gap: Empty lines before the first.
    """

    lines: tuple[Line, ...]
    gap: int

    @property
    def text(self) -> str:
        """Its lines in one, a space between."""
        return " ".join(line.text for line in self.lines)

    @property
    def key(self) -> int:
        """What tells it from any other: where it begins."""
        return self.lines[0].start


def stretches(text: str, start: int, end: int) -> list[Stretch]:
    """Return the stretches of a part of a text."""
    found: list[Stretch] = []
    lines: list[Line] = []
    gap = next_gap = 0
    for line in _lines(text, start, end):
        if line is None or line.begins_page:
            if lines:
                found.append(Stretch(tuple(lines), gap))
                lines, next_gap = [], 0
            next_gap += line is None
        if line is not None:
            gap = gap if lines else next_gap
            lines.append(line)
    if lines:
        found.append(Stretch(tuple(lines), gap))
    return _closed_up(found)


def _lines(text: str, start: int, end: int) -> Iterator[Line | None]:
    """The lines in order, None for an empty one."""
    begins_page = False
    for match in _LINE.finditer(text, start, end):
        raw = match[1]
        shown = raw.strip().strip(_INVISIBLE).strip()
        if shown:
            before = raw.index(shown[0])
            begin = match.start() + before
            yield Line(begin, begin + len(shown), shown, len(raw[:before].expandtabs(8)), begins_page)
            begins_page = False
        elif match.end() > match.start():
            yield None
        begins_page |= match[2] == "\f"


def _closed_up(found: list[Stretch]) -> list[Stretch]:
    """Join stretches of one line where an empty line stands after every line, as some programs write them."""
    breaks = [a for a, b in pairwise(found) if b.gap == 1 and len(a.lines) == 1]
    broken = sum(len(a.text) >= 40 and not a.lines[0].ends_sentence for a in breaks)
    if len(found) < 20 or len(breaks) < 0.6 * len(found) or broken < 0.4 * len(breaks):
        return found
    joined: list[list[Stretch]] = []
    for stretch in found:
        if joined and stretch.gap <= 1 and not stretch.lines[0].begins_page:
            joined[-1].append(stretch)
        else:
            joined.append([stretch])
    return [Stretch(tuple(line for s in group for line in s.lines), group[0].gap) for group in joined]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text was set.

    Attributes:
        width: Columns that its lines were broken to fit; 0 where each line is a paragraph.
        gap: Empty lines that usually stand between two paragraphs.
        is_verse: All lines were broken by the author: the text is a book of poems.
    """

    width: int
    gap: int
    is_verse: bool = False

    @classmethod
    def of(cls, found: Sequence[Stretch]) -> Layout:
        """Measure a text."""
        gaps = Counter(stretch.gap for stretch in found[1:])
        gap = gaps.most_common(1)[0][0] if gaps else 1
        width = _width(found)
        is_verse = 0 < width < _NARROW and _is_broken_by_hand(found)
        return cls(_USUAL_WIDTH if is_verse else width, gap, is_verse)

    def is_deliberate(self, line: Line, following: Line, slack: int = 0) -> bool:
        """Whether a line ends by its author's will: the first word of the next one would have had room.

        Args:
            line: A line.
            following: The one after it.
            slack: How many columns must have been left besides.
        """
        room = self.width - slack - line.width - 1
        return not self.width or len(following.first_word) <= room


def _width(found: Sequence[Stretch]) -> int:
    """Columns that nineteen in twenty of the broken lines keep within."""
    broken = [line for stretch in found for line in stretch.lines[:-1]]
    if not broken:
        return 0
    widths = sorted(line.width for line in broken)
    width = widths[len(widths) * 19 // 20]
    if width > _LONGEST_WIDTH:
        return 0
    capitals = share(line.begins_capital for stretch in found for line in stretch.lines[1:])
    # Prose begins a line with a capital by chance only; a text that always does is verse.
    return _USUAL_WIDTH if width < _NARROW and capitals >= 0.75 else width


def _is_broken_by_hand(found: Sequence[Stretch]) -> bool:
    """Whether lines end inside sentences though the next word would have had room: prose fills its lines."""
    rows = [stretch.lines for stretch in found if len(stretch.lines) > 1]
    widths = sorted(line.width for lines in rows for line in lines)
    layout = Layout(widths[len(widths) * 19 // 20], gap=1)
    breaks = [pair for lines in rows for pair in pairwise(lines) if not pair[0].ends_sentence]
    if layout.width < _NO_PROSE and not any(before.text[-1] in "-\u00ad" for before, _ in breaks):
        return True
    return len(breaks) >= _FEWEST_BREAKS and share(layout.is_deliberate(*pair) for pair in breaks) >= 0.4


def share(claims: Iterable[bool]) -> float:
    """Return how many of some claims are true, from 0 to 1; 0 where there are none."""
    listed = list(claims)
    return sum(listed) / len(listed) if listed else 0.0


def is_verse(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether the lines of a stretch end where the author ended them, and are not paragraphs of a line each.

    A quotation set narrower than the text ends its lines early too; there each line is as full as the
    longest of them, and small letters begin most.
    """
    breaks = list(pairwise(lines))
    if not breaks or max(len(line.text) for line in lines) > 80:
        return False
    if share(layout.is_deliberate(*pair) for pair in breaks) < 0.8:
        return False
    if share(line.ends_sentence for line in lines) >= 0.8:
        return False
    if any(line.text[-1] in "-\u00ad" and following.begins_small for line, following in breaks):
        return False  # a printer's hyphen
    own = Layout(max(line.width for line in lines), layout.gap)
    ragged = share(own.is_deliberate(*pair) for pair in breaks)
    capitals = share(line.begins_capital for line in lines)
    is_short = own.width <= layout.width * 0.6  # a quotation is set nearly as wide as the text
    return layout.is_verse or capitals >= 0.75 or (len(breaks) >= 2 and ragged >= (0.2 if is_short else 0.4))


def paragraphs(lines: Sequence[Line], layout: Layout) -> list[list[Line]]:
    """Return the lines of each paragraph of a stretch."""
    if not layout.width:
        return [[line] for line in lines]
    cuts = _indented(lines) or {
        number
        for number, (line, following) in enumerate(pairwise(lines), 1)
        if line.ends_sentence
        and not following.begins_small
        and layout.is_deliberate(line, following, slack=layout.width // 8)
    }
    found: list[list[Line]] = []
    for number, line in enumerate(lines):
        if number in cuts or not found:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _indented(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that begin a paragraph by their indent: first lines set in, or set out."""
    margin = min(line.indent for line in lines)
    set_in = {number for number, line in enumerate(lines) if line.indent > margin}
    if not set_in:
        return set()
    if lines[0].indent == margin and len(set_in) * 2 > len(lines):
        return {number for number in range(len(lines)) if number not in set_in}
    # A line that is set in inside a sentence is a quirk of the typist.
    return {number for number in set_in if number == 0 or lines[number - 1].ends_sentence}
