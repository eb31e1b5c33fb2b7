"""Tests of whole books in the shapes that publishers and programs give them: no word of any is lost."""

from __future__ import annotations

import pytest

from booksmith_module.book import Role
from tests.booksmith_module.shapes import left_out, narrated, opening, read, reasons, text, titles

STORY = text(2)


def chapters(*numbers: int) -> list[str]:
    """Write documents of a chapter each."""
    return [f"<h1>Chapter {number}</h1>{text(2, f'rain{number}')}" for number in numbers]


# --- several chapters in a file, several files for a chapter ---


@pytest.mark.parametrize(
    "markup",
    [
        "<h2 id='{0}'>The {0}</h2>{1}",
        "<h2><a id='{0}'/>The {0}</h2>{1}",
        "<a id='{0}'/><h2>The {0}</h2>{1}",
        "<p><a name='{0}'></a></p><h2>The {0}</h2>{1}",
        "<section id='{0}'><h2>The {0}</h2>{1}</section>",
        "<h2>The {0}</h2><a id='{0}'/>{1}",
        "<h2>The {0}</h2><p id='{0}'>So it began.</p>{1}",
        "<h2>The {0}</h2><h3 id='{0}'>In which it rains</h3>{1}",
    ],
)
def test_an_anchor_means_the_heading_that_it_stands_at(markup: str) -> None:
    """On, in, around, before or after its heading: the chapter begins with the heading."""
    body = markup.format("mill", STORY) + markup.format("lane", STORY)

    book = read([body], "The mill > 1#mill", "The lane > 1#lane")

    assert titles(book) == ["The mill", "The lane"]
    assert [opening(chapter)[:8] for chapter in book.chapters] == ["The mill", "The lane"]


def test_an_anchor_at_the_end_of_a_paragraph_means_what_follows() -> None:
    """Programs leave the anchor of a heading at the end of the page before it."""
    book = read([f"<h2>Mill</h2><p>Last words.<a id='b'/></p><h2>Lane</h2>{STORY}"], "Mill > 1", "Lane > 1#b")

    assert [opening(chapter)[:4] for chapter in book.chapters] == ["Mill", "Lane"]


def test_an_anchor_on_the_title_takes_the_number_over_it() -> None:
    """The number is spoken with its title, not at the end of the chapter before."""
    body = "".join(
        f"<h2>Chapter {n}</h2><h3 id='{n}'>The {t}</h3>{STORY}" for n, t in ((1, "Mill"), (2, "Lane"))
    )

    book = read([body], "The Mill > 1#1", "The Lane > 1#2")

    assert [chapter.text[:9] for chapter in book.chapters] == ["Chapter 1", "Chapter 2"]


def test_the_end_stays_with_what_it_ends() -> None:
    """A closing line set as a heading does not open the next chapter."""
    book = read(
        [f"<h1>Mill</h1>{STORY}<h1>THE END</h1><h1 id='b'>Lane</h1>{STORY}"], "Mill > 1", "Lane > 1#b"
    )

    assert book.chapters[0].text.endswith("THE END")


@pytest.mark.parametrize(
    "toc", [["One > 1", "Two > 4"], ["One > 1", "One > 2", "One > 3", "Two > 4", "Two > 5"], []]
)
def test_a_chapter_may_go_on_over_files(toc: list[str]) -> None:
    """With an entry for the first, for each, or for none of its files, it is one chapter."""
    book = read([f"<h1>One</h1>{STORY}", STORY, STORY, f"<h1>Two</h1>{STORY}", STORY], *toc)

    assert titles(book) == ["One", "Two"]


def test_a_motto_over_the_heading_is_its_chapters() -> None:
    """Where each file is a chapter, nothing of it goes to the chapter before."""
    bodies = [f"<p>A motto of {n}.</p><h1>Chapter {n}</h1>{STORY}" for n in (1, 2)]

    for toc in ((), ("Chapter 1 > 1", "Chapter 2 > 2")):
        assert [opening(chapter)[:12] for chapter in read(bodies, *toc).chapters] == [
            "A motto of 1",
            "A motto of 2",
        ]


