"""Headings: lines set apart by size, weight, place or words, and how deep each of them is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from booksmith_module.heading_words import is_end
from booksmith_module.readers.hyphens import Dictionary
from booksmith_module.readers.pdf.body import Body
from booksmith_module.readers.pdf.flow import Column, Flow
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.words import (
    CAPTION,
    is_chapter,
    is_label,
    is_number,
    is_part,
)

_LARGER = 1.14
_MOST_LETTERS = 200
_MOST_LINES = 5
_MOST_FULL_LINES = 3
_SMALL_CAPS = re.compile(r"caps|smcp|small|csc", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?=\.\s)|[IVX]{1,6}(?=\.\s))\.?\s+(?=[^\W\d_])"
)
_ENDS_LIKE_TEXT = re.compile(r"[,;]$|[a-zß-ÿ]\.$")


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a line stands on its page.

    Attributes:
        above: Space above it in leadings more than between lines; large at the top of a page.
        below: Space below it.
        is_centred: Whether it stands in the middle of its column, away from both edges.
        is_short: Whether it does not fill its column.
    """

    above: float
    below: float
    is_centred: bool
    is_short: bool


def mark_headings(flow: Flow) -> None:
    """Mark the lines that are headings, and give each its level."""
    group = 0
    for column in flow.columns:
        settings = [_setting(column, number) for number in range(len(column.lines))]
        taken = -1
        for number, line in enumerate(column.lines):
            if line.part is not Part.TEXT or number <= taken:
                continue
            last = _heading_end(column, number, settings, flow.body)
            if last is None:
                continue
            group += 1
            for part in column.lines[number : last + 1]:
                part.part = Part.HEADING
                part.group = group
            taken = last
    _set_levels(list(headings(flow.lines())))


