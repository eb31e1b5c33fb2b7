"""Tests of corrections: a book read as its editor wants it, and nothing else of it changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import overload

from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.alignment import Alignment, Edit
from booksmith_module.book import LEFT_OUT, Block, BlockKind, Book, Chapter, Source, Span
from vox1.script.chunking import Size, chunk_chapter
from vox1.script.corrections import (
    Corrections,
    Direction,
    TextCorrection,
    corrected,
    corrected_blocks,
)
from vox1.script.speech import Speech

LONG = "He waited for {} at the door of the old house until it was quite dark, and nobody came to open it."
CHAPTERS = (
    Chapter("One", tuple(Block(BlockKind.PARAGRAPH, text) for text in ("Yes.", "Hermoine came.", "Yes."))),
    Chapter("Two", (Block(BlockKind.PARAGRAPH, "It rained."),), style_prompt="calm", voice="Anna"),
)
BOOK = Book("T", ("A",), "en", CHAPTERS)

numbers = st.integers(1, 3)
corrections = st.builds(
    Corrections,
    st.lists(
        st.builds(TextCorrection, numbers, st.text(max_size=5), st.text(max_size=5), numbers), max_size=3
    ).map(tuple),
    st.lists(
        st.builds(Direction, numbers, st.text(max_size=5), st.none() | st.text(max_size=5), st.none()),
        max_size=3,
    ).map(tuple),
)


class Counted(Sequence[Chapter]):
    """Chapters that know how often they were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __len__(self) -> int:
        return len(CHAPTERS)

    @overload
    def __getitem__(self, index: int) -> Chapter: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Chapter]: ...

    def __getitem__(self, index: int | slice) -> Chapter | Sequence[Chapter]:
        assert isinstance(index, int)
        self.asked.append(index)
        return CHAPTERS[index]


@given(corrections)
def test_corrections_come_back_as_they_were_written(made: Corrections) -> None:
    """Through JSON."""
    assert Corrections.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_a_block_is_read_otherwise() -> None:
    """The second of two that are alike, and no other."""
    made = Corrections(
        (TextCorrection(1, "Yes.", "No.", 2), TextCorrection(1, "Hermoine came.", "Hermione came."))
    )

    book = corrected(BOOK, made)

    assert [block.text for block in book.chapters[0].blocks] == ["Yes.", "Hermione came.", "No."]
    assert book.chapters[1] == CHAPTERS[1]
    assert (book.warnings, book.skipped) == ((), ())


def test_no_corrections_leave_the_book_itself() -> None:
    """Nothing stands between a render and the book."""
    assert corrected(BOOK, Corrections()) is BOOK


def test_a_block_that_is_left_out_is_listed() -> None:
    """Its words stand in the receipt as everything else that is not read."""
    book = corrected(BOOK, Corrections((TextCorrection(1, "Hermoine came.", ""),)))

    assert [block.text for block in book.chapters[0].blocks] == ["Yes.", "Yes."]
    (skipped,) = book.skipped
    assert (skipped.kind, skipped.where, skipped.text) == (LEFT_OUT, "chapter 1", "Hermoine came.")


def test_a_chapter_is_directed() -> None:
    """What is None is as the book has it; what is empty is the narrator's own."""
    made = Corrections(directions=(Direction(1, "One", style="fast"), Direction(2, "Two", voice="")))

    one, two = corrected(BOOK, made).chapters

    assert (one.style_prompt, one.voice) == ("fast", "")
    assert (two.style_prompt, two.voice) == ("calm", "")


def test_what_the_book_does_not_have_any_more_is_said() -> None:
    """Each by its words; the book is read as it is there."""
    made = Corrections(
        (TextCorrection(1, "Yes.", "No.", 3), TextCorrection(9, "x", "y"), TextCorrection(2, "Snow.", "")),
        (Direction(1, "Another", voice="Bob"), Direction(7, "Seven", style="sad")),
    )

    book = corrected(BOOK, made)

    assert tuple(book.chapters) == CHAPTERS
    assert book.skipped == ()
    assert len(book.warnings) == 5
    assert "“Yes.” in chapter 1" in book.warnings[0]
    assert "chapter 7 “Seven”" in book.warnings[-1]


