"""Marks in a plain text that are seen and not said: emphasis, note marks, bullets, page numbers, hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from booksmith_module.heading_lines import heading_line
from booksmith_module.readers.hyphens import HYPHENS, Dictionary, read_dictionary
from booksmith_module.readers.text_lines import Line, Stretch, share


class LeftOut(NamedTuple):
    """Characters of a text that are not read.

    Attributes:
        start: The first.
        end: The one after the last.
        kind: As in `Skipped.kind`; empty for signs that are no words.
    """

    start: int
    end: int
    kind: str


# Project Gutenberg and most who type books mark italics so; a sign inside a word is part of it.
_EMPHASIS = re.compile(
    r"(?<![\w_])_(?=[^\s_])[^_]{0,2000}(?<=[^\s_])_(?![\w_])"
    r"|(?<![\w*])\*(?=[^\s*])[^*\n]{0,200}(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w=])=(?=[^\s=])[^=\n]{0,200}(?<=[^\s=])=(?![\w=])"
)
_LONE_UNDERSCORE = re.compile(r"(?<![\w_])_(?=[^\W_])|(?<=[^\s_])_(?![\w_])")
_PAGE_IN_TEXT = re.compile(r"\[(?:pg|page|p)\.?\s*\d{1,4}\]\s?|\{\d{1,4}\}", re.IGNORECASE)
_NOTE_MARK = re.compile(r"(?<=\S)[ \t]?\[(?P<label>\d{1,4}|[A-Za-z]|\*{1,3}|[†‡])\](?!\()")
_NOTE_OPENER = re.compile(
    r"\[(?P<label>\d{1,4}|[A-Za-z]|\*{1,3}|[†‡])\][.:]?\s+(?=\S)"
    r"|\[(?:footnote|fu(?:ß|ss)note|note de bas de page|nota|note)\s*(?P<named>\w{1,4}|\*{1,3}|[†‡]|)\s*:\s*",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[-–—\[(<|\s]*(\d{1,4})[-–—\])>|.\s]*")
_EDGE_NUMBER = re.compile(r"^\d{1,4}\s{2,}|\s{2,}\d{1,4}$")
_NAMED_PAGE = re.compile(
    r"\W*(?:page|pg|seite|página|pagina|p)\.?\s*\d{1,4}\W*|\{\s*\d{1,4}\s*\}", re.IGNORECASE
)


def emphasis(text: str) -> Iterator[LeftOut]:
    """Yield the signs that stand for italics and bold type."""
    has_italics = False
    ends = set()
    for match in _EMPHASIS.finditer(text):
        has_italics |= match.group()[0] == "_"
        ends |= {match.start(), match.end() - 1}
    if has_italics:  # then a sign without its other half, as of italics over two paragraphs, is one too
        ends |= {match.start() for match in _LONE_UNDERSCORE.finditer(text)}
    yield from (LeftOut(place, place + 1, "") for place in sorted(ends))


def pages_in_text(text: str) -> Iterator[LeftOut]:
    """Yield page numbers in the middle of lines, such as ``[Pg 12]``."""
    return (LeftOut(match.start(), match.end(), "page number") for match in _PAGE_IN_TEXT.finditer(text))


@dataclass(frozen=True, slots=True)
class NoteOpener:
    """The beginning of a footnote.

    Attributes:
        label: Its number or sign; may be empty where it is called a footnote.
        line: The line it begins with.
        end: Where its own text begins.
        is_bracketed: The whole note stands in brackets.
    """

    label: str
    line: Line
    end: int
    is_bracketed: bool


def note_openers(text: str, found: Iterable[Stretch]) -> dict[int, NoteOpener]:
    """Return the footnotes of a text by the place where they begin.

    ``[1]`` begins one only where another ``[1]`` marks a word; ``[Footnote 1:`` always does.
    """
    marks = {match["label"] for match in _NOTE_MARK.finditer(text)}
    openers = {}
    for stretch in found:
        for number, line in enumerate(stretch.lines):
            match = _NOTE_OPENER.match(text, line.start, line.end)
            if not match:
                continue
            label = match["label"] or match["named"] or ""
            is_bracketed = match["label"] is None
            if is_bracketed or (label in marks and (number == 0 or _follows_note(stretch, number))):
                openers[line.start] = NoteOpener(label, line, match.end(), is_bracketed)
    return openers


def _follows_note(stretch: Stretch, number: int) -> bool:
    """Whether a line that begins with a label in the middle of a stretch stands in a list of notes."""
    return _NOTE_OPENER.match(stretch.lines[0].text) is not None or stretch.lines[number - 1].ends_sentence


def note_marks(text: str, openers: Iterable[NoteOpener]) -> list[tuple[str, LeftOut]]:
    """Return the marks that lead to footnotes, each with its label."""
    openers = list(openers)
    labels = {opener.label for opener in openers}
    starts = {opener.line.start for opener in openers}
    return [
        (match["label"], LeftOut(match.start(), match.end(), "note mark"))
        for match in _NOTE_MARK.finditer(text)
        if match["label"] in labels and match.start() not in starts
    ]


def page_lines(found: Sequence[Stretch]) -> list[LeftOut]:
    """Return lines that are a page number or a running head.

    A number alone on a line may as well be a chapter's. Page numbers rise one by one, and they stand in
    the middle of sentences or beside form feeds.
    """
    named, numbered = [], []
    for number, stretch in enumerate(found):
        for line in _edges(stretch, found[number + 1] if number + 1 < len(found) else None):
            if _NAMED_PAGE.fullmatch(line.text):
                named.append(line)
            elif match := _PAGE_NUMBER.fullmatch(line.text):
                numbered.append((int(match[1]), number, line))
    rising = share(0 < b[0] - a[0] <= 2 for a, b in pairwise(numbered))
    if len(numbered) >= 3 and rising >= 0.7 and _stands_between_pages(found, [n for _, n, _ in numbered]):
        named += [line for _, _, line in numbered]
    pages = [LeftOut(line.start, line.end, "page number") for line in named]
    return sorted({*pages, *_running_heads(found)})


def _edges(stretch: Stretch, following: Stretch | None) -> list[Line]:
    """Lines of a stretch that may be a page number: the only one, or one at a form feed."""
    if len(stretch.lines) == 1:
        return [stretch.lines[0]]
    edges = [stretch.lines[0]] if stretch.lines[0].begins_page else []
    if following and following.lines[0].begins_page:
        edges.append(stretch.lines[-1])
    return edges


def _stands_between_pages(found: Sequence[Stretch], numbers: Sequence[int]) -> bool:
    breaks = []
    for number in numbers:
        before = found[number - 1].lines[-1] if number else None
        after = found[number + 1].lines[0] if number + 1 < len(found) else None
        at_form_feed = found[number].lines[0].begins_page or bool(after and after.begins_page)
        breaks.append(
            at_form_feed or bool(before and after and not before.ends_sentence and after.begins_small)
        )
    return share(breaks) >= 0.25


def _running_heads(found: Sequence[Stretch]) -> Iterator[LeftOut]:
    """First lines of pages that are the same on three pages or more, but for a page number beside them.

    The first of them may be the chapter's own heading.
    """
    firsts = [stretch.lines[0] for stretch in found if stretch.lines[0].begins_page]
    names = [_EDGE_NUMBER.sub("", line.text).casefold() for line in firsts]
    counts, seen = Counter(names), set()
    for line, name in zip(firsts, names, strict=True):
        if name and counts[name] >= 3 and (name in seen or heading_line(line.text) is None):
            yield LeftOut(line.start, line.end, "running head")
        seen.add(name)


_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SHARE_OF_BROKEN = 0.02
"""So many of the lines of printed pages, at least, end in hyphens.

Texts typed anew break after a word's own hyphen now and then.
"""


class Hyphens:
    """Hyphens at line ends: which of them belong to the word, by how the book writes it elsewhere."""

    def __init__(self, found: Sequence[Stretch]) -> None:
        """Take the stretches of a text; its words are counted when the first hyphen is met."""
        self._stretches = found

    def between(self, line: Line, following: Line) -> LeftOut | None:
        """Return what stands between the two parts of a word, with its hyphen where that is the printer's."""
        first, second = _last_part(line.text), _WORD.match(following.text)
        if not first or not second or not _ends_in_hyphen(line.text):
            return None
        is_printers = self._dictionary.is_one_word(first, second.group(), line.text[-1])
        return LeftOut(line.end - is_printers, following.start, "")

    @cached_property
    def _dictionary(self) -> Dictionary:
        found = read_dictionary(line.text for stretch in self._stretches for line in stretch.lines)
        broken = [line.text for stretch in self._stretches for line in stretch.lines[:-1]]
        found.breaks_words = share(_ends_in_hyphen(line) for line in broken) > _SHARE_OF_BROKEN
        return found


def _ends_in_hyphen(text: str) -> bool:
    return len(text) > 1 and text[-1] in HYPHENS and text[-2].isalpha()


def _last_part(text: str) -> str:
    """The letters, with hyphens between them, before the hyphen at a line's end."""
    match = re.search(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*$", text[-60:-1])
    return match.group() if match else ""
