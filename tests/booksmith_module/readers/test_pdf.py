"""Tests of reading PDFs: what a page shows is read as its author wrote it, and all else is itemised."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booksmith_module.book import Block, BlockKind, Book
from booksmith_module.options import Notes, ReadingOptions
from booksmith_module.readers.pdf import read_pdf
from tests.booksmith_module.readers.pdf_pages import (
    FOOT,
    HEIGHT,
    LEADING,
    LEFT,
    TOP,
    Text,
    below,
    centred,
    moved,
    pages_of,
    paragraph,
    paragraphs,
    prose,
    running_on,
    sentences,
    width_of,
    write,
)

WITH_NOTES = ReadingOptions(notes=Notes.CHAPTER_END)


def blocks(book: Book) -> list[Block]:
    """Return the blocks of all chapters."""
    return [block for chapter in book.chapters for block in chapter.blocks]


def text(book: Book) -> str:
    """Return all that is read, on one line."""
    return " ".join(" ".join(chapter.text for chapter in book.chapters if chapter.enabled).split())


def skipped(book: Book, kind: str) -> list[str]:
    """Return the texts that are left out as one kind of thing."""
    return [line for item in book.skipped if item.kind == kind for line in item.text.split("\n")]


def letters(texts: list[str]) -> Counter[str]:
    """Count letters and figures, which no joining of words changes."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    return Counter(letter for letter in plain if letter.isalnum())


def assert_complete(path: Path, book: Book) -> None:
    """Check that every word on the pages is in a chapter or itemised, once.

    The words come from an extraction of its own. Words broken at the ends of lines are in the book as
    one, so besides the words that both have, the letters must be the same.
    """
    with pymupdf.open(path) as document:
        found = [word[4] for page in document for word in page.get_text("words", sort=False)]
    read = [chapter.text for chapter in book.chapters] + [item.text for item in book.skipped]
    assert letters(read) == letters(found)
    broken = Counter(re.findall(r"\w+", " ".join(found))) - Counter(re.findall(r"\w+", " ".join(read)))
    joined = Counter(re.findall(r"\w+", " ".join(read))) - Counter(re.findall(r"\w+", " ".join(found)))
    assert letters(list(broken.elements())) == letters(list(joined.elements()))
    assert all(any(piece in word or word in piece for word in joined) for piece in broken)


# --- paragraphs ---


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    """Indents and short last lines part paragraphs; the ends of lines do not."""
    texts = [prose(60, seed) for seed in range(5)]
    path = write(tmp_path / "a.pdf", [paragraphs(texts)])

    book = read_pdf(path)

    assert [block.text for block in blocks(book)] == texts
    assert {block.kind for block in blocks(book)} == {BlockKind.PARAGRAPH}
    assert_complete(path, book)


def test_paragraphs_parted_by_space_need_no_indent(tmp_path: Path) -> None:
    """Word processors put space between paragraphs and leave the right edge ragged."""
    texts = [prose(50, seed) for seed in range(5)]
    page: list[Text] = []
    for item in texts:
        page += paragraph(item, below(page, 24) if page else TOP, indent=0, is_justified=False)
    path = write(tmp_path / "a.pdf", [page])

    book = read_pdf(path)

    assert [block.text for block in blocks(book)] == texts


def test_a_paragraph_goes_on_over_pages(tmp_path: Path) -> None:
    """A page's end is no paragraph's end, even between running heads and page numbers."""
    text_of_book = prose(400)
    placed = paragraph(text_of_book)
    step = 20 * LEADING
    pages = []
    for number in range(3):
        low, high = TOP - 1 + number * step, TOP - 1 + (number + 1) * step
        lines = [item for item in placed if low <= item.y < high]
        head = [Text(LEFT, 40, "The Book of Lamps", 9), Text(LEFT + 140, 560, str(number + 7), 9)]
        pages.append(
            [*head, *moved(lines, y=-number * step), *paragraph("Last.", TOP + 22 * LEADING)][
                : 2 + len(lines)
            ]
        )
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert [block.text for block in blocks(book)] == [text_of_book]
    assert skipped(book, "running head") == ["The Book of Lamps"] * 3
    assert skipped(book, "page number") == ["7", "8", "9"]
    assert_complete(path, book)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(20, 60), min_size=2, max_size=4),
    st.integers(1, 10_000),
    st.booleans(),
    st.floats(9, 14),
)
def test_any_paragraphs_come_back_whole(
    tmp_path_factory: pytest.TempPathFactory,
    lengths: list[int],
    seed: int,
    is_justified: bool,  # noqa: FBT001  # hypothesis gives it
    size: float,
) -> None:
    """Whatever their lengths and type size, words are kept in order and completely."""
    page: list[Text] = []
    texts = [prose(length, seed + number) for number, length in enumerate(lengths)]
    for item in texts:
        page += paragraph(
            item,
            below(page, 1.3 * size) if page else TOP,
            size=size,
            leading=1.3 * size,
            is_justified=is_justified,
        )
    path = write(tmp_path_factory.mktemp("pdf") / "a.pdf", [page])

    book = read_pdf(path)

    assert text(book) == " ".join(texts)
    assert_complete(path, book)