def test_only_corrected_chapters_are_looked_at() -> None:
    """A long book's come from the disk, one at a time, when they are asked for."""
    chapters = Counted()

    book = corrected(
        replace(BOOK, chapters=chapters), Corrections((TextCorrection(2, "It rained.", "It snowed."),))
    )

    assert chapters.asked == [1]
    assert len(book.chapters) == 2
    assert book.chapters[-1].text == "It snowed."
    assert [chapter.title for chapter in book.chapters[0:9]] == ["One", "Two"]


def test_a_corrected_block_still_knows_its_element() -> None:
    """Read-along highlights it, and the words that were kept come from where they were."""
    cleaned = Alignment((Edit(2, 4, 2, 3),))  # two spaces became one
    block = Block(
        BlockKind.PARAGRAPH, "He met Jon, and left.", Source("a.xhtml", "html/body/p", 0, 22, cleaned)
    )

    ((index, new),) = corrected_blocks(
        1, [block], (TextCorrection(1, block.text, "He met old John, and left."),)
    )

    assert (index, new.text) == (0, "He met old John, and left.")
    assert new.source is not None
    assert (new.source.file, new.source.place, new.source.start, new.source.end) == (
        "a.xhtml",
        "html/body/p",
        0,
        22,
    )
    left = new.text.index("left")
    assert new.source.alignment.source_span(left, left + 4) == (17, 21)
    john = new.text.index("old John")
    assert new.source.alignment.source_span(john, john + 8) == (8, 11)


def test_what_speakers_say_moves_with_the_text() -> None:
    """And is nobody's where all of their words are gone."""
    block = Block(
        BlockKind.PARAGRAPH, "“Yes,” he said. “No,” she said.", spans=(Span(0, 6, "He"), Span(16, 21, "She"))
    )

    ((_, longer),) = corrected_blocks(
        1, [block], (TextCorrection(1, block.text, "“Oh yes,” he said. “No,” she said."),)
    )
    ((_, shorter),) = corrected_blocks(
        1, [block], (TextCorrection(1, block.text, "He said. “No,” she said."),)
    )

    assert [longer.text[s.start : s.end] for s in longer.spans] == ["“Oh yes,”", "“No,”"]
    assert [(shorter.text[s.start : s.end], s.speaker) for s in shorter.spans][-1] == ("“No,”", "She")


def test_a_correction_changes_only_the_chunks_that_hold_it() -> None:
    """Of a chapter of many: all others are spoken as before."""
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, " ".join(LONG.format(f"{p}{s}") for s in "abc")) for p in range(20)
    )
    chapter = Chapter("One", blocks)
    book = replace(BOOK, chapters=(chapter,))
    made = Corrections((TextCorrection(1, blocks[7].text, blocks[7].text.replace("7b", "his friend")),))

    before, after = (
        [chunk.spoken for chunk in chunk_chapter(each.chapters[0], Speech("en"), Size())]
        for each in (book, corrected(book, made))
    )

    assert len(before) == len(after)
    assert [i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [7]


def test_a_correction_made_again_replaces_the_first() -> None:
    """And one that says what is written takes it out."""
    made = Corrections().with_texts([TextCorrection(1, "Yes.", "No."), TextCorrection(1, "Yes.", "Oh.", 2)])
    made = made.with_texts([TextCorrection(1, "Yes.", "Never.")])
    assert [c.text for c in made.texts] == ["Oh.", "Never."]

    assert made.with_texts([TextCorrection(1, "Yes.", "Yes.", 2)]).texts == (
        TextCorrection(1, "Yes.", "Never."),
    )


def test_a_direction_made_again_replaces_the_first() -> None:
    """And an empty one takes it out; chapters stay in order."""
    made = (
        Corrections()
        .with_direction(Direction(3, "C", voice="Bob"))
        .with_direction(Direction(1, "A", style="sad"))
    )
    assert [d.chapter for d in made.directions] == [1, 3]

    assert made.with_direction(Direction(3, "C")).directions == (Direction(1, "A", style="sad"),)
