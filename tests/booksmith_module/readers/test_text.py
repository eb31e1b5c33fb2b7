"""Tests of reading plain texts: lines become what their author meant, and no word is lost."""

from __future__ import annotations

import re
import tempfile
import textwrap
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Book
from booksmith_module.errors import BookError
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.text import read_text
from booksmith_module.readers.text_blocks import text_document

PROSE = """The rain had begun before anyone in the house was awake, and by the
time the kettle sang it had found its way through the roof of the barn,
down the ladder, and into the boots that stood at the foot of it.
"""
MORE = """Nobody spoke of it at breakfast. There was bread, and there was butter,
and there was the sound of water going where it pleased in the yard below
the window.
"""


def read(tmp_path: Path, text: str | bytes, name: str = "book.txt", **options: object) -> Book:
    """Read a text from a file."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_text(path, ReadingOptions(**options))  # type: ignore[arg-type]  # a test names its options


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    """Return the kinds and texts of a text's blocks."""
    return [(block.kind, block.text) for block in text_document(text, "book.txt").blocks]


def headings(text: str) -> list[tuple[int, str]]:
    """Return the levels and texts of a text's headings."""
    return [(b.level, b.text) for b in text_document(text, "book.txt").blocks if b.kind is BlockKind.HEADING]


def of_kind(text: str, kind: BlockKind) -> list[str]:
    """Return the texts of a text's blocks of one kind."""
    return [block for its, block in blocks(text) if its is kind]


def words_of(text: str) -> Counter[str]:
    """Count the runs of letters and digits of a text."""
    return Counter(re.findall(r"[^\W_]+", text))


def words_in(book: Book) -> Counter[str]:
    """Count what is read, what of the chapters is not read by default, and what is left out."""
    narrated = [chapter.text for chapter in book.chapters]
    return words_of("\n".join([*narrated, *(item.text for item in book.skipped)]))


def skipped(book: Book) -> dict[str, str]:
    """Return the texts that are left out, by kind."""
    return {item.kind: item.text for item in book.skipped}


# --- paragraphs and verse ---


def test_lines_broken_to_fit_are_one_paragraph() -> None:
    """Line ends of the page are spaces between words."""
    assert blocks(f"{PROSE}\n{MORE}") == [
        (BlockKind.PARAGRAPH, " ".join(PROSE.split())),
        (BlockKind.PARAGRAPH, " ".join(MORE.split())),
    ]


def test_lines_as_long_as_they_need_are_a_paragraph_each() -> None:
    """A text that no program broke has a paragraph on every line."""
    long, longer = " ".join(PROSE.split()), " ".join(MORE.split())

    assert blocks(f"{long}\n“Yes.”\n“No,” he said.\n{longer}\n") == [
        (BlockKind.PARAGRAPH, long),
        (BlockKind.PARAGRAPH, "“Yes.”"),
        (BlockKind.PARAGRAPH, "“No,” he said."),
        (BlockKind.PARAGRAPH, longer),
    ]


def test_paragraphs_may_begin_with_an_indent_only() -> None:
    """Old texts set the first line in and leave no empty line."""
    text = "".join("    " + paragraph for paragraph in (PROSE, MORE, PROSE))

    assert of_kind(text, BlockKind.PARAGRAPH) == [" ".join(p.split()) for p in (PROSE, MORE, PROSE)]


def test_paragraphs_may_end_with_a_short_line_only() -> None:
    """Where the next word would have had room, the author ended the line."""
    text = PROSE + MORE + PROSE

    assert of_kind(text, BlockKind.PARAGRAPH) == [
        " ".join(PROSE.split()) + " " + " ".join(MORE.split()),  # its last line is nearly full
        " ".join(PROSE.split()),
    ]