def test_the_rest_of_a_sentence_over_a_heading_is_the_chapters_before() -> None:
    """A file that begins in the middle of a sentence goes on with the file before."""
    book = read([f"<h1>Chapter 1</h1>{STORY}", f"<p>and so they went.</p><h1>Chapter 2</h1>{STORY}"])

    assert "and so they went." in book.chapters[0].text


# --- parts ---


@pytest.mark.parametrize(
    "part",
    [
        "<h1>Part {}</h1>",
        "<p>PART {}</p>",
        "<p class='part-title'>Part {}</p>",
        "<h1>Part {}</h1><p>Mill</p>",
    ],
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_parts_page_is_spoken_with_its_first_chapter(part: str, is_listed: bool) -> None:  # noqa: FBT001
    """No chapter of two words, and no word lost."""
    toc = ["Part One > 1", " Chapter 1 > 2", " Chapter 2 > 3", "Part Two > 4", " Chapter 3 > 5"]

    book = read(
        [part.format("One"), *chapters(1, 2), part.format("Two"), *chapters(3)],
        *(toc if is_listed else (line for line in toc if "Part" not in line)),
    )

    assert titles(book) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [chapter.text[:6].upper() for chapter in book.chapters] == ["PART O", "CHAPTE", "PART T"]


def test_a_part_with_a_text_of_its_own_is_a_chapter() -> None:
    """An introduction on the part's page is not glued to the first chapter."""
    book = read(
        [f"<h1>Part One</h1>{STORY}", *chapters(1, 2)], "Part One > 1", " Chapter 1 > 2", " Chapter 2 > 3"
    )

    assert titles(book) == ["Part One", "Chapter 1", "Chapter 2"]


# --- contents lists that lie ---


@pytest.mark.parametrize(
    "toc",
    [
        (),
        ("The Mill > 1", "The Lane > 1", "The River > 1"),
        ("The Mill > 1#x", "The Lane > 2#y", "The River > 9"),
        ("The River > 3", "The Lane > 2", "The Mill > 1"),
        ("chapter-1.xhtml > 1", "chapter-2.xhtml > 2", "chapter-3.xhtml > 3"),
        ("A Small Book > 1", "A Small Book > 2", "A Small Book > 3"),
        ("Start > 1", "page_2 > 2", "index_split_003 > 3"),
        ("Start > 1",),
    ],
)
def test_titles_and_chapters_survive_a_contents_list_that_lies(toc: tuple[str, ...]) -> None:
    """All to one place, broken, out of order, or of names that no reader knows: the headings say it."""
    book = read([f"<h1>The {name}</h1>{STORY}" for name in ("Mill", "Lane", "River")], *toc)

    assert titles(book) == ["The Mill", "The Lane", "The River"]


def test_chapters_that_the_list_leaves_out_are_found() -> None:
    """A list of a few chapters does not make the others vanish into them."""
    assert len(read(chapters(*range(1, 7)), "Chapter 1 > 1", "Chapter 4 > 4").chapters) == 6


# --- headings without heading elements ---


@pytest.mark.parametrize(
    "heading",
    [
        "<p>CHAPTER {}</p>",
        "<p class='calibre3'><b class='calibre4'>{}</b></p>",
        "<p style='text-align: center'>{}</p>",
        "<p align='center'>Chapter {}</p>",
        "<p class='chapter'>The Mill {}</p>",
        "<p class='h1'>Mill {}</p>",
        "<div class='chapter-title'>Mill {}</div>",
        "<p class='center bold'>CHAPTER {}<br/>THE MILL</p>",
        "<h1><img src='{0}.png' alt='Chapter {0}'/></h1>",
        "<p><img src='{0}.png' alt='Chapter {0}'/></p>",
        "<p>第{}章</p>",
    ],
)
def test_headings_are_known_by_plain_signs(heading: str) -> None:
    """By class, weight, place or words, or drawn as a picture: without a contents list there are chapters."""
    body = "".join(heading.format(number) + STORY for number in (1, 2, 3))

    assert len(titles(read([body]))) == 3
    assert len(titles(read([heading.format(number) + STORY for number in (1, 2, 3)]))) == 3


@pytest.mark.parametrize(
    "line",
    [
        "<p>Chapter Two was what she read that evening.</p>",
        "<p><b>“Chapter two,”</b></p>",
        "<p>12</p>",
        "<p class='chapter'>“No,” she said.</p>",
        "<p><b>Stop!</b></p>",
        "<p class='title'>She had never been so glad to be at home again.</p>",
    ],
)
def test_a_short_line_of_the_story_is_no_heading(line: str) -> None:
    """A sentence, a quotation or a bare number between paragraphs does not begin a chapter."""
    assert len(read([f"<h1>Chapter 1</h1>{STORY}{line}{STORY}"]).chapters) == 1


def test_a_class_that_the_whole_text_has_is_no_headings() -> None:
    """Short lines of a poem, all of the class "chapter", are not a chapter each."""
    lines = "".join(
        f"<p class='chapter'>The rain fell {word}</p>" for word in ("slow", "fast", "down", "up", "on")
    )

    assert len(read([f"<h1>Rain</h1>{lines}"]).chapters) == 1


def test_a_page_number_in_the_middle_of_a_sentence_is_no_heading() -> None:
    """Centred numbers of a scanned book stand between the halves of a sentence."""
    page = "<p>It was late and the</p><p align='center'>12</p><p>rain had not stopped at all.</p>"

    assert len(read([f"<h1>Chapter 1</h1>{page}{STORY}{page}"]).chapters) == 1


def test_acts_and_scenes_of_a_play_in_paragraphs_are_chapters() -> None:
    """An act's line is spoken with its first scene."""
    lines = (
        "ACT I",
        "SCENE I. A mill.",
        "ANN. Who is there?",
        "SCENE II. A lane.",
        "BOB. I.",
        "ACT II",
        "SCENE I. A mill.",
    )

    book = read(["".join(f"<p>{line}</p>" for line in (*lines, "ANN. Still?"))])

    assert [opening(chapter)[:9] for chapter in book.chapters] == ["ACT I  SC", "SCENE II.", "ACT II  S"]


# --- what is not read, and why ---


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<p>Copyright © 2011 by A. Author</p><p>All rights reserved.</p><p>ISBN 978-1-234</p>", "imprint"),
        (
            "<h1>A Small Book</h1><p>Ann</p><p>© Mill House</p><p>ISBN 978</p><p>Printed in Wales</p>",
            "imprint",
        ),
        ("<h1>Uncopyright</h1><p>This ebook is in the public domain.</p>", "imprint"),
        ("<p>Also by Ann Author</p><p>The Lane</p><p>The River</p>", "advertisement"),
        (
            "<h2>Sign up for our newsletter</h2><p>Visit www.example.com for news of offers.</p>",
            "advertisement",
        ),
        ("<h2>Transcriber's Note</h2><p>Spelling has been kept as it was.</p>", "transcriber's note"),
        ("<p>Transcriber's Note</p><p>Spelling has been kept as it was.</p>", "transcriber's note"),
        (
            "<h2>Index</h2><h3>A</h3><p>Acorn, 3</p><h3>B</h3><p>Bread, 44, 46</p><p>Butter, see bread</p>",
            "index",
        ),
        (
            "<h2>References</h2><p>Abbot, Ann. The Mill. London, 1901.</p><p>Brown, B. The Lane.</p>",
            "bibliography",
        ),
        ("<h2>Notes</h2><p>1. Abbot, p. 4.</p><p>2. Ibid.</p>", "notes"),
        ("<h2>Colophon</h2><p>Published in 1901 by Mill House.</p>", "colophon"),
        ("<p>奥付</p><p>発行者 山田</p><p>ISBN 978</p>", "colophon"),
    ],
)
@pytest.mark.parametrize("place", ["front", "back", "inside"])
def test_pages_that_nobody_listens_to_can_be_switched_on(page: str, reason: str, place: str) -> None:
    """Known without types, listed or not, in a file of their own: not read, with the reason, and whole."""
    if place == "inside" and not page.startswith("<h2"):
        pytest.skip("without a heading inside a file nothing says where it begins")
    documents = {
        "front": [page, *chapters(1, 2)],
        "back": [*chapters(1, 2), page],
        "inside": [*chapters(1), chapters(2)[0].replace("h1", "h2") + page],
    }[place]
    toc = {"front": ("Chapter 1 > 2", "Chapter 2 > 3"), "back": ("Chapter 1 > 1", "Chapter 2 > 2")}

    for listed in (toc.get(place, ()), ()):
        book = read(documents, *listed)
        assert titles(book) == ["Chapter 1", "Chapter 2"]
        assert [why for _, why in reasons(book)] == [reason]


