"""Sentences: where one ends, by sentencex (Wikimedia), with what narration needs on top."""

from __future__ import annotations

import re

import sentencex

# A list number alone ("1. ") belongs to what it numbers; sentencex gives it a sentence of its own.
_NUMBER_ONLY = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,5})?[.)\]]?\W*")


def split_sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, without the white space around them.

    All other characters are kept, in order.

    Args:
        text: Any text; a newline ends a sentence.
        language: A BCP 47 tag.
    """
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends."""
    spans: list[tuple[int, int]] = []
    begin, end = 0, 0
    for part in _parts(text, language):
        end += len(part)
        if _NUMBER_ONLY.fullmatch(part) and end < len(text):
            continue  # it goes with what follows
        if spans and not re.search(r"\w", text[begin:end]):
            spans[-1] = (spans[-1][0], _trimmed(text, begin, end)[1])
        elif text[begin:end].strip():
            spans.append(_trimmed(text, begin, end))
        begin = end
    return spans


def _parts(text: str, language: str) -> list[str]:
    """The library's sentences within each line; joined they are the text."""
    code = language.split("-", maxsplit=1)[0].lower() or "en"
    return [part for line in text.splitlines(keepends=True) for part in sentencex.segment(code, line)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
