"""Contents: the pages that list chapters or pictures with their page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from booksmith_module.heading_words import is_contents
from booksmith_module.readers.pdf.flow import Flow
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.numbers import folio
from booksmith_module.readers.pdf.words import LIST_OF_PICTURES

_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|(?:·\s?){4,}|_{4,}")
_NUMBER_AT_END = re.compile(r"(?:\s|[.…·_])(\d{1,4}|[ivxlc]{1,7})\.?$")
_LEAST_SHARE = 0.4
_MOST_PAGES = 30
_EARLY = 0.25
"""Contents lists without a title are looked for in this share of the book's beginning."""


def mark_contents(flow: Flow) -> None:
    """Mark the lines of contents lists and of lists of pictures, and their titles as headings."""
    lines = [line for line in flow.lines() if line.part is Part.TEXT]
    pages: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        pages.setdefault(line.page, []).append(number)
    everywhere: dict[str, int] = {}
    for line in lines:
        key = _key(line.text)
        everywhere[key] = everywhere.get(key, 0) + 1
    done = -1
    for number, line in enumerate(lines):
        if number > done and is_contents_title(line.text) and len(line.text) < 40:
            end = _end(lines, pages, number + 1, everywhere)
            if end > number:
                _mark(lines, number, number + 1, end)
                done = end
    last_early = max(5, _EARLY * max(pages, default=0))
    for page, numbers in pages.items():
        is_free = all(lines[number].part is Part.TEXT for number in numbers)
        if is_free and page <= last_early and _is_list(lines, numbers):
            _mark(lines, None, numbers[0], numbers[-1])


def is_contents_title(text: str) -> bool:
    """Whether a heading is that of a contents list or a list of pictures."""
    spaceless = re.sub(r"(?<=\b\w) (?=\w\b)", "", text)  # "C O N T E N T S"
    return is_contents(spaceless) or LIST_OF_PICTURES.fullmatch(spaceless) is not None


def _key(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", _LEADERS.sub(" ", text)).strip().casefold()


def _is_entry(line: Line) -> bool:
    """Whether a line ends in a page number that is set apart from its words."""
    if _LEADERS.search(line.text):
        return True
    match = _NUMBER_AT_END.search(line.text)
    if match is None:
        return False
    ends_alone = line.pieces > 1 and folio(line.runs[-1].text) is not None
    return ends_alone or len(line.text.split()) <= 12


def _is_list(lines: Sequence[Line], numbers: Sequence[int]) -> bool:
    here = [lines[number] for number in numbers]
    leaders = sum(_LEADERS.search(line.text) is not None for line in here)
    return len(here) >= 5 and leaders >= 0.6 * len(here)


def _end(lines: Sequence[Line], pages: dict[int, list[int]], start: int, everywhere: dict[str, int]) -> int:
    """The number of a contents list's last line; -1 where the title has no list below it."""
    if start >= len(lines):
        return -1
    last = -1
    first_page = lines[start].page
    for page in range(first_page, first_page + _MOST_PAGES):
        numbers = [number for number in pages.get(page, ()) if number >= start]
        entries = [number for number in numbers if _is_entry(lines[number])]
        if len(entries) < 2 and page == first_page:
            entries = [n for n in numbers if everywhere[_key(lines[n].text)] > 1 and _key(lines[n].text)]
        least = 2 if page == first_page else 1
        if len(entries) < least or len(entries) < _LEAST_SHARE * len(numbers):
            if page == first_page and lines[start].page == lines[start - 1].page:
                return -1
            if last >= 0 or page > first_page:
                break
            continue
        last = entries[-1]
    return last


def _mark(lines: Sequence[Line], title: int | None, start: int, end: int) -> None:
    if title is not None:
        lines[title].part, lines[title].level, lines[title].group = Part.HEADING, 1, -1 - title
    for number in range(start, end + 1):
        lines[number].part = Part.CONTENTS