@pytest.mark.parametrize(
    "title",
    [
        "Notes",
        "Index",
        "Contents",
        "Cover",
        "References",
        "Copyright",
        "Title",
        "Sources",
        "Credits",
        "Colophon",
    ],
)
@pytest.mark.parametrize(
    "story", [STORY, "<p>She came home. It was late.</p>", "<p>My mother is a fish.</p>"]
)
def test_a_novels_chapter_may_be_called_anything(title: str, story: str) -> None:
    """What is prose is read, whatever its title, however short."""
    documents = [f"<h1>{title}</h1>{story}", f"<h1>The Lane</h1>{STORY}"]

    assert titles(read(documents)) == [title, "The Lane"]
    assert titles(read(documents, f"{title} > 1", "The Lane > 2")) == [title, "The Lane"]


def test_text_after_an_index_inside_a_file_is_read() -> None:
    """A section that is not read ends at the next heading of its level."""
    refs = "<h2>References</h2><p>Abbot, Ann. The Mill. London, 1901.</p><h2>Summary</h2>"

    book = read([chapters(1)[0] + refs + STORY], "Chapter 1 > 1")

    assert titles(book) == ["Chapter 1", "Summary"]


@pytest.mark.parametrize(
    ("page", "role"),
    [
        (f"<h1>Acknowledgements</h1>{STORY}", Role.FRONT),
        ("<h1>Glossary</h1><dl><dt>Mill</dt><dd>Where flour is made.</dd></dl>", Role.BACK),
        ("<h1>About the Author</h1><p>Ann lives in Wales.</p>", Role.BACK),
        ("<h1>Dramatis Personae</h1><p>ANN, a miller</p><p>BOB, her brother</p>", Role.BODY),
        ("<h1>Prologue</h1><p>It rained.</p>", Role.FRONT),
    ],
)
def test_what_the_author_wrote_is_read(page: str, role: Role) -> None:
    """Thanks, glossaries, persons of a play and prologues are the author's."""
    book = read([page, *chapters(1, 2)])

    assert (book.chapters[0].enabled, book.chapters[0].role) == (True, role)


