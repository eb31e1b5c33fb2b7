"""Furniture: what stands in a book's text and is not its text: licences, contents lists, producers' notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.heading_lines import title_key
from booksmith_module.licence import leave_out_licence
from booksmith_module.likeness import is_like
from booksmith_module.listed import know_listed
from booksmith_module.prose import is_prose, is_speech, running_share
from booksmith_module.roles import CONTENTS, TRANSCRIBER, role_of_title

_TRANSCRIBER = re.compile(
    r"[\[({]?\s*Transcriber[’']?s?[’']? notes?\b(?P<mark>\W*)(?P<words>\w.*)", re.IGNORECASE | re.DOTALL
)
_PICTURE = re.compile(r"\[(?:Illustration|Blank page|Decoration)\W*\]", re.IGNORECASE)
_PAGE = re.compile(r"(?:\d{1,4}|\b[ivxlc]{1,7})\W*$")
_NUMBERED = re.compile(r"\W*(?:\d{1,3}|[ivxlc]{1,7})[.:)—–-]", re.IGNORECASE)
_LIST_LINKS = 4
_LIST_LINES = 2
_LIST_LINE_CHARACTERS = 90
_LIST_WORDS = 4_000
_FEWEST_RUNNING_TITLES = 3
_FEW_KNOWN = 0.25
_MOST_RUNNING = 0.3
_MARGIN = 0.15
"""Share of a book at either end where a contents list stands."""
_MOST_OF_A_BOOK = 0.5
"""A book of which more than this share is lists, is a book of lists."""


def leave_out_furniture(documents: Sequence[Document], listed: Iterable[str] = ()) -> None:
    """Take licences, contents lists and producers' notes out of the documents, counting them as skipped.

    Args:
        documents: In reading order.
        listed: Titles that the book's own contents list has.
    """
    leave_out_licence(documents)
    for document in documents:
        document.remove(list(_transcribers_notes(document)), TRANSCRIBER)
        document.remove([n for n, b in enumerate(document.blocks) if _PICTURE.fullmatch(b.text)], "picture")
    known = {title_key(b.text) for d in documents for b in d.blocks if b.kind is BlockKind.HEADING}
    known |= set(map(title_key, listed))
    words = [[len(block.text.split()) for block in document.blocks] for document in documents]
    total, before, lists = sum(map(sum, words)), 0, []
    for document, counts in zip(documents, words, strict=True):
        is_middle = _MARGIN * total < before < (1 - _MARGIN) * total
        lists.append(list(_lists(document, known - {""}, is_middle=is_middle)))
        before += sum(counts)
    in_lists = sum(words[d][n] for d, found in enumerate(lists) for _, numbers in found for n in numbers)
    if in_lists > _MOST_OF_A_BOOK * total:
        return
    entries = [
        line
        for document, found in zip(documents, lists, strict=True)
        for kind, numbers in found
        if kind == CONTENTS
        for number in numbers
        for line in _lines(document.blocks[number])
        if not role_of_title(line)
    ]
    for document, found in zip(documents, lists, strict=True):
        document.remove_each(found)
    know_listed(documents, entries)


def leave_out_running_titles(documents: Sequence[Document], title: str) -> None:
    """Take the book's title out where it stands over the text of many files, but for the first of them."""
    key = title_key(title)
    headed = [d for d in documents if len(d.blocks) > 1 and key and title_key(d.blocks[0].text) == key]
    for document in headed[1:] if len(headed) >= _FEWEST_RUNNING_TITLES else ():
        document.remove([0], "running head")


def _transcribers_notes(document: Document) -> Iterator[int]:
    """Numbers of the paragraphs in which whoever typed the book speaks; a mere title is a chapter's."""
    for number, block in enumerate(document.blocks):
        note = _TRANSCRIBER.match(block.text) if block.kind is not BlockKind.HEADING else None
        if note and (note["mark"].strip() or is_like(TRANSCRIBER, [note["words"]])):
            yield number