# --- words broken at the ends of lines ---


def lines_of(*lines: str, before: str) -> list[Text]:
    """Set lines below a paragraph of the same width."""
    page = paragraph(before, measure=max(width_of(line) for line in lines))
    start = below(page)
    return [*page, *(Text(LEFT, start + number * LEADING, line) for number, line in enumerate(lines))]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("he looked on and it was all so wonder-", "ful that he sat.", "so wonderful that"),
        ("he looked on and it was all so wonder\u00ad", "ful that he sat.", "so wonderful that"),
        ("there came a man by the name of Jean-", "Paul who sat.", "of Jean-Paul who"),
        ("and that was in the years of 1914-", "18 when he sat.", "of 1914-18 when"),
    ],
)
def test_words_broken_at_the_ends_of_lines_are_joined(
    tmp_path: Path, first: str, second: str, expected: str
) -> None:
    """Plain and soft hyphens that stand for the line's end only are taken out."""
    path = write(tmp_path / "a.pdf", [lines_of(first, second, before=prose(90))])

    assert expected in text(read_pdf(path))


def test_the_book_says_which_hyphens_are_its_own(tmp_path: Path) -> None:
    """A compound that stands elsewhere with its hyphen keeps it, and a whole word is made whole."""
    known = "A well-known man and a well-known lamp were in the wonderful house."
    lines = ["and so there was at last in the house a well-", "known and, as was to be seen, a most wonder-"]
    path = write(tmp_path / "a.pdf", [lines_of(*lines, "ful lamp.", before=f"{known} {prose(60)}")])

    found = text(read_pdf(path))

    assert "a well-known and, as was to be seen, a most wonderful lamp." in found


def test_ligatures_are_spelled_out(tmp_path: Path) -> None:
    """The letters of ``ﬁ`` and ``ﬂ`` are what is spoken."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_htmlbox(
            pymupdf.Rect(60, 60, 400, 200), "The \ufb01re and the \ufb02ame were di\ufb00erent."
        )
        document.save(tmp_path / "a.pdf")

    assert text(read_pdf(tmp_path / "a.pdf")) == "The fire and the flame were different."


def test_accents_printed_over_letters_are_put_on_them(tmp_path: Path) -> None:
    """TeX's older fonts print an accent, then the letter."""
    path = write(tmp_path / "a.pdf", [[Text(LEFT, TOP, "The fa\u00b8cade of Pr\u00a8ufung and caf\u00b4e.")]])

    assert text(read_pdf(path)) == "The façade of Prüfung and café."


def test_drop_caps_belong_to_their_word(tmp_path: Path) -> None:
    """A large first letter is joined to the rest of its word, and its lines to one paragraph."""
    measure = 26 + width_of(first := "nce there was a lamp that stood by the river and")
    page = [
        Text(LEFT, TOP + LEADING, "O", 30),
        Text(LEFT + 26, TOP, first),
        Text(LEFT + 26, TOP + LEADING, "it was the captain who found it long before that"),
        *paragraph("morning when " + prose(60), TOP + 2 * LEADING, indent=0, measure=measure),
    ]
    path = write(tmp_path / "a.pdf", [page])

    found = blocks(read_pdf(path))

    assert found[0].text.startswith("Once there was a lamp that stood by the river and it was the captain")
    assert len(found) == 1


# --- furniture ---


def test_heads_that_change_with_the_chapter_are_running_heads(tmp_path: Path) -> None:
    """Left pages name the author, right pages the chapter; numbers stand at the outer edge."""
    pages = []
    for number, page in enumerate(pages_of(12)):
        title = f"{'The Lamp' if number < 6 else 'The River'}"
        left = [Text(LEFT, 45, str(number + 1), 9), Text(LEFT + 220, 45, "A. N. Author", 9)]
        right = [Text(LEFT, 45, title, 9), Text(LEFT + 280, 45, str(number + 1), 9)]
        pages.append([*(right if number % 2 else left), *page])
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert "Author" not in text(book)
    assert len(skipped(book, "running head")) == 12
    assert skipped(book, "page number") == [str(number) for number in range(1, 13)]
    assert_complete(path, book)


@pytest.mark.parametrize("shape", ["{}", "- {} -", "Page {} of 8", "[{}]", "Seite {}"])
def test_page_numbers_of_many_shapes_are_not_read(tmp_path: Path, shape: str) -> None:
    """A number that rises from page to page at its foot is no text, however it is dressed."""
    pages = [
        [*page, centred(shape.format(number), 560, 9)] for number, page in enumerate(pages_of(8), start=1)
    ]
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert skipped(book, "page number") == [shape.format(number) for number in range(1, 9)]


