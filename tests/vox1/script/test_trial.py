"""Tests of a trial: every sentence that a lexicon changes is shown, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from booksmith_module.book import Block, BlockKind, Book, Chapter
from booksmith_module.readers.epub import read_epub
from vox1.script.chunking import Size
from vox1.script.lexicon import EMPTY, Entry, Lexicon, new_entry
from vox1.script.sentences import split_sentences
from vox1.script.speech import Speech
from vox1.script.trial import Change, Passage, Trial, try_speech

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "five-teaspoons-of-rain.epub"


def tried(book: Book, *entries: Entry, stored: Lexicon = EMPTY) -> Trial:
    """Try entries on a book that has a lexicon."""
    after = Lexicon(stored.general, (*stored.book, *entries))
    return try_speech(book, Speech("en", stored), Speech("en", after), Size())


def book_of(*texts: str, enabled: bool = True) -> Book:
    """Make a book of one chapter for each text."""
    chapters = [
        Chapter(f"Chapter {n}", (Block(BlockKind.PARAGRAPH, text),), enabled=enabled)
        for n, text in enumerate(texts, 1)
    ]
    return Book("A Book", ("Ann",), "en", tuple(chapters))


def test_a_change_shows_the_sentence_before_and_after_with_the_word_marked() -> None:
    """As it is spoken, not as it is written, with its chunk's place."""
    trial = tried(
        book_of("It rained.", "One tram. Then--Hermione’s tram... Another."), new_entry("Hermione", "her-MY")
    )

    assert trial.changes == (
        Change(
            "2.1", Passage("Then—Hermione’s tram…", ((5, 13),)), Passage("Then—her-MY’s tram…", ((5, 11),))
        ),
    )
    assert (trial.chunks, trial.chunks_changed, trial.titles) == (2, 1, {2: "Chapter 2"})


def test_each_sentence_is_shown_once_with_all_its_words() -> None:
    """Two of them in one sentence are two marks."""
    trial = tried(book_of("A tram met a tram. A tram left."), new_entry("tram", "t"))

    assert [len(change.after.marks) for change in trial.changes] == [2, 1]
    assert [change.after.text for change in trial.changes] == ["A t met a t.", "A t left."]
    assert trial.chunks_changed == 1


def test_what_is_stored_already_is_no_change() -> None:
    """Nor is a word that is said as it was, nor one in a chapter that is not read."""
    stored = Lexicon((new_entry("tram", "t"),))
    assert tried(book_of("A tram."), new_entry("tram", "t"), stored=stored).changes == ()
    assert tried(book_of("A tram."), new_entry("tram", "tram")).changes == ()
    assert tried(book_of("A tram.", enabled=False), new_entry("tram", "t")) == Trial(0, {}, ())


def test_a_longer_entry_takes_the_place_of_a_stored_one() -> None:
    """Both are marked whole, before and after."""
    stored = Lexicon((new_entry("Sawyer", "soy-er"),))
    (change,) = tried(book_of("See Tom Sawyer."), new_entry("Tom Sawyer", "T"), stored=stored).changes

    assert change.before == Passage("See Tom soy-er.", ((4, 14),))
    assert change.after == Passage("See T.", ((4, 5),))


def test_every_sentence_of_the_sample_with_the_word_is_shown() -> None:
    """Found by hand in each chapter's text."""
    book = read_epub(SAMPLE)
    expected = sum(
        bool(re.search(r"\bduck(?!['’]?\w)|\bduck['’]s\b", sentence, re.IGNORECASE))
        for chapter in book.chapters
        if chapter.enabled
        for block in chapter.blocks
        for sentence in split_sentences(block.text, "en-GB")
    )

    assert len(tried(book, new_entry("duck", "doohk")).changes) == expected > 5