def _lists(document: Document, known: Collection[str], *, is_middle: bool) -> Iterator[tuple[str, list[int]]]:
    """Contents lists and the like in a document that also has other text: kind and block numbers."""
    number, blocks = 0, document.blocks
    last_heading = {b.text: n for n, b in enumerate(blocks) if b.kind is BlockKind.HEADING}
    while number < len(blocks):
        role = role_of_title(blocks[number].text) if _may_be_title(blocks[number]) else None
        if role and role[1] in {CONTENTS, "list of illustrations"}:
            end = _end_of_list(document, number + 1, last_heading)
            lines = [line for n in range(number + 1, end) for line in _listed_lines(document, n)]
            names = sum(not line or title_key(line) in known or _is_listed(line) for line in lines)
            is_sure = names >= _FEW_KNOWN * len(lines)
            is_likely = not is_middle and running_share(lines) < _MOST_RUNNING
            if end > number + 1 and (is_sure or is_likely):
                yield role[1], list(range(number, end))
                number = end
                continue
        links = _links(document, number)
        if links >= _LIST_LINKS:
            yield CONTENTS, list(range(number, number + links))
        number += max(1, links)


def _listed_lines(document: Document, number: int) -> list[str]:
    """The lines of a block; an empty one for each that is a link."""
    is_linked = document.linked.get(number, 0.0) > 0.2
    return ["" if is_linked else line for line in _lines(document.blocks[number])]


def _may_be_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING or len(block.text) < 40


def _links(document: Document, start: int) -> int:
    """How many blocks from one on are nothing but links."""
    number = start
    blocks = document.blocks
    while (
        number < len(blocks) and document.linked.get(number, 0.0) > 0.8 and not is_prose(blocks[number].text)
    ):
        number += 1
    return number - start


def _end_of_list(document: Document, start: int, last_heading: dict[str, int]) -> int:
    """The block after a list's last line; ``start`` where what follows a list's title is no list."""
    end, words, characters, lines, listed = start, 0, 0, 0, 0
    title = document.blocks[start - 1].text
    seen: set[str] = set()
    while end < len(document.blocks) and words <= _LIST_WORDS:
        block = document.blocks[end]
        is_linked = document.linked.get(end, 0.0) > 0.2
        is_heading = block.kind is BlockKind.HEADING and not is_linked
        is_over = is_heading and (last_heading[block.text] == end or block.text == title)
        is_text = not is_linked and any(_is_text(line) for line in _lines(block))
        is_again = block.text in seen and not is_linked and _goes_to_text(document, end)
        if is_over or is_again or is_text or (block.kind is BlockKind.SCENE_BREAK and end > start):
            break
        seen.add(block.text)
        words += len(block.text.split())
        characters += len(block.text)
        lines += block.text.count("\n") + 1
        listed += sum(is_linked or line in last_heading or _is_listed(line) for line in _lines(block))
        end += 1
    is_list = lines >= _LIST_LINES and characters / lines <= _LIST_LINE_CHARACTERS and words <= _LIST_WORDS
    # A line that only says "Figures" may be anything.
    is_titled = document.blocks[start - 1].kind is BlockKind.HEADING or title.casefold().startswith("content")
    is_sure = is_titled or listed >= lines / 2
    return end if is_list and is_sure else start


def _goes_to_text(document: Document, number: int) -> bool:
    """Whether the block after one is text: then that one is a title, and no line of a list."""
    return number + 1 < len(document.blocks) and is_prose(document.blocks[number + 1].text)


def _is_text(line: str) -> bool:
    """Whether a line is the text and not a list's: a sentence, or somebody speaking."""
    return (is_prose(line) or is_speech(line)) and not _is_listed(line)


def _lines(block: Block) -> list[str]:
    return block.text.split("\n")


def _is_listed(line: str) -> bool:
    """Whether a line of sentences may stand in a contents list: with a number before it or a page after."""
    if len(line) > 4 * _LIST_LINE_CHARACTERS:
        return False
    return bool(_PAGE.search(line) or _NUMBERED.match(line)) or headings.is_chapter(line)
