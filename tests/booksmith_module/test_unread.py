"""Tests of what is not read: it keeps its place, can be switched on and off again, and no word is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module import editing
from booksmith_module.book import LEFT_OUT, Block, BlockKind, Book, Chapter, Role, Source, Span
from booksmith_module.child import read_book
from booksmith_module.editing import Edited
from booksmith_module.errors import BookError
from booksmith_module.manifest import from_json, loads, to_json
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.unread import Standing, arranged, chosen, in_order, kinds_of
from tests.booksmith_module.shapes import PROSE, narrated, read, text

_WORDS = st.lists(st.sampled_from(["the", "tram", "was", "late.", "Zoë", "道", "-", "“No!”"]), min_size=1)
_TEXTS = _WORDS.map(" ".join)
_KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.NOTE, BlockKind.TABLE])
_BLOCKS = st.one_of(
    st.just(Block(BlockKind.SCENE_BREAK, "")),
    st.builds(Block, _KINDS, _TEXTS, reason=st.sampled_from(["", "", "licence", "running head"])),
)
_STANDING = st.builds(Standing, _BLOCKS, st.booleans(), st.just(0))
_CHAPTERS = st.lists(_STANDING, max_size=7).map(lambda blocks: arranged(Chapter("One", ()), blocks))
_BOOKS = st.lists(_CHAPTERS, min_size=1, max_size=3).map(
    lambda chapters: Book("A Book", (), "en", tuple(chapters))
)


def texts(chapter: Chapter) -> list[tuple[str, bool]]:
    """Return a chapter's texts in the order of the book, and whether they are read."""
    return [(one.block.text, one.is_read) for one in in_order(chapter)]


def whole(book: Book) -> list[list[str]]:
    """Return all texts of a book, read or not."""
    return [[said for said, _ in texts(chapter)] for chapter in book.chapters]


@given(_BOOKS, st.data())
def test_a_block_that_is_switched_and_switched_back_gives_the_book_back(
    book: Book, data: st.DataObject
) -> None:
    """Wherever it stands, whatever else is read or not, and the order never changes."""
    number = data.draw(st.integers(1, len(book.chapters)))
    count = len(texts(book.chapters[number - 1]))
    places = data.draw(st.sets(st.integers(0, count - 1))) if count else set()
    switched = editing.switched_at(book, number, places).book
    assert whole(switched) == whole(book)
    for place, (before, after) in enumerate(
        zip(texts(book.chapters[number - 1]), texts(switched.chapters[number - 1]), strict=True)
    ):
        assert (before[1] != after[1]) == (place in places)
    assert editing.switched_at(switched, number, places).book == book


@given(_BOOKS, st.sampled_from(["note", "table", "licence", LEFT_OUT]))
def test_a_kind_that_is_switched_on_is_read_everywhere(book: Book, kind: str) -> None:
    """In the order of the book; switched off, none of it is, and on again it is as it was."""
    on = editing.switched(book, on=[kind]).book
    assert whole(on) == whole(book)
    assert not any(one.reason == kind for chapter in on.chapters for one in chapter.unread)
    off = editing.switched(on, off=[kind]).book
    assert whole(off) == whole(book)
    assert not any(block.listed_as == kind for chapter in off.chapters for block in chapter.blocks)
    if kind != LEFT_OUT:  # what an editor left out is running text again, and no kind of its own
        assert editing.switched(off, on=[kind]).book == on


@given(_BOOKS)
def test_the_kinds_are_counted(book: Book) -> None:
    """Each with how many of it are read and how many are not; running text is none."""
    counts = {kind.name: (kind.read, kind.unread) for kind in kinds_of(book.chapters)}
    assert "" not in counts
    blocks = [block.listed_as for chapter in book.chapters for block in chapter.blocks]
    asides = [one.reason for chapter in book.chapters for one in chapter.unread]
    assert set(counts) == {*filter(None, blocks), *asides}
    for name, found in counts.items():
        assert found == (blocks.count(name), asides.count(name))


