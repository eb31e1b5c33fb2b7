"""Tests of dividing documents into chapters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Role
from booksmith_module.chapters import TocEntry, divide
from booksmith_module.document import Document
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.xhtml import read_document
from tests.booksmith_module.shapes import read, text


def document(file: str, body: str, *types: str) -> Document:
    """Read a document of these semantic types."""
    return read_document(f'<html><body epub:type="{" ".join(types)}">{body}</body></html>'.encode(), file)


def entry(title: str, target: str, depth: int = 1) -> TocEntry:
    """Make a line of the contents list that leads to ``file#fragment``."""
    file, _, fragment = target.partition("#")
    return TocEntry(title, file, fragment, depth)


def divided(documents: list[Document], *toc: TocEntry) -> list[tuple[str, str]]:
    """Return the titles and texts of the chapters."""
    return [(chapter.title, chapter.text.replace("\n\n", "|")) for chapter in divide(documents, toc)]


def test_chapters_begin_where_the_contents_list_leads() -> None:
    """Documents and anchors in them begin chapters; a document that none leads to goes on with the last."""
    documents = [
        document("a", "<p>1</p>"),
        document("b", "<p>2</p>"),
        document("c", "<p>3</p><p id='x'>4</p>"),
    ]

    assert divided(documents, entry("A", "a"), entry("X", "c#x")) == [("A", "1|2|3"), ("X", "4")]


def test_without_a_contents_list_headings_and_types_begin_chapters() -> None:
    """One that opens with a heading, or says what it is, has that or its first line for a title."""
    documents = [
        document("a", "<p>0</p>"),
        document("b", "<h1>One</h1><p>1</p>"),
        document("c", "<p>2</p>"),
        document("d", "<p>3</p>", "epilogue"),
    ]

    assert divided(documents) == [("0", "0"), ("One", "One|1|2"), ("3", "3")]


def test_of_two_entries_for_one_place_the_inner_one_names_it() -> None:
    """Part One and its Chapter 1 begin together: the chapter's name is the one to show."""
    documents = [document("a", "<h1>Part</h1><h2>Chapter</h2><p>1</p>")]

    assert divided(documents, entry("Part", "a"), entry("Chapter", "a", 2)) == [("Chapter", "Part|Chapter|1")]


def test_a_heading_before_the_first_anchor_belongs_to_its_chapter() -> None:
    """An anchor on the first paragraph does not make a chapter of the heading alone."""
    documents = [document("a", "<h1>One</h1><p id='x'>1</p><p id='y'>2</p>")]

    assert divided(documents, entry("One", "a#x"), entry("Two", "a#y")) == [("One", "One|1"), ("Two", "2")]


def test_an_entry_with_an_unknown_anchor_leads_to_the_document() -> None:
    """A contents list that was not kept up with the text still divides the book."""
    documents = [document("a", "<p>1</p>"), document("b", "<p>2</p>")]

    assert divided(documents, entry("A", "a"), entry("B", "b#gone")) == [("A", "1"), ("B", "2")]
    assert divided(documents, entry("A", "a"), entry("Gone", "a#gone")) == [("A", "1|2")]


@pytest.mark.parametrize(
    ("kind", "role", "enabled"),
    [
        ("chapter", Role.BODY, True),
        ("preface", Role.FRONT, True),
        ("appendix", Role.BACK, True),
        ("titlepage", Role.FRONT, False),
        ("toc", Role.FRONT, False),
        ("copyright-page", Role.FRONT, False),
        ("colophon", Role.BACK, False),
        ("bibliography", Role.BACK, False),
        ("nonlinear", Role.BACK, False),
        ("", Role.BODY, True),
    ],
)
def test_what_a_document_says_it_is_decides_its_role(kind: str, role: Role, enabled: bool) -> None:  # noqa: FBT001
    """Title pages, contents lists and notes are not read unless asked for."""
    [chapter] = divide([document("a", "<p>1</p>", kind)], [])

    assert (chapter.role, chapter.enabled) == (role, enabled)


def test_text_after_a_title_page_is_read() -> None:
    """A document without title or type does not vanish into a chapter that is not read."""
    documents = [
        document("a", "<p>Title</p>", "titlepage"),
        document("b", "<p>Once</p>"),
        document("c", "<p>more</p>"),
    ]

    chapters = divide(documents, [])

    assert [(chapter.text, chapter.enabled) for chapter in chapters] == [
        ("Title", False),
        ("Once\n\nmore", True),
    ]


