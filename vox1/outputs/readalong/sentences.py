"""Sentences in a document: each enclosed in elements with names of their own, and nothing else changed."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vox1.outputs.readalong.runs import Runs
from vox1.outputs.readalong.tokens import Token, body_of, find_places, spliced

_PREFIX = "vox1-"
_ID = re.compile(r"\sid\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAG_NAME = re.compile(r"<((?:[^\s/>:]+:)?)[^\s/>]+")
_HEAD_END = re.compile(r"</(?:[^\s>:]+:)?head\s*>")


class Stretch(NamedTuple):
    """What is heard of one block.

    Attributes:
        place: Of the element, as in `booksmith_module.book.Source`.
        start: First character in the element's text.
        end: The character after the last; `start` for an element without text, such as a picture.
    """

    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """An element to be highlighted.

    Attributes:
        name: Its id.
        characters: Of the sentence in it.
    """

    name: str
    characters: int


def enclose(
    markup: str, stretches: Sequence[Stretch], stylesheet: str
) -> tuple[str, list[tuple[Target, ...]]]:
    """Return a document in which every stretch is in elements with ids, and these.

    Args:
        markup: Of `open_document`.
        stretches: In any order.
        stylesheet: The address of the style sheet that says how they are highlighted.

    Returns:
        The document, and for each stretch its elements in order; none where its place is not there.
    """
    marking = _Marking(markup, stretches)
    targets = marking.targets()
    link = f'<{marking.prefix}link rel="stylesheet" type="text/css" href="{html.escape(stylesheet)}"/>'
    if head := _HEAD_END.search(markup):
        marking.changes.append((head.start(), head.start(), link))
    return spliced(markup, marking.changes), targets


class _Marking:
    """The elements of one document.

    Args:
        markup: The document.
        stretches: What is heard of it.

    Attributes:
        changes: What is to be added to the document.
        prefix: What its elements' names begin with, such as ``h:``; mostly nothing.
    """

    def __init__(self, markup: str, stretches: Sequence[Stretch]) -> None:
        self._markup = markup
        self._stretches = stretches
        self._tokens = body_of(markup)
        self._numbers = find_places(self._tokens, {stretch.place for stretch in stretches})
        self._runs = Runs(markup, self._tokens)
        self._names = _free_names(markup)
        self._own_names: dict[int, str] = {}
        self.changes: list[tuple[int, int, str]] = []
        tag = _TAG_NAME.match(markup, self._tokens[0].start)
        self.prefix = tag[1] if tag else ""

    def targets(self) -> list[tuple[Target, ...]]:
        """Mark all stretches and return their elements."""
        found: list[tuple[Target, ...]] = [()] * len(self._stretches)
        spans = {
            number: self._span(stretch)
            for number, stretch in enumerate(self._stretches)
            if stretch.place in self._numbers
        }
        last: tuple[Target, ...] = ()
        marked = 0
        for number in sorted(spans, key=spans.__getitem__):
            start, end = spans[number]
            if start < end <= marked:  # the reader made one thing of what belongs to two sentences
                found[number] = last
            else:
                found[number] = last = self._marked(number, max(start, marked), end)
                marked = max(marked, end)
        return found

    def _span(self, stretch: Stretch) -> tuple[int, int]:
        begin = self._tokens[self._numbers[stretch.place]].at
        return begin + stretch.start, min(begin + stretch.end, self._tokens[-1].at)

    def _marked(self, number: int, start: int, end: int) -> tuple[Target, ...]:
        runs = self._runs.of(start, end) if start < end else []
        if not runs:
            return (Target(self._own_name(self._numbers[self._stretches[number].place]), 1),)
        targets = []
        for run in runs:
            name = next(self._names)
            self.changes += [
                (run.start, run.start, f'<{self.prefix}span id="{name}">'),
                (run.end, run.end, f"</{self.prefix}span>"),
            ]
            targets.append(Target(name, run.characters))
        return tuple(targets)

    def _own_name(self, number: int) -> str:
        """The id of an element; it is given one where it has none."""
        if number not in self._own_names:
            self._own_names[number] = self._named(self._tokens[number])
        return self._own_names[number]

    def _named(self, tag: Token) -> str:
        has = _ID.search(self._markup, tag.start, tag.end)
        if has and (has[1] or has[2] or "").strip():
            return html.unescape(has[1] or has[2])
        name = next(self._names)
        written = _TAG_NAME.match(self._markup, tag.start)
        place = has.end() if has else (written.end() if written else tag.end)
        self.changes.append((has.start() if has else place, place, f' id="{name}"'))
        return name


def _free_names(markup: str) -> Iterator[str]:
    """Ids that the document does not have: it may be a read-along book already."""
    others = (f"{_PREFIX}{number}-" for number in itertools.count(2))
    prefix = next(
        prefix
        for prefix in itertools.chain((_PREFIX,), others)
        if f'"{prefix}' not in markup and f"'{prefix}" not in markup
    )
    return (f"{prefix}{number}" for number in itertools.count(1))