@given(_BOOKS)
def test_a_manifest_keeps_what_is_not_read(book: Book) -> None:
    """With its place and its reason, whatever is read around it."""
    assert from_json(json.loads(json.dumps(to_json(book)))) == book


@given(_BOOKS, st.integers(1, 3), st.integers(0, 7), st.integers(0, 20))
def test_joined_and_split_chapters_keep_their_asides_in_order(
    book: Book, number: int, block: int, character: int
) -> None:
    """Nothing goes, and nothing goes elsewhere."""
    words = [word for said in whole(book) for one in said for word in one.split()]
    for edit in (
        lambda: editing.merged(book, number),
        lambda: editing.split(book, number, block, character),
    ):
        edited = refused_or_done(edit)
        if edited:
            assert [w for said in whole(edited.book) for one in said for w in one.split()] == words
            for chapter in edited.book.chapters:
                assert all(0 <= one.before <= len(chapter.blocks) for one in chapter.unread)


def refused_or_done(edit: object) -> Edited | None:
    """Return what an edit makes; None where it is refused."""
    try:
        done = edit()  # type: ignore[operator]  # a function without arguments
    except BookError:
        return None
    assert isinstance(done, Edited)
    return done


def test_a_block_that_is_left_out_is_listed_and_can_be_read_again() -> None:
    """With who says what in it, over a manifest too."""
    said = Block(BlockKind.PARAGRAPH, "“No!” he said.", spans=(Span(0, 5, "Tom"),))
    book = Book("A", (), "en", (Chapter("One", (Block(BlockKind.PARAGRAPH, "First."), said)),))
    without = loads(json.dumps(to_json(editing.switched_at(book, 1, [1]).book)))
    assert without.chapters[0].text == "First."
    assert [(item.kind, item.where, item.text) for item in without.skipped] == [(LEFT_OUT, "One", said.text)]
    assert editing.switched_at(without, 1, [1]).book == book


def test_a_place_that_is_not_there_is_refused() -> None:
    """The book may have changed since it was shown."""
    book = Book("A", (), "en", (Chapter("One", (Block(BlockKind.PARAGRAPH, "First."),)),))
    with pytest.raises(BookError, match="no such paragraph"):
        editing.switched_at(book, 1, [1])


def test_a_manifest_edited_by_hand_has_a_passage_read() -> None:
    """One word typed in its place is enough."""
    note = Block(BlockKind.NOTE, "A note.")
    first, second = Block(BlockKind.PARAGRAPH, "First."), Block(BlockKind.PARAGRAPH, "Second.")
    standing = [Standing(block, is_read=block is not note, number=0) for block in (first, note, second)]
    book = Book("A", (), "en", (arranged(Chapter("One", ()), standing),))
    written = to_json(book)
    assert written["chapters"][0]["text"] == "First.\n\nSecond."
    written["chapters"][0]["unread"][0]["read"] = True
    assert from_json(written).chapters[0].blocks == (first, note, second)
    written["chapters"][0]["unread"][0]["read"] = "yes"
    with pytest.raises(BookError, match="neither true nor false"):
        from_json(written)


def test_a_text_typed_over_keeps_the_asides_by_their_paragraphs() -> None:
    """A note stays after the paragraph that it stood after."""
    blocks = [Block(BlockKind.PARAGRAPH, f"Paragraph {n}.") for n in range(4)]
    note = Block(BlockKind.NOTE, "A note.")
    standing = [Standing(block, is_read=True, number=0) for block in blocks]
    standing.insert(3, Standing(note, is_read=False, number=0))
    written = to_json(Book("A", (), "en", (arranged(Chapter("One", ()), standing),)))
    written["chapters"][0]["text"] = "Before.\n\nParagraph 0.\n\nParagraph 2.\n\nParagraph 3.\n\nAfter."
    assert [said for said, _ in texts(from_json(written).chapters[0])] == [
        *("Before.", "Paragraph 0.", "Paragraph 2.", "A note.", "Paragraph 3.", "After.")
    ]