def test_verse_keeps_its_lines() -> None:
    """Short ragged lines that begin with capitals are read as lines, set in or not."""
    stanza = (
        "The kettle sang, the roof let in\n  The weather and the sea;\n"
        "And no one mended it again\n  For you or even me."
    )
    verse = "\n".join(line.strip() for line in stanza.splitlines())

    assert blocks(f"{PROSE}\n{stanza}\n\n{MORE}")[1] == (BlockKind.VERSE, verse)
    assert blocks(stanza) == [(BlockKind.VERSE, verse)]


def test_a_quotation_set_narrower_is_no_verse() -> None:
    """Its lines are as full as each other, and begin in the middle of sentences."""
    quotation = (
        "    When the rain came it came\n    for good, and those who had\n"
        "    a boat were glad of it and\n    those who had none swam.\n"
    )

    assert blocks(f"{PROSE}\n{quotation}\n{MORE}")[1] == (
        BlockKind.PARAGRAPH,
        " ".join(quotation.split()),
    )


def test_every_line_end_is_a_line_end() -> None:
    """Windows, Unix and old Macintosh files are the same book."""
    made = {
        end: blocks(f"{PROSE}\n{MORE}".replace("\n", end)) for end in ("\n", "\r\n", "\r", "\u2028", "\x85")
    }

    assert all(found == made["\n"] for found in made.values())


def test_an_empty_line_after_every_line_does_not_cut_sentences() -> None:
    """Some programs write a text so; two empty lines then part the paragraphs."""
    text = "\n\n\n".join("\n\n".join(part.splitlines()) for part in [PROSE, MORE] * 5)

    assert len(of_kind(text, BlockKind.PARAGRAPH)) == 10


def test_scene_breaks_are_pauses() -> None:
    """Rows of signs without a letter, between empty lines or not."""
    for sign in ("* * *", "***", "---", "#", "~ ~ ~", "⁂", "* * * * *"):
        assert [kind for kind, _ in blocks(f"{PROSE}\n    {sign}\n\n{MORE}")] == [
            BlockKind.PARAGRAPH,
            BlockKind.SCENE_BREAK,
            BlockKind.PARAGRAPH,
        ], sign


def test_list_items_lose_their_bullets() -> None:
    """Each item is a block of its own."""
    assert of_kind(f"{PROSE}\n* bread and\n  butter\n* tea\n", BlockKind.LIST_ITEM) == [
        "bread and butter",
        "tea",
    ]


# --- headings ---


