"""Spans in a manifest: what speakers say, by their words rather than by numbers of characters.

``{"speaker": "Anna", "text": "I can't stay."}``: each text is looked for in its chapter after the one before,
so that spans can be typed by hand and stay in their places when the chapter is edited. ``start``, the place
of the first character in the chapter's text, is a help where the same words stand more than once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from booksmith_module.book import Block, Span

_BETWEEN_BLOCKS = "\n\n"


def spans_to_json(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return what the speakers of a chapter say, as a manifest has it."""
    return [
        {
            "speaker": span.speaker,
            "text": block.text[span.start : span.end],
            "start": begin + span.start,
        }
        for begin, block in zip(_begins(blocks), blocks, strict=True)
        for span in block.spans
    ]


def with_spans(blocks: Sequence[Block], written: Sequence[Any]) -> tuple[Block, ...]:
    """Return a chapter's blocks with what their speakers say.

    Args:
        blocks: In order.
        written: The chapter's spans in a manifest, in order.

    Raises:
        ValueError: A text is not in the chapter, or not after the one before.
        KeyError: A span without a speaker or a text.
        TypeError: Something else than text.
    """
    if not written:
        return tuple(blocks)
    text = _BETWEEN_BLOCKS.join(block.text for block in blocks if block.text)
    begins = _begins(blocks)
    spans: dict[int, list[Span]] = {}
    end = 0
    for span in written:
        speaker, said, start = span["speaker"], span["text"], span.get("start")
        if not (isinstance(speaker, str) and isinstance(said, str) and speaker.strip() and said.strip()):
            raise TypeError(f"a span is {span!r:.60}, without the name of a speaker or their words")
        first, end = _found(text, said, end, start)
        for number, part in _by_block(blocks, begins, first, end):
            spans.setdefault(number, []).append(replace(part, speaker=speaker.strip()))
    return tuple(
        replace(block, spans=tuple(spans[number])) if number in spans else block
        for number, block in enumerate(blocks)
    )


def _begins(blocks: Sequence[Block]) -> list[int]:
    """Where each block begins in the chapter's text, in which scene breaks are not."""
    begins, place = [], 0
    for block in blocks:
        begins.append(place)
        if block.text:
            place += len(block.text) + len(_BETWEEN_BLOCKS)
    return begins


def _found(text: str, said: str, after: int, start: Any) -> tuple[int, int]:
    """Where words stand in a chapter: at ``start`` if they do, else the first time after the span before.

    "Yes" is not looked for in "Yesterday", unless it stands nowhere by itself: not every script has spaces.
    """
    words = r"\s+".join(map(re.escape, said.split()))
    is_told = isinstance(start, int) and not isinstance(start, bool) and after <= start <= len(text)
    match = re.compile(words).match(text, start) if is_told else None
    for pattern in (rf"(?<!\w(?=\w)){words}(?!(?<=\w)\w)", words):
        match = match or re.compile(pattern).search(text, after)
    if match is None:
        raise ValueError(
            f"the words {said!r:.60} of a speaker are not in their chapter, or not in this order"
        )
    return match.span()


def _by_block(
    blocks: Sequence[Block], begins: Sequence[int], start: int, end: int
) -> Iterator[tuple[int, Span]]:
    """The parts of a stretch of the chapter's text, by the numbers of their blocks."""
    for number in range(bisect_right(begins, start) - 1, len(blocks)):
        first, last = max(start - begins[number], 0), min(end - begins[number], len(blocks[number].text))
        if end <= begins[number]:
            return
        if first < last:
            yield number, Span(first, last, "")