def test_a_title_page_is_known_by_what_it_says() -> None:
    """It names the book and little else; the dedication after it is read."""
    book = read(
        [
            "<p>A SMALL BOOK</p>",
            "<p>A Small Book</p><p>Ann Author</p>",
            "<p>For my mother</p>",
            *chapters(1, 2),
        ],
        "Chapter 1 > 4",
        "Chapter 2 > 5",
    )

    assert [why for _, why in reasons(book)] == ["title page"]
    assert "For my mother" in narrated(book)


# --- contents lists printed in the text ---

_LINES = ("Chapter 1", "Chapter 2", "Chapter 3")


@pytest.mark.parametrize(
    "printed",
    [
        "<h1>Contents</h1>" + "".join(f"<p><a href='{n}'>{line}</a></p>" for n, line in enumerate(_LINES, 2)),
        "<p>CONTENTS</p>" + "".join(f"<p>{line} ..... {n * 7}</p>" for n, line in enumerate(_LINES)),
        "<h1>Contents</h1><p>" + "<br/>".join(_LINES) + "</p>",
        "<h1>Contents</h1><table><tr><th>Chapter</th><th>Page</th></tr>"
        + "".join(f"<tr><td>{line}</td><td>{n * 7}</td></tr>" for n, line in enumerate(_LINES))
        + "</table>",
        "".join(f"<p><a href='{n}'>{line}</a></p>" for n, line in enumerate((*_LINES, "Chapter 4"), 2)),
        "<h2>List of Illustrations</h2><p>The mill at night 12</p><p>The lane 40</p>",
        "<p>CONTENTS</p><p>I. Ann comes to the mill and finds a lamp.</p><p>II. She leaves it.</p>",
    ],
)
@pytest.mark.parametrize("is_apart", [True, False])
def test_printed_contents_lists_are_not_read(printed: str, is_apart: bool) -> None:  # noqa: FBT001
    """Linked or not, in lines, cells or paragraphs, in a file of their own or above the first chapter."""
    story = chapters(1, 2, 3)
    documents = [printed, *story] if is_apart else [printed + "".join(story)]

    book = read(documents)

    assert titles(book) == list(_LINES)
    assert set(left_out(book)) <= {"contents list", "list of illustrations"}
    assert left_out(book)