def test_roman_page_numbers_come_before_others(tmp_path: Path) -> None:
    """The front matter of a book counts its pages in small Roman numerals."""
    numbers = ["ii", "iii", "iv", "v", "1", "2", "3", "4"]
    pages = [[*page, centred(number, 560, 9)] for number, page in zip(numbers, pages_of(8), strict=True)]
    path = write(tmp_path / "a.pdf", pages)

    assert skipped(read_pdf(path), "page number") == numbers


def test_pages_that_are_alike_are_read(tmp_path: Path) -> None:
    """Where nearly all of a page repeats, what repeats is its text."""
    lines = ["The same words.", "On every page.", "Of this book."]
    page = [Text(LEFT, TOP + number * LEADING, line) for number, line in enumerate(lines)]
    path = write(tmp_path / "a.pdf", [page] * 12)

    assert text(read_pdf(path)).count("The same words.") == 12


def test_chapter_headings_at_the_same_place_are_no_running_heads(tmp_path: Path) -> None:
    """A book whose every page begins with a chapter repeats the word, but not the heading."""
    pages = [[centred(f"Chapter {n}", TOP, 18), *moved(page, y=40)] for n, page in enumerate(pages_of(9), 1)]
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert [chapter.title for chapter in book.chapters] == [f"Chapter {number}" for number in range(1, 10)]


def test_chapters_of_a_page_each_keep_their_numbers(tmp_path: Path) -> None:
    """The numbers of such chapters rise as page numbers do, but are set as headings."""
    pages = [[centred(str(n), TOP, 14), *moved(page, y=40)] for n, page in enumerate(pages_of(9), 1)]
    path = write(tmp_path / "a.pdf", pages)

    assert [chapter.title for chapter in read_pdf(path).chapters] == [str(n) for n in range(1, 10)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Erstes Kapitel", "Zweites Kapitel", "Letztes Kapitel"),
        ("Chapitre premier", "Chapitre II", "Chapitre III"),
        ("CAPÍTULO UNO", "CAPÍTULO DOS", "CAPÍTULO TRES"),
        ("Capitolo primo", "Capitolo secondo", "Capitolo terzo"),
        ("Prólogo", "Capítulo primeiro", "Epílogo"),
    ],
)
def test_chapters_are_known_by_their_words_in_six_languages(tmp_path: Path, titles: tuple[str, ...]) -> None:
    """A heading may be set in the type of the text."""
    page: list[Text] = []
    for number, title in enumerate(titles):
        page.append(centred(title, below(page, 40) if page else TOP))
        page += paragraph(prose(70, number), below(page, 24))
    path = write(tmp_path / "a.pdf", [page])

    assert [chapter.title for chapter in read_pdf(path).chapters] == list(titles)


def test_line_numbers_in_the_margin_are_not_read(tmp_path: Path) -> None:
    """Transcripts number their lines; the numbers stand in the file before all else."""
    numbers = [Text(40 - width_of(str(n)), TOP + (n - 1) * 18, str(n), font="cour") for n in range(1, 26)]
    lines = [Text(LEFT, TOP + n * 18, f"answer {n} was given here", font="cour") for n in range(25)]
    path = write(tmp_path / "a.pdf", [[*numbers, *lines]])

    book = read_pdf(path)

    assert skipped(book, "line number") == [str(number) for number in range(1, 26)]
    assert_complete(path, book)


def test_numbers_of_a_list_are_read(tmp_path: Path) -> None:
    """Figures beside some lines only are the list's own, not line numbers."""
    page = paragraphs([prose(60, seed) for seed in range(4)])
    start = below(page)
    for number in range(1, 6):
        page += [
            Text(LEFT, start + number * LEADING, str(number)),
            Text(LEFT + 20, start + number * LEADING, f"the {number} lamp"),
        ]
    path = write(tmp_path / "a.pdf", [page])

    assert not skipped(read_pdf(path), "line number")


@pytest.mark.parametrize("gap", [1, 1.7, 2.5])
def test_what_each_letter_begins_and_ends_with_is_read(tmp_path: Path, gap: float) -> None:
    """Salutations and signatures stand in the same place on each page; no sentence runs on past them."""
    pages = []
    for page in pages_of(8, 100):
        body = moved(page, y=gap * LEADING)
        ends = [Text(LEFT, FOOT, "Your loving brother,"), Text(LEFT, FOOT + LEADING, "William")]
        pages.append([Text(LEFT, TOP, "My dear Anna,"), *body, *ends])
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert text(book).count("My dear Anna,") == 8
    assert text(book).count("Your loving brother, William") == 8
    assert not skipped(book, "running head")
    assert_complete(path, book)


