"""Headings of a plain text: by their words, and by how they stand between empty lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from booksmith_module.book import is_sayable
from booksmith_module.heading_lines import HeadingKind, HeadingLine, heading_line, is_all_capitals, title_key
from booksmith_module.heading_words import is_end
from booksmith_module.readers.text_lines import Layout, Line, Stretch, share

_MOST_TITLE_LINES = 4
_LONGEST_TITLE = 80
_MOST_SPACED_TITLE = 60
_LONGEST_KEY = 300
_FEWEST_ENTRIES = 3


class _Rank(IntEnum):
    """Kinds of headings, outermost first."""

    PART = 1
    CHAPTER = 2
    TITLE = 3
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a plain text.

    Attributes:
        stretches: How many stretches its lines are taken from.
        lines: How many of their lines it is; the others are what follows it.
        level: 1 for the outermost.
    """

    stretches: int
    lines: int
    level: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: _Rank
    line: HeadingLine | None
    stretches: int = 1
    lines: int = 1
    is_sure: bool = True


class Headings:
    """Which stretches of a text are headings, and which are its contents list."""

    def __init__(self, found: Sequence[Stretch], layout: Layout, notes: Collection[int]) -> None:
        self._found = found
        self._layout = layout
        self._contents = _contents(found)
        listed = {title_key(line.text) for number in self._contents for line in found[number].lines}
        candidates: dict[int, _Candidate] = {}
        for number, stretch in enumerate(found):
            if number not in self._contents and stretch.key not in notes:
                candidate = self._candidate(number, listed)
                if candidate:
                    candidates[number] = candidate
        self._candidates = _in_series(self._with_likely_titles(candidates))
        self._add_bare_contents()
        self._levels = _levels(self._candidates)

    def at(self, number: int) -> Heading | None:
        """Return the heading that begins with a stretch, or None where none does."""
        candidate = self._candidates.get(number)
        if candidate is None:
            return None
        return Heading(candidate.stretches, candidate.lines, self._levels[number])

    def is_contents(self, number: int) -> bool:
        """Whether a stretch is part of the contents list, below its heading."""
        return number in self._contents

    def _candidate(self, number: int, listed: Collection[str]) -> _Candidate | None:
        stretch = self._found[number]
        first = stretch.lines[0]
        line = heading_line(first.text)
        if line and line.kind is not HeadingKind.NUMBER:
            return self._by_words(number, line)
        if len(stretch.lines) > _MOST_TITLE_LINES or not self._stands_alone(number):
            return None
        if line and len(stretch.lines) <= 2:
            return self._numbered(number, line)
        if _is_underlined(stretch):
            return _Candidate(_Rank.TITLE, None, lines=2)
        if listed and title_key(stretch.text) in listed:
            return _Candidate(_Rank.TITLE, None, lines=len(stretch.lines))
        return self._by_look(number)

    def _stands_alone(self, number: int) -> bool:
        """Whether empty lines, or the ends of the text, are on both sides of a stretch."""
        following = self._found[number + 1] if number + 1 < len(self._found) else None
        return following is None or following.gap > 0 or following.lines[0].begins_page

    def _by_words(self, number: int, line: HeadingLine) -> _Candidate | None:
        """A heading that says it is one; its title may be on the lines below it."""
        lines = self._found[number].lines
        rank = _Rank.CHAPTER if line.kind is HeadingKind.CHAPTER else _Rank.PART
        if line.kind in {HeadingKind.NAMED, HeadingKind.CONTENTS}:
            alone = len(lines) == 1 and self._stands_alone(number)
            return _Candidate(_Rank.PART, line) if alone else None
        if len(lines) >= _FEWEST_ENTRIES and share(_is_entry(one) for one in lines) > 0.5:
            return None  # a contents list
        own = _title_lines(lines[1:]) if not line.title or is_all_capitals(lines[0].text) else 0
        slack = self._layout.width // 8
        while 0 < own < len(lines) - 1 and not self._layout.is_deliberate(lines[own], lines[own + 1], slack):
            own -= 1  # a full line is the first of a paragraph
        if own < len(lines) - 1 and not self._layout.is_deliberate(lines[own], lines[own + 1]):
            return None  # a sentence that begins with such words
        if len(lines) == 1 and not line.title and self._title_below(number):
            return _Candidate(rank, line, 2, 1 + len(self._found[number + 1].lines))
        return _Candidate(rank, line, 1, 1 + own)

    def _title_below(self, number: int, *, must_be_capitals: bool = False) -> bool:
        """Whether the next stretch is the title of a heading that has none."""
        if number + 2 >= len(self._found):
            return False
        below, after = self._found[number + 1], self._found[number + 2]
        if below.gap > 3 or after.gap == 0 or len(below.lines) > 2 or len(after.text) < len(below.text):
            return False
        if must_be_capitals and not is_all_capitals(below.text):
            return False
        return _title_lines(below.lines) == len(below.lines) and heading_line(below.text) is None

    def _numbered(self, number: int, line: HeadingLine) -> _Candidate | None:
        stretch = self._found[number]
        is_spaced = stretch.gap > self._layout.gap or number == 0 or stretch.lines[0].begins_page
        if line.title:
            if len(line.title) > _LONGEST_TITLE or not (is_spaced or is_all_capitals(line.title)):
                return None
            is_sure = is_all_capitals(line.title) or line.title[-1] not in ".,;:"
            return _Candidate(_Rank.NUMBER, line, lines=len(stretch.lines), is_sure=is_sure)
        if len(stretch.lines) == 2 and _title_lines(stretch.lines[1:]) == 0:
            return None
        if len(stretch.lines) == 1 and self._title_below(number, must_be_capitals=not is_spaced):
            return _Candidate(_Rank.NUMBER, line, 2, 1 + len(self._found[number + 1].lines))
        return _Candidate(_Rank.NUMBER, line, lines=len(stretch.lines))

    def _by_look(self, number: int) -> _Candidate | None:
        """A line in capitals, or one with far more space above it than paragraphs have."""
        stretch = self._found[number]
        count = len(stretch.lines)
        text = stretch.text
        if len(text) > _LONGEST_TITLE * count:
            return None
        if is_end(text):
            return None
        if is_all_capitals(text) and _title_lines(stretch.lines) == count and text[-1] not in "!,;:”\"'":
            is_spaced = stretch.gap > self._layout.gap or number == 0
            return _Candidate(_Rank.TITLE, None, lines=count, is_sure=is_spaced)
        is_far = stretch.gap >= max(3, self._layout.gap + 2)
        is_title = count == 1 and len(text) <= _MOST_SPACED_TITLE and _title_lines(stretch.lines) == 1
        return _Candidate(_Rank.TITLE, None) if is_far and is_title and number > 0 else None

    def _with_likely_titles(self, candidates: dict[int, _Candidate]) -> dict[int, _Candidate]:
        """Leave lines in capitals out that may be anything, unless they are all the headings there are."""
        sure = {n: one for n, one in candidates.items() if one.is_sure or one.rank is _Rank.NUMBER}
        return sure if len(sure) >= 2 or len(candidates) < 2 else candidates

    def _add_bare_contents(self) -> None:
        """Take headings that follow on one another without any text as a contents list without a title."""
        rows: list[list[int]] = []
        for number in sorted(self._candidates):
            candidate = self._candidates[number]
            last = rows[-1][-1] if rows else -1
            is_next = rows and last + self._candidates[last].stretches == number
            if is_next and candidate.line and candidate.lines == len(self._found[number].lines):
                rows[-1].append(number)
            else:
                rows.append([number])
        for row in rows:
            ranks = [self._candidates[number].rank for number in row]
            if max(map(ranks.count, ranks)) > _FEWEST_ENTRIES:
                # The last may be the first chapter's own.
                for number in row[:-1]:
                    candidate = self._candidates.pop(number)
                    self._contents |= set(range(number, number + candidate.stretches))