def test_a_story_after_a_contents_list_is_read_without_a_heading_too() -> None:
    """The list ends where prose begins."""
    book = read([f"<p>CONTENTS</p><p>The Mill</p><p>The Lane</p><p>It was a dark night and late.</p>{STORY}"])

    assert narrated(book).startswith("It was a dark night")


def test_a_directory_of_links_is_read() -> None:
    """Links out of the book are no contents list, and a book of lists is read."""
    out = "".join(f"<li><a href='http://example.com/{n}'>Site {n}</a></li>" for n in range(9))
    inward = "".join(f"<li><a href='#{n}'>Site {n}</a></li>" for n in range(9))

    for links in (out, inward):
        book = read([f"<h1>Sites {name}</h1><ul>{links}</ul>" for name in "ABC"])
        assert narrated(book).count("Site ") == 27


# --- Project Gutenberg ---

_HEADERS = [
    "<p>*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***</p>",
    "<p>The Project Gutenberg EBook of X</p><p>*** START OF THIS PROJECT GUTENBERG EBOOK X ***</p>",
    "<p>***START OF THE PROJECT GUTENBERG EBOOK THE MILL***</p><p>E-text prepared by Bob Brown</p>",
    "<p>**The Project Gutenberg Etext of X**</p><p>Laws.</p><p>*END*THE SMALL PRINT! FOR ETEXTS*</p>",
    "<pre>The Project Gutenberg EBook\n*** START OF THIS PROJECT GUTENBERG EBOOK ***\nBy Bob</pre>",
    "<section class='pg-boilerplate pgheader' id='pg-header'><h2>The Project Gutenberg eBook</h2></section>",
]
_FOOTERS = [
    "<p>End of the Project Gutenberg EBook of The Mill</p>",
    "<p>*** END OF THIS PROJECT GUTENBERG EBOOK THE MILL ***</p><p>Updated editions will replace it.</p>",
    "<p>***END OF THE PROJECT GUTENBERG EBOOK THE MILL***</p><p>******* This file is 123.txt *******</p>",
    "<p>End of Project Gutenberg's Etext of The Mill, by Ann</p>",
    "<p>Ende dieses Project Gutenberg Etextes Die Mühle</p>",
    "<pre>End of Project Gutenberg's The Mill\n*** END OF THIS PROJECT GUTENBERG EBOOK X ***\nLaw</pre>",
]


@pytest.mark.parametrize(("header", "footer"), list(zip(_HEADERS, _FOOTERS, strict=True)))
@pytest.mark.parametrize("is_apart", [True, False])
def test_the_gutenberg_licence_is_not_read(header: str, footer: str, is_apart: bool) -> None:  # noqa: FBT001
    """In the wording of every year, with and without classes, it is left out, and nothing else is."""
    story = chapters(1, 2, 3)
    documents = [header, *story, footer] if is_apart else [header + "".join(story) + footer]

    book = read(documents, title="The Mill")

    assert set(left_out(book)) == {"licence"}
    assert narrated(book) == narrated(read(story))


def test_a_story_may_speak_of_project_gutenberg() -> None:
    """Only marks at the beginning of a line, with the licence after them, end a text."""
    lines = [
        "He had read it on Project Gutenberg.",
        "That was the end of Project Gutenberg for her.",
        "End of Project Gutenberg, she thought, and went on for years.",
    ]
    body = "".join(f"<p>{line}</p>{STORY}" for line in lines)

    book = read([*chapters(1), f"<h1>Chapter 2</h1>{body}"])

    assert all(line in narrated(book) for line in lines)
    assert not left_out(book)