_DOCUMENTS = st.lists(
    st.builds(
        lambda file, kinds, types, anchors: Document(
            f"{file}",
            frozenset(types),
            "",
            [Block(kind, "" if kind is BlockKind.SCENE_BREAK else f"w{file}") for kind in kinds],
            {name: place for name, place in anchors.items() if place <= len(kinds)},
        ),
        st.integers(0, 3),
        st.lists(
            st.sampled_from([BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.SCENE_BREAK]), max_size=5
        ),
        st.lists(st.sampled_from(["chapter", "toc", "titlepage", "bodymatter"]), max_size=2),
        st.dictionaries(st.sampled_from("xyz"), st.integers(0, 5), max_size=3),
    ),
    max_size=4,
    unique_by=lambda document: document.file,
)
_ENTRIES = st.lists(
    st.builds(
        TocEntry,
        st.sampled_from(["", "T", "U"]),
        st.sampled_from("0123"),
        st.sampled_from(["", *"xyz"]),
        st.just(1),
    ),
    max_size=6,
)


@given(documents=_DOCUMENTS, toc=_ENTRIES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_block_is_in_one_chapter_in_order(documents: list[Document], toc: list[TocEntry]) -> None:
    """Whatever the contents list says, no text is lost or said twice, and all that is read has a title."""
    chapters = divide(documents, toc)

    blocks = [block for document in documents for block in document.blocks]
    assert [block for chapter in chapters for block in chapter.blocks if block.text] == [
        b for b in blocks if b.text
    ]
    assert all(chapter.title and chapter.text for chapter in chapters)


_TEXT_LINES = [
    "<p>The rain had not stopped for three days when she came.</p>",
    "<p>CHAPTER ONE</p>",
    "<h1 id='a'>Chapter 1</h1>",
    "<h1>Notes</h1>",
    "<h2 id='b'>The Mill</h2>",
    "<h2>Index</h2>",
    "<h3>IV</h3>",
    "<p>Acorn, 3</p>",
    "<p id='n1'><a href='#r1'>1</a> A note.</p>",
    "<p>Word<a id='r1' href='#n1'><sup>1</sup></a> and[2] word.</p>",
    "<p>[2] Another note.</p>",
    "<p>[Footnote 3: A third.</p>",
    "<p>© Mill House. All rights reserved. ISBN 978</p>",
    "<div><img alt='T' src='t.png'/></div>",
    "<hr/>",
    "<ul><li id='b'>One</li><li>two</li></ul>",
]
_FURNITURE = [
    "<p>Contents</p>",
    "<p><a href='#a'>Chapter 1</a></p>",
    "<p>*** START OF THE PROJECT GUTENBERG EBOOK X ***</p>",
    "<p>*** END OF THE PROJECT GUTENBERG EBOOK X ***</p>",
    "<p>[Transcriber's Note: kept.]</p>",
]
_TARGETS = st.sampled_from(
    [
        f"{title} > {file}{at}"
        for title in ("Chapter 1", "Start")
        for file in "129"
        for at in ("", "#a", "#b", "#x")
    ]
)


def _bodies(lines: list[str]) -> st.SearchStrategy[list[str]]:
    body = st.lists(st.sampled_from(lines), max_size=8).map("".join)
    return st.lists(body, min_size=1, max_size=5)


@given(documents=_bodies(_TEXT_LINES + _FURNITURE), toc=st.lists(_TARGETS, max_size=6))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_word_of_any_book_is_lost(documents: list[str], toc: list[str]) -> None:
    """However headings, notes, lists, marks and a contents list are mixed, each word is somewhere, once."""
    read(documents, *toc)


@given(
    documents=_bodies(_TEXT_LINES),
    toc=st.lists(_TARGETS, max_size=6),
    notes=st.sampled_from([Notes.CHAPTER_END, Notes.IN_PLACE]),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_word_of_a_moved_note_is_lost(documents: list[str], toc: list[str], notes: Notes) -> None:
    """Notes that are read are read once, wherever they and their marks stand."""
    read(documents, *toc, options=ReadingOptions(notes=notes))


@given(chapters=st.lists(st.integers(1, 4), min_size=2, max_size=8), is_split=st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_contents_list_that_says_the_same_as_the_headings_changes_nothing(
    chapters: list[int],
    is_split: bool,  # noqa: FBT001
) -> None:
    """One file for each chapter or one for all: with and without the list the chapters are the same."""
    bodies = [f"<h1 id='c{n}'>Chapter {n}</h1>{text(count)}" for n, count in enumerate(chapters, 1)]
    documents = bodies if is_split else ["".join(bodies)]
    toc = [f"Chapter {n} > {n if is_split else 1}#c{n}" for n in range(1, len(chapters) + 1)]

    assert read(documents).chapters == read(documents, *toc).chapters
