"""Licence: what Project Gutenberg sets around the author's text, in every year's wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from booksmith_module.book import BlockKind
from booksmith_module.document import Document
from booksmith_module.prose import is_prose

_START = re.compile(
    r"\*+ ?START OF (?:THE|THIS) PROJECT GUTENBERG|\*END\*? ?THE SMALL PRINT|\*END THE SMALL PRINT",
    re.IGNORECASE,
)
_END = re.compile(r"^\W*\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE | re.MULTILINE)
_LAST_LINE = re.compile(
    r"\W*(?:The )?End of (?:the |this )?Project Gutenberg(?:['’]s\b| E-?(?:book|text)|\W*$)"
    r"|\W*(?:Ende|Fin) .{2,12}Pro[jy]e[ck]to? Gutenberg",
    re.IGNORECASE,
)
# What the licence, the header and their makers speak of, and hardly any story does.
_TALK = (
    re.compile(r"trademark", re.IGNORECASE),
    re.compile(r"re-?distribut", re.IGNORECASE),
    re.compile(r"electronic works?|this e-?(?:book|text)|\[e-?(?:book|text) #", re.IGNORECASE),
    re.compile(r"gutenberg(?:-tm|™|\.(?:org|net)| licen[cs]e| literary archive)", re.IGNORECASE),
    re.compile(r"(?:release date|posting date|character set|produced by|language):", re.IGNORECASE),
    re.compile(r"START OF (?:THE|THIS) PROJECT|END OF (?:THE|THIS) PROJECT", re.IGNORECASE),
)
_TITLE_LINE = re.compile(
    r"\W*(?:The |This is the )?Project Gutenberg(?:['’]s)? (?:E-?Book|E-?text)", re.IGNORECASE
)
_PRODUCER = re.compile(
    r"(?:Produced by|E-?text prepared by|This e-?(?:text|book) was (?:produced|prepared|scanned)"
    r"|(?:Transcribed|Scanned|Digitized|HTML version) (?:from|by)) ",
    re.IGNORECASE,
)
_ABOUT_FILES = re.compile(r"e-?books?|e-?texts?|html|files?|images|version|gutenberg\.org", re.IGNORECASE)
_PRODUCER_BLOCKS = 12
"""How far into the text a producer's line is looked for: afterwards the words may be the author's."""
_PRODUCER_CHARACTERS = 600
_LINE_CHARACTERS = 400
_FEW_WORDS = 25
_MOST_WORDS = 8_000
"""The longest licence has about 3,500 words; what is longer is somebody's text."""


def leave_out_licence(documents: Sequence[Document]) -> None:
    """Take the licence and its makers' lines out of the documents.

    A story may speak of Project Gutenberg: only its own marks, at the beginning of a line, count.
    """
    places = [(d, n) for d, document in enumerate(documents) for n in range(len(document.blocks))]
    text = [documents[d].blocks[n].text for d, n in places]
    licence = set(_around(text))
    is_known = licence or any(_has_licence(document) for document in documents)
    if is_known:
        first = next((i for i in range(len(text)) if i not in licence), 0)
        producers = set(_producers(text, first))
        # A list of the editions under the line that announces it.
        for i in range(1, len(text)):
            if i - 1 in producers and _is_table(documents, places[i]):
                producers.add(i)
        licence |= producers
    gone: dict[int, list[int]] = {}
    for i in sorted(licence):
        gone.setdefault(places[i][0], []).append(places[i][1])
    for d, numbers in gone.items():
        documents[d].remove(numbers, "licence")


def _has_licence(document: Document) -> bool:
    """Whether some of it was known by its markup, and left out already."""
    kinds = [item.kind for item in document.skipped] + [block.listed_as for _, block in document.unread]
    return "licence" in kinds


def _around(text: Sequence[str]) -> Iterator[int]:
    """Numbers of the blocks before a mark that the text starts, and after one that it is over."""
    starts = [i for i, block in enumerate(text) if _is_mark(_START, block)]
    ends = [i for i, block in enumerate(text) if _is_mark(_END, block) or _is_last_line(text, i)]
    if not starts and not ends:
        first = range(min(3, len(text)))
        yield from (i for i in first if _is_line(_TITLE_LINE, text[i]) and not is_prose(text[i]))
        return
    yield from starts + ends
    header = [i for i in starts if not ends or i < ends[0]]
    regions = [range(header[-1])] if header else []
    for end in ends:
        following = [i for i in starts if i > end]
        regions.append(range(end, following[0] if following else len(text)))
    for region in regions:
        if _is_licence([text[i] for i in region]):
            yield from region


def _is_licence(blocks: Sequence[str]) -> bool:
    """Whether blocks beyond a mark speak of the licence: a story may quote a mark, or be between two."""
    talk = "\n".join(blocks)
    words = len(talk.split())
    return words <= _FEW_WORDS or (words <= _MOST_WORDS and sum(bool(t.search(talk)) for t in _TALK) >= 2)


def _is_mark(mark: re.Pattern[str], block: str) -> bool:
    """Whether a block is a mark; not a whole book in one block that has the mark in it."""
    return len(block) < 4 * _LINE_CHARACTERS and bool(mark.search(block))


def _is_line(line: re.Pattern[str], block: str) -> bool:
    return len(block) < _LINE_CHARACTERS and bool(line.match(block))


def _is_last_line(text: Sequence[str], i: int) -> bool:
    """Whether a block is the line under the text, and nothing but the licence comes after it."""
    return _is_line(_LAST_LINE, text[i]) and _is_licence(text[i + 1 :])


def _producers(text: Sequence[str], first: int) -> Iterator[int]:
    """Blocks right after the licence in which its makers speak."""
    for i in range(first, min(len(text), first + _PRODUCER_BLOCKS)):
        is_about_file = "Project Gutenberg" in text[i] and _ABOUT_FILES.search(text[i])
        if len(text[i]) <= _PRODUCER_CHARACTERS and (_PRODUCER.match(text[i]) or is_about_file):
            yield i


def _is_table(documents: Sequence[Document], place: tuple[int, int]) -> bool:
    return documents[place[0]].blocks[place[1]].kind is BlockKind.TABLE