def test_two_gutenberg_books_in_one_are_both_read() -> None:
    """A licence ends where the next text starts."""
    mark = "<p>*** {} OF THE PROJECT GUTENBERG EBOOK {} ***</p>"
    body = "".join(
        mark.format("START", name) + f"<h2>{name}</h2>{STORY}" + mark.format("END", name) + "<p>Law</p>"
        for name in ("MILL", "LANE")
    )

    assert titles(read([body])) == ["MILL", "LANE"]


def test_a_whole_book_in_one_block_is_not_taken_for_its_licence() -> None:
    """A plain text in one paragraph has the marks in it; its words are read with them."""
    book = read([f"<pre>*** START OF THE PROJECT GUTENBERG EBOOK X ***\n{'The rain fell. ' * 200}</pre>"])

    assert "The rain fell." in narrated(book)


@pytest.mark.parametrize(
    "line",
    [
        "End of the Project Gutenberg shift. Michael shut the laptop.",
        "*** END OF THE PROJECT GUTENBERG EBOOK ATHENA ***",
    ],
)
def test_a_story_that_quotes_the_end_of_a_licence_goes_on(line: str) -> None:
    """What follows a mark is left out only where it speaks of the licence."""
    after = text(4)

    book = read([f"<h1>Chapter 1</h1>{STORY}<p>{line}</p>{after}", f"<h1>Chapter 2</h1>{STORY}"])

    assert titles(book) == ["Chapter 1", "Chapter 2"]
    assert narrated(book).count("The rain had not stopped") == 8


# --- what a suspicious reader found ---


@pytest.mark.parametrize("entry", ["Copyright", "Contents", "Also by Jane Doe", "Notes"])
def test_a_heading_is_believed_against_an_entry_that_names_no_chapter(entry: str) -> None:
    """A list made from a template calls real chapters what stood in their places there."""
    book = read([f"<h2>The Mill</h2>{text(6)}", f"<h2>The Lane</h2>{STORY}"], f"{entry} > 1", "The Lane > 2")

    assert titles(book) == ["The Mill", "The Lane"]


def test_a_chapter_may_be_called_notes_by_its_entry_and_its_heading() -> None:
    """Where they say the same, or the page has no heading, the entry is all there is."""
    assert titles(read([f"<h2>Notes</h2>{text(6)}", STORY], "Notes > 1", "Sources > 2")) == [
        "Notes",
        "Sources",
    ]


@pytest.mark.parametrize("is_listed", [True, False])
def test_an_act_is_named_with_its_first_scene(is_listed: bool) -> None:  # noqa: FBT001
    """Each act has a first scene; only the act tells which."""
    scenes = "".join(
        f"<h1 id='a{n}'>ACT {n}</h1><h2 id='s{n}'>SCENE I.</h2><p>ROMEO. He jests.</p>" for n in ("I", "II")
    )
    toc = [f"{line} > 1#{mark}" for n in ("I", "II") for line, mark in ((f"ACT {n}", f"a{n}"),)]

    book = read([scenes], *(toc if is_listed else ()))

    assert [title.startswith(("ACT I", "ACT II")) for title in titles(book)] == [True, True]
    assert is_listed or titles(book) == ["ACT I. SCENE I.", "ACT II. SCENE I."]


def test_a_motto_on_a_parts_page_goes_with_its_first_chapter() -> None:
    """A page that no entry leads to is no chapter of twelve words."""
    motto = "<h1>PART TWO</h1><p>“All rivers run into the sea; yet the sea is not full.”</p><p>A Preacher</p>"

    book = read([*chapters(1, 2), motto, *chapters(3)], "Chapter 1 > 1", "Chapter 2 > 2", "Chapter 3 > 4")

    assert titles(book) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert opening(book.chapters[2]).startswith("PART TWO")


@pytest.mark.parametrize(
    "heading",
    [
        '<p class="calibre1" style="font-weight:bold;text-align:center">{}</p>',
        '<p class="calibre1"><b class="calibre2">{}</b></p>',
        "<center>{}</center>",
    ],
)
def test_files_that_open_with_a_bold_or_centred_line_are_chapters(heading: str) -> None:
    """A converter's list has one entry, "Start", and its headings are paragraphs."""
    names = ["CHAPTER ONE", "The Mill", "1984", "Lane and River"]

    book = read([heading.format(name) + text(3) for name in names], "Start > 1")

    assert titles(book) == names


