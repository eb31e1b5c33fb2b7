"""Tests of assembling: what is the same for every kind of file."""

from __future__ import annotations

import pytest

from booksmith_module.assemble import Found, Metadata, assemble
from booksmith_module.book import Block, BlockKind, Book, Skipped
from booksmith_module.document import Document
from booksmith_module.options import DEFAULTS, ReadingOptions

_KINDS = {
    BlockKind.TABLE: "1\n2",
    BlockKind.CODE: "a = 1",
    BlockKind.CAPTION: "Figure 1",
    BlockKind.IMAGE_DESCRIPTION: "A duck",
}


def assembled(title: str = "Rain", options: ReadingOptions = DEFAULTS, language: str = "en") -> Book:
    """Return a book of one paragraph and one block of each kind that has a switch."""
    blocks = [Block(BlockKind.PARAGRAPH, "It rained."), *(Block(k, text) for k, text in _KINDS.items())]
    return assemble(Found(Metadata(title, language=language), [Document("a", blocks=blocks)]), options)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The Project Gutenberg eBook #36114: Rain", "Rain"),
        ("The Project Gutenberg E-text of Rain", "Rain"),
        ("Project Gutenberg", "Project Gutenberg"),
        ("Rain", "Rain"),
    ],
)
def test_a_title_is_the_books_not_its_makers(written: str, title: str) -> None:
    """Nobody wants to hear of an e-text in their library."""
    assert assembled(written).title == title


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        (DEFAULTS, {"image description": "A duck"}),
        (ReadingOptions(image_descriptions=True), {}),
        (
            ReadingOptions(tables=False, code=False, captions=False),
            {
                "table": "1\n2",
                "program listing": "a = 1",
                "caption": "Figure 1",
                "image description": "A duck",
            },
        ),
    ],
)
def test_what_is_switched_off_is_listed_with_its_words(
    options: ReadingOptions, left_out: dict[str, str]
) -> None:
    """Tables, listings and captions are read by default, descriptions of pictures are not."""
    book = assembled(options=options)

    assert {item.kind: item.text for item in book.skipped} == left_out
    read = [block.text for block in book.chapters[0].blocks]
    assert read == ["It rained.", *(text for text in _KINDS.values() if text not in left_out.values())]


def test_skipped_things_of_one_kind_and_place_are_one_entry() -> None:
    """What a reader found and what assembling left out are listed together."""
    found = Found(
        Metadata("Rain", language="en"),
        [Document("a", blocks=[Block(BlockKind.PARAGRAPH, "It rained.")])],
        skipped=[Skipped("page number", 1, "a", "1"), Skipped("page number", 1, "a", "2")],
    )

    assert assemble(found, DEFAULTS).skipped == (Skipped("page number", 2, "a", "1\n2"),)


@pytest.mark.parametrize(
    ("declared", "language"), [("en_GB", "en-GB"), ("ger", "de"), ("English", "en"), ("und", ""), ("??", "")]
)
def test_a_declared_language_is_put_in_its_usual_form(declared: str, language: str) -> None:
    """Shops and converters write it in many ways; too few words tell nothing."""
    assert assembled(language=declared).language == language


def test_a_wrong_language_is_said_and_put_right() -> None:
    """A German book that declares English would be read with English sounds."""
    sentence = (
        "Der Regen hatte aufgehört, und niemand sagte ein Wort, weil alle müde waren und der Weg lang war."
    )
    blocks = [Block(BlockKind.PARAGRAPH, sentence) for _ in range(30)]

    book = assemble(Found(Metadata("Regen", language="en-US"), [Document("a", blocks=blocks)]), DEFAULTS)

    assert book.language == "de"
    assert book.warnings == (
        "The book says that its language is English, but by its words it is German; it is read as German.",
    )