@pytest.mark.parametrize("has_numbers", [True, False])
@pytest.mark.parametrize("shape", ["Day {}", "{} January"])
def test_days_that_begin_pages_are_read(tmp_path: Path, shape: str, *, has_numbers: bool) -> None:
    """Their numbers rise with the pages, but the page number is another, and each begins its own text."""
    pages = []
    for number, page in enumerate(pages_of(8), start=1):
        foot = [centred(str(number), 560, 9)] if has_numbers else []
        pages.append([Text(LEFT, TOP, shape.format(number)), *moved(page, y=26), *foot])
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert all(shape.format(number) in text(book) for number in range(1, 9))
    assert not skipped(book, "running head")
    assert_complete(path, book)


def test_a_date_in_small_type_above_each_letter_is_read(tmp_path: Path) -> None:
    """It stands apart from the text on every page, as heads do, and differs as they may."""
    places = ("Lamp Hill", "River Bank", "Stone Street", "Garden Gate", "Candle Row", "Orchard", "Meadow")
    pages = [
        [Text(LEFT + 200, TOP, place, 9), *moved(page, y=30)]
        for place, page in zip(places, pages_of(7), strict=True)
    ]
    path = write(tmp_path / "a.pdf", pages)

    assert all(place in text(read_pdf(path)) for place in places)


def test_a_refrain_at_the_beginning_of_pages_is_read(tmp_path: Path) -> None:
    """Poems and chapters may all begin with the same words."""
    pages = [[Text(LEFT, TOP, "And so it goes."), *moved(page, y=22)] for page in pages_of(8)]
    path = write(tmp_path / "a.pdf", pages)

    assert text(read_pdf(path)).count("And so it goes.") == 8


def test_the_same_heading_on_many_pages_is_read(tmp_path: Path) -> None:
    """Workbooks and recipes say the same at the top of each page, and again halfway down."""
    pages = [
        [
            Text(LEFT, TOP, "Questions", 14, "tibo"),
            *paragraph(prose(60, number), TOP + 30),
            Text(LEFT, 330, "Answers", 11, "tibo"),
            *paragraph(prose(60, number + 20), 360),
        ]
        for number in range(8)
    ]
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert text(book).count("Questions") == 8
    assert text(book).count("Answers") == 8


def test_repeated_lines_of_code_are_read(tmp_path: Path) -> None:
    """Examples on many pages may begin alike, at the same place and in small type."""
    code = ["import lamp", "lamp.light({})", "print(lamp)"]
    pages = []
    for number, page in enumerate(pages_of(8, 80), start=1):
        lines = [Text(LEFT, TOP + 12 * n, line.format(number), 9, "cour") for n, line in enumerate(code)]
        pages.append([*lines, *moved(page, y=60)])
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert text(book).count("import lamp") == 8
    assert text(book).count("print(lamp)") == 8
    assert_complete(path, book)


@pytest.mark.parametrize("font", ["tiro", "tibo", "tiit"])
@pytest.mark.parametrize("y", [TOP - 2 * LEADING, 560])
def test_running_heads_in_the_type_of_the_text_are_not_read(tmp_path: Path, font: str, y: float) -> None:
    """Where sentences run on past a line, it is no line of the book, above chapters' headings or not."""
    pages = [[Text(LEFT, y, "The Lamp and the River", font=font), *page] for page in running_on(9, 30)]
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert skipped(book, "running head") == ["The Lamp and the River"] * 9
    assert_complete(path, book)


def test_a_watermark_is_not_read(tmp_path: Path) -> None:
    """It stands across the text, in the same place on every page."""
    pages = [[*page, Text(LEFT + 20, TOP + 5 * LEADING + 4, "PROOF", 60, "helv")] for page in running_on(6)]
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert "PROOF" not in text(book)
    assert_complete(path, book)


