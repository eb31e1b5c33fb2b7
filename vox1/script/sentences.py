"""Sentences: where one ends, by sentencex (Wikimedia), with what narration needs on top."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

# A list number alone ("1. ") belongs to what it numbers; sentencex gives it a sentence of its own.
_NUMBER_ONLY = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,5})?[.)\]]?\W*")
# sentencex takes all that is between quotation marks or brackets for one sentence.
_OPENING = re.compile(r"\s*[\"“„«‘(\[]+")
_LOWER = r"[a-zß-öø-ÿ]"
# Where the text before and after a cut both fit, the sentence goes on.
_RUNS_ON = (
    (re.compile(r"[\"'”’»“)\]]\s*$"), re.compile(_LOWER)),  # “Stop!” said the guard.
    (re.compile(r"$"), re.compile(r"[)\]”»]")),
    (re.compile(r"[?!…]\s*$"), re.compile(rf"[—–-]\s?{_LOWER}")),  # ¿Quién es? —preguntó ella.
    (re.compile(r"\b[IVXLC]+\.\s*$"), re.compile(_LOWER)),  # Henry VIII. had six wives.
    (re.compile(r"\b(?:[Cc]h|[Cc]hap|[Ff]ig|[Nn]o|pp?|[Vv]ol)\.\s*$"), re.compile(r"[\dIVXLC]")),
)


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


def _parts(text: str, language: str) -> Iterator[str]:
    """The sentences within each line, with the white space around them; joined they are the text."""
    code = language.split("-", maxsplit=1)[0].lower() or "en"
    for line in text.splitlines(keepends=True):
        sentence = ""
        for part in _segments(line, code):
            if sentence and not _runs_on(sentence, part):
                yield sentence
                sentence = ""
            sentence += part
        yield sentence


def _segments(line: str, code: str) -> Iterator[str]:
    """The library's sentences, and those inside the quotations and brackets that it leaves whole."""
    for part in sentencex.segment(code, line):
        opening = _OPENING.match(part)
        begin = opening.end() if opening else 0
        first, *others = sentencex.segment(code, part[begin:]) or [""]
        yield part[:begin] + first
        yield from others


def _runs_on(before: str, after: str) -> bool:
    # Only the last few characters count; searching all of a long sentence would be slow.
    return any(ending.search(before[-10:]) and beginning.match(after) for ending, beginning in _RUNS_ON)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
