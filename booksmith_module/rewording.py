"""Rewording: a text typed in place of another, with the way back to where every word came from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from booksmith_module.alignment import Alignment, rewrite
from booksmith_module.book import Block, Span

_PARTS = re.compile(r"\w+|\s+|[^\w\s]")
"""What is compared: words, spaces and single signs."""

Change = tuple[int, int, str]
"""First character, the one after the last, and what stands there instead; see `alignment.rewrite`."""


def aligned(written: str, text: str) -> Alignment:
    """Return the alignment from a text to what was typed in its place, word by word."""
    return rewrite(written, word_changes(written, text))[1]


def reworded(block: Block, text: str) -> Block:
    """Return a block with another text, its source still that of every word which was kept.

    Args:
        block: Any but a scene break.
        text: Not empty.
    """
    alignment = aligned(block.text, text)
    source = block.source
    if source:
        source = replace(source, alignment=source.alignment.then(alignment))
    return replace(block, text=text, source=source, spans=tuple(_moved(block.spans, alignment)))


def _moved(spans: Iterable[Span], alignment: Alignment) -> Iterator[Span]:
    """What speakers say, in the new text; none of it where all of their words are gone."""
    where = alignment.inverse()
    end = 0
    for span in spans:
        start, last = where.source_span(span.start, span.end)
        if max(start, end) < last:
            yield Span(max(start, end), last, span.speaker)
            end = last


def word_changes(old: str, new: str) -> Iterator[Change]:
    """Return what must be replaced in a text to make another of it, word by word."""
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    low, high = before[head : len(before) - tail], after[head : len(after) - tail]
    places = list(itertools.accumulate(map(len, before), initial=0))
    for kind, first, last, start, end in SequenceMatcher(None, low, high, autojunk=False).get_opcodes():
        if kind != "equal":
            yield places[head + first], places[head + last], "".join(high[start:end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts are the same at the beginning of both."""
    pairs = zip(one, other)  # noqa: B905  # one may be longer
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