_NOTED = f"""
<h1>One</h1><p>{PROSE}<a epub:type='noteref' href='#n1'>1</a></p>{text(1)}
<p>{PROSE.replace("rain", "snow")}<a epub:type='noteref' href='#n2'>2</a></p>
<aside epub:type='footnote' id='n1'><p>First note.</p><p>More of it.</p></aside>
<table><tr><td>Rain</td><td>3</td></tr></table>
<aside epub:type='footnote' id='n2'><p>Second note.</p></aside>{text(1)}
"""


def test_notes_that_are_switched_on_are_read_after_their_marks() -> None:
    """As if the book had been read with them in place; switched off again, it is as it was."""
    silent = read([_NOTED], options=ReadingOptions(notes=Notes.SKIP))
    in_place = read([_NOTED], options=ReadingOptions(notes=Notes.IN_PLACE))
    assert [(one.reason, one.block.text) for one in silent.chapters[0].unread] == [
        *(("note", "First note."), ("note", "More of it."), ("note", "Second note."))
    ]
    switched = editing.switched(silent, on=["note"]).book
    assert switched == in_place
    assert editing.switched(in_place, off=["note"]).book == silent


def test_tables_that_are_switched_off_stand_where_they_stood() -> None:
    """As if the book had been read without them."""
    plain, without = read([_NOTED]), read([_NOTED], options=ReadingOptions(tables=False))
    assert editing.switched(plain, off=["table"]).book == without
    assert editing.switched(without, on=["table"]).book == plain


def test_a_document_with_nothing_to_read_stands_after_the_one_before() -> None:
    """A contents list in a file of its own, for example; the first one's stands before all."""
    contents = "<h1>Contents</h1><p>Chapter 1: Rain, 3</p><p>Chapter 2: Snow, 9</p><p>Chapter 3: Ice, 20</p>"
    story = f"<h1>Chapter 1: Rain</h1>{text()}"
    book = read([f"{contents}<h1>Chapter 1: Rain</h1>{text()}", story.replace("1: Rain", "2: Snow")])
    assert "Contents" not in narrated(book)
    every = [item for chapter in book.chapters for item in texts(chapter)]
    assert every[0] == ("Contents", False)


def test_kinds_are_switched_by_name_and_a_strange_one_is_told() -> None:
    """In a file and in a manifest alike."""
    book = read([_NOTED])
    options = ReadingOptions(switched_on=("note",), switched_off=("table", "recipe"))
    switched = chosen(book, options)
    assert "First note." in narrated(switched)
    assert "Rain" not in [block.text for block in switched.chapters[0].blocks]
    (warning,) = switched.warnings[len(book.warnings) :]
    assert warning == "Nothing in this book is called “recipe”; what can be switched is: note, table."
    assert ReadingOptions.from_json(options.to_json()) == options
    assert chosen(book, ReadingOptions()) is book


def test_a_manifest_heeds_the_switches(tmp_path: Path) -> None:
    """What the window has done to a book, the command line can do to it too."""
    path = tmp_path / "book.json"
    path.write_text(json.dumps(to_json(read([_NOTED]))), encoding="utf-8")
    book = read_book(path, ReadingOptions(switched_on=("note",)))
    assert narrated(book) == narrated(read([_NOTED], options=ReadingOptions(notes=Notes.IN_PLACE)))


def test_an_aside_is_listed_at_its_file() -> None:
    """And is counted with others of its kind there."""
    source = Source("ch1.xhtml", "html/body/p[3]", 0, 7)
    note = Block(BlockKind.NOTE, "A note.", source)
    one = arranged(Chapter("One", (), Role.BODY), [Standing(note, is_read=False, number=0) for _ in range(2)])
    (item,) = replace(Book("A", (), "en", ()), chapters=(one,)).skipped
    assert (item.kind, item.count, item.where, item.text) == ("note", 2, "ch1.xhtml", "A note.\nA note.")
