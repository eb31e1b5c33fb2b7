"""Tests of the audit: it finds what is lost or made up, and is not misled by how words are put together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from booksmith_module.audit import audit, markup_pieces, plain_pieces
from booksmith_module.book import Block, BlockKind, Book, Chapter, Skipped


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
        plain_pieces("It rained. A note. A duck. Copyright."), replace(book, chapters=(*book.chapters, off))
    )

    assert (found.words, found.narrated, found.joins, found.is_balanced) == (7, 2, (), True)


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
        ('<p><img src="t.png" alt="T"/>he end</p>', "The end"),
        ("<img alt='A duck > a goose' src=x><IMG ALT=duck><img src='none.png'>", "A duck > a goose duck"),
        ('<p title="not > this">Text</p><a href=x title=">">more</a>', "Text more"),
        ("<p title='open>Text</p>", "Text"),
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
    assert found.joins


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("rained", "drained"),
        ("listen", "silent"),
        ("on no", "no on on"),
        ("der won", "wonder"),
        ("role", "r\u00f4le"),
        ("I went home", "Iw enthome x"),
        ("a b c", "c-b-a cab"),
    ],
)
def test_the_same_letters_in_another_order_are_another_word(file: str, text: str) -> None:
    """Anagrams, halves the wrong way round and accents made up are differences."""
    assert not audit(plain_pieces(file), book_of(text)).is_balanced


def test_words_that_markup_hides_may_be_read() -> None:
    """The target of a link is in the file, and it is no loss that nobody hears it."""
    source, hidden = plain_pieces("See here"), Counter(plain_pieces("example com"))

    assert audit(source, book_of("See here"), hidden).is_balanced
    assert audit(source, book_of("See here, example.com"), hidden).is_balanced
    assert not audit(source, book_of("See here, example.org"), hidden).is_balanced


def test_a_first_letter_drawn_as_a_picture_is_a_letter_of_the_file() -> None:
    """It is read, so it must be counted, and joined with the rest of its word."""
    source = markup_pieces('<p><img src="w.png" alt="W"/>hen they came</p>')

    assert source == ["W", "hen", "they", "came"]
    assert audit(source, book_of("When they came")).is_balanced