@pytest.mark.parametrize(
    "title",
    [
        "CHAPTER I",
        "Chapter One",
        "I",
        "1.",
        "PROLOGUE",
        "Kapitel 1",
        "Chapitre premier",
        "Capítulo I",
        "Erster Teil",
    ],
)
def test_chapters_are_headings(title: str) -> None:
    """By word and number, by number alone, by name."""
    second = {"I": "II", "1.": "2."}.get(title, "EPILOGUE")

    assert headings(f"{title}\n\n{PROSE}\n\n{second}\n\n{MORE}") == [(1, title), (1, second)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_title_may_stand_below_the_number(gap: str) -> None:
    """Both lines are one heading, so that the chapter has both."""
    assert headings(f"CHAPTER I.{gap}The Rain Begins\n\n{PROSE}\n\nCHAPTER II.{gap}WATER\n\n{MORE}") == [
        (1, "CHAPTER I.\nThe Rain Begins"),
        (1, "CHAPTER II.\nWATER"),
    ]


def test_a_first_sentence_is_no_title() -> None:
    """What stands below the number is text when it ends as a sentence or opens with a quotation mark."""
    text = f"CHAPTER I\n\nIt rained.\n\n{PROSE}\nCHAPTER II\n\n“Rain,” she said\n\n{MORE}"

    assert headings(text) == [(1, "CHAPTER I"), (1, "CHAPTER II")]


def test_chapters_need_no_empty_lines() -> None:
    """Texts from the web have a paragraph on every line and nothing between them."""
    long = " ".join(PROSE.split())
    by_word = f"Chapter 1: Rain\n{long}\n“Yes.”\n{long}\nChapter 2\n{long}\nEpilogue\n{long}"
    by_number = f"1\n{long}\n{long}\n2\n{long}\n3\n{long}"
    in_pages = f"CHAPTER I\n{PROSE}CHAPTER II\n{MORE}"

    assert headings(by_word) == [(1, "Chapter 1: Rain"), (1, "Chapter 2"), (1, "Epilogue")]
    assert headings(by_number) == [(1, "1"), (1, "2"), (1, "3")]
    assert headings(in_pages) == [(1, "CHAPTER I"), (1, "CHAPTER II")]


def test_parts_enclose_chapters() -> None:
    """Levels follow from what the book has: parts, chapters, numbers."""
    names = ("PART ONE\n\n\nCHAPTER I", "I", "II", "CHAPTER II", "EPILOGUE")
    text = "\n\n".join(f"{name}\n\n{PROSE}" for name in names)

    assert [level for level, _ in headings(text)] == [1, 2, 3, 3, 2, 1]


def test_lines_in_capitals_are_titles_where_nothing_else_is() -> None:
    """Stories of a collection; among chapters such a line is a sign on a door."""
    stories = f"THE RAIN\n\n{PROSE}\nTHE WIND\n\n{MORE}"
    sign = f"CHAPTER I\n\n{PROSE}\nBEWARE OF THE DOG\n\n{MORE}\n\nCHAPTER II\n\n{PROSE}"

    assert headings(stories) == [(1, "THE RAIN"), (1, "THE WIND")]
    assert headings(sign) == [(1, "CHAPTER I"), (1, "CHAPTER II")]


def test_a_rule_below_a_line_makes_it_a_title() -> None:
    """As many type it."""
    assert headings(f"The Rain\n========\n\n{PROSE}") == [(1, "The Rain\n========")]


@pytest.mark.parametrize("word", ["CONTENTS", "Inhalt", "Table des matières"])
def test_the_contents_list_is_no_row_of_chapters(word: str) -> None:
    """Its entries are list items without their page numbers; the chapters below are found all the same."""
    listed = f"{word}\n\nThe Rain ........ 1\nThe Wind ........ 12\nThe Sea ......... 30\n"
    text = f"{listed}\n\nThe Rain\n\n{PROSE}\n\nThe Wind\n\n{MORE}\n\nThe Sea\n\n{PROSE}"

    assert headings(text) == [(1, word), (1, "The Rain"), (1, "The Wind"), (1, "The Sea")]
    assert of_kind(text, BlockKind.LIST_ITEM) == ["The Rain", "The Wind", "The Sea"]


def test_a_contents_list_without_a_title_is_known_by_its_rows() -> None:
    """Headings one after the other without text are not the chapters."""
    names = [f"CHAPTER {number}" for number in ("I", "II", "III", "IV", "V")]
    text = "\n\n".join([*names, *(part for name in names for part in (name, PROSE))])

    assert [title for _, title in headings(text)] == names


def test_a_lone_number_is_no_chapter() -> None:
    """Where no other follows on it, it is part of the text."""
    assert headings(f"{PROSE}\n7\n\n{MORE}") == []


# --- marks ---


def test_marks_of_emphasis_are_not_read() -> None:
    """Italics, bold type and italics over several lines; names with such a sign keep it."""
    text = "It was _not\nrain_, it was *water*. =Really.= He wrote snake_case and 2 * 3 * 4."

    assert blocks(text)[0][1] == "It was not rain, it was water. Really. He wrote snake_case and 2 * 3 * 4."


def test_italics_over_two_paragraphs_lose_both_marks() -> None:
    """The sign without its other half is one too, in a book that marks italics so."""
    assert of_kind("_One_ and _two.\n\nThree_ and four.", BlockKind.PARAGRAPH) == [
        "One and two.",
        "Three and four.",
    ]


def test_words_broken_at_line_ends_are_whole() -> None:
    """The book is its own dictionary; a hyphen that it writes elsewhere stays."""
    text = (
        f"The conversation was well-known.\n\nOne con-\nversation, as well-\nknown as the other.\n\n{PROSE}"
    )

    assert blocks(text)[1][1] == "One conversation, as well-known as the other."


def test_printed_pages_break_words_the_book_never_has_whole() -> None:
    """Where lines end in hyphens all the time, they are the printer's."""
    text = "The astonish-\ning part of the won-\nderful inven-\ntion was this.\n"

    assert blocks(text)[0][1] == "The astonishing part of the wonderful invention was this."


def test_compounds_broken_at_line_ends_keep_their_hyphens() -> None:
    """Two words that are in no dictionary as one are a compound."""
    text = (
        "The twenty-\none men of the house and the garden met a self-\nmade man, and that was the as-\n"
        "tonishing end of the day with the cap-\ntain.\n"
    )

    found = blocks(text)[0][1]

    assert "twenty-one men" in found
    assert "self-made man, and that was the astonishing end of the day with the captain." in found


def test_a_soft_hyphen_is_never_the_words_own() -> None:
    """It is there for the line end only."""
    assert (
        blocks("some water\u00ad\nfall of this kind in here")[0][1] == "some waterfall of this kind in here"
    )


def test_page_numbers_are_left_out_and_sentences_go_on(tmp_path: Path) -> None:
    """They rise one by one and cut sentences; all of them are listed."""
    pages = [
        f"{PROSE}\nand so it went on until the next\n\n{number}\n\npage, where it went on."
        for number in range(5, 11)
    ]

    book = read(tmp_path, "\n\n".join(pages))

    assert skipped(book)["page number"].split() == ["5", "6", "7", "8", "9", "10"]
    assert book.chapters[0].text.count("until the next page, where") == 6


def test_running_heads_after_form_feeds_are_left_out(tmp_path: Path) -> None:
    """A line that begins every page is the book's title, not its text."""
    pages = [f"The Long Rain    {number}\n\n{PROSE}" for number in range(10, 15)]

    book = read(tmp_path, "\f".join(["First page of all.\n", *pages]))

    assert "Long Rain" not in book.chapters[0].text
    assert skipped(book)["running head"].count("The Long Rain") == 5


def test_notes_are_set_apart_from_the_text(tmp_path: Path) -> None:
    """They are not read in the middle of a page, and their marks never; they can be asked for."""
    text = (
        "It rained.[1] It poured [2].\n\n[1] From the west.\n[2] Ibid.\n\n"
        f"{PROSE}\n[Footnote 3: It has\n\ntwo parts.]\n\n{MORE}"
    )

    book = read(tmp_path, text)

    assert book.chapters[0].text.startswith("It rained. It poured.\n\nThe rain")
    assert skipped(book)["note"] == "From the west.\nIbid.\nIt has two parts."
    assert skipped(book)["note mark"].split("\n")[:2] == ["[1]", "[2]"]
    assert words_in(book) == words_of(text)


def test_note_marks_lead_to_their_notes() -> None:
    """The first note of that number below the mark, also where numbers begin anew in each chapter."""
    document = text_document("A[1] b.\n\n[1] First.\n\nC[1] d.\n\n[1] Second.\n", "book.txt")

    led = [
        (block, document.blocks[document.anchors[to.partition("#")[2]]].text)
        for block, to in document.references
    ]

    assert led == [(0, "First."), (2, "Second.")]
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.NOTE] * 2