# --- columns ---


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Two columns below a title across the page, whatever order the file has them in."""
    left, right = prose(120, 1), prose(120, 2)
    page = [
        *paragraph(right, TOP + 60, x=LEFT + 160, measure=140),
        *paragraph(left, TOP + 60, x=LEFT, measure=140),
        centred("The Lamps of the River Harbour", TOP, 16),
    ]
    interleaved = sorted(page, key=lambda item: (item.y, item.x))
    for number, order in enumerate((page, interleaved)):
        path = write(tmp_path / f"{number}.pdf", [order])

        book = read_pdf(path)

        found = text(book)
        assert found.index(sentences(12, 1)[-1]) < found.index(sentences(12, 2)[0])
        assert_complete(path, book)


def test_a_caption_does_not_break_a_sentence(tmp_path: Path) -> None:
    """A picture may stand in the middle of a paragraph; its caption is read after it."""
    page = paragraphs([prose(60, 1)[:-1] + " and then"])
    page.append(Text(LEFT + 30, below(page, 120), "Figure 3. The lamp by the river.", 9))
    page += paragraph("went on to say. " + prose(40, 3), below(page, 30), indent=0)
    path = write(tmp_path / "a.pdf", [page])

    found = blocks(read_pdf(path))

    assert [block.kind for block in found] == [BlockKind.PARAGRAPH, BlockKind.CAPTION]
    assert "and then went on to say." in found[0].text


def test_the_cells_of_a_table_are_read_row_by_row(tmp_path: Path) -> None:
    """Short pieces beside each other are no columns of text."""
    rows = [("lamp", "three", "red"), ("river", "five", "blue"), ("stone", "nine", "green")] * 2
    page = paragraphs([prose(60)])
    start = below(page, 30)
    for number, row in enumerate(rows):
        page += [Text(LEFT + 100 * n, start + number * LEADING, cell) for n, cell in enumerate(row)]
    path = write(tmp_path / "a.pdf", [page])

    assert "lamp three red" in text(read_pdf(path))


# --- headings, outline, contents ---


def test_chapters_are_found_by_their_headings(tmp_path: Path) -> None:
    """Without an outline, and where they begin in the middle of a page."""
    page: list[Text] = []
    pages: list[list[Text]] = []
    for number, name in enumerate(("I", "II", "III"), start=1):
        page.append(centred(f"CHAPTER {name}", below(page, 40) if page else TOP))
        page.append(centred(f"The {'Lamp' if number > 1 else 'River'}", below(page, 20), font="tiit"))
        page += paragraph(prose(60, number), below(page, 30))
        page += paragraph(prose(40, number + 9), below(page))
        if number == 2:
            pages, page = [page], []
    pages.append([*page, *paragraph(prose(60, 5), below(page))])
    path = write(tmp_path / "a.pdf", pages)

    book = read_pdf(path)

    assert [chapter.title for chapter in book.chapters] == [
        "CHAPTER I. The River",
        "CHAPTER II. The Lamp",
        "CHAPTER III. The Lamp",
    ]
    assert_complete(path, book)


def test_numbers_alone_are_headings(tmp_path: Path) -> None:
    """A Roman numeral in the middle of a line begins a chapter; page numbers do not."""
    pages = []
    for number, page in enumerate(pages_of(6), start=1):
        heading = [centred("I" * (number // 2 + 1), TOP, 15), *moved(page, y=50)] if number % 2 else page
        pages.append([*heading, centred(str(number), 560, 9)])
    path = write(tmp_path / "a.pdf", pages)

    assert [chapter.title for chapter in read_pdf(path).chapters] == ["I", "II", "III"]


def test_the_outline_divides_at_the_heading_it_names(tmp_path: Path) -> None:
    """Bookmarks lead to the top of a page; the heading may stand further down."""
    pages = []
    for number, (page, name) in enumerate(zip(pages_of(3, 80), ("Lamp", "Stone", "River"), strict=True), 1):
        heading = Text(LEFT, below(page, 30), f"{number}. The {name}", font="tibo")
        pages.append([*page, heading, *paragraph(prose(50, 20 + number), heading.y + 20)])
    outline = [(1, "The Lamp", 1), (1, "The Stone", 2), (1, "The River", 3)]
    path = write(tmp_path / "a.pdf", pages, outline=outline)

    book = read_pdf(path)

    named = {chapter.title: chapter for chapter in book.chapters}
    assert list(named)[-3:] == ["The Lamp", "The Stone", "The River"]
    assert named["The Stone"].text.startswith("2. The Stone")


def test_an_outline_that_leaves_the_chapters_out_is_not_believed(tmp_path: Path) -> None:
    """Some name the cover and the title page only."""
    pages = [[centred("The Lamp", TOP, 24)], *pages_of(1)]
    for number, page in enumerate(pages_of(7, 80, seed=30), start=1):
        pages.append([centred(f"Chapter {number}", TOP, 16), *moved(page, y=50)])
    outline = [(1, "Cover", 1), (1, "To the reader", 2)]
    path = write(tmp_path / "a.pdf", pages, outline=outline)

    titles = [chapter.title for chapter in read_pdf(path).chapters]

    assert titles[-7:] == [f"Chapter {number}" for number in range(1, 8)]


def test_a_running_head_close_to_the_text_is_not_read(tmp_path: Path) -> None:
    """Typescripts have it in the same type, a line above the text, which runs on from page to page."""
    pages = [[Text(LEFT, TOP - LEADING, "The Lamp and the River"), *page] for page in running_on(8)]
    path = write(tmp_path / "a.pdf", pages)

    assert skipped(read_pdf(path), "running head") == ["The Lamp and the River"] * 8


def test_a_contents_list_is_left_out(tmp_path: Path) -> None:
    """Its title and the page numbers at the ends of its lines tell it."""
    contents = [Text(LEFT, TOP, "Contents", 18, "tibo")]
    for number in range(1, 9):
        y = TOP + 20 + number * LEADING
        contents += [Text(LEFT, y, f"Chapter {number} " + ". " * 30), Text(350, y, str(number + 1))]
    pages = [
        [Text(LEFT, TOP, f"Chapter {number}", 18, "tibo"), *moved(page, y=40)]
        for number, page in enumerate(pages_of(8), start=1)
    ]
    path = write(tmp_path / "a.pdf", [contents, *pages])

    book = read_pdf(path)

    assert [c.title for c in book.chapters if c.enabled] == [f"Chapter {number}" for number in range(1, 9)]
    assert ". . ." not in text(book)
    assert_complete(path, book)


def test_scene_breaks_are_kept(tmp_path: Path) -> None:
    """Three asterisks, or an empty space that is larger than the others."""
    texts = [prose(60, seed) for seed in range(6)]
    page = paragraphs(texts[:2])
    page.append(centred("* * *", below(page, 20)))
    page += paragraphs(texts[2:4], below(page, 20))
    page += paragraphs(texts[4:], below(page, 3 * LEADING))
    path = write(tmp_path / "a.pdf", [page])

    kinds = [block.kind for block in blocks(read_pdf(path))]

    assert [n for n, kind in enumerate(kinds) if kind is BlockKind.SCENE_BREAK] == [2, 5]


def test_verse_keeps_its_lines(tmp_path: Path) -> None:
    """Short lines that end before they must are verse; speeches of one line are not."""
    verse = [
        "The lamp was lit upon the hill,",
        "The river ran below,",
        "And all the garden lay as still",
        "As winter under snow.",
    ]
    page = paragraphs([prose(60, 1)])
    start = below(page, 22)
    page += [Text(LEFT + 30, start + number * LEADING, line) for number, line in enumerate(verse)]
    page += paragraphs(['"Where is it?" she said.', '"I know it not."', prose(60, 2)], below(page, 22))
    path = write(tmp_path / "a.pdf", [page])

    found = blocks(read_pdf(path))

    assert [block.text for block in found if block.kind is BlockKind.VERSE] == ["\n".join(verse)]
    assert '"I know it not."' in [block.text for block in found]


VERSES = [
    "The lamp was lit upon the hill,",
    "The river ran below;",
    "And all the garden lay as still",
    "As winter under snow.",
    "A captain came along the road",
    "And found the orchard door;",
    "He sat him down with all his load",
    "And never wandered more.",
]


def verses(indents: tuple[float, ...], y: float = TOP, x: float = LEFT) -> list[Text]:
    """Set two stanzas whose lines are set in by turns."""
    return [
        Text(x + indents[n % len(indents)], y + (n + (n > 3)) * LEADING, line)
        for n, line in enumerate(VERSES)
    ]


@pytest.mark.parametrize("indents", [(0,), (0, 12), (0, 12, 24, 0), (24, 12, 0, 12)])
def test_verse_set_in_by_turns_keeps_its_lines(tmp_path: Path, indents: tuple[float, ...]) -> None:
    """On pages of nothing else, and between paragraphs; each stanza is a block."""
    alone = [verses(indents), verses(indents), verses(indents)]
    among = [*paragraphs([prose(60, 1)]), *verses(indents, 220, LEFT + 20), *paragraphs([prose(60, 2)], 380)]
    for name, pages in (("alone", alone), ("among", [among])):
        book = read_pdf(write(tmp_path / f"{name}.pdf", pages))

        found = [block.text for block in blocks(book) if block.kind is BlockKind.VERSE]
        assert found == ["\n".join(VERSES[:4]), "\n".join(VERSES[4:])] * (len(pages) if pages is alone else 1)


def test_the_rest_of_a_long_line_of_verse_belongs_to_it(tmp_path: Path) -> None:
    """It is set in further than any line, and begins with a small letter."""
    page = []
    for n, line in enumerate(VERSES[:4]):
        page.append(Text(LEFT, TOP + 2 * n * LEADING, f"{line[:-1]}, and the captain sang of the"))
        page.append(Text(LEFT + 40, TOP + (2 * n + 1) * LEADING, f"lantern number {n}"))
    path = write(tmp_path / "a.pdf", [page, *pages_of(2)])

    found = [block for block in blocks(read_pdf(path)) if block.kind is BlockKind.VERSE]

    assert found[0].text.split("\n") == [
        f"{line[:-1]}, and the captain sang of the lantern number {n}" for n, line in enumerate(VERSES[:4])
    ]


def test_speeches_and_quotations_are_no_verse(tmp_path: Path) -> None:
    """Speeches of a line each, some broken off; and prose in a narrower measure than the text's."""
    speeches = ['"The lamp is out—"', '"Why not?"', '"It is late."', '"I thought it was—"', '"What?"']
    page = paragraphs([prose(40, 1), *speeches, prose(40, 2)])
    page += paragraph(prose(60, 3), below(page, 24), x=LEFT + 30, measure=200, indent=0, is_justified=False)
    path = write(tmp_path / "a.pdf", [page])

    book = read_pdf(path)

    assert not [block.text for block in blocks(book) if block.kind is BlockKind.VERSE]
    assert prose(60, 3) in text(book)


