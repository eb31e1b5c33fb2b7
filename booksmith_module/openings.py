"""Openings: lines at the beginning of a book's files that are headings, because most files have one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from booksmith_module.book import Block, BlockKind
from booksmith_module.document import Document
from booksmith_module.plain_headings import may_be_heading

_FEWEST_FILES = 3
_LEAST_SHARE = 0.6
_FEWEST_WORDS = 100
"""Of a file that is a chapter, and no title page or the like."""
_LEVEL = 2


def know_openings(documents: Sequence[Document]) -> None:
    """Make headings of the bold or centred lines that files open with, where most open so or with a heading.

    Converters cut a book into a file for each chapter and leave of its heading a bold paragraph. A single
    centred line at the beginning of a file may be anything.
    """
    chapters = [document for document in documents if _words(document.blocks) >= _FEWEST_WORDS]
    plain = [document for document in chapters if _opens_apart(document)]
    headed = [d for d in chapters if d.blocks[0].kind is BlockKind.HEADING]
    if len(plain) + len(headed) < max(_FEWEST_FILES, _LEAST_SHARE * len(chapters)):
        return
    for document in plain:
        document.blocks[0] = replace(document.blocks[0], kind=BlockKind.HEADING, level=_LEVEL)


def _opens_apart(document: Document) -> bool:
    """Whether the first line is set apart, and running text follows."""
    is_alone = 0 in document.set_apart and 1 not in document.set_apart and len(document.blocks) > 1
    return is_alone and may_be_heading(document, 0)


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
