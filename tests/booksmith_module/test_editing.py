"""Tests of editing: chapters are changed, and no word is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module import editing
from booksmith_module.alignment import rewrite
from booksmith_module.book import Block, BlockKind, Book, Chapter, Role, Source, Span
from booksmith_module.editing import Edited
from booksmith_module.errors import BookError
from booksmith_module.manifest import from_json, to_json

_WORDS = st.lists(st.sampled_from(["the", "tram", "was", "late.", "Zoë", "道", "-", "“No!”"]), min_size=1)
_TEXTS = _WORDS.map(" ".join)
_BLOCKS = st.one_of(
    st.just(Block(BlockKind.SCENE_BREAK, "")),
    st.builds(Block, st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.NOTE]), _TEXTS),
    st.lists(_TEXTS, min_size=2, max_size=3).map(lambda lines: Block(BlockKind.VERSE, "\n".join(lines))),
)
_CHAPTERS = st.builds(
    Chapter,
    st.sampled_from(["One", "Two", "Three"]),
    st.lists(_BLOCKS, max_size=4).map(tuple),
    st.sampled_from(Role),
    st.booleans(),
)
BOOKS = st.builds(
    Book,
    st.just("A Book"),
    st.just(()),
    st.just("en"),
    st.lists(_CHAPTERS, min_size=1, max_size=4).map(tuple),
)
_NUMBERS = st.integers(-1, 6)


def words_of(book: Book) -> list[str]:
    """Every word of a book, in order."""
    return [word for chapter in book.chapters for block in chapter.blocks for word in block.text.split()]


def done(edit: Callable[..., Edited], book: Book, *arguments: Any) -> Edited | None:
    """Return an edit, or None where it is refused with a reason."""
    try:
        return edit(book, *arguments)
    except BookError as err:
        refusal = err
    assert refusal.message
    assert refusal.hint
    return None


@given(BOOKS, _NUMBERS, _TEXTS)
def test_a_renamed_chapter_has_the_same_words(book: Book, number: int, title: str) -> None:
    """Only its title is another."""
    if edited := done(editing.renamed, book, number, title):
        assert words_of(edited.book) == words_of(book)
        assert edited.book.chapters[number - 1].title == title


@given(BOOKS, _NUMBERS)
def test_joined_chapters_have_the_words_of_both(book: Book, number: int) -> None:
    """In their order; and what was read of either is read."""
    if edited := done(editing.merged, book, number):
        assert words_of(edited.book) == words_of(book)
        assert len(edited.book.chapters) == len(book.chapters) - 1
        both = book.chapters[number - 1 : number + 1]
        assert edited.book.chapters[number - 1].enabled == any(chapter.enabled for chapter in both)


@given(BOOKS, _NUMBERS, st.integers(-1, 4), st.integers(0, 30))
def test_split_chapters_have_the_words_of_the_one(
    book: Book, number: int, block: int, character: int
) -> None:
    """All of them in order, and some in both; a word may be cut where the listener wants it."""
    if edited := done(editing.split, book, number, block, character):
        assert "".join(words_of(edited.book)) == "".join(words_of(book))
        first, second = edited.book.chapters[number - 1 : number + 1]
        assert first.text
        assert second.text
        assert second.title


@given(BOOKS, _NUMBERS, _NUMBERS)
def test_a_moved_chapter_takes_all_its_words_along(book: Book, number: int, place: int) -> None:
    """The others keep their order."""
    if edited := done(editing.moved, book, number, place):
        chapters = list(edited.book.chapters)
        chapter = chapters.pop(min(max(place, 1), len(book.chapters)) - 1)
        assert chapter == book.chapters[number - 1]
        rest = list(book.chapters)
        del rest[number - 1]
        assert chapters == rest


@given(BOOKS, st.data())
def test_ticks_go_with_their_words_and_come_back(book: Book, data: st.DataObject) -> None:
    """Whatever was to be narrated still is, after an edit and after it is undone."""
    count = len(book.chapters)
    edits = [
        done(editing.merged, book, data.draw(_NUMBERS)),
        done(editing.moved, book, data.draw(_NUMBERS), data.draw(_NUMBERS)),
        done(editing.split, book, data.draw(_NUMBERS), 0, data.draw(st.integers(0, 9))),
        done(editing.renamed, book, data.draw(_NUMBERS), "New"),
    ]
    ticked = data.draw(st.frozensets(st.integers(1, count)))
    for edited in filter(None, edits):
        assert len(edited.origins) == len(edited.book.chapters)
        assert {old for origins in edited.origins for old in origins} == set(range(1, count + 1))
        assert edited.carried_back(edited.carried(ticked)) >= ticked


@given(BOOKS, _NUMBERS, st.integers(0, 4), st.text(max_size=30))
def test_an_edited_book_comes_back_from_its_manifest(book: Book, number: int, block: int, text: str) -> None:
    """Whatever is typed, nothing of the rest is lost on the way to the disk and back."""
    for edited in filter(
        None,
        [
            done(editing.retold, book, number, block, text),
            done(editing.split, book, number, block, 3, text),
            done(editing.directed, book, [number], text, text),
        ],
    ):
        assert from_json(json.loads(json.dumps(to_json(edited.book)))) == edited.book


def chapter(*texts: str, **about: Any) -> Chapter:
    """A chapter of paragraphs."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Chapter(blocks=blocks, **{"title": "One", **about})