def cut_at_headings(found: Sequence[Stretch], layout: Layout) -> list[Stretch]:
    """Return stretches that begin anew at headings with no empty line before them.

    Many texts have no empty lines at all. A row of headings is a contents list and stays whole.
    """
    cut: list[Stretch] = []
    for stretch in found:
        starts = _starts_of_parts(stretch.lines, layout)
        for start, end in pairwise([*starts, len(stretch.lines)]):
            cut.append(Stretch(stretch.lines[start:end], max(1, stretch.gap) if start else stretch.gap))
    return cut


def _starts_of_parts(lines: Sequence[Line], layout: Layout) -> list[int]:
    kinds = [_kind_in_row(line, layout) for line in lines]
    if len(lines) < 2 or sum(kind is not None for kind in kinds) * 2 > len(lines):
        return [0]
    starts = {0}
    for number, kind in enumerate(kinds):
        before = lines[number - 1].ends_sentence or not layout.width if number else True
        after = number + 1 == len(lines) or layout.is_deliberate(lines[number], lines[number + 1])
        if kind is None or not (before and after):
            continue
        starts.add(number)
        if kind in {HeadingKind.NAMED, HeadingKind.NUMBER} and number + 1 < len(lines):
            starts.add(number + 1)
    return sorted(starts)


def _kind_in_row(line: Line, layout: Layout) -> HeadingKind | None:
    """What a line inside a stretch names; numbers only where every line is a paragraph."""
    found = heading_line(line.text)
    if found is None or found.kind is HeadingKind.CONTENTS:
        return None
    is_number = found.kind is HeadingKind.NUMBER
    return None if is_number and (layout.width or found.title) else found.kind


