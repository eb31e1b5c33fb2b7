"""Furniture: what stands in a book's text and is not its text: licences, contents lists, producers' notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.roles import CONTENTS, role_of_title

# The marks that Project Gutenberg sets around the author's text, in every year's wording.
_LICENCE_ENDS = re.compile(r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_LICENCE_BEGINS = re.compile(
    r"(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)", re.IGNORECASE
)
_PRODUCER = re.compile(
    r"(?:Produced by|E-?text prepared by|This e-?(?:text|book) was (?:produced|prepared)"
    r"|Transcribed (?:from|by)) ",
    re.IGNORECASE,
)
_PRODUCER_BLOCKS = 12
"""How far into the text a producer's line is looked for: afterwards the words may be the author's."""
_TRANSCRIBER = re.compile(r"[\[({]?\s*Transcriber[’']?s?[’']? notes?\b", re.IGNORECASE)
_LIST_LINKS = 4
_LIST_LINE_CHARACTERS = 90
_LIST_WORDS = 4_000


def leave_out_furniture(documents: Sequence[Document]) -> None:
    """Take licences, contents lists and producers' notes out of the documents, counting them as skipped."""
    _leave_out_licence(documents)
    for document in documents:
        document.remove(list(_transcribers_notes(document)), "transcriber's note")
        for kind, numbers in list(_lists(document))[::-1]:
            document.remove(numbers, kind)


def _leave_out_licence(documents: Sequence[Document]) -> None:
    places = [(d, n) for d, document in enumerate(documents) for n in range(len(document.blocks))]
    text = [documents[d].blocks[n].text for d, n in places]
    ends = [i for i, block in enumerate(text[: len(text) // 2 + 1]) if _LICENCE_ENDS.search(block)]
    start = ends[-1] + 1 if ends else 0
    begins = [i for i, block in enumerate(text) if i > len(text) // 2 and _LICENCE_BEGINS.search(block)]
    end = begins[0] if begins else len(text)
    if not (ends or begins):
        start, end = 0, len(text)
    is_known = ends or begins or any(item.kind == "licence" for d in documents for item in d.skipped)
    producers = _producers(text, start, end) if is_known else set()
    tables = {i for i, (d, n) in enumerate(places) if documents[d].blocks[n].kind is BlockKind.TABLE}
    for i in sorted(tables):  # a list of editions under its heading
        if i - 1 in producers:
            producers.add(i)
    gone: dict[int, list[int]] = {}
    for i, (d, n) in enumerate(places):
        if not start <= i < end or i in producers:
            gone.setdefault(d, []).append(n)
    for d, numbers in gone.items():
        documents[d].remove(numbers, "licence")


def _producers(text: Sequence[str], start: int, end: int) -> set[int]:
    """Blocks right after the licence in which its makers speak."""
    first = range(start, min(end, start + _PRODUCER_BLOCKS))
    return {i for i in first if _PRODUCER.match(text[i]) or "Project Gutenberg" in text[i]}


def _transcribers_notes(document: Document) -> Iterator[int]:
    """Numbers of the paragraphs in which whoever typed the book speaks."""
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.HEADING and _TRANSCRIBER.match(block.text):
            yield number


def _lists(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Contents lists and the like in a document that also has other text: kind and block numbers."""
    number, blocks = 0, document.blocks
    while number < len(blocks):
        role = role_of_title(blocks[number].text) if _may_be_title(blocks[number]) else None
        if role and role[1] in {CONTENTS, "list of illustrations"}:
            end = _end_of_list(document, number + 1)
            if end > number + 1:
                yield role[1], list(range(number, end))
                number = end
                continue
        links = _links(document, number)
        if links >= _LIST_LINKS:
            yield CONTENTS, list(range(number, number + links))
        number += max(1, links)


def _may_be_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING or len(block.text) < 40


def _links(document: Document, start: int) -> int:
    """How many blocks from one on are nothing but links."""
    number = start
    while number < len(document.blocks) and document.linked.get(number, 0.0) > 0.8:
        number += 1
    return number - start


def _end_of_list(document: Document, start: int) -> int:
    """The block after a list's last line; ``start`` where what follows a list's title is no list."""
    end, words, characters, lines = start, 0, 0, 0
    last_heading = {b.text: n for n, b in enumerate(document.blocks) if b.kind is BlockKind.HEADING}
    while end < len(document.blocks):
        block = document.blocks[end]
        is_linked = document.linked.get(end, 0.0) > 0.2
        is_heading = block.kind is BlockKind.HEADING and not is_linked and last_heading[block.text] == end
        is_prose = len(block.text) > 4 * _LIST_LINE_CHARACTERS and not is_linked and "\n" not in block.text
        if is_heading or is_prose or (block.kind is BlockKind.SCENE_BREAK and end > start):
            break
        words += len(block.text.split())
        characters += len(block.text)
        lines += block.text.count("\n") + 1
        end += 1
    is_list = lines and characters / lines <= _LIST_LINE_CHARACTERS and words <= _LIST_WORDS
    return end if is_list else start
