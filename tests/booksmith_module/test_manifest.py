"""Tests of the manifest: what is written comes back, and what was written by hand is understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.alignment import Alignment, Edit
from booksmith_module.book import Block, BlockKind, Book, Chapter, Cover, Role, Skipped, Source
from booksmith_module.errors import BookError
from booksmith_module.manifest import SCHEMA, from_json, loads, to_json

OLD_MANIFEST = Path(__file__).resolve().parents[1] / "data" / "manifest-schema-1.json"

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_SOURCES = st.builds(
    Source,
    _TEXT,
    _TEXT,
    st.integers(0, 9),
    st.integers(9, 99),
    st.lists(st.builds(Edit, *[st.integers(0, 9)] * 4), max_size=3).map(
        lambda edits: Alignment(tuple(edits))
    ),
)
_BLOCKS = st.one_of(
    st.builds(Block, st.just(BlockKind.SCENE_BREAK), st.just(""), st.none() | _SOURCES),
    st.builds(
        Block,
        st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.SCENE_BREAK]),
        _TEXT.filter(bool),
        st.none() | _SOURCES,
    ),
)
_CHAPTERS = st.builds(
    Chapter,
    _TEXT.filter(bool),
    st.lists(_BLOCKS, max_size=4).map(tuple),
    st.sampled_from(Role),
    st.booleans(),
    _TEXT,
)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
BOOKS = st.builds(
    Book,
    title=_TEXT,
    authors=_TEXTS,
    language=_TEXT,
    chapters=st.lists(_CHAPTERS, max_size=3).map(tuple),
    unplaced=st.lists(st.builds(Skipped, _TEXT, st.integers(0, 99), _TEXT, _TEXT), max_size=2).map(tuple),
    warnings=_TEXTS,
    cover=st.none() | st.builds(Cover, st.binary(), st.integers(1, 99), st.integers(1, 99)),
    description=_TEXT,
    publisher=_TEXT,
    year=_TEXT,
    subjects=_TEXTS,
    identifier=_TEXT,
)


@given(book=BOOKS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_book_comes_back_without_loss(book: Book) -> None:
    """Written to JSON text and read again, every field of every book is the same."""
    assert loads(json.dumps(to_json(book))) == book


def minimal(**changes: Any) -> dict[str, Any]:
    """Return the smallest manifest that must be understood, with changes."""
    chapter = {"id": "1", "label": "One", "style_prompt": "", "text": "First.\n\nSecond."}
    return {"title": "T", "author": "A", "chapters": [chapter], **changes}


def with_chapter(**changes: Any) -> dict[str, Any]:
    """Return the smallest manifest with changes in its chapter."""
    return minimal(chapters=[{**minimal()["chapters"][0], **changes}])


def test_the_exchange_form_is_understood() -> None:
    """Four keys in a chapter and three in a book are enough."""
    book = from_json(minimal())

    assert (book.title, book.authors, book.language) == ("T", ("A",), "")
    [chapter] = book.chapters
    assert (chapter.title, chapter.enabled, chapter.role) == ("One", True, Role.BODY)
    assert [(block.kind, block.text) for block in chapter.blocks] == [
        (BlockKind.PARAGRAPH, "First."),
        (BlockKind.PARAGRAPH, "Second."),
    ]


def test_title_and_text_are_enough() -> None:
    """What a person types first has no author, no label and no id."""
    book = from_json({"title": "T", "chapters": [{"text": "Hello."}]})

    assert (book.authors, book.chapters[0].title, book.chapters[0].text) == ((), "Untitled", "Hello.")


def test_keys_of_other_programs_do_no_harm() -> None:
    """An exchange format is read by what is known in it."""
    assert from_json(minimal(voice="Anna", chapters=[{"text": "x", "speed": 2}])).chapters[0].text == "x"


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("One\nline.\n\nTwo.", ["One line.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\n   \nTwo.", ["One.", "Two."]),
        ("\n\n One. \n\n\n\n", ["One."]),
        ("beau\u00adti\u0000ful", ["beautiful"]),
        ("", []),
    ],
)
def test_typed_text_is_paragraphs(typed: str, paragraphs: list[str]) -> None:
    """An empty line ends a paragraph, also one that only looks empty; what is never spoken goes."""
    [chapter] = from_json(with_chapter(text=typed)).chapters

    assert [block.text for block in chapter.blocks] == paragraphs


def a_book() -> Book:
    """Return a book of one chapter with a heading, a break and three paragraphs, each with its source."""
    texts = [(BlockKind.HEADING, "One"), (BlockKind.PARAGRAPH, "It rained."), (BlockKind.SCENE_BREAK, "")]
    texts += [(BlockKind.PARAGRAPH, "The duck left."), (BlockKind.PARAGRAPH, "It came back.")]
    blocks = [
        Block(kind, text, Source("c.xhtml", f"body/p[{n}]", 0, 9)) for n, (kind, text) in enumerate(texts)
    ]
    return Book("T", ("A", "B"), "en", (Chapter("One", tuple(blocks)),))


def test_text_edited_by_hand_wins() -> None:
    """Whoever corrects a chapter's text in an editor hears the correction."""
    manifest = to_json(a_book())
    manifest["chapters"][0]["text"] = "One\n\nIt poured.\n\nThe duck left.\n\nIt came back."

    [chapter] = from_json(manifest).chapters

    assert chapter.text == manifest["chapters"][0]["text"]