def test_one_centred_line_at_the_beginning_of_a_file_is_no_chapter() -> None:
    """A line of the text that happens to begin a file, where other files begin with text."""
    bodies = [f"<h1>One</h1>{text(3)}", text(3), f"<center>Paris, in spring</center>{text(3)}", text(3)]

    assert titles(read(bodies, "One > 1")) == ["One"]


@pytest.mark.parametrize(
    ("title", "poem"),
    [
        ("Contents", "one drawer, a pin<br/>a glove, a stone<br/>all that was left"),
        ("Contents", "Two spoons, a knife,<br/>A broken plate,<br/>And rain."),
        ("Register", "the names of the dead<br/>are read aloud<br/>by the one who lived"),
        ("Index", "Nobody counts<br/>The birds on the wire<br/>All winter long"),
        ("Cover", "“Get down!”<br/>“Why?”<br/>Shots. Dust. Then Bill fell.<br/>“Bill!”"),
    ],
)
def test_a_poem_or_a_quarrel_under_the_title_of_a_list_is_read(title: str, poem: str) -> None:
    """It names nothing in the book, has no numbers and no order, and goes on as verse and speech do."""
    bodies = [f"<h2>One</h2>{STORY}", f"<h2>{title}</h2><p>{poem}</p>", f"<h2>Three</h2>{STORY}"]

    book = read(bodies, "One > 1", f"{title} > 2", "Three > 3")

    assert titles(book) == ["One", title, "Three"]
    assert not left_out(book)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ash, 3, 40", "Birch, 7", "Cedar (see ash)"],
        ["Ash", "Birch", "Cedar", "Deal", "Elm", "Fir"],
        ["mill, the, 12", "rain, 3", "— in spring, 14"],
    ],
)
def test_an_index_is_known_by_its_numbers_or_its_order(lines: list[str]) -> None:
    """Indexes of ebooks have lost their page numbers, and keep the order of the alphabet."""
    bodies = [f"<h2>One</h2>{STORY}", "<h2>Index</h2>" + "".join(f"<p>{line}</p>" for line in lines)]

    assert reasons(read(bodies, "One > 1", "Index > 2")) == [("Index", "index")]


def test_a_list_typed_by_hand_ends_where_its_first_entry_stands_again() -> None:
    """And its entries are the headings of a book that has no others."""
    names = ["I. In which the fox goes down to the river", "II. In which the owl is told", "III. The end"]
    entries = "".join(f"<p>{name}</p>" for name in names)

    book = read([f"<p>CONTENTS</p>{entries}" + "".join(f"<p>{name}</p>{STORY}" for name in names)])

    assert titles(book) == names
    assert left_out(book)["contents list"].split("\n") == ["CONTENTS", *names]


