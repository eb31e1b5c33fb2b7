"""Tests of reading Markdown: what its signs mean is read, and no word behind them is lost."""

from __future__ import annotations

import re
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import BlockKind, Book
from booksmith_module.errors import BookError
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.markdown import read_markdown


def read(tmp_path: Path, text: str | bytes, options: ReadingOptions | None = None) -> Book:
    """Read a Markdown text from a file."""
    path = tmp_path / "book.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_markdown(path, options or ReadingOptions())


def blocks(book: Book) -> list[tuple[BlockKind, str]]:
    """Return the kinds and texts of a book's blocks."""
    return [(block.kind, block.text) for chapter in book.chapters for block in chapter.blocks]


def skipped(book: Book) -> dict[str, str]:
    """Return the texts that are left out, by kind."""
    return {item.kind: item.text for item in book.skipped}


def words_of(text: str) -> Counter[str]:
    """Count the runs of letters and digits of a text."""
    return Counter(re.findall(r"[^\W_]+", text))


def words_in(book: Book) -> Counter[str]:
    """Count what is read and what is left out."""
    narrated = [chapter.text for chapter in book.chapters]
    return words_of("\n".join([*narrated, *(item.text for item in book.skipped)]))


def test_headings_of_both_forms_make_chapters(tmp_path: Path) -> None:
    """With signs before them or rules below them."""
    book = read(tmp_path, "# One\n\nText.\n\nTwo\n===\n\nMore.\n\n## Inside\n\nStill.\n")

    assert [chapter.title for chapter in book.chapters] == ["One", "Two"]
    levels = [(b.text, b.level) for c in book.chapters for b in c.blocks if b.kind is BlockKind.HEADING]
    assert levels == [("One", 1), ("Two", 1), ("Inside", 2)]


def test_kinds_follow_the_signs(tmp_path: Path) -> None:
    """Lists, listings, tables, rules, quotations, lines that are kept."""
    text = (
        "It *was* **not** `rain`, ~~snow~~.\n\n- bread\n- tea\n\n```python\nx = 1\n```\n\n---\n\n"
        "> Quoted\n> lines.\n\nRoses are red,  \nmostly.\n\n| a | b |\n|---|---|\n| c | d |\n"
    )

    made = blocks(read(tmp_path, text))

    assert made[:8] == [
        (BlockKind.PARAGRAPH, "It was not rain, snow."),
        (BlockKind.LIST_ITEM, "bread"),
        (BlockKind.LIST_ITEM, "tea"),
        (BlockKind.CODE, made[3][1]),
        (BlockKind.SCENE_BREAK, ""),
        (BlockKind.PARAGRAPH, "Quoted lines."),
        (BlockKind.VERSE, "Roses are red,\nmostly."),
        (BlockKind.TABLE, made[7][1]),
    ]
    assert words_of("\n".join(text for kind, text in made if kind is BlockKind.TABLE)) == words_of("a b c d")


def test_notes_of_both_forms_are_set_apart(tmp_path: Path) -> None:
    """Below the text or where they are marked; also one that nothing marks, which the library drops."""
    text = "Rain.[^1] Wind.^[From the *east*.]\n\n[^1]: From the west.\n\n[^lost]: Nobody asks.\n\nEnd.\n"

    book = read(tmp_path, text)

    assert book.chapters[0].text == "Rain. Wind.\n\nEnd."
    assert sorted(skipped(book)["note"].split("\n")) == ["From the east.", "From the west.", "Nobody asks."]
    in_place = read(tmp_path, text, ReadingOptions(notes=Notes.IN_PLACE))
    assert in_place.chapters[0].text.startswith("Rain. Wind.\n\nFrom the west.\n\nFrom the east.")


def test_markup_inside_is_markup_and_other_brackets_are_text(tmp_path: Path) -> None:
    """HTML elements are read as such; what only looks like one is the author's."""
    book = read(
        tmp_path, "Dear <name>, a <b>bold</b> word.\n\n<div><p>In HTML.</p></div>\n\n<script>x()</script>\n"
    )

    assert [text for _, text in blocks(book)] == ["Dear <name>, a bold word.", "In HTML."]