def _title_lines(lines: Sequence[Line]) -> int:
    """How many lines from the first one on are those of a title, as far as their look tells."""
    count = 0
    for line in lines[:_MOST_TITLE_LINES]:
        text = line.text.strip("_*=")
        is_plain = not text[:1].islower() and text[:1] not in "\"'“‘«„—–-(["
        ends_well = text[-1:] not in '.,;:”"' or (is_all_capitals(text) and text[-1:] not in ",;")
        if len(text) > _LONGEST_TITLE or not is_sayable(text):
            break
        if not (is_all_capitals(text) or (is_plain and ends_well)):
            break
        count += 1
    return count


def _is_underlined(stretch: Stretch) -> bool:
    """Whether a stretch is a line and a rule below it of about its length."""
    if len(stretch.lines) != 2:
        return False
    title, rule = stretch.lines
    return (
        set(rule.text) <= set("=-_~*") and len(rule.text) >= 3 and abs(len(rule.text) - len(title.text)) <= 3
    )


def _is_entry(line: Line) -> bool:
    """Whether a line may be one of a contents list by itself."""
    found = heading_line(line.text)
    return found is not None or title_key(line.text) != title_key(f"{line.text}.")


def _contents(found: Sequence[Stretch]) -> set[int]:
    """Numbers of the stretches below the heading of a contents list, until the book itself begins."""
    alone = [title_key(text) if len(text := stretch.text) <= _LONGEST_KEY else "" for stretch in found]
    contents: set[int] = set()
    for number, stretch in enumerate(found):
        line = heading_line(stretch.lines[0].text)
        if line and line.kind is HeadingKind.CONTENTS and number not in contents:
            rest = stretch.lines[1:]
            contents |= {number} if rest else set()
            contents |= set(_entries(found, number + 1, alone))
    return contents


def _entries(found: Sequence[Stretch], first: int, alone: Sequence[str]) -> Iterator[int]:
    """Numbers of the stretches from one on that are entries of the contents list."""
    seen: set[str] = set()
    for number in range(first, len(found)):
        lines = found[number].lines
        keys = [title_key(line.text) for line in lines]
        whole = title_key(found[number].text)
        if seen & {whole, keys[0]}:
            return  # the first heading of the book itself
        later = set(alone[number + 1 :]) if len(lines) <= 2 else set()
        is_list = share(_is_listed(line, key, alone) for line, key in zip(lines, keys, strict=True)) > 0.5
        if not (is_list or (whole and whole in later)):
            return
        seen |= {whole, *keys}
        yield number


def _is_listed(line: Line, key: str, alone: Sequence[str]) -> bool:
    if _is_entry(line):
        return True
    return len(key) >= 3 and any(other.endswith(key) or other == key for other in alone if len(other) < 200)


def _in_series(candidates: dict[int, _Candidate]) -> dict[int, _Candidate]:
    """Keep numbers where they follow on one another as chapters do: two, or three that may be sentences."""
    numbered = [n for n in sorted(candidates) if candidates[n].rank is _Rank.NUMBER]
    values = [_value(candidates[number].line) for number in numbered]
    runs: list[list[int]] = []
    for place, number in enumerate(numbered):
        if place and values[place] - values[place - 1] == 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    kept = {number for run in runs if len(run) >= _FEWEST_ENTRIES for number in run}
    if max(map(len, runs), default=0) >= 2:
        kept |= {number for number in numbered if candidates[number].is_sure}
    return {n: one for n, one in candidates.items() if one.rank is not _Rank.NUMBER or n in kept}


_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _value(line: HeadingLine | None) -> int:
    number = line.number if line else ""
    if number.isdigit():
        return int(number)
    digits = [_DIGITS.get(character, 0) for character in number]
    return sum(-a if a < b else a for a, b in pairwise([*digits, 0]))


def _levels(candidates: dict[int, _Candidate]) -> dict[int, int]:
    """The level of each heading: by its rank among those that the book has."""
    named = {HeadingKind.NAMED, HeadingKind.CONTENTS}
    plain = {n: c for n, c in candidates.items() if not (c.line and c.line.kind in named)}
    ranks = sorted({candidate.rank for candidate in plain.values()})
    if _Rank.TITLE in ranks and not _encloses(plain):
        ranks = [rank for rank in ranks if rank is not _Rank.TITLE]
    first = min((n for n, one in plain.items() if one.rank < _Rank.TITLE), default=0)  # the title page ends
    return {
        number: ranks.index(one.rank) + 1 if number in plain and one.rank in ranks and number >= first else 1
        for number, one in candidates.items()
    }


def _encloses(candidates: dict[int, _Candidate]) -> bool:
    """Whether titles without a number are a level of their own, not the title page's."""
    numbers: Iterable[int] = sorted(candidates)
    ranks = [candidates[number].rank for number in numbers]
    first = next((place for place, rank in enumerate(ranks) if rank is not _Rank.TITLE), len(ranks))
    return first == len(ranks) or ranks[first:].count(_Rank.TITLE) >= 2
