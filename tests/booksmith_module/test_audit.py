"""Tests of the audit: it finds what is lost or made up, and is not misled by how words are put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.audit import audit, markup_pieces, plain_pieces
from booksmith_module.book import Block, BlockKind, Book, Chapter, Skipped
from booksmith_module.child import read_book
from booksmith_module.extract import pieces
from booksmith_module.options import Notes, ReadingOptions

MakeEpub = Callable[..., Path]
SAMPLE = Path(__file__).parents[2] / "samples" / "five-teaspoons-of-rain.epub"
AUDITED = ReadingOptions(audit=True)


def book_of(*texts: str, skipped: tuple[Skipped, ...] = ()) -> Book:
    """Return a book of one chapter with these paragraphs."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Book("T", (), "en", (Chapter("One", blocks),), skipped)


def test_read_and_listed_words_balance() -> None:
    """A note that is not read is accounted for, and so is a chapter that is switched off."""
    skipped = (Skipped("note", 1, "c.xhtml", "A note."), Skipped("image description", 1, "c.xhtml", "A duck"))
    book = book_of("It rained.", skipped=skipped)
    off = Chapter("Two", (Block(BlockKind.PARAGRAPH, "Copyright."),), enabled=False, reason="imprint")

    found = audit(
        plain_pieces("It rained. A note. Copyright."), replace(book, chapters=(*book.chapters, off))
    )

    assert (found.words, found.narrated, found.joined, found.is_balanced) == (5, 2, 0, True)


def test_a_lost_word_is_missing() -> None:
    """Once too few is enough, though the word itself is read elsewhere."""
    found = audit(plain_pieces("It rained and rained."), book_of("It rained and."))

    assert (found.missing, found.extra) == (Counter(rained=1), Counter())
    assert not found.is_balanced


def test_a_word_read_twice_is_extra() -> None:
    """What is said and not in the book is as wrong as what is lost."""
    found = audit(plain_pieces("It rained."), book_of("It rained.", "It rained."))

    assert (found.missing, found.extra) == (Counter(), Counter(It=1, rained=1))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<p><span class="dropcap">T</span>he end of it</p>', "The end of it"),
        ("<p>un<b>believ</b>able, unlike it</p>", "unbelievable, unlike it"),
        ("<p>won&shy;der</p><p>&#119;&#x6F;n</p>", "wonder won"),
        ("<p>a<!-- not --> word<?x not ?></p><script>not()</script>", "a word"),
        ("<p><![CDATA[a <b> c]]></p>", "a <b> c"),
        ("<head><title>Not</title></head><body>So</body>", "So"),
        ("<p>ﬁn 1 < 2</p>", "fin 1 < 2"),
    ],
)
def test_words_in_several_pieces_are_joined(markup: str, text: str) -> None:
    """Tags inside words, ligatures and entities are no difference."""
    assert audit(markup_pieces(markup), book_of(text)).is_balanced


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("1The end", "1 The end"),
        ("off1 it went", "off it went 1"),
        ("won THE HEAD der", "wonder THE HEAD"),
        ("the r\u02c6ole", "the r\u00f4le"),
    ],
)
def test_words_cut_elsewhere_are_no_difference(file: str, text: str) -> None:
    """A note's mark at a word, a hyphen before a running head, an accent beside its letter."""
    found = audit(plain_pieces(file), book_of(text))

    assert found.is_balanced
    assert found.joined


@given(
    words=st.lists(st.text("abcdé", min_size=1, max_size=4), min_size=1, max_size=30),
    cuts=st.sets(st.integers(0, 40)),
    lost=st.integers(0, 29),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_joining_balances_and_any_loss_does_not(words: list[str], cuts: set[int], lost: int) -> None:
    """However the words of a file are put together, the audit sees exactly whether one is gone."""
    read = "".join(word + ("" if n in cuts else " ") for n, word in enumerate(words)).strip()
    characters = Counter("".join(words))

    found = audit(words, book_of(read))
    short = audit([*words, words[lost % len(words)] + "x"], book_of(read))

    assert Counter("".join(found.missing.elements())) == Counter("".join(found.extra.elements()))
    assert sum(characters.values()) == len(read.replace(" ", ""))
    assert not short.is_balanced


@pytest.mark.parametrize("notes", Notes)
def test_the_sample_balances(notes: Notes) -> None:
    """Every word of the sample is read or listed, wherever its note is read."""
    book = read_book(SAMPLE, replace(AUDITED, notes=notes))

    assert book.audited_words > 2_700
    assert book.warnings == ()


def test_what_a_reader_loses_is_a_warning(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Said to the listener with examples: here a reader that lost its second paragraph."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>It rained.</p><p>Umbrellas opened.</p>")])
    source = pieces(path)
    assert source is not None

    found = audit(source, book_of("It rained."))

    assert found.missing == Counter(Umbrellas=1, opened=1)


def test_a_book_with_a_file_only_its_reader_understands_is_not_audited(tmp_path: Path) -> None:
    """No second opinion is not a bad opinion."""
    (tmp_path / "a.epub").write_bytes(b"PK\x03\x04")

    assert pieces(tmp_path / "a.epub") is None


def test_a_first_letter_drawn_as_a_picture_is_a_letter_of_the_file() -> None:
    """It is read, so it must be counted; a picture that only has a letter for a name is not."""
    assert markup_pieces('<p><img src="w.png" alt="W"/>hen</p><img alt="W"/><p>Then</p>') == [
        "W",
        "hen",
        "Then",
    ]
