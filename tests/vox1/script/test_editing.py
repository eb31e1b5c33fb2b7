"""Tests of editing: a chunk's new text finds its way into the blocks that the chunk holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.alignment import rewrite
from booksmith_module.book import Block, BlockKind
from booksmith_module.rewording import aligned
from vox1.errors import InputError
from vox1.script.chunking import Piece
from vox1.script.editing import edited_blocks

words = st.lists(st.sampled_from(["the", "tram", "was", "late", "Zoë", "道", "-", "…"]), max_size=12)
texts = words.map(" ".join)
BLOCKS = [
    Block(BlockKind.HEADING, "One"),
    Block(BlockKind.PARAGRAPH, "Yes, he said. No, she said."),
    Block(BlockKind.PARAGRAPH, "It came late."),
    Block(BlockKind.VERSE, "A rose\na thorn"),
]


def _whole(*numbers: int) -> list[Piece]:
    """Whole blocks, as one chunk."""
    return [Piece(number, 0, len(BLOCKS[number].text)) for number in numbers]


@given(texts, texts)
def test_the_alignment_leads_from_what_was_written_to_what_was_typed(written: str, typed: str) -> None:
    """Word for word: outside its edits both are equal."""
    alignment = aligned(written, typed)

    changes = [(e.source_start, e.source_end, typed[e.start : e.end]) for e in alignment.edits]
    assert rewrite(written, changes)[0] == typed


def test_only_the_words_that_were_changed_are_edits() -> None:
    """The rest keeps its place in the book file."""
    assert [tuple(edit) for edit in aligned("He said no to Jon.", "He said no to John.").edits] == [
        (14, 17, 14, 18)
    ]


@given(texts.filter(bool), texts)
def test_a_chunk_within_one_block_takes_any_text(written: str, typed: str) -> None:
    """What stands before and after it in the block stays."""
    block = Block(BlockKind.PARAGRAPH, f"Before. {written} After.")

    edited = edited_blocks([block], [Piece(0, 8, 8 + len(written))], typed)

    new = " ".join(f"Before. {typed} After.".split())
    assert edited == ({} if new == block.text else {0: new})


def test_a_chunk_of_several_blocks_goes_line_by_line() -> None:
    """As many lines as it has: each to its own block, whatever changed."""
    edited = edited_blocks(BLOCKS, _whole(1, 2), "Quite another thing.\nAnd this too.")

    assert edited == {1: "Quite another thing.", 2: "And this too."}


def test_a_chunk_typed_in_one_line_is_compared_word_by_word() -> None:
    """A shell has no good way to type a line break."""
    typed = "Yes, she said. No, she said. It never came so late."

    assert edited_blocks(BLOCKS, _whole(1, 2), typed) == {
        1: "Yes, she said. No, she said.",
        2: "It never came so late.",
    }


def test_the_lines_of_verse_stay_lines() -> None:
    """Typed with them, and typed without."""
    for typed in ("It came late.\nA rose\nand thorns", "It came late. A rose and thorns"):
        assert edited_blocks(BLOCKS, _whole(2, 3), typed) == {3: "A rose\nand thorns"}


def test_what_goes_across_the_end_of_a_paragraph_is_refused() -> None:
    """Nobody knows which of the words belong to which."""
    with pytest.raises(InputError) as caught:
        edited_blocks(BLOCKS, _whole(1, 2), "Yes, he said. Quite another thing late.")

    assert "line break" in caught.value.hint


def test_an_empty_text_leaves_all_of_the_chunk_out() -> None:
    """And a chunk that is part of a block leaves the rest of it."""
    assert edited_blocks(BLOCKS, _whole(1, 2), " ") == {1: "", 2: ""}
    assert edited_blocks(BLOCKS, [Piece(1, 0, 13)], "") == {1: "No, she said."}


def test_what_is_no_text_is_not_kept() -> None:
    """Control characters, spaces in a row, and bytes that a shell could not read."""
    assert edited_blocks(BLOCKS, _whole(2), "It\x07  came\tl\udce9te.") == {2: "It came l\ufffdte."}


def test_two_parts_of_one_block_are_both_edited() -> None:
    """A chunk may hold what one speaker says before and after somebody else."""
    pieces = [Piece(1, 0, 13), Piece(1, 14, 27)]

    assert edited_blocks(BLOCKS, pieces, "Yes, he said at last.\nNever.") == {
        1: "Yes, he said at last. Never."
    }


def test_a_text_that_is_as_it_was_changes_nothing() -> None:
    """Nor do spaces."""
    assert edited_blocks(BLOCKS, _whole(1, 2), "Yes, he said. No,  she said.\n It came late.\n") == {}
