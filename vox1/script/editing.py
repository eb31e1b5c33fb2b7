"""Editing: what a text typed in place of a chunk changes in the blocks that the chunk holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from booksmith_module.alignment import rewrite
from booksmith_module.book import Block, BlockKind
from booksmith_module.clean import clean
from booksmith_module.rewording import word_changes
from vox1.errors import InputError
from vox1.script.chunking import Piece

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What a shell makes of bytes that are no text; no engine takes it."""


def edited_blocks(blocks: Sequence[Block], pieces: Sequence[Piece], typed: str) -> dict[int, str]:
    """Return the new text of each block that a chunk's new text changes, by the block's number.

    Args:
        blocks: The chapter's.
        pieces: Where the chunk stands in them.
        typed: The chunk's new text. With as many lines as the old one has, each goes to its own block;
            else what was changed is looked for word by word.

    Raises:
        InputError: A change goes across the end of a paragraph, so that nobody knows what belongs to which.
    """
    said = [blocks[piece.block].text[piece.start : piece.end] for piece in pieces]
    new = _by_lines(said, typed) or _by_changes(said, typed)
    texts: dict[int, str] = {}
    # From the last: what is changed in a block first must not move what is changed later.
    for piece, text in reversed(list(zip(pieces, new, strict=True))):
        before = texts.get(piece.block, blocks[piece.block].text)
        texts[piece.block] = before[: piece.start] + text + before[piece.end :]
    cleaned = {number: _cleaned(blocks[number].kind, text) for number, text in texts.items()}
    return {number: text for number, text in sorted(cleaned.items()) if text != blocks[number].text}


def _cleaned(kind: BlockKind, text: str) -> str:
    """A block's text as every other is: single spaces, and line ends in verse only."""
    line_ends = [match.start() for match in re.finditer("\n", text)] if kind is BlockKind.VERSE else []
    return clean(_HALF_CHARACTER.sub("\ufffd", text), [], line_ends)[0]


def _by_lines(said: Sequence[str], typed: str) -> list[str] | None:
    """The typed lines, each with the piece whose line it replaces; None where they are not as many."""
    if len(said) == 1 or not typed.strip():
        return [typed] * len(said)
    counts = [text.count("\n") + 1 for text in said]
    lines = typed.strip("\n").split("\n")
    if len(lines) != sum(counts):
        return None
    left = iter(lines)
    return ["\n".join(itertools.islice(left, count)) for count in counts]


def _by_changes(said: Sequence[str], typed: str) -> list[str]:
    """The pieces with what was changed in them, whatever became of the line ends between them."""
    flat = " ".join(text.replace("\n", " ") for text in said)
    changes = list(word_changes(flat, " ".join(typed.split())))
    new, begin = [], 0
    for text in said:
        end = begin + len(text)
        inside = [change for change in changes if begin <= change[0] and change[1] <= end]
        changes = [change for change in changes if change not in inside]
        new.append(rewrite(text, [(start - begin, stop - begin, to) for start, stop, to in inside])[0])
        begin = end + 1
    if changes:
        raise InputError(
            f"The chunk holds {len(said)} paragraphs, and the new text changes words across the end of one",
            "Type the new text with a line break after each paragraph, as `takes list` shows it.",
            "across-paragraphs",
        )
    return new