@pytest.mark.parametrize(
    ("matter", "title", "authors", "language"),
    [
        ('---\ntitle: "The Long Rain"\nauthor: Ann\nlang: en-GB\n---\n', "The Long Rain", ("Ann",), "en-GB"),
        ("---\ntitle: Rain\nauthor: [Ann, 'Bob']\nlanguage: de\n---\n", "Rain", ("Ann", "Bob"), "de"),
        ("---\ntitle: Rain\nauthor:\n  - name: Ann\n  - Bob\nlang: fr\n---\n", "Rain", ("Ann", "Bob"), "fr"),
        ("% The Rain\n% Ann; Bob\n% 2020\n", "The Rain", ("Ann", "Bob"), ""),
        ("", "One", (), ""),
    ],
)
def test_the_book_is_what_its_front_matter_says(
    tmp_path: Path, matter: str, title: str, authors: tuple[str, ...], language: str
) -> None:
    """YAML or Pandoc's own form; without either the first heading is the title. It is listed, not read."""
    book = read(tmp_path, f"{matter}\n# One\n\nIt rained and rained.\n")

    assert (book.title, book.authors) == (title, authors)
    assert not language or book.language == language
    assert book.chapters[0].text == "One\n\nIt rained and rained."
    assert words_of(skipped(book).get("front matter", "")) == words_of(matter)


def test_without_a_title_the_file_names_the_book(tmp_path: Path) -> None:
    """As with any format."""
    assert read(tmp_path, "Only text.").title == "book"


@pytest.mark.parametrize("content", [b"", b" \n", b"---\ntitle: Rain\n---\n", b"***\n"])
def test_no_text_is_an_error(tmp_path: Path, content: bytes) -> None:
    """Front matter alone is no book."""
    with pytest.raises(BookError) as caught:
        read(tmp_path, content)

    assert caught.value.code == "no-text"


def test_what_is_nested_deeper_than_the_library_goes_is_read_as_text(tmp_path: Path) -> None:
    """It would leave such text out without a word; so the signs are read, and it is said."""
    quoted = read(tmp_path, "Above.\n\n" + "> " * 500 + "deep\n")
    listed = read(tmp_path, "\n".join(f"{'  ' * level}- word{level}" for level in range(200)))

    assert "deep" in quoted.chapters[0].text
    assert "word199" in listed.chapters[0].text
    assert "nested" in quoted.warnings[-1]
    assert blocks(read(tmp_path, "> " * 20 + "quoted\n"))[0] == (BlockKind.PARAGRAPH, "quoted")


def test_signs_made_to_be_slow_are_not(tmp_path: Path) -> None:
    """Brackets and stars without end."""
    begun = time.monotonic()

    book = read(
        tmp_path, "[" * 5000 + "\n\n" + "*a_" * 5000 + "\n\n" + "<" * 5000 + "\n\n" + "`" * 5000 + "x"
    )

    assert book.chapters
    assert time.monotonic() - begun < 30  # less than two seconds


_LINES = st.sampled_from(
    [
        "# Head *one*",
        "Plain words here",
        "- item",
        "1. first",
        "> quoted",
        "    code line",
        "```",
        "| a | b |",
        "|---|---|",
        "Title\n===",
        "word[^1] more",
        "[^1]: The note",
        "^[inline note]",
        "<em>bold</em>",
        "<unknown>",
        "a &amp; b",
        "***",
        "Term\n: Meaning",
        "",
    ]
)


@given(st.lists(_LINES, max_size=12), st.sampled_from(["\n", "\n\n"]))
def test_every_word_is_read_or_listed(lines: list[str], end: str) -> None:
    """All words of the text are there, those of marks and labels too."""
    text = end.join(["Always.", *lines])
    with tempfile.TemporaryDirectory() as folder:
        found = words_in(read(Path(folder), text))
    written = words_of(text)
    for name in ("em", "amp"):  # markup, but in a listing text
        del written[name], found[name]
    assert found == written


def test_pandocs_numbers_off_the_line_are_kept_apart(tmp_path: Path) -> None:
    """Other uses of the same signs are the author's."""
    book = read(tmp_path, "H~2~O, 10^6^ and 10^-3^; a^2+b^2, ~20 or ~30, x~i~, `y^2^`, ~~gone~~.")

    assert blocks(book)[0][1] == "H₂O, 10⁶ and 10⁻³; a^2+b^2, ~20 or ~30, x~i~, y^2^, gone."


def test_a_year_at_the_beginning_of_a_paragraph_is_read(tmp_path: Path) -> None:
    """To CommonMark it is a list of one item that begins with 1984; two items are a list."""
    book = read(tmp_path, "1984. A great year.\n\nThen:\n\n7. Ash\n8. Birch\n")

    assert [text for _, text in blocks(book)] == ["1984. A great year.", "Then:", "Ash", "Birch"]


def test_a_chapters_heading_is_no_title_of_a_book(tmp_path: Path) -> None:
    """The file's name says more."""
    assert read(tmp_path, "# Chapter One\n\nIt rained.\n\n# Chapter Two\n\nAgain.").title == "book"