def test_brackets_that_mark_no_note_are_text() -> None:
    """An editor's addition, or a number without a note, is read."""
    assert blocks("He said [sic] it was [3].")[0][1] == "He said [sic] it was [3]."


def test_illustrations_are_captions_or_pictures(tmp_path: Path) -> None:
    """A printed caption is the author's text; a picture without one is counted."""
    text = f"{PROSE}\n[Illustration: A barn\nin the rain]\n\n[Illustration]\n\n{MORE}"

    book = read(tmp_path, text)

    assert (BlockKind.CAPTION, "A barn in the rain") in blocks(text)
    assert [(item.kind, item.count) for item in book.skipped] == [("picture", 2)]
    assert words_in(book) == words_of(text)


# --- the book ---


GUTENBERG = f"""The Project Gutenberg EBook of The Long Rain, by Ann Author

Title: The Long Rain
  or, Water
Author: Ann Author
Language: German

*** START OF THIS PROJECT GUTENBERG EBOOK THE LONG RAIN ***

Produced by A. Volunteer

CHAPTER I

{PROSE}

CHAPTER II

{MORE}

End of the Project Gutenberg EBook of The Long Rain

*** END OF THIS PROJECT GUTENBERG EBOOK THE LONG RAIN ***

START: FULL LICENSE
"""