def headings(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each heading."""
    found: list[Line] = []
    for line in lines:
        if found and (line.part is not Part.HEADING or line.group != found[-1].group):
            yield found
            found = []
        if line.part is Part.HEADING:
            found.append(line)
    if found:
        yield found


def chapter_headings(flow: Flow, dictionary: Dictionary) -> list[tuple[str, list[Line]]]:
    """Return the headings that chapters and parts begin with, each with its title.

    They are those of the level of chapters, or of the outermost level that occurs more than once,
    and those above it.
    """
    found = list(headings(flow.lines()))
    others = [lines for lines in found if not is_part(text_of(lines))]
    named = Counter(lines[0].level for lines in others if _is_of_chapter(text_of(lines)))
    every = Counter(lines[0].level for lines in others)
    repeated = [level for level, count in named.items() if count > 1] or [
        level for level, count in every.items() if count > 1
    ]
    deepest = min(repeated, default=1)
    return [(_title(lines, dictionary), lines) for lines in found if lines[0].level <= deepest]


def is_numbered(title: str) -> bool:
    """Whether a title is that of a chapter by its word or its number."""
    return is_chapter(title) or is_label(title) or _is_of_chapter(title)


def _title(lines: Sequence[Line], dictionary: Dictionary) -> str:
    """A heading as a title: ``Chapter I. The Storm`` where it stands in two lines."""
    texts = [line.text for line in lines]
    for number in range(1, len(texts)):
        if is_label(" ".join(texts[:number])):
            label, name = " ".join(texts[:number]), reduce(dictionary.join, texts[number:])
            return f"{label}{'' if label[-1] in '.:' else '.'} {name}"
    return reduce(dictionary.join, texts)


def text_of(lines: Iterable[Line]) -> str:
    """Return the text of a heading."""
    return " ".join(line.text for line in lines)


def _setting(column: Column, number: int) -> _Setting:
    line, lines = column.lines[number], column.lines
    leading = max(column.leading, 1.15 * line.size)
    above = (line.baseline - lines[number - 1].baseline) / leading - 1 if number else 9.0
    after = lines[number + 1] if number + 1 < len(lines) else None
    below = (after.baseline - line.baseline) / max(column.leading, 1.15 * after.size) - 1 if after else 9.0
    width = max(column.right - column.left, 1)
    middle = (column.left + column.right) / 2
    is_short = line.width < 0.9 * width
    is_centred = (
        abs(line.centre - middle) < 0.03 * width + 2
        and line.x0 - column.left > 0.04 * width
        and line.width < 0.92 * width
    )
    return _Setting(above, below, is_centred, is_short)


def _heading_end(column: Column, number: int, settings: Sequence[_Setting], body: Body) -> int | None:
    """The number of the last line of a heading that begins at a line; None where none does."""
    line, setting = column.lines[number], settings[number]
    text = line.text
    if not any(letter.isalnum() for letter in text) or is_end(text) or CAPTION.match(text):
        return None
    if line.size >= _LARGER * body.size:
        return _end_of_large(column, number, body)
    if is_label(text) and _may_be_label(line, setting, body):
        return _end_of_title(column, number, settings, body)
    if (is_part(text) or is_chapter(text)) and _is_set_apart(line, setting, body) and not text.endswith(","):
        return _same_style_end(column, number, body)
    if _is_bold_heading(line, setting, body) or _is_capital_heading(line, setting, body):
        end = _same_style_end(column, number, body)
        may_fill = line.size > 1.04 * body.size or _SECTION.match(text) is not None
        if setting.is_short or (may_fill and end == number) or _ends_short(column, number, end, settings):
            return end
    return None


def _end_of_large(column: Column, number: int, body: Body) -> int | None:
    """The end of lines in large type, unless they are too long to be a heading."""
    last = number
    while last + 1 < len(column.lines):
        line, after = column.lines[last], column.lines[last + 1]
        is_larger = after.size >= _LARGER * body.size
        if not is_larger or after.part is not Part.TEXT:
            break
        if abs(after.size - line.size) > 0.5 and not is_label(text_of(column.lines[number : last + 1])):
            break
        if after.baseline - line.baseline > 2.2 * max(line.size, after.size) and not is_label(line.text):
            break
        last += 1
    if last - number >= _MOST_LINES:
        return None
    letters = sum(len(line.text) for line in column.lines[number : last + 1])
    return last if letters <= _MOST_LETTERS else None


def _may_be_label(line: Line, setting: _Setting, body: Body) -> bool:
    """Whether a word and number, or a number alone, stands as a heading does."""
    if is_number(line.text):
        stands_free = setting.above >= 0.4 and setting.below >= 0.25
        return stands_free and (setting.is_centred or (line.is_bold and not body.is_bold))
    return _is_set_apart(line, setting, body)


def _is_set_apart(line: Line, setting: _Setting, body: Body) -> bool:
    if not setting.is_short or line.size < 0.85 * body.size:
        return False
    is_styled = setting.is_centred or (line.is_bold and not body.is_bold) or line.text.isupper()
    return (
        setting.above >= 0.3 and (is_styled or setting.below >= 0.2) and (setting.below >= 0.1 or is_styled)
    )


def _end_of_title(column: Column, number: int, settings: Sequence[_Setting], body: Body) -> int:
    """The end of a label and of the title lines below it."""
    last = number
    for after in range(number + 1, min(number + _MOST_LINES, len(column.lines))):
        line, setting = column.lines[after], settings[after]
        if line.part is not Part.TEXT or not setting.is_short or _ENDS_LIKE_TEXT.search(line.text):
            break
        if line.baseline - column.lines[after - 1].baseline > 4.5 * line.size:
            break
        is_larger = line.size >= _LARGER * body.size
        is_styled = setting.is_centred or is_larger or line.is_bold or line.text.isupper() or line.is_italic
        if not is_styled or not any(letter.isalpha() for letter in line.text):
            break
        last = after
    if last > number and last + 1 < len(column.lines) and settings[last].below < 0.15:
        styles_differ = abs(column.lines[last].size - column.lines[last + 1].size) > 0.5
        if not (styles_differ or column.lines[last].is_bold):
            return number  # verse or an epigraph that goes on
    return last


def _is_bold_heading(line: Line, setting: _Setting, body: Body) -> bool:
    return (
        line.is_bold
        and not body.is_bold
        and line.size >= 0.95 * body.size
        and len(line.text) <= 120
        and (setting.above >= 0.2 or _SECTION.match(line.text) is not None)
        and not _ENDS_LIKE_TEXT.search(line.text)
        and line.pieces < 3
    )


def _ends_short(column: Column, number: int, end: int, settings: Sequence[_Setting]) -> bool:
    """Whether a heading that fills its first line is no longer than a few, and is not all the text."""
    is_last_short = settings[end].is_short and end > number
    return end - number < _MOST_FULL_LINES and is_last_short and len(column.lines) > end + 1


def _is_capital_heading(line: Line, setting: _Setting, body: Body) -> bool:
    """Whether a line in capitals or small capitals stands free in the middle of its column."""
    letters = [letter for letter in line.text if letter.isalpha()]
    may_be_centred = setting.is_centred or not setting.is_short
    if len(letters) < 3 or not may_be_centred or line.size < 0.85 * body.size:
        return False
    is_capital = line.text.isupper() or (_SMALL_CAPS.search(line.font) and not _SMALL_CAPS.search(body.font))
    is_free = setting.above >= 0.45 and (setting.below >= 0.25 or not setting.is_short)
    return bool(is_capital) and is_free and line.text[-1] not in ",;"


def _same_style_end(column: Column, number: int, body: Body) -> int:
    """The end of a heading that goes on in the lines below it, in the same style and without a gap."""
    first, last = column.lines[number], number
    for after in range(number + 1, min(number + _MOST_LINES, len(column.lines))):
        line = column.lines[after]
        is_alike = (
            abs(line.size - first.size) < 0.3
            and line.is_bold == first.is_bold
            and line.text.isupper() == first.text.isupper()
            and line.part is Part.TEXT
        )
        is_styled = line.is_bold or line.text.isupper() or line.size > 1.05 * body.size
        close = line.baseline - column.lines[last].baseline < 1.5 * line.size
        if not (is_alike and is_styled and close) or _SECTION.match(line.text):
            break
        last = after
    return last


def _set_levels(found: Sequence[Sequence[Line]]) -> None:
    """Give headings their levels: parts, then chapters, then the others by the size of their type."""
    texts = [text_of(lines) for lines in found]
    unknown = [number for number, lines in enumerate(found) if not lines[0].level]
    parts = [number for number in unknown if is_part(texts[number])]
    chapters = [number for number in unknown if number not in parts and _is_of_chapter(texts[number])]
    others = [number for number in unknown if number not in parts and number not in chapters]
    given = max((lines[0].level for lines in found if lines[0].level), default=0)
    if given and any(lines[0].level and lines[0].group > 0 for lines in found):
        _rank_by_size(found, unknown, given + 1)  # the outline has named all that divides the book
        return
    first = 1 + bool(parts)
    _assign(found, parts, 1)
    if len(chapters) >= 2:
        _assign(found, chapters, first)
        size = min(_size_of(found[number]) for number in chapters)
        _assign(found, [n for n in others if _size_of(found[n]) >= size - 0.3], first)
        _rank_by_size(found, [n for n in others if _size_of(found[n]) < size - 0.3], first + 1)
    else:
        sections = [n for n in others if _SECTION.match(texts[n])]
        if len(sections) >= 3:
            _rank_by_number(found, texts, sections, first)
            others = [n for n in others if n not in sections]
            size = max(_size_of(found[n]) for n in sections if found[n][0].level == first)
            _assign(found, [n for n in others if _size_of(found[n]) >= size - 0.3], first)
            others = [n for n in others if _size_of(found[n]) < size - 0.3]
            _assign(found, others, first + 1)
            _assign(found, chapters, first)
        else:
            _rank_by_size(found, [*chapters, *others], first)


def _is_of_chapter(text: str) -> bool:
    return (
        is_chapter(text) or is_number(text) or is_label(text) or is_number(text.split(" ", 1)[0].rstrip("."))
    )


def _size_of(lines: Sequence[Line]) -> float:
    return max(line.size for line in lines)


def _assign(found: Sequence[Sequence[Line]], numbers: Iterable[int], level: int) -> None:
    for number in numbers:
        for line in found[number]:
            line.level = level


def _rank_by_size(found: Sequence[Sequence[Line]], numbers: Sequence[int], first: int) -> None:
    """Give levels by size, the largest that is used more than once first: a title is used once."""
    sizes = Counter(round(_size_of(found[number])) for number in numbers)
    ranked = sorted((size for size, count in sizes.items() if count > 1), reverse=True) or sorted(sizes)[-1:]
    for number in numbers:
        size = round(_size_of(found[number]))
        larger = sum(other > size for other in ranked)
        _assign(found, [number], first + min(larger, 4))


def _rank_by_number(
    found: Sequence[Sequence[Line]], texts: Sequence[str], numbers: Iterable[int], first: int
) -> None:
    for number in numbers:
        match = _SECTION.match(texts[number])
        _assign(found, [number], first + (match[1].count(".") if match else 0))