# --- notes ---


def page_with_note(mark: str, note: str, seed: int = 1) -> list[Text]:
    """A page whose first sentence has a raised mark, and a note at its foot."""
    page = paragraphs([f"{prose(30, seed)}"])
    end = page[-1].x + width_of(page[-1].text)
    page.append(Text(end + 0.2, page[-1].y - 4, mark, 6.5))
    page += paragraphs([prose(80, seed + 1)], below(page, 18))
    number = Text(LEFT, FOOT - 3, mark, 6)
    return [*page, number, *paragraph(note, FOOT, x=LEFT + 6, size=8.5, leading=10.5, indent=0)]


@pytest.mark.parametrize("mark", ["1", "*", "23"])
def test_notes_are_set_apart_and_their_marks_taken_out(tmp_path: Path, mark: str) -> None:
    """Nobody wants to hear a number at a sentence's end, nor the note in the middle of a paragraph."""
    note = "Of this lamp more is said in another book."
    path = write(tmp_path / "a.pdf", [page_with_note(mark, note), *pages_of(2)])

    book, with_notes = read_pdf(path), read_pdf(path, WITH_NOTES)

    assert note not in text(book)
    assert f".{mark}" not in text(book)
    assert skipped(book, "note mark") == [mark, mark]
    assert note in text(with_notes)
    assert_complete(path, book)