def test_what_project_gutenberg_adds_is_not_read_by_default(tmp_path: Path) -> None:
    """Header and licence are chapters that can be switched on; the header's fields are the book's."""
    book = read(tmp_path, GUTENBERG)

    assert (book.title, book.authors, book.language) == ("The Long Rain or, Water", ("Ann Author",), "de")
    enabled = "\n".join(chapter.text for chapter in book.chapters if chapter.enabled)
    assert "Gutenberg" not in enabled
    assert "Volunteer" not in enabled
    assert enabled.startswith("CHAPTER I")
    assert words_in(book) == words_of(GUTENBERG)


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        (f"The Long Rain\n\nby Ann Author\n\n{PROSE}", "The Long Rain", ("Ann Author",)),
        (f"CHAPTER I\n\n{PROSE}", "book", ()),
        (f"It rained.\n\n{PROSE}", "book", ()),
        (PROSE, "book", ()),
    ],
)
def test_the_first_line_is_the_title_where_it_looks_like_one(
    tmp_path: Path, text: str, title: str, authors: tuple[str, ...]
) -> None:
    """Otherwise the book is called as its file is."""
    book = read(tmp_path, text)

    assert (book.title, book.authors) == (title, authors)


@pytest.mark.parametrize(
    "name", ["-rf.txt", "a 'b' & \u672c \U0001f986.txt", "x" * 200 + ".txt", "no ending"]
)
def test_a_name_of_any_letters_is_only_a_name(tmp_path: Path, name: str) -> None:
    """It becomes the title where the text has none."""
    assert read(tmp_path, PROSE, name).title == Path(name).stem


def test_blocks_lead_back_to_the_file() -> None:
    """Every letter of a block is at its place in the file's text."""
    text = "CHAPTER I\n\nIt was _not_ rain.[1]\n\n[1] A con-\nversation, no conversation.\n"
    document = text_document(text, "book.txt")

    for block in document.blocks:
        assert block.source is not None
        for number, letter in enumerate(block.text):
            start, _ = block.source.alignment.source_span(number, number + 1)
            assert letter.isspace() or text[block.source.start + start] == letter


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    """The accents may be wrong, so the listener is told; Unicode needs no word."""
    assert "cp1252" in read(tmp_path, "Où est le café ?".encode("cp1252")).warnings[0]
    assert read(tmp_path, "Où est le café ?").warnings == ()


# --- hostile and broken files ---


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n\f ", b"\xef\xbb\xbf", b"* * *\n\n---\n"])
def test_a_file_without_words_is_an_error(tmp_path: Path, content: bytes) -> None:
    """Nothing, white space, a mark and ornaments are no book."""
    with pytest.raises(BookError) as caught:
        read(tmp_path, content)

    assert caught.value.code == "no-text"


def test_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    """As Notepad once wrote it."""
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read(tmp_path, f"{PROSE}\n{MORE}".encode(encoding)).chapters[0].words == len(
            (PROSE + MORE).split()
        )


def test_lines_made_to_be_slow_are_not(tmp_path: Path) -> None:
    """Brackets, signs and dots without end take no more time than words."""
    hostile = [
        "_ " * 50_000,
        "[" * 100_000,
        "* " * 50_000 + "a",
        ". " * 50_000 + "1",
        "=a" * 50_000,
        "a-\n" * 50_000,
    ]
    begun = time.monotonic()

    book = read(
        tmp_path,
        "\n\n".join([*hostile, "[Illustration: " * 5_000, "[Footnote 1: x\n\n" * 2_000, "I\n\n" * 5_000]),
    )

    assert book.chapters
    assert time.monotonic() - begun < 30  # about three seconds