def test_an_edited_word_leaves_the_rest_of_the_chapter_as_it_was() -> None:
    """Headings, breaks and sources outlive an edit elsewhere, so little is rendered anew."""
    book = a_book()
    manifest = to_json(book)
    manifest["chapters"][0]["text"] = book.chapters[0].text.replace("rained", "poured")

    [chapter] = from_json(manifest).chapters

    before = book.chapters[0].blocks
    assert chapter.blocks == (before[0], Block(BlockKind.PARAGRAPH, "It poured."), *before[2:])


def test_an_edited_heading_is_still_a_heading() -> None:
    """A block replaced by another keeps its kind."""
    manifest = to_json(a_book())
    manifest["chapters"][0]["text"] = manifest["chapters"][0]["text"].replace("One", "Chapter One")

    [chapter] = from_json(manifest).chapters

    assert (chapter.blocks[0].kind, chapter.blocks[0].text) == (BlockKind.HEADING, "Chapter One")


@given(
    book=BOOKS.filter(lambda book: bool(book.chapters)),
    text=st.lists(st.sampled_from(["One", "It rained.", "New.", "Two\nlines"]), max_size=5).map("\n\n".join),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_is_typed_is_what_is_read(book: Book, text: str) -> None:
    """Any edit of any chapter reads as it was typed, in its order."""
    manifest = to_json(book)
    manifest["chapters"][0]["text"] = text

    assert from_json(manifest).chapters[0].text.split() == text.split()


def test_authors_edited_by_hand_win() -> None:
    """The author is one key in the exchange format; an edit there is not undone by our own list."""
    manifest = to_json(a_book())
    assert from_json(manifest).authors == ("A", "B")

    assert from_json({**manifest, "author": "C. Writer"}).authors == ("C. Writer",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '"text"',
        "{}",
        '{"title": "T"}',
        "[" * 100_000,
        '{"title": ' + "1" * 5_000 + "}",
        "\ufeff{}",
        json.dumps(minimal(title=None)),
        json.dumps(minimal(title=["T"])),
        json.dumps(minimal(chapters=None)),
        json.dumps(minimal(chapters={})),
        json.dumps(minimal(chapters="One")),
        json.dumps(minimal(chapters=["One"])),
        json.dumps(minimal(chapters=[{"label": "One"}])),
        json.dumps(minimal(schema="1")),
        json.dumps(minimal(schema=None)),
        json.dumps(minimal(cover="cover.jpg")),
        json.dumps(minimal(cover={"jpeg": "!", "width_px": 1, "height_px": 1})),
        json.dumps(minimal(skipped=[{"kind": "x"}])),
        json.dumps(minimal(authors=3)),
        json.dumps(minimal(subjects=[None])),
        json.dumps(with_chapter(text=None)),
        json.dumps(with_chapter(text=["First."])),
        json.dumps(with_chapter(role="middle")),
        json.dumps(with_chapter(enabled="no")),
        json.dumps(with_chapter(style_prompt=["slowly"])),
        json.dumps(with_chapter(blocks=[{"kind": "poem", "text": "x"}])),
        json.dumps(with_chapter(blocks=[{"kind": "paragraph", "text": ""}])),
        json.dumps(with_chapter(blocks=[{"kind": "paragraph"}])),
        json.dumps(with_chapter(blocks=[{"kind": "paragraph", "text": "x", "source": ["f"]}])),
        json.dumps(
            with_chapter(
                blocks=[{"kind": "paragraph", "text": "x", "source": ["f", "p", 0, 1], "alignment": [1]}]
            )
        ),
        json.dumps(
            with_chapter(
                blocks=[
                    {"kind": "paragraph", "text": "x", "source": ["f", "p", 0, 1], "alignment": ["a"] * 4}
                ]
            )
        ),
        '{"title": "T", "chapters": [], "audited_words": 1e999}',
    ],
)
def test_a_bad_manifest_is_refused(text: str) -> None:
    """Whatever is wrong in it, the answer is an error with a reason and what to do."""
    with pytest.raises(BookError) as caught:
        loads(text)

    assert (caught.value.code, bool(caught.value.message), bool(caught.value.hint)) == (
        "bad-manifest",
        True,
        True,
    )