@pytest.mark.parametrize(
    ("in_text", "in_note"),
    [
        ("1", "1"),
        ("12", "12."),
        ("[1]", "[1]"),
        ("[1]", "1"),
        (" [1]", "1."),
        ("(1)", "(1)"),
        ("*", "*"),
        (" *", "*"),
        ("**", "**"),
        ("§", "§"),
    ],
)
def test_marks_of_the_size_of_the_text_are_taken_out(tmp_path: Path, in_text: str, in_note: str) -> None:
    """Typescripts and simple programs raise neither the mark in the text nor that of the note."""
    notes = [f"Of the {name} more is said in another book." for name in ("lamp", "river", "stone", "gate")]
    pages = []
    for number, note in enumerate(notes):
        page = paragraphs([f"{prose(30, number)[:-1]} here{in_text}", prose(80, number + 9)])
        pages.append([*page, *paragraph(f"{in_note} {note}", FOOT, size=8.5, indent=0, is_justified=False)])
    path = write(tmp_path / "a.pdf", pages)

    book, with_notes = read_pdf(path), read_pdf(path, WITH_NOTES)

    assert "another book" not in text(book)
    assert len(re.findall(r"\bhere [A-Z]", text(book))) == 4
    assert all(note in text(with_notes) for note in notes)
    assert not skipped(book, "running head")
    assert_complete(path, book)


def test_numbers_in_brackets_without_a_note_are_read(tmp_path: Path) -> None:
    """A list within a paragraph has such numbers, and so have formulas and years."""
    words = "Of these there are (1) the lamp, (2) the river and f(3) of the year [4] and 3 * 4 stones."
    note = paragraph("5 Of this lamp more is said in another book.", FOOT, size=8.5, indent=0)
    path = write(tmp_path / "a.pdf", [[*paragraphs([words, f"{prose(80)[:-1]} here.5"]), *note]])

    assert words in text(read_pdf(path))


def test_a_note_with_a_full_line_goes_on_after_a_full_stop(tmp_path: Path) -> None:
    """A sentence of a long note may end where its page does."""
    note = paragraph(f"1 {prose(25, 3)} {prose(40, 4)}", FOOT - 22, size=8.5, leading=11, indent=0)
    full = [item for item in note if item.y < FOOT - 1]
    first = [*paragraphs([f"{prose(30)[:-1]} here.1", prose(80, 2)]), *full]
    first.append(Text(full[-1].x + width_of(full[-1].text, 8.5), full[-1].y, ".", 8.5))
    rest = paragraph("And so it is with the river.", FOOT, size=8.5, indent=0)
    path = write(tmp_path / "a.pdf", [first, [*pages_of(1, 80, seed=5)[0], *rest], *pages_of(1, seed=9)])

    notes = [block.text for block in blocks(read_pdf(path, WITH_NOTES)) if block.kind is BlockKind.NOTE]

    assert len(notes) == 1
    assert notes[0].endswith(". And so it is with the river.")


def test_a_note_goes_on_at_the_foot_of_the_next_page(tmp_path: Path) -> None:
    """Long notes run over; the rest has no mark of its own."""
    rest = paragraph("and of the river that goes by it.", FOOT, size=8.5, indent=0)
    first = page_with_note(
        "1", "Here much is to be said of the lamp, the garden and of all that is by it, the stones"
    )
    path = write(tmp_path / "a.pdf", [first, [*pages_of(1, 80, seed=5)[0], *rest], *pages_of(1, seed=9)])

    book = read_pdf(path, WITH_NOTES)

    notes = [block.text for block in blocks(book) if block.kind is BlockKind.NOTE]
    assert len(notes) == 1
    assert notes[0].endswith("the stones and of the river that goes by it.")