def test_data_of_a_program_is_no_text(tmp_path: Path) -> None:
    """A file of control characters is not read aloud."""
    with pytest.raises(BookError, match="not a text") as caught:
        read(tmp_path, bytes(range(1, 128)) * 20)

    assert caught.value.code == "not-a-book"


# --- nothing is lost ---

_WORDS = st.text("abcdefgß ÉI1[]_*=.,;!?-–—“”\t{}:", max_size=60)
_PARTS = st.sampled_from(
    [
        "CHAPTER I",
        "II.",
        "* * *",
        "[1] A note.",
        "[Illustration: A duck]",
        "Contents",
        "12",
        "\f",
        "PART ONE",
        "Title\n=====",
    ]
)


@given(st.lists(st.one_of(_WORDS, _PARTS)), st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n\n"]))
def test_every_word_is_read_or_listed(lines: list[str], end: str) -> None:
    """Words of the file = words of the chapters + words left out, whatever the lines look like."""
    text = re.sub(r"-(?=\s)", "", end.join(lines))  # broken words have a test of their own
    with tempfile.TemporaryDirectory() as folder:
        try:
            book = read(Path(folder), text, notes=Notes.SKIP)
        except BookError as err:
            assert err.code in {"no-text", "not-a-book"}  # noqa: PT017 - an error is one of two right ends
            return
    assert words_in(book) == words_of(text)


@given(st.lists(st.sampled_from(["well-\nknown", "con-\nduct", "conduct", "rain", "WELL-\nIT", "x-\n1"])))
def test_broken_words_are_joined_and_nothing_else(parts: list[str]) -> None:
    """Joined or kept, the letters are the file's."""
    text = " ".join(parts)
    made = "".join(block.text for block in text_document(text, "book.txt").blocks)

    assert re.sub(r"[\s-]", "", made) == re.sub(r"[\s-]", "", text)


def test_kinds_are_the_documented_ones() -> None:
    """A block without words is a pause and nothing else."""
    made: list[Block] = text_document(GUTENBERG, "book.txt").blocks

    assert all(bool(block.text) != (block.kind is BlockKind.SCENE_BREAK) for block in made)


# --- verse without capitals ---


@pytest.mark.parametrize(
    "poem",
    [
        "Shall I compare thee\n  to a summer day\nThou art more lovely\n  and more temperate",
        "when forty winters\nshall besiege",
        "and the cat who had come\n    by the back stairs\nsat on the sill, and slept\n    until we came",
    ],
)
def test_a_book_of_poems_keeps_its_lines(poem: str) -> None:
    """Lines set in, begun small, or in stanzas of two: none is as wide as prose is set."""
    verse = of_kind(f"SONNETS\n\nI\n\n{poem}\n\nII\n\n{poem}\n", BlockKind.VERSE)

    lines = "\n".join(line.strip() for line in poem.split("\n"))
    assert verse == [lines, lines]


def test_a_song_in_small_letters_keeps_its_lines_in_prose() -> None:
    """A quotation in prose, narrower than the text, fills its own lines and stays one paragraph."""
    prose = textwrap.fill(
        "The boy who had been standing on the corner began to sing in a low voice. " * 6, 72
    )
    song = "hush now, said the moon\nto the sleeping town\nhush now, hush now\nand lay you down"
    letter = textwrap.fill(
        "my dear friend we came home late and we found the house was cold and dark " * 3, 40
    )

    found = blocks("\n\n".join([prose, textwrap.indent(song, "      "), prose, letter, prose]))

    assert (BlockKind.VERSE, song) in found
    assert (BlockKind.PARAGRAPH, letter.replace("\n", " ")) in found