@pytest.mark.parametrize(
    ("heading", "body", "reason"),
    [
        ("Praise for A Small Book", "<p>“I wept.” —Joe Writer</p><p>“Rain!” —The Times</p>", "praise"),
        ("Other Books in the Series", "<ul><li>Book 1: Rain</li><li>Book 2: Snow</li></ul>", "advertisement"),
        ("A Note on the Type", "<p>It was set in Garamond, a type of the 1500s.</p>", "note on the type"),
        ("", "<p>If you enjoyed this book, please leave a review on Goodreads.</p>", "advertisement"),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_what_publishers_add_is_known_by_the_heading_or_the_entry(
    heading: str,
    body: str,
    reason: str,
    is_named: bool,  # noqa: FBT001
) -> None:
    """The contents list may call it something short."""
    entry = heading if heading and is_named else "Extra"

    page = f"<h2>{heading}</h2>{body}" if heading else body

    book = read([*chapters(1), page], "Chapter 1 > 1", f"{entry} > 2")

    assert reasons(book) == [(entry, reason)]


@pytest.mark.parametrize("title", ["Praise for the Dead", "A Note on the Type", "Other Books by the River"])
def test_a_story_with_such_a_title_is_read(title: str) -> None:
    """Its text is not like it."""
    assert titles(read([f"<h2>{title}</h2>{STORY}", *chapters(1)], f"{title} > 1", "Chapter 1 > 2")) == [
        title,
        "Chapter 1",
    ]


@pytest.mark.parametrize("names", [["1", "2", "3"], ["The Mill", "The Lane", "The Rain"]])
def test_without_a_contents_list_the_chapters_of_parts_are_found(names: list[str]) -> None:
    """By their numbers, or by the next level of headings that there is."""
    first, second, third = (f"<h2>{name}</h2>{STORY}<h3>Later</h3>{STORY}" for name in names)

    book = read([f"<h1>Part One</h1>{first}{second}<h1>Part Two</h1>{third}"])

    assert titles(book) == names


def test_a_short_story_at_the_beginning_is_no_title_page() -> None:
    """A book called as its first story is, which is shorter than some title pages."""
    book = read(
        [f"<h1>Rain</h1>{text(1)}", f"<h1>Mill</h1>{text(1)}", f"<h1>Lane</h1>{text(1)}"], title="Rain"
    )

    assert titles(book) == ["Rain", "Mill", "Lane"]


def test_a_publishers_last_page_is_an_advertisement() -> None:
    """It has no heading and no entry, and would be read as the end of the page before it."""
    page = (
        "<p>What’s next on<br/>your reading list?</p><p>Discover your next great read!</p><p>Sign up now.</p>"
    )

    book = read([*chapters(1, 2), page], "Chapter 1 > 1", "Chapter 2 > 2")

    assert [reason for _, reason in reasons(book)] == ["advertisement"]


@pytest.mark.parametrize("head", ["<h1>A Small Book</h1>", '<p class="header">A SMALL BOOK</p>'])
def test_the_books_title_over_every_file_is_read_once_at_most(head: str) -> None:
    """As programs print it that make a page of each file."""
    book = read(
        [f"{head}{body}" for body in chapters(1, 2, 3)], "Chapter 1 > 1", "Chapter 2 > 2", "Chapter 3 > 3"
    )

    assert titles(book) == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert narrated(book).casefold().count("a small book") <= 1
    assert left_out(book)["running head"].casefold().split("\n") == ["a small book"] * 2


def test_a_heading_in_plain_lines_over_notes_goes_with_them() -> None:
    """Nobody wants to hear "Notes" and then nothing."""
    notes = "<p><b>Notes</b></p><p><a id='n' href='#r'>1</a> A note.</p>"

    book = read([f"<h1>A</h1><p>It<a href='#n' id='r'><sup>1</sup></a> is.</p>{STORY}{notes}"])

    assert "Notes" not in narrated(book)
    assert sorted(left_out(book)["note"].split("\n")) == ["A note.", "Notes"]


def test_a_class_on_what_holds_all_of_a_paragraph_is_the_paragraphs() -> None:
    """A heading's class may stand on a span, with more elements inside."""
    head = '<p class="x"><span class="chapter-title"><i>The {}</i></span></p>'

    assert titles(read([head.format(n) + STORY for n in ("Mill", "Lane", "Rain")])) == [
        "The Mill",
        "The Lane",
        "The Rain",
    ]


def test_a_story_of_a_transcriber_is_read() -> None:
    """Whoever typed the book speaks of spelling, errors and the like, or says that it is a note."""
    story = f"<p>Transcriber’s notes were piled on the desk, and nobody dared to touch them.</p>{STORY}"
    real = "<h2>Transcriber’s Notes</h2><p>Obvious errors were corrected; old spelling was retained.</p>"

    book = read(
        [
            f"<h2>One</h2>{story}",
            f"<h2>Transcriber’s Notes</h2>{STORY}",
            "<p>Transcriber’s note: so.</p>",
            real,
        ],
        "One > 1",
        "Two > 2",
    )

    assert titles(book) == ["One", "Two"]
    assert "piled on the desk" in narrated(book)
    assert left_out(book)["transcriber's note"] == "Transcriber’s note: so."
    assert reasons(book) == [("Transcriber’s Notes", "transcriber's note")]