def test_exponents_and_ordinals_are_no_note_marks(tmp_path: Path) -> None:
    """A raised figure after a figure is a power, and raised letters end a word."""
    page = [
        Text(LEFT, TOP, "There were 10"),
        Text(LEFT + width_of("There were 10"), TOP - 4, "6", 6.5),
        Text(LEFT + width_of("There were 10") + 5, TOP, "lamps on the 19"),
        Text(LEFT + width_of("There were 10lamps on the 19") + 5, TOP - 4, "th", 6.5),
    ]
    path = write(tmp_path / "a.pdf", [[*page, *paragraphs([prose(90)], TOP + 30)]])

    found = text(read_pdf(path))

    assert "10⁶ lamps on the 19th" in found


# --- what is not seen ---


def test_text_that_cannot_be_seen_is_not_read(tmp_path: Path) -> None:
    """White on white, drawn in no way, or outside the page: all of it is itemised."""
    page = [
        *paragraphs([prose(60)]),
        Text(LEFT, 400, "white words", colour=(1, 1, 1)),
        Text(LEFT, 420, "unseen words", render_mode=3),
        Text(-200, 440, "outer words"),
    ]
    path = write(tmp_path / "a.pdf", [page])

    book = read_pdf(path)

    assert skipped(book, "hidden text") == ["white words", "unseen words", "outer words"]
    assert "words" not in text(book)


def test_white_text_on_a_dark_ground_is_read(tmp_path: Path) -> None:
    """A title in white on a black bar is seen by everyone."""
    path = write(tmp_path / "a.pdf", [paragraphs([prose(60)])])
    with pymupdf.open(path) as document:
        page = document[0]
        page.draw_rect(pymupdf.Rect(50, 380, 300, 420), fill=(0, 0, 0))
        page.insert_text((LEFT, 400), "white words", color=(1, 1, 1))
        document.save(tmp_path / "b.pdf")

    assert "white words" in text(read_pdf(tmp_path / "b.pdf"))


def test_text_outside_the_crop_box_is_not_read(tmp_path: Path) -> None:
    """Printers' marks stand outside what a viewer shows."""
    path = write(tmp_path / "a.pdf", [[*paragraphs([prose(60)]), Text(20, 20, "proof of Tuesday")]])
    with pymupdf.open(path) as document:
        document[0].set_cropbox(pymupdf.Rect(40, 40, 400, HEIGHT))
        document.save(tmp_path / "b.pdf")

    book = read_pdf(tmp_path / "b.pdf")

    assert "Tuesday" not in text(book)
    assert skipped(book, "hidden text") == ["proof of Tuesday"]


def test_the_text_of_a_recognised_scan_is_read(tmp_path: Path) -> None:
    """Scanners put the text they recognised behind the picture, drawn in no way."""
    words = prose(60)
    page = [Text(item.x, item.y, item.text, render_mode=3) for item in paragraphs([words])]
    path = write(tmp_path / "a.pdf", [page])

    assert text(read_pdf(path)) == words


def test_text_turned_on_its_side_is_itemised(tmp_path: Path) -> None:
    """Preprints have a stamp up their margin."""
    page = [*paragraphs([prose(60)]), Text(30, 400, "preprint 1234.5678 of Tuesday", rotate=90)]
    path = write(tmp_path / "a.pdf", [page])

    book = read_pdf(path)

    assert skipped(book, "rotated text") == ["preprint 1234.5678 of Tuesday"]


def test_a_page_turned_on_its_side_is_read(tmp_path: Path) -> None:
    """Where all text is turned, the page is meant to be turned too."""
    lines = [Text(80 + n * LEADING, 500, line, rotate=90) for n, line in enumerate(sentences(12))]
    path = write(tmp_path / "a.pdf", [lines])

    assert sentences(12)[3] in text(read_pdf(path))


def test_displayed_formulas_are_itemised(tmp_path: Path) -> None:
    """Their letters are no words, and what is read around them goes on."""
    page = paragraphs([prose(60, 1)[:-1] + " as"])
    page.append(centred("x = a + b", below(page, 22)))
    page += paragraph("where the lamp is near. " + prose(40, 2), below(page, 22), indent=0)
    path = write(tmp_path / "a.pdf", [page])

    book = read_pdf(path)

    assert skipped(book, "formula") == ["x = a + b"]
    assert "as where the lamp is near." in text(book)


def test_words_from_the_right_are_read_in_their_order(tmp_path: Path) -> None:
    """In Hebrew a paragraph's first line is indented on the right."""
    sentence = "זה ספר על נר ועל נהר ועל אבן ליד הגן. "
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=600)
        page.insert_htmlbox(
            pymupdf.Rect(40, 40, 260, 560),
            "".join(f"<p dir=rtl style='text-indent:20px;margin:0'>{sentence * 4}</p>" for _ in range(3)),
        )
        document.save(tmp_path / "a.pdf")

    book = read_pdf(tmp_path / "a.pdf")

    assert [" ".join(block.text.split()) for block in blocks(book)] == [(sentence * 4).strip()] * 3