def book_of(*chapters: Chapter) -> Book:
    """A book in English."""
    return Book("A Book", (), "en", chapters)


def test_a_split_goes_through_the_middle_of_a_paragraph() -> None:
    """Each half keeps its place in the book file, and who says what."""
    raw = "Yes,  he said.   No, she said."
    text, alignment = rewrite(raw, [(4, 6, " "), (14, 17, " ")])
    block = Block(
        BlockKind.PARAGRAPH,
        text,
        Source("a.xhtml", "body/p[1]", 10, 10 + len(raw), alignment),
        spans=(Span(0, 4, "Anna"), Span(14, 17, "Ben")),
    )
    edited = editing.split(book_of(Chapter("One", (block,))), 1, 0, text.index("No"))
    halves = [chapter.blocks[0] for chapter in edited.book.chapters]
    assert [half.text for half in halves] == ["Yes, he said.", "No, she said."]
    for half in halves:
        assert half.source is not None
        written = raw[half.source.start - 10 : half.source.end - 10]
        edits = [
            (e.source_start, e.source_end, half.text[e.start : e.end]) for e in half.source.alignment.edits
        ]
        assert rewrite(written, edits)[0] == half.text
    assert [half.spans for half in halves] == [(Span(0, 4, "Anna"),), (Span(0, 3, "Ben"),)]
    assert [chapter.title for chapter in edited.book.chapters] == ["One", "No, she said."]


def test_a_heading_names_the_second_half() -> None:
    """It is what the chapter would have been called."""
    blocks = (Block(BlockKind.PARAGRAPH, "Before."), Block(BlockKind.HEADING, "Two", level=1))
    edited = editing.split(book_of(Chapter("One", (*blocks, *blocks[:1]))), 1, 1, 0)
    assert edited.book.chapters[1].title == "Two"


@pytest.mark.parametrize(("block", "character"), [(0, 0), (1, 9), (2, 0), (-1, 0)])
def test_no_chapter_becomes_empty(block: int, character: int) -> None:
    """There is nothing to be split off before the first word, or after the last."""
    with pytest.raises(BookError, match="empty"):
        editing.split(book_of(chapter("One.", "Two.")), 1, block, character)


def test_chapters_in_two_languages_stay_apart() -> None:
    """Joined, one of them would be read in the wrong language."""
    with pytest.raises(BookError, match="two languages"):
        editing.merged(book_of(chapter("One."), chapter("Zwei.", language="de")), 1)


def test_a_reworded_paragraph_is_what_was_typed() -> None:
    """With single spaces, and its kind as it was."""
    edited = editing.retold(book_of(chapter("He said no to Jon.")), 1, 0, " He said no  to\nJohn. ")
    assert edited.book.chapters[0].text == "He said no to John."


def test_a_paragraph_that_is_left_out_is_listed() -> None:
    """Nothing goes in silence."""
    edited = editing.retold(book_of(chapter("Keep.", "Drop me.")), 1, 1, "  ")
    assert edited.book.chapters[0].text == "Keep."
    (skipped,) = edited.book.skipped
    assert (skipped.kind, skipped.text) == ("left out by a correction", "Drop me.")


def test_several_chapters_are_directed_at_once() -> None:
    """And what is not named stays as it was."""
    book = book_of(chapter("A.", voice="Anna"), chapter("B."), chapter("C."))
    edited = editing.directed(book, [1, 3], None, " slowly, \n softly ")
    assert [(c.voice, c.style_prompt) for c in edited.book.chapters] == [
        ("Anna", "slowly, softly"),
        ("", ""),
        ("", "slowly, softly"),
    ]
