"""Plain headings: paragraphs that are headings to the eye, though no element says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from booksmith_module import headings
from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.prose import is_prose

_CHARACTERS = 100
_LABEL_CHARACTERS = 60
_LINES = 3
_FEW = 4
"""So many headings by class may be most of a document: a title page."""
_PART_LEVEL, _CHAPTER_LEVEL, _TITLE_LEVEL = 1, 2, 3


def know_plain_headings(document: Document) -> None:
    """Make headings of the paragraphs that are: by their class, or by their words and place.

    "CHAPTER ONE" is one wherever it stands alone. A number is one if it is bold or centred, or opens the
    document, and text follows. The line after a chapter's number is its title, if it is set like one.
    """
    levels = {**dict(_by_class(document)), **dict(_by_words(document))}
    levels |= dict(_titles_after(document, levels))
    for number, level in levels.items():
        block = document.blocks[number]
        document.blocks[number] = replace(block, kind=BlockKind.HEADING, level=level)


def _by_class(document: Document) -> Iterator[tuple[int, int]]:
    """Paragraphs with a heading's class, unless half of the document has it: then it is the text's."""
    found = [(n, level) for n, level in document.set_apart.items() if level and may_be_heading(document, n)]
    if len(found) <= max(_FEW, len(document.blocks) / 2):
        yield from found


def _by_words(document: Document) -> Iterator[tuple[int, int]]:
    """Paragraphs that name a part or a chapter, or are a chapter's number; not the lines of a list."""
    for number, block in enumerate(document.blocks):
        if len(block.text) > _CHARACTERS or not may_be_heading(document, number):
            continue
        if level := _level_by_words(document, number):
            yield number, level


def _level_by_words(document: Document, number: int) -> int:
    text, is_apart = document.blocks[number].text, number in document.set_apart
    first_word = text.split()[0]
    is_label = _is_label(
        text, is_shown=is_apart or number == 0 or (first_word.isupper() and len(first_word) > 2)
    )
    if is_label and headings.is_part(text):
        return _PART_LEVEL
    if is_label and headings.is_chapter(text):
        return 0 if _is_like_next(document, number) else _CHAPTER_LEVEL
    is_new = number == 0 or (is_apart and _ends_sentence(document, number - 1))
    is_number = is_new and headings.is_number(text) and is_prose(_text(document, number + 1))
    return _CHAPTER_LEVEL if is_number else 0


def _is_like_next(document: Document, number: int) -> bool:
    """Whether the next line names a chapter too, and by the same word: both are lines of a list."""
    first, *lines = [*document.blocks[number].text.split("\n"), *_text(document, number + 1).split("\n")[:1]]
    word = first.split()[0].casefold()
    return any(headings.is_chapter(line) and line.split()[0].casefold() == word for line in lines)


def _is_label(text: str, *, is_shown: bool) -> bool:
    first = text.split("\n", maxsplit=1)[0]
    return headings.is_bare_label(first) or (is_shown and len(text) <= _LABEL_CHARACTERS)


def _titles_after(document: Document, levels: dict[int, int]) -> Iterator[tuple[int, int]]:
    for number, level in levels.items():
        following = number + 1
        is_title = following in document.set_apart or _text(document, following).isupper()
        is_new = following not in levels and is_title and may_be_heading(document, following)
        if is_new and headings.is_bare_label(document.blocks[number].text):
            yield following, max(_TITLE_LEVEL, level)


def may_be_heading(document: Document, number: int) -> bool:
    """Return whether a paragraph is short enough for a heading, and neither sentence nor speech."""
    if not 0 <= number < len(document.blocks):
        return False
    block = document.blocks[number]
    is_text = block.kind in {BlockKind.PARAGRAPH, BlockKind.VERSE} and block.text.count("\n") < _LINES
    is_title = len(block.text) <= _CHARACTERS and not is_prose(block.text)
    return is_text and is_title and not block.text.endswith((",", ";", "”", '"', "»"))


def _ends_sentence(document: Document, number: int) -> bool:
    """Whether a sentence is over before a number: else it is a page's, in the middle of one."""
    text = _text(document, number)
    return not text or (text[-1] not in ",;-–—" and not text[-1].isalnum())


def _text(document: Document, number: int) -> str:
    return document.blocks[number].text if _is_text(document, number) else ""


def _is_text(document: Document, number: int) -> bool:
    return 0 <= number < len(document.blocks) and _has_no_kind(document.blocks[number])


def _has_no_kind(block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.VERSE}
