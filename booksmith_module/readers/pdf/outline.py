"""Outline: the bookmarks of a PDF, and the lines on its pages that they lead to."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from booksmith_module.readers.pdf.flow import Flow
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.words import is_label

_MOST = 10_000
_MOST_DEPTH = 8
_MOST_LINES = 7
_ALWAYS_KEPT = 2
_PAGES_A_MARK = 3
"""Below the second level, bookmarks that stand closer than this name paragraphs rather than chapters."""
_ALIKE = 0.84
_LABEL = re.compile(
    r"^(?:(?:chapter|part|book|section|appendix|kapitel|teil|anhang|chapitre|partie|annexe|capítulo|parte|capitolo"
    r"|appendice|apéndice|apêndice)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])?\s*[.:)–—-]*\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline.

    Attributes:
        title: As the outline has it.
        page: Where it leads, the first being 1.
        y: In points from the page's top; 0 where it does not say.
        depth: 1 for the outermost.
    """

    title: str
    page: int
    y: float
    depth: int


def read_outline(document: Any) -> list[Bookmark]:
    """Return the bookmarks of a PDF in order; none where they are of no use for finding chapters."""
    found: list[Bookmark] = []
    first = document.outline
    # A PDF without bookmarks has an empty one, and to ask that for the next ends the process.
    waiting: list[tuple[Any, int]] = [(first, 1)] if first is not None and first.this.m_internal else []
    while waiting and len(found) < _MOST:
        item, depth = waiting.pop()
        if item is None:
            continue
        waiting.append((item.next, depth))
        if depth < _MOST_DEPTH:
            waiting.append((item.down, depth + 1))
        title = _title(item.title or "")
        if title and 0 <= item.page < document.page_count:
            y = 0.0 if math.isnan(item.y) else item.y
            found.append(Bookmark(title, item.page + 1, max(y, 0.0), depth))
    if not _is_of_use(found, document.page_count):
        return []
    deepest = max(mark.depth for mark in found)
    while deepest > _ALWAYS_KEPT and len(found) * _PAGES_A_MARK > document.page_count:
        found = [mark for mark in found if mark.depth < deepest]
        deepest -= 1
    return found


def _title(raw: str) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in raw).split())
    return text.replace("``", "“").replace("''", "”")


def _is_of_use(found: Sequence[Bookmark], pages: int) -> bool:
    """Whether bookmarks name the divisions of a book, rather than its pages or files."""
    titles = [mark.title for mark in found]
    if len(found) < 2:
        return False
    if pages > 20 and len({mark.page for mark in found}) < 2:
        return False
    numbers = sum(title.isdecimal() or (folio(title) is not None and " " in title) for title in titles)
    is_page_list = numbers > 0.8 * len(titles) and len(titles) >= 0.8 * pages
    files = sum(
        re.search(r"\.(?:docx?|pdf|indd|qxd|html?|tex)$", title, re.IGNORECASE) is not None
        for title in titles
    )
    return not is_page_list and files <= 0.8 * len(titles)


def find_targets(flow: Flow, bookmarks: Iterable[Bookmark]) -> list[tuple[Bookmark, Line]]:
    """Return the line that each bookmark leads to, and mark those that are headings.

    Titles are looked for on the page first; where none is like it, the place counts.
    """
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in flow.lines():
        by_page[line.page].append(line)
    pages = sorted(by_page)
    targets: list[tuple[Bookmark, Line]] = []
    group = 1_000_000
    for mark in bookmarks:
        heading = _heading(mark, by_page.get(mark.page, [])) or (
            _heading(mark, by_page.get(mark.page + 1, [])[:_MOST_LINES]) if mark.y > 0 else []
        )
        if heading:
            group += 1
            for line in heading:
                line.part, line.level, line.group = Part.HEADING, mark.depth, group
            targets.append((mark, heading[0]))
        elif (place := _at_place(mark, by_page, pages)) is not None:
            targets.append((mark, place))
    return targets


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _heading(mark: Bookmark, lines: Sequence[Line]) -> list[Line]:
    """The lines that a title is printed in; none where there are none."""
    full, bare = _key(mark.title), _key(_LABEL.sub("", mark.title, count=1))
    candidates = []
    for start, line in enumerate(lines):
        if line.part is Part.CONTENTS or not _key(line.text):
            continue
        distance = abs(line.y0 - mark.y)
        for wanted in {full, bare} - {""}:
            end, likeness = _match(lines, start, wanted)
            if end:
                rank = (line.part is Part.HEADING, -likeness, len(wanted) != len(full), distance)
                candidates.append((rank, start, end))
    if not candidates:
        return []
    _, start, end = min(candidates)
    while start and is_label(lines[start - 1].text) and lines[start - 1].part is Part.TEXT:
        start -= 1
    return list(lines[start:end])


def _match(lines: Sequence[Line], start: int, wanted: str) -> tuple[int, float]:
    """The number after the last of the lines from a place on that are a title, and how like it they are."""
    text = ""
    if not wanted[:1].isdecimal() and lines[start].text[:1].isdecimal():
        text = _match_without_number(lines[start], wanted)
        if text:
            return start + 1, 1.0
    for end in range(start, min(start + _MOST_LINES, len(lines))):
        if lines[end].part is Part.CONTENTS:
            break
        text += _key(lines[end].text.rstrip("-\u2010\u00ad"))
        if text == wanted:
            return end + 1, 1.0
        if len(text) > 1.2 * len(wanted):
            break
        near = abs(len(text) - len(wanted)) <= 0.2 * len(wanted) and len(wanted) > 4
        if near and text[:2] == wanted[:2]:
            likeness = SequenceMatcher(None, text, wanted, autojunk=False).ratio()
            if likeness >= _ALIKE and not _is_closer_with_more(lines, end, text, wanted, likeness):
                return end + 1, likeness
        if not wanted.startswith(text[:3]):
            break
    return 0, 0.0


def _match_without_number(line: Line, wanted: str) -> str:
    """The text of a line if it is the wanted one but for a number before it; else nothing."""
    text = _key(_LABEL.sub("", line.text, count=1))
    return text if text == wanted else ""


def _is_closer_with_more(lines: Sequence[Line], end: int, text: str, wanted: str, likeness: float) -> bool:
    if end + 1 >= len(lines) or len(text) >= len(wanted):
        return False
    longer = text + _key(lines[end + 1].text)
    return SequenceMatcher(None, longer, wanted, autojunk=False).ratio() > likeness


def _at_place(mark: Bookmark, by_page: dict[int, list[Line]], pages: Sequence[int]) -> Line | None:
    """The first line at or below the place that a bookmark leads to."""
    for page in pages:
        if page < mark.page:
            continue
        for line in by_page[page]:
            if page > mark.page or line.y1 > mark.y + 0.3 * line.size:
                return line
    return None