def test_a_manifest_of_a_later_version_is_refused() -> None:
    """A program that does not know what is in it must not guess."""
    with pytest.raises(BookError, match="newer") as caught:
        from_json(minimal(schema=SCHEMA + 1))

    assert caught.value.code == "newer-manifest"


def test_half_a_character_is_replaced() -> None:
    """JSON may hold lone surrogates, which no file and no voice can."""
    book = loads('{"title": "T\\ud800", "chapters": [{"text": "a\\udfffb"}]}')

    assert (book.title, book.chapters[0].text) == ("T\ufffd", "a\ufffdb")


def test_half_a_character_in_what_a_speaker_says_is_replaced_as_in_the_text() -> None:
    """The name stands in the receipt too, which is UTF-8."""
    span = '{"speaker": " Ann\\ud800 ", "text": "a\\ud800"}'

    chapter = f'{{"text": "a\\ud800b", "spans": [{span}]}}'
    book = loads(f'{{"title": "T", "cast": {{" Ann\\ud800": "x"}}, "chapters": [{chapter}]}}')

    assert [span.speaker for span in book.chapters[0].blocks[0].spans] == ["Ann\ufffd"]
    assert [speaker.name for speaker in book.cast] == ["Ann\ufffd"]


def test_a_manifest_of_the_first_version_still_opens() -> None:
    """The committed manifest of schema 1 is read the same for ever."""
    book = loads(OLD_MANIFEST.read_text(encoding="utf-8"))

    assert (book.title, book.authors, book.language, book.year) == (
        "Rain",
        ("A. One", "B. Two"),
        "en-GB",
        "1888",
    )
    assert (book.cover, book.subjects) == (Cover(b"\xff\xd8\xff", 3, 4), ("Ducks",))
    assert book.skipped == (Skipped("footnote", 2, "EPUB/c1.xhtml", "A note"),)
    front, chapter = book.chapters
    assert (front.role, front.enabled, chapter.style_prompt) == (Role.FRONT, False, "slowly")
    assert [block.kind for block in chapter.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.SCENE_BREAK,
        BlockKind.VERSE,
    ]
    source = Source("EPUB/c1.xhtml", "body/p[1]", 2, 14, Alignment((Edit(7, 10, 7, 8),)))
    assert chapter.blocks[1] == Block(BlockKind.PARAGRAPH, "It was rain.", source)
